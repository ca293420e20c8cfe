"""Lines and columns of the values and keys of a JSON text."""

from __future__ import annotations

import json

import orjson
import pytest
from support.every_row import every_row

from epoch_cli.document.pointer import parse_pointer
from epoch_cli.document.positions import PositionMap
from epoch_cli.errors import PointerError

from .strategies import Path

PRETTY = """\
{
  "root": {
    "type": "Stack",
    "props": { "gap": "md" },
    "children": [
      {
        "type": "Text",
        "text": "a \\"b\\" } ] , {"
      },
      [],
      {}
    ]
  },
  "metadata": null
}
"""


def at(text: str, pointer: str) -> tuple[int, int]:
    return PositionMap(text).value(parse_pointer(pointer))


def key_at(text: str, pointer: str) -> tuple[int, int]:
    return PositionMap(text).key(parse_pointer(pointer))


@every_row(
    ("pointer", "value", "key"),
    [
        ("", (1, 1), (1, 1)),
        ("/root", (2, 11), (2, 3)),
        ("/root/type", (3, 13), (3, 5)),
        ("/root/props", (4, 14), (4, 5)),
        ("/root/props/gap", (4, 23), (4, 16)),
        ("/root/children", (5, 17), (5, 5)),
        ("/root/children/0", (6, 7), (6, 7)),
        ("/root/children/0/text", (8, 17), (8, 9)),
        ("/root/children/1", (10, 7), (10, 7)),
        ("/root/children/2", (11, 7), (11, 7)),
        ("/metadata", (14, 15), (14, 3)),
    ],
)
@every_row("line_end", ["\n", "\r\n", "\r"])
@every_row("start", ["", "\ufeff"], ids=["", "byte order mark"])
def test_values_and_keys_of_a_pretty_printed_text(
    pointer: str, value: tuple[int, int], key: tuple[int, int], line_end: str, start: str
) -> None:
    text = start + PRETTY.replace("\n", line_end)
    assert at(text, pointer) == value
    assert key_at(text, pointer) == key


def test_minified_text_is_one_line() -> None:
    text = '{"a":[1,{"b":"x"}],"c":-1.5e3}'
    assert at(text, "/a/1/b") == (1, 14)
    assert key_at(text, "/a/1/b") == (1, 10)
    assert at(text, "/c") == (1, 24)


def test_a_line_may_end_in_any_of_the_three_ways_in_one_text() -> None:
    text = "[\r1,\n2,\r\n3,\n\r4]"
    assert [at(text, f"/{index}") for index in range(4)] == [(2, 1), (3, 1), (4, 1), (6, 1)]


def test_other_separators_that_unicode_knows_end_no_line() -> None:
    assert at('["\u2028\u2029\x85\x0b\x0c\x1c", 1]', "/1") == (1, 12)


def test_a_byte_order_mark_is_no_column() -> None:
    assert at("\ufeff[1]", "/0") == (1, 2)
    assert at("\ufeff  [1]", "") == (1, 3)
    assert at("\ufeff\n[1]", "") == (2, 1)
    assert at('["\ufeff",1]', "/1") == (1, 6)


def test_columns_count_code_points() -> None:
    assert at('{"😀":"\U0001f469\u200d\U0001f469","é":"e\u0301","c":1}', "/c") == (1, 25)
    assert key_at('["😀😀",{"𝒳":1}]', "/1/𝒳") == (1, 8)


def test_the_first_line_can_be_any_of_its_file() -> None:
    positions = PositionMap('\n{"a":1}', first_line=7)
    assert positions.value(("a",)) == (8, 6)
    assert positions.nearest(("b",)) == (8, 1)


def test_white_space_around_the_value_does_no_harm() -> None:
    assert at(" \r\n\t{ } \n", "") == (2, 2)
    assert at(" \n 12 ", "") == (2, 2)


@every_row(
    ("text", "path"),
    [
        ('{"\\u0061":1}', ("a",)),
        ('{"\\ud83d\\ude00":1}', ("😀",)),
        ('{"a/b":1}', ("a/b",)),
        ('{"a~b":1}', ("a~b",)),
        ('{"~1":1}', ("~1",)),
        ('{"\\/":1}', ("/",)),
        ('{"\\"":1}', ('"',)),
        ('{"\\\\":1}', ("\\",)),
        ('{"\\n":1}', ("\n",)),
        ('{"":1}', ("",)),
        ('{"0":1}', ("0",)),
        ('{"0":1}', (0,)),
        ('{"-":1}', ("-",)),
    ],
)
def test_keys_are_compared_as_they_are_meant(text: str, path: Path) -> None:
    assert PositionMap(text).value(path) == (1, len(text) - 1)
    assert PositionMap(text).key(path) == (1, 2)


def test_pointers_lead_to_keys_with_tilde_and_slash() -> None:
    text = '{"a~b":{"c/d":1}}'
    assert at(text, "/a~0b/c~1d") == (1, 15)
    assert key_at(text, "/a~0b/c~1d") == (1, 9)


@pytest.mark.parametrize(
    ("text", "pointer", "value", "key"),
    [
        ('{"a":1,"a":2}', "/a", (1, 12), (1, 8)),
        ('{"a":1,"\\u0061":2}', "/a", (1, 17), (1, 8)),
        ('{"\\u0061":1,"a":2,"b":3}', "/a", (1, 17), (1, 13)),
        ('{"a":{"b":1},"a":{"b":2}}', "/a/b", (1, 23), (1, 19)),
        ('{"a":{"b":1},"c":[[[[[]]]]],"a":{"b":2}}', "/a/b", (1, 38), (1, 34)),
    ],
)
def test_the_last_of_equal_keys_counts_as_for_the_parsers(
    text: str, pointer: str, value: tuple[int, int], key: tuple[int, int]
) -> None:
    assert json.loads(text) == orjson.loads(text)
    assert at(text, pointer) == value
    assert key_at(text, pointer) == key


def test_what_only_an_earlier_of_equal_keys_holds_does_not_exist() -> None:
    text = '{"a":{"b":1},"a":{"c":2}}'
    with pytest.raises(PointerError):
        at(text, "/a/b")
    assert PositionMap(text).nearest(("a", "b")) == (1, 18)


@every_row("text", ["{}", "[]", "{ }", "[\n]", "0", '"a"', '"{}"', "null", '""'])
@every_row("path", [("a",), (0,), ("0",), ("-",), ("",)])
def test_nothing_is_inside_what_is_empty(text: str, path: Path) -> None:
    positions = PositionMap(text)
    for ask in (positions.value, positions.key):
        with pytest.raises(PointerError, match="does not exist"):
            ask(path)
    assert positions.nearest(path) == (1, 1)


@every_row("token", [2, -1, "2", "-1", "-", "01", "+1", "1.0", "1 ", "", "a", "٠", 10**17, "9" * 30])
def test_an_index_is_one_of_rfc_6901(token: str | int) -> None:
    positions = PositionMap("[10, 20]")
    assert positions.value(("1",)) == positions.value((1,)) == (1, 6)
    with pytest.raises(PointerError):
        positions.value((token,))
    assert positions.nearest((token,)) == (1, 1)


@pytest.mark.parametrize(
    ("pointer", "nearest"),
    [
        ("/root/children/0/text", (8, 17)),
        ("/root/children/0/props/label", (6, 7)),
        ("/root/children/9/text", (5, 17)),
        ("/root/type/deeper/still", (3, 13)),
        ("/elsewhere/0", (1, 1)),
    ],
)
def test_what_is_missing_is_reported_at_its_nearest_container(pointer: str, nearest: tuple[int, int]) -> None:
    assert PositionMap(PRETTY).nearest(parse_pointer(pointer)) == nearest


def test_the_error_of_a_path_that_leads_nowhere_says_where_it_ends() -> None:
    with pytest.raises(PointerError) as missing:
        at(PRETTY, "/root/a~1b/c")
    assert missing.value.message == "/root/a~1b does not exist"
    assert missing.value.pointer == "/root/a~1b/c"


def test_answers_do_not_depend_on_what_was_asked_before() -> None:
    paths: list[Path] = [("root", "children", 2), ("root",), ("metadata",), ("root", "no"), ("root", "children", "0")]
    positions = PositionMap(PRETTY)
    for path in [*paths, *reversed(paths), *paths]:
        assert positions.nearest(path) == PositionMap(PRETTY).nearest(path)
