"""Rewriting a file: only what has to change does, whatever the file looks like."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.every_row import every_row
from support.examples import examples

from epoch_cli.document.patch import equal
from epoch_cli.linting.rewrite import rewrite

PRETTY = """{
  "root": {
    "type": "Container",
    "props": { "padding": "16px", "gap": "md" },
    "children": [
      {
        "type": "Button",
        "text": "Go"
      },
      {"type": "Text", "text": "one"}
    ]
  }
}
"""


def changed(text: str, change: Any) -> str:
    """The text after a change of its value."""
    before = json.loads(text.removeprefix("\ufeff"))
    after = deepcopy(before)
    change(after)
    made = rewrite(text, before, after)
    assert equal(json.loads(made.removeprefix("\ufeff")), after)
    return made


def at(document: Any, *path: Any) -> Any:
    for step in path:
        document = document[step]
    return document


def test_a_value_is_replaced_where_it_stands() -> None:
    made = changed(PRETTY, lambda value: value["root"]["props"].update(padding="md"))
    assert made == PRETTY.replace('"16px"', '"md"')


def test_a_key_is_renamed_where_it_stands() -> None:
    def change(value: Any) -> None:
        value["root"]["props"]["space inside"] = value["root"]["props"].pop("padding")

    assert changed(PRETTY, change) == PRETTY.replace('"padding"', '"space inside"')


def test_a_member_is_added_as_its_siblings_are() -> None:
    made = changed(PRETTY, lambda value: value["root"]["children"][0].update(id="go"))
    assert made == PRETTY.replace('"text": "Go"\n', '"text": "Go",\n        "id": "go"\n')
    made = changed(PRETTY, lambda value: value["root"]["children"][1].update(id="one"))
    assert made == PRETTY.replace('"text": "one"}', '"text": "one", "id": "one"}')
    made = changed(PRETTY, lambda value: value["root"]["children"][0].update(props={"size": "sm"}))
    assert made == PRETTY.replace('"Go"\n', '"Go",\n        "props": {\n          "size": "sm"\n        }\n')


def test_a_short_member_is_added_before_what_is_long() -> None:
    made = changed(PRETTY, lambda value: value["root"].update(id="page", key="k", a11y={}))
    assert made == PRETTY.replace(
        '"type": "Container",', '"type": "Container",\n    "id": "page",\n    "key": "k",'
    ).replace("    ]\n", '    ],\n    "a11y": {}\n')
    made = changed('{"props": {}, "type": "Text"}', lambda value: value.update(id="a"))
    assert made == '{"props": {}, "type": "Text", "id": "a"}'


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (["padding"], '{ "gap": "md" }'),
        (["gap"], '{ "padding": "16px" }'),
        (["padding", "gap"], "{}"),
    ],
)
def test_a_member_goes_with_its_comma(gone: list[str], left: str) -> None:
    made = changed(PRETTY, lambda value: [value["root"]["props"].pop(name) for name in gone])
    assert made == PRETTY.replace('{ "padding": "16px", "gap": "md" }', left)


@every_row("gone", [["a"], ["b"], ["c"], ["a", "b"], ["b", "c"], ["a", "c"]])
def test_members_on_lines_of_their_own_go_with_their_lines(gone: list[str]) -> None:
    lines = {"a": 1, "b": [2, 3], "c": {"d": 4}}
    text = json.dumps({"x": lines, "y": 0}, indent=4)
    made = changed(text, lambda value: [value["x"].pop(name) for name in gone])
    assert made == json.dumps({"x": {key: value for key, value in lines.items() if key not in gone}, "y": 0}, indent=4)


def test_a_member_takes_the_place_of_one_that_goes() -> None:
    def change(value: Any) -> None:
        value["root"]["children"][0] = {"type": "Button", "props": {"label": "Go on"}}

    made = changed(PRETTY, change)
    expected = '"type": "Button",\n        "props": {\n          "label": "Go on"\n        }\n      },'
    assert expected in made
    assert made.count("\n") == PRETTY.count("\n") + 2


@pytest.mark.parametrize("index", [0, 1, 2])
def test_an_element_is_put_between_others(index: int) -> None:
    items = [{"type": "Text", "text": word} for word in ("a", "b")]
    text = json.dumps({"children": items}, indent=2)
    new = {"type": "Text"}
    made = changed(text, lambda value: value["children"].insert(index, new))
    assert made == json.dumps({"children": [*items[:index], new, *items[index:]]}, indent=2)


def test_an_element_is_put_before_others_that_change_too() -> None:
    def change(value: Any) -> None:
        value["root"]["children"][0]["text"] = "Gone"
        value["root"]["children"].insert(0, {"type": "Text"})

    made = changed(PRETTY, change)
    assert '{"type": "Text", "text": "one"}' in made
    assert '"text": "Gone"\n      }' in made


@pytest.mark.parametrize("index", [0, 1, 2])
def test_an_element_goes(index: int) -> None:
    text = json.dumps({"items": [{"a": 1}, {"a": 2}, {"a": 3}]}, indent=2)
    left = [each for each in (1, 2, 3) if each != index + 1]
    made = changed(text, lambda value: value["items"].pop(index))
    assert made == json.dumps({"items": [{"a": each} for each in left]}, indent=2)


def test_what_was_empty_is_filled_in_the_style_of_the_file() -> None:
    text = '{\n\t"root": {\n\t\t"children": []\n\t}\n}'
    made = changed(text, lambda value: value["root"]["children"].append({"type": "Text"}))
    assert made == '{\n\t"root": {\n\t\t"children": [\n\t\t\t{\n\t\t\t\t"type": "Text"\n\t\t\t}\n\t\t]\n\t}\n}'
    made = changed('{"a":{}}', lambda value: value["a"].update(b=[1, {"c": 2}]))
    assert made == '{"a":{"b":[1,{"c":2}]}}'


def test_line_ends_and_byte_order_marks_stay() -> None:
    text = "\ufeff" + PRETTY.replace("\n", "\r\n")
    made = changed(text, lambda value: value["root"]["children"][0].update(props={"a": [1]}))
    assert made.startswith("\ufeff{")
    assert made.endswith("}\r\n")
    assert not re.search(r"(?<!\r)\n", made)
    assert made.count("\ufeff") == 1
    old_mac = PRETTY.replace("\n", "\r")
    made = changed(old_mac, lambda value: value["root"]["children"][0].update(props={"a": 1}))
    assert "\n" not in made


def test_other_characters_stay_as_they_are_written() -> None:
    text = '{"a": "\\u00e9", "b": "é😀", "c": 1.50, "d": 1e3, "e": "\\/"}'
    made = changed(text, lambda value: value.update(f="ü"))
    assert made == text[:-1] + ', "f": "ü"}'
    made = changed('{"a": "\\u00e9"}', lambda value: value.update(f="ü"))
    assert made == '{"a": "\\u00e9", "f": "\\u00fc"}'


def test_numbers_and_booleans_are_told_apart() -> None:
    assert rewrite('{"a": 1}', {"a": 1}, {"a": True}) == '{"a": true}'
    assert rewrite('{"a": 1.0}', {"a": 1.0}, {"a": 1}) == '{"a": 1.0}'


def test_a_text_that_says_something_else_is_written_anew() -> None:
    """A member twice, or another value altogether: nothing of it can be kept but its looks."""
    twice = '{\n    "a": 1,\n    "a": 2\n}\n'
    assert rewrite(twice, {"a": 1}, {"a": 1, "b": 2}) == '{\n    "a": 1,\n    "b": 2\n}\n'
    assert rewrite("nothing", {"a": 1}, {"a": 2}) == '{"a": 2}'
    assert rewrite("[1, 2, 3]", [1, 2, 3], {"a": 2}) == '{"a": 2}'


def test_a_text_that_needs_no_change_is_returned_as_it_is() -> None:
    assert rewrite('  { "a" : 1 } ', {"a": 1}, {"a": 1}) == '  { "a" : 1 } '


# ---------------------------------------------------------------- any value, any change, any looks

_KEYS = st.sampled_from(["a", "b", "c", "d/e", "", 'q"', "ü", "a: b", "x, y"])
_LEAF = (
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from([0.5, "", "a", 'b"\\', "\n, ", "😀", "{[", "]}"])
)
_VALUES = st.recursive(
    _LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=14
)
_NEW: tuple[Any, ...] = (1, "new", None, [], {}, ["x", {"y": 1}], {"z": [1, 2]}, "1: 2, 3")


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container with every key or index of it."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [found for key in keys for found in places(value[key])]


def mutate(value: Any, choices: Choices) -> Any:
    """A value after some changes of the kinds that repairs make, and others."""
    made = {"top": deepcopy(value)}
    while not choices.over:
        holder, key = choices.of(places(made))
        new = deepcopy(choices.of(_NEW))
        how = choices.number(5)
        if how == 0 or holder is made:
            holder[key] = new
        elif how == 1:
            del holder[key]
        elif how == 2 and isinstance(holder, list):
            holder.insert(choices.number(len(holder) + 1), new)
        elif how == 3 and isinstance(holder, dict):
            holder[choices.of(["a", "renamed", "ü"])] = holder.pop(key)
        elif isinstance(holder, dict):
            holder[choices.of(["b", "new", 'q"'])] = new
        else:
            holder.append(new)
    return made["top"]


def written(value: Any, looks: int) -> str:
    """A value in one of many looks."""
    text = json.dumps(
        value,
        indent=(None, 2, 4, "\t", 0)[looks % 5],
        ensure_ascii=bool(looks & 8),
        separators=((",", ":"), (", ", ": "), (" , ", " : "))[looks % 3],
    )
    text = text.replace("\n", ("\n", "\r\n", "\r")[looks // 5 % 3])
    return ("\ufeff" if looks & 16 else "") + text + ("\n" if looks & 32 else "")


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(600))
@given(_VALUES, st.binary(min_size=1, max_size=24), st.integers(0, 255))
def test_the_outcome_always_parses_to_what_is_wanted(before: Any, raw: bytes, looks: int) -> None:
    after = mutate(before, Choices(raw))
    text = written(before, looks)
    made = rewrite(text, before, after)
    assert equal(json.loads(made.removeprefix("\ufeff")), after)
    assert made.startswith("\ufeff") == text.startswith("\ufeff")
    assert made.endswith("\n") == text.endswith("\n")
    if "\r" in text and "\n" not in text:
        assert "\n" not in made


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(200))
@given(st.dictionaries(_KEYS, _VALUES, min_size=2, max_size=5), st.integers(0, 255), st.data())
def test_the_text_of_what_did_not_change_is_kept(before: dict[str, Any], looks: int, data: st.DataObject) -> None:
    """With one member replaced, the text up to its value and the text after it are as they were."""
    key = data.draw(st.sampled_from(sorted(before)))
    after = {**before, key: "something else"}
    text = written(before, looks)
    made = rewrite(text, before, after)
    new = "something else"
    start = made.index(new) - 1
    assert made[:start] == text[:start]
    rest = made[start + len(new) + 2 :]
    assert text.endswith(rest)
    assert equal(json.loads(text[start : len(text) - len(rest)]), before[key])
