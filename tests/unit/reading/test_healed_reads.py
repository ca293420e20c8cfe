"""What a reader that heals gives: patches with repairs, and its accounting of what was left over."""

from __future__ import annotations

import pytest
from support.every_row import every_row

from epoch_cli.reading import MalformedRead, PatchRead, PatchReader, Read, Reason, StructureRead

from .corpus import A, B, C, Example
from .reading import read, shape_of

NODE = '{"type":"Text","text":"Hi"}'
DOCUMENT = f'{{"punkVersion":"1.0.0","root":{NODE}}}'
FLAT = '{"root":"a","elements":{"a":{"type":"Text"}}}'


def read_both_ways(text: str) -> list[Read]:
    whole = read(Example(text, ""), heal=True)
    assert read(Example(text, ""), list(text), heal=True) == whole
    return whole


def rules(reads: list[Read]) -> list[str]:
    return [each.rule for one in reads if isinstance(one, PatchRead | StructureRead) for each in one.repairs]


@every_row(
    ("text", "shape", "expected"),
    [
        (f"{A}}}\n{B}]}}\n{C}] }}\r\n", "P S T P S T P S T", ["extra-closer"] * 3),
        (f"{A}}} {B}}},{C}}}", "P S T P S T P S", ["extra-closer"] * 3),
        (f"{A}}} and so on\n", "P T", []),
        (f"[{A}}},{B}]", "S P S S P S", ["extra-closer"]),
        (f'{{"patches":[{A}}}}},{B}}}]}}', "S P S S P S S", ["extra-closer"] * 2),
        (f'{A},"meta":{{"a":1}}}}\n{B}', "P syntax T P", []),
        (f'{A}}},"x":1}}\n{B}', "P S syntax T P", ["extra-closer"]),
        (f"{A[:-1]}\n{B[:-2]}\n{C}\n", "P T P T P T", ["missing-closer", "missing-closer"]),
        ('{"op":"remove","path":"/a",}\n', "P T", ["trailing-comma"]),
        ("{'op':'remove','path':'/a'}\n", "P T", ["single-quotes"]),
        ('{op:"remove",path:"/a"}\n', "P T", ["unquoted-key"]),
        ('[ { op:"remove",path:"/a"} ]\n', "S P S T", ["unquoted-key"]),
        ('{\n  “op”: "remove",\n  "path": "/a"\n}\n', "P T", ["smart-quotes"]),
        ('{"op":"add","path":"/a","value":[NaN]}\n', "P T", ["nan"]),
        (f'{A}\n{{"op":"add","path":"/b","val', "P T truncated", []),
        (f'{{"note":"x","patches":[{A},{C[:-1]},{C}]}}', "S P S P S P S", ["missing-closer"]),
        (f'{{"note":"x","patches":[{A},{C}', "S P S P", []),
        ('{"op":"add","op":"remove"}\n', "duplicate-key T", []),
        ('{"op":"add","path":"/a","value":1e999}\n', "number-range T", []),
        ('{"op":"add","path":"/\ude00"}\n', "lone-surrogate T", []),
    ],
)
def test_faults_are_healed_and_recorded(text: str, shape: str, expected: list[str]) -> None:
    reads = read_both_ways(text)
    assert shape_of(reads) == shape
    assert rules(reads) == expected


def test_a_repair_has_its_place_in_the_input() -> None:
    (_, _, patch) = read_both_ways(f'{C}\n{{"op":"remove",\npath:"/a"}}')
    assert isinstance(patch, PatchRead)
    (repair,) = patch.repairs
    assert (repair.position, repair.line, repair.column) == (len(C) + 17, 3, 1)
    assert repair.message.endswith("at 3:1")


def test_the_patch_does_not_wait_for_what_may_be_an_extra_closer() -> None:
    reader = PatchReader()
    assert isinstance(reader.feed(C)[0], PatchRead)
    assert reader.feed("}") == []
    extra, _ = reader.feed("\n")
    assert isinstance(extra, StructureRead)
    assert extra.repairs[0][:2] == ("extra-closer", "lossless")
    assert extra.repairs[0].message == f"`}}` closes nothing: passed over, at 1:{len(C) + 1}"


def test_without_healing_an_extra_closer_is_malformed() -> None:
    assert shape_of(read(Example(f"{A}}}\n{B}\n", ""))) == "P syntax T P T"


@every_row("heal", [True, False])
@every_row(("text", "rule"), [(DOCUMENT, "document-as-patch"), (NODE, "node-as-patch"), (f"[{NODE}]", "node-as-patch")])
def test_a_document_or_a_node_is_a_patch_when_nothing_came_before(text: str, rule: str, heal: bool) -> None:
    reads = read(Example(text, ""), heal=heal)
    (patch,) = [one for one in reads if isinstance(one, PatchRead)]
    assert patch.patch == {"op": "add", "path": "/root", "value": {"type": "Text", "text": "Hi"}}
    assert [(each.rule, each.grade) for each in patch.repairs] == [(rule, "lossless")]


def test_what_a_document_holds_beside_its_root_is_lost_and_told() -> None:
    reads = read_both_ways(f'{{"punkVersion":"1.0.0","root":{NODE},"metadata":{{"title":"T"}},"x":1}}')
    (patch,) = [one for one in reads if isinstance(one, PatchRead)]
    assert [(each.rule, each.grade) for each in patch.repairs] == [
        ("document-as-patch", "lossless"),
        ("document-members", "lossy"),
    ]
    assert patch.repairs[1].message == "of the document, metadata, x is left out, at 1:1"


@pytest.mark.parametrize(
    ("text", "words"), [(DOCUMENT, "a whole document"), (NODE, "a node"), (FLAT, "`root` and `elements`")]
)
def test_what_is_no_patch_is_told_with_what_to_write(text: str, words: str) -> None:
    (_, _, fault) = read_both_ways(f"{C}\n{text}")
    assert isinstance(fault, MalformedRead)
    assert fault.reason is Reason.NOT_A_PATCH
    assert words in fault.message
    assert "write `{" in fault.message


def test_a_patch_may_have_a_type_or_a_root_before_its_op() -> None:
    text = '{"type":"x","op":"remove","path":"/a"}\n{"root":{},"op":"remove","path":"/a"}\n'
    assert shape_of(read_both_ways(text)) == "P T P T"


@every_row(
    "text",
    [
        "<think>{a} [1] {context.user}</think>\n",
        ": ping\n\n: ping\n",
        "data: [DONE]\n",
        "```json\n```\n",
        "Use {type: 'Stack'} or {'a': 1}.\n",
        "\ufeff\x00\u2028\u2029\r\r\n",
    ],
)
def test_noise_is_text(text: str) -> None:
    assert set(shape_of(read_both_ways(text)).split()) == {"T"}


@every_row("gap", ["\r\n", "\r", "\ufeff", "\x00", "\u2028", "\ude00", "\n\ufeff"])
def test_patches_are_read_whatever_stands_between(gap: str) -> None:
    assert [one for one in shape_of(read_both_ways(f"{gap}{A}{gap}{B}{gap}")).split() if one != "T"] == ["P", "P"]


def test_brackets_without_an_end_are_too_deep_to_the_end_of_their_line() -> None:
    for opener in "[{":
        (fault, _, _) = reads = read_both_ways(opener * 100 + f"\n{A}")
        assert shape_of(reads) == "too-deep T P"
        assert fault.span == (0, 100)


def test_later_pieces_of_a_stretch_say_that_they_continue() -> None:
    reads = read(Example("[" * 200_000 + "\n" + "{" * 70_000, ""))
    assert [one.continues for one in reads if isinstance(one, MalformedRead)] == [False, True, True, True, False, True]


# The bound of the input.


def bounded(text: str, limit: int, size: int) -> list[Read]:
    reader = PatchReader(max_total_chars=limit)
    chunks = [text[start : start + size] for start in range(0, len(text), size)]
    return [one for chunk in chunks for one in reader.feed(chunk)] + reader.close()


@every_row(
    ("text", "limit", "shape"),
    [
        (f"{A}\n{B}\n", len(A) + 1, "P T too-large"),
        (f"{A}\n{B}\n", len(A), "P too-large"),
        (f"{A}\n{B}\n", len(A) + 20, "P T too-large"),
        (f"{A}\n{B}\n", len(A) + len(B) + 2, "P T P T"),
        ("some words\n", 4, "T too-large"),
        (f"[{A},{B}]", len(A) + 2, "S P S too-large"),
        ("[" * 200, 150, "too-deep"),
        ("{'op': 'remove', 'path'", 10, "too-large"),
    ],
)
@every_row("size", [1, 7, 1000])
def test_what_comes_after_the_bound_of_the_input_is_one_stretch(text: str, limit: int, shape: str, size: int) -> None:
    reads = bounded(text, limit, size)
    assert shape_of(reads) == shape
    assert [one.span[0] for one in reads] == [0, *(one.span[1] for one in reads[:-1])]
    assert reads[-1].span[1] == len(text)


def test_an_input_that_is_far_too_long_is_told_once() -> None:
    reads = bounded("words " * 50_000, 1000, 4096)
    faults = [one for one in reads if isinstance(one, MalformedRead)]
    assert [one.continues for one in faults] == [False, True, True, True, True]
    assert {one.message for one in faults} == {"the input is longer than 1000 characters, at 1:1001"}
