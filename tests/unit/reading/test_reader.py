"""What the reader gives for each shape of output, and when."""

from __future__ import annotations

import dataclasses
import json

import pytest
from support.every_row import every_row

from epoch_cli.reading import MalformedRead, PatchRead, PatchReader, Reason, StructureRead, TextRead

from .corpus import EXAMPLES, Example
from .reading import read, shape_of


@every_row("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_a_text_is_read_in_its_shape(example: Example) -> None:
    assert shape_of(read(example)) == example.shape


def test_a_patch_is_returned_with_its_closing_brace_and_not_later() -> None:
    reader = PatchReader()
    assert reader.feed('{"op":"add","value":{"a":"}"}') == []
    assert reader.feed("}") == [PatchRead({"op": "add", "value": {"a": "}"}}, (0, 30), 1)]
    assert reader.feed("\n") == [TextRead("\n", (30, 31))]


def test_an_item_of_an_array_is_returned_with_its_closing_brace() -> None:
    reader = PatchReader()
    assert reader.feed('[{"op":"a"') == [StructureRead("[", (0, 1))]
    assert reader.feed("}") == [PatchRead({"op": "a"}, (1, 11), 1)]
    assert reader.feed(', {"op":"b"}') == [StructureRead(", ", (11, 13)), PatchRead({"op": "b"}, (13, 23), 1)]


def test_an_item_of_a_wrapper_is_returned_with_its_closing_brace() -> None:
    reader = PatchReader()
    assert reader.feed('{"patches": [\n {"op":"a"}') == [
        StructureRead('{"patches": [\n ', (0, 15)),
        PatchRead({"op": "a"}, (15, 25), 2),
    ]
    assert reader.feed("\n]}") == [StructureRead("\n]}", (25, 28))]


def test_text_is_returned_with_its_line_break() -> None:
    reader = PatchReader()
    assert reader.feed("Here is ") == []
    assert reader.feed("it:\nand") == [TextRead("Here is it:\n", (0, 12))]
    assert reader.close() == [TextRead("and", (12, 15))]


def test_text_before_a_value_is_returned_when_the_value_is_seen_to_start() -> None:
    reader = PatchReader()
    assert reader.feed("so: {  ") == []
    assert reader.feed('"') == [TextRead("so: ", (0, 4))]


def test_lines_and_spans_count_the_whole_input() -> None:
    text = 'a\n\n{\n"op":"x"}\r\n[\n{"op":"y"}]'
    reads = read(Example(text, ""))
    assert [(r.line, r.span) for r in reads if isinstance(r, PatchRead)] == [(3, (3, 14)), (6, (18, 28))]


def test_a_value_is_parsed_whole() -> None:
    value = {"op": "add", "path": "/a~1\u2028", "value": [1, -0.5, True, None, "\U0001f600\x7f", {"": []}]}
    for options in ({}, {"indent": 2}, {"ensure_ascii": False}, {"separators": (",", ":")}):
        text = json.dumps(value, **options)
        assert read(Example(text, "")) == [PatchRead(value, (0, len(text)), 1)]


def test_two_halves_of_a_surrogate_pair_are_joined_although_they_came_in_two_chunks() -> None:
    reader = PatchReader()
    reads = [read for unit in '\ud83d\ude00\n{"op":"\ud83d\ude00","\ud83d\ude00":1}' for read in reader.feed(unit)]
    assert reads == [
        TextRead("\U0001f600\n", (0, 3)),
        PatchRead({"op": "\U0001f600", "\U0001f600": 1}, (3, 21), 2),
    ]


def test_a_fault_after_halves_has_its_place_in_the_text_as_fed() -> None:
    text = '{"op":"\ud83d\ude00\ud83d\ude00","a":1,"a":2}'
    (fault,) = read(Example(text, ""))
    assert isinstance(fault, MalformedRead)
    assert (fault.reason, fault.position) == (Reason.DUPLICATE_KEY, text.rindex('"a"'))


def test_the_items_of_a_wrapper_with_halves_in_its_keys_are_found() -> None:
    text = '{"\ud83d\ude00":"\ud83d\ude00","patches":[{"op":"a"}]}'
    assert shape_of(read(Example(text, ""))) == "S P S"


def test_a_fault_says_what_and_where() -> None:
    (_, _, fault) = read(Example('{"op":"a"}\n{"op":"b","c":1,"c":2}', ""))
    assert fault == MalformedRead(
        reason=Reason.DUPLICATE_KEY,
        message='key "c" is repeated in its object, at 2:17',
        excerpt='{"op":"b","c":1,"c":2}',
        span=(11, 33),
        position=27,
        line=2,
        column=17,
    )


def test_an_excerpt_shows_80_characters_around_the_fault() -> None:
    text = '{"op":"a","b":"' + "x" * 500 + '","c":nope,"d":"' + "y" * 500 + '"}'
    (fault,) = read(Example(text, ""))
    assert isinstance(fault, MalformedRead)
    assert len(fault.excerpt) == 80
    assert fault.excerpt in text
    assert '"c":nope' in fault.excerpt


def test_an_excerpt_can_be_encoded() -> None:
    (fault,) = read(Example('{"op":"\ude00\ud83d\ude00', ""))
    assert isinstance(fault, MalformedRead)
    assert fault.excerpt == '{"op":"\ufffd\U0001f600'


def test_the_end_of_the_input_is_the_place_of_a_truncated_value() -> None:
    (fault,) = read(Example('{"op":"a",\n"b":', ""))
    assert isinstance(fault, MalformedRead)
    assert (fault.reason, fault.span, fault.position) == (Reason.TRUNCATED, (0, 15), 15)
    assert fault.message == "the input ends inside a value, at 2:5"


def test_a_closed_reader_takes_no_more() -> None:
    reader = PatchReader()
    reader.feed("a")
    assert reader.close() == [TextRead("a", (0, 1))]
    assert reader.close() == []
    for text in ("a", "", '{"op":"a"}\n'):
        with pytest.raises(ValueError, match="closed"):
            reader.feed(text)


@pytest.mark.parametrize("bounds", [{"max_value_chars": 0}, {"max_depth": 0}, {"max_depth": 513}])
def test_bounds_that_make_no_sense_are_refused(bounds: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=next(iter(bounds))):
        PatchReader(**bounds)


def test_reads_cannot_be_changed() -> None:
    for one in read(Example('{"op":"a"}\n{"op":1}\n{"patches":[]}', "")):
        assert not hasattr(one, "__dict__")
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.span = (0, 0)  # type: ignore[misc]


def test_reads_of_different_kinds_are_never_equal() -> None:
    assert TextRead("[", (0, 1)) != StructureRead("[", (0, 1))
