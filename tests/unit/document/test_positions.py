"""Lines and columns of the values and keys of a JSON text."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from random import Random
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from epoch_cli.document.pointer import parse_pointer
from epoch_cli.document.positions import Position, PositionMap, line_column, line_starts
from epoch_cli.errors import PointerError

Path = tuple[str | int, ...]

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


def offset_of(text: str, position: Position) -> int:
    """The offset of a position, counted character by character."""
    line, column, offset = 1, 1, int(text.startswith("\ufeff"))
    while (line, column) != position:
        ends_line = text[offset] == "\n" or (text[offset] == "\r" and text[offset + 1 : offset + 2] != "\n")
        line, column = (line + 1, 1) if ends_line else (line, column + 1)
        offset += 1
    return offset


def process_time(work: Callable[[], object], runs: int = 5) -> float:
    """The shortest of a few runs, in seconds of this process."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize(
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
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["", "byte order mark"])
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize("text", ["{}", "[]", "{ }", "[\n]", "0", '"a"', '"{}"', "null", '""'])
@pytest.mark.parametrize("path", [("a",), (0,), ("0",), ("-",), ("",)])
def test_nothing_is_inside_what_is_empty(text: str, path: Path) -> None:
    positions = PositionMap(text)
    for ask in (positions.value, positions.key):
        with pytest.raises(PointerError, match="does not exist"):
            ask(path)
    assert positions.nearest(path) == (1, 1)


@pytest.mark.parametrize("token", [2, -1, "2", "-1", "-", "01", "+1", "1.0", "1 ", "", "a", "٠", 10**17, "9" * 30])
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


@pytest.mark.parametrize("size", [1, 63, 64, 65, 127, 128, 129, 300])
@pytest.mark.parametrize("element", ["7", '"]"', "{}", "[[1],{}]", '{"a":[{"b":[[[[]]]]}]}'])
@pytest.mark.parametrize("backwards", [False, True])
def test_long_arrays(size: int, element: str, backwards: bool) -> None:
    odd = {0, 62, 64, 128, 200}  # where an atom stands among deep elements, or the reverse
    elements = ["[[[[[]]]]]" if index in odd else element for index in range(size)]
    text = "[" + ",".join(elements) + "]"
    offsets = [1 + sum(len(piece) + 1 for piece in elements[:index]) for index in range(size)]
    positions = PositionMap(text)
    for index in sorted(range(size), reverse=backwards):
        assert positions.value((index,)) == (1, offsets[index] + 1)
    with pytest.raises(PointerError):
        PositionMap(text).value((size,))
    assert positions.nearest((size + 64,)) == (1, 1)


@pytest.mark.parametrize("levels", [1, 2, 3, 4, 5, 1000, 5000])
def test_any_depth_without_recursion(levels: int) -> None:
    text = '{"a":[' * levels + "0" + "]}" * levels
    path: Path = ("a", 0) * levels
    positions = PositionMap(text)
    assert positions.value(path) == (1, 6 * levels + 1)
    assert positions.key(path[:-1]) == (1, 6 * levels - 4)
    assert PositionMap(text).nearest((*path, "b")) == (1, 6 * levels + 1)


# Properties. The writer below notes where it writes what, so that it is an oracle apart from the module.


class Writer:
    """Writes a value in any of its forms: white space, escapes, members that a later one of the same name hides."""

    def __init__(self, random: Random, white: str) -> None:
        self.random = random
        self.white = white
        self.text = ""
        self.places: dict[Path, tuple[int, int]] = {}  # offsets of value and key

    def write(self, value: Any, path: Path = (), key: int | None = None) -> None:
        self._space()
        self._note(path, key)
        if isinstance(value, dict):
            self._container("{}", [(name, inner, (*path, name)) for name, inner in self._members(value)])
        elif isinstance(value, list):
            self._container("[]", [(None, inner, (*path, index)) for index, inner in enumerate(value)])
        else:
            self.text += json.dumps(value, ensure_ascii=self.random.random() < 0.5)
        self._space()

    def _note(self, path: Path, key: int | None) -> None:
        for hidden in [other for other in self.places if other[: len(path)] == path]:
            del self.places[hidden]
        start = len(self.text)
        self.places[path] = (start, start if key is None else key)

    def _members(self, value: dict[str, Any]) -> list[tuple[str, Any]]:
        hidden = [(name, self.random.choice([0, [[]], value])) for name in value if self.random.random() < 0.15]
        return [*hidden, *value.items()]

    def _container(self, brackets: str, members: list[tuple[str | None, Any, Path]]) -> None:
        self.text += brackets[0]
        for number, (name, value, path) in enumerate(members):
            self.text += "," if number else ""
            key = None
            if name is not None:
                self._space()
                key = len(self.text)
                self.text += self._quoted(name)
                self._space()
                self.text += ":"
            self.write(value, path, key)
        self._space()
        self.text += brackets[1]

    def _quoted(self, name: str) -> str:
        if name and self.random.random() < 0.2 and name[0] < "\uffff":
            return f'"\\u{ord(name[0]):04X}' + json.dumps(name[1:])[1:]
        return json.dumps(name, ensure_ascii=self.random.random() < 0.5)

    def _space(self) -> None:
        if self.white and self.random.random() < 0.5:
            self.text += self.random.choice(self.white) * self.random.randrange(3)


CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from('{}[]",:\\/~ \u2028\ufeff😀')
STRINGS = st.text(CHARACTERS, max_size=6)
ATOMS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | STRINGS
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(STRINGS, inner, max_size=5),
    max_leaves=30,
)
SEEDS = st.integers(0, 2**32)  # not st.randoms: it draws every coin from hypothesis, which makes large texts slow
WHITE = st.sampled_from(["", " ", "\n", "\r", " \t\n\r"])

ON_A_NOISY_MACHINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def written(draw: st.DrawFn) -> tuple[Any, Writer]:
    value = draw(VALUES)
    writer = Writer(Random(draw(SEEDS)), draw(WHITE))
    if draw(st.booleans()):
        writer.text = "\ufeff"
    writer.write(value)
    return value, writer


def resolve(value: Any, path: Path) -> Any:
    for token in path:
        value = value[token]
    return value


def paths_of(value: Any, path: Path = ()) -> list[Path]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for token, child in inner for found in paths_of(child, (*path, token)))]


@ON_A_NOISY_MACHINE
@given(written(), SEEDS)
def test_every_value_and_key_is_found_where_it_was_written(case: tuple[Any, Writer], seed: int) -> None:
    value, writer = case
    text = writer.text
    assert json.loads(text.removeprefix("\ufeff")) == value
    assert set(writer.places) == set(paths_of(value))
    positions = PositionMap(text)
    paths = list(writer.places)
    Random(seed).shuffle(paths)
    for path in paths:
        value_offset, key_offset = writer.places[path]
        assert offset_of(text, positions.value(path)) == value_offset
        assert offset_of(text, positions.key(path)) == key_offset
        assert positions.nearest(path) == positions.value(path)


@ON_A_NOISY_MACHINE
@given(
    VALUES,
    st.sampled_from([None, 0, 1, 2, "\t"]),
    st.sampled_from([(",", ":"), (", ", ": "), (" , ", "\t: ")]),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_the_text_at_a_position_starts_the_dumped_value_or_key(
    value: Any, indent: int | str | None, separators: tuple[str, str], ascii_only: bool, line_end: str
) -> None:
    dumped = json.dumps(value, indent=indent, separators=separators, ensure_ascii=ascii_only)
    text = dumped.replace("\n", line_end)
    decoder, positions = json.JSONDecoder(), PositionMap(text)
    for path in paths_of(value):
        assert decoder.raw_decode(text, offset_of(text, positions.value(path)))[0] == resolve(value, path)
        if path and isinstance(path[-1], str):
            assert decoder.raw_decode(text, offset_of(text, positions.key(path)))[0] == path[-1]


@ON_A_NOISY_MACHINE
@given(st.text(st.sampled_from("a😀\r\n\u2028\ufeff")))
def test_line_column_counts_like_one_who_reads_along(text: str) -> None:
    starts = line_starts(text)
    first = int(text.startswith("\ufeff"))
    for offset in range(first, len(text) + 1):
        position = line_column(text, offset)
        assert offset_of(text, position) == offset
        assert line_column(text, offset, first_line=5, starts=starts) == (position.line + 4, position.column)
    assert line_column(text, 0) == (1, 1)


# Text that is no JSON.


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ()),
        (" \n", ()),
        ("\ufeff", ()),
        ("[", (0,)),
        ("{", ("a",)),
        ("[1", (0,)),
        ("[1 2]", (1,)),
        ("[1,]", (1,)),
        ("[,1]", (0,)),
        ('["a', (0,)),
        ('["a\\', (0,)),
        ('{"a" 1}', ("a",)),
        ('{"a":}', ("a",)),
        ('{"a":1,}', ("a",)),
        ("{a:1}", ("a",)),
        ('{"\\u00":1}', ("a",)),
        ("[[[[[[[", (0, 0)),
        ("[[[[[]]]]", (0,)),
        ("[[1] 2]", (1,)),
        ('[[[[["]]]]]', (0,)),
    ],
)
def test_text_that_is_no_json_is_a_value_error(text: str, path: Path) -> None:
    positions = PositionMap(text)
    for ask in (positions.value, positions.key, positions.nearest) * 2:
        with pytest.raises(ValueError, match=r".") as broken:
            ask(path)
        assert not isinstance(broken.value, PointerError)


def test_the_error_says_where_the_text_breaks() -> None:
    with pytest.raises(ValueError, match=r"^line 12, column 8: the text is no JSON after this place$"):
        PositionMap('\n{"a": 1,\n "b":2,\n b:3}', first_line=10).value(("b",))


@ON_A_NOISY_MACHINE
@given(written(), st.integers(0), st.integers(0, 3), STRINGS)
def test_broken_text_gets_an_answer(case: tuple[Any, Writer], start: int, length: int, instead: str) -> None:
    value, writer = case
    start %= len(writer.text) + 1
    positions = PositionMap(writer.text[:start] + instead + writer.text[start + length :])
    for path in paths_of(value):
        for ask in (positions.value, positions.key, positions.nearest):
            try:
                assert min(ask(path)) >= 1
            except (ValueError, PointerError):
                continue


@pytest.mark.parametrize(
    "text",
    ["[" * 300_000, '{"a":' * 100_000, '["' + "x" * 500_000, '{"a":"' + "\\n" * 250_000, "[[1]," * 100_000],
    ids=lambda text: text[:8],
)
def test_broken_text_is_given_up_in_linear_time(text: str) -> None:
    def ask() -> None:
        for path in ((0, 0), ("a", "a")):
            with pytest.raises((ValueError, PointerError)):
                PositionMap(text).value(path)

    # 0.1 to 0.4 s for the worst, and hours if it were quadratic
    assert process_time(ask, runs=1) < 10


# Cost, beside what the standard library needs to parse the same text in the same run.


def document(nodes: int) -> dict[str, Any]:
    button = {"type": "Button", "props": {"label": "Go", "onClick": "go"}, "children": []}
    options = [{"value": "a", "label": "A"}, {"value": "b", "label": 'a "b"'}]
    node = {"type": "Stack", "props": {"gap": "md", "options": options}, "children": [button, button]}
    return {"root": {"type": "Page", "children": [node] * nodes}, "metadata": {"name": "x"}}


@pytest.mark.parametrize("indent", [2, None])
def test_a_position_near_the_end_of_a_megabyte_costs_a_few_times_its_parsing(indent: int | None) -> None:
    nodes = 1500 if indent else 4000
    text = json.dumps(document(nodes), indent=indent)
    assert 1_000_000 < len(text) < 1_300_000
    path = ("root", "children", nodes - 1, "children", 1, "props", "label")
    # 3 times on an idle machine, 30 ms; a full parse tree in Python is 30 times
    assert process_time(lambda: PositionMap(text).value(path)) < 12 * process_time(lambda: json.loads(text))


def test_many_members_cost_little_more_than_one() -> None:
    names = [f"name {number}" for number in range(2000)]
    text = json.dumps({name: [[[[[1]]]]] for name in names})

    def ask_for_all() -> None:
        positions = PositionMap(text)
        for name in names:
            positions.value((name, 0))

    # 2 times; listing the object anew for each is 1 000 times
    assert process_time(ask_for_all, runs=3) < 30 * process_time(lambda: PositionMap(text).value((names[0],)), runs=3)


def test_many_deep_paths_cost_little_more_than_one() -> None:
    levels = 1000
    text = ('{"pad":"' + "x" * 1000 + '","a":[') * levels + "0" + "]}" * levels
    paths: list[Path] = [("a", 0) * level for level in range(levels + 1)]

    def ask_for_all() -> None:
        positions = PositionMap(text)
        for path in paths:
            positions.value(path)

    # 3 times; scanning anew for each is 300 times
    assert process_time(ask_for_all, runs=3) < 30 * process_time(lambda: PositionMap(text).value(paths[-1]), runs=3)


def test_nothing_is_done_before_something_is_asked() -> None:
    text = "[" + "1," * 500_000 + "1]"
    assert process_time(lambda: PositionMap(text)) < process_time(lambda: PositionMap(text).value((0,))) / 10
