"""The canonical form changes no value, is reached in one step, and is what its docstring says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.documents import documents, everything
from support.every_row import every_row
from support.examples import examples

from epoch_cli.document.canonical import (
    DOCUMENT_ORDER,
    NODE_ORDER,
    WIDTH,
    Number,
    canonical,
    canonical_patch,
    compact,
    parse_spelled,
    pretty,
    rows,
)
from epoch_cli.document.node import DOCUMENT_FIELDS, NODE_FIELDS, finished

THOROUGH = settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
NAMES = st.text(max_size=4) | st.sampled_from([*NODE_FIELDS, *DOCUMENT_FIELDS, "op", "path", "value"])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=15,
)


def unordered(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


# ---------------------------------------------------------------- what holds for everything


@THOROUGH
@given(JSON)
def test_a_layout_changes_no_value_and_no_order(value: Any) -> None:
    for text in (pretty(value), compact(value)):
        assert json.dumps(json.loads(text)) == json.dumps(value)
        assert not set(text) & set("\r\t\x7f\x85\u2028\u202e\u200b\ufeff")
        text.encode()
    assert "\n" not in compact(value)


@THOROUGH
@given(st.dictionaries(NAMES, JSON, max_size=5))
def test_an_order_changes_no_value(value: Any) -> None:
    assert unordered(canonical(value)) == unordered(value)
    assert unordered(canonical_patch(value)) == unordered(value)


@THOROUGH
@given(documents(everything()))
def test_the_second_time_nothing_changes(document: Any) -> None:
    once = pretty(canonical(document))
    assert pretty(canonical(parse_spelled(once))) == once
    patch = {"value": document, "path": "", "op": "add"}
    line = compact(canonical_patch(patch))
    assert compact(canonical_patch(parse_spelled(line))) == line


@THOROUGH
@given(documents(everything()))
def test_every_node_of_a_document_is_in_order(document: Any) -> None:
    stack = [canonical(document)["root"]]
    while stack:
        node = stack.pop()
        known = [key for key in node if key in NODE_ORDER]
        assert known == sorted(known, key=NODE_ORDER.index)
        stack += [*node.get("children", []), *([node["itemTemplate"]] if "itemTemplate" in node else [])]


# ---------------------------------------------------------------- order


def test_the_orders_name_every_field_once() -> None:
    assert sorted(NODE_ORDER) == sorted(NODE_FIELDS)
    assert sorted(DOCUMENT_ORDER) == sorted(DOCUMENT_FIELDS)


def test_a_document_begins_as_it_is_saved() -> None:
    saved = finished({"root": {"type": "Text"}, "$schema": "x"})
    assert list(canonical(saved)) == list(saved)


def test_what_is_not_known_comes_before_the_nodes_and_props_stay_as_they_are() -> None:
    node = {"children": [], "zoo": 1, "text": "a", "props": {"z": 1, "a": 2}, "ape": 2, "type": "Text"}
    made = canonical({"root": node, "more": 1, "metadata": {"z": 1, "a": 2}})
    assert list(made) == ["metadata", "more", "root"]
    assert list(made["metadata"]) == ["z", "a"]
    assert list(made["root"]) == ["type", "props", "text", "zoo", "ape", "children"]
    assert list(made["root"]["props"]) == ["z", "a"]


@every_row("value", [3, "a", None, [], ["a"], {"children": 3}, {"itemTemplate": [1], "children": [None]}])
def test_what_is_no_node_is_left(value: Any) -> None:
    assert canonical({"root": value}) == {"root": value}


NODE = {"text": "a", "type": "Text"}
IN_ORDER = ["type", "text"]


@every_row(
    "path",
    ["/root", "/root/children/0", "/root/children/-", "/root/itemTemplate", "/root/itemTemplate/children/12",
     "#some-id/children/0", "#some-id/itemTemplate"],
)  # fmt: skip
def test_a_node_that_a_patch_writes_is_in_order(path: str) -> None:
    made = canonical_patch({"value": NODE, "path": path, "op": "add", "meta": {"id": "1"}})
    assert list(made) == ["op", "path", "value", "meta"]
    assert list(made["value"]) == IN_ORDER


def test_the_nodes_of_children_and_of_a_document_too() -> None:
    made = canonical_patch({"path": "/root/children", "op": "replace", "value": [NODE, 3]})
    assert list(made["value"][0]) == IN_ORDER
    made = canonical_patch({"path": "", "op": "replace", "value": {"root": NODE, "punkVersion": "1"}})
    assert [list(made["value"]), list(made["value"]["root"])] == [["punkVersion", "root"], IN_ORDER]
    assert list(canonical_patch({"path": "/a", "from": "/b", "op": "move"})) == ["op", "from", "path"]


@every_row(
    "path", ["/root/props/x", "/root/props/children/0", "/metadata/children/0", "/root/a11y", "/a~2b", 3, "/text", "/"]
)
def test_data_that_a_patch_writes_is_left(path: Any) -> None:
    assert list(canonical_patch({"op": "add", "path": path, "value": NODE})["value"]) == ["text", "type"]


# ---------------------------------------------------------------- layout


def test_a_document_looks_like_this() -> None:
    columns = [{"key": "id", "label": "Number"}, {"key": "name", "label": "Name"}]
    node = {"type": "DataGrid", "props": {"columns": columns, "data": []}}
    document = {"punkVersion": "1.0.0", "root": {"type": "Box", "children": [node, {"type": "Text", "text": "Ü…"}]}}
    assert (
        pretty(document)
        == """\
{
  "punkVersion": "1.0.0",
  "root": {
    "type": "Box",
    "children": [
      {
        "type": "DataGrid",
        "props": {
          "columns": [
            {"key": "id", "label": "Number"},
            {"key": "name", "label": "Name"}
          ],
          "data": []
        }
      },
      {"type": "Text", "text": "Ü…"}
    ]
  }
}"""
    )


@pytest.mark.parametrize("after", [0, 1])
@pytest.mark.parametrize("key", ["", "key"])
def test_a_line_is_as_wide_as_it_may_be(key: str, after: int) -> None:
    """Exactly at the limit it is one line, with its key, its indentation and the comma behind it."""
    before = len(f'  "{key}": ["') if key else len('  ["')
    for more, lines in ((0, 1), (1, 3)):
        inner = ["x" * (WIDTH - before - len('"]') - after + more)]
        value: Any = {key: inner, **({"b": 1} if after else {})} if key else [inner, *([1] if after else [])]
        text = pretty(value).split("\n")
        assert len(text) == 2 + lines + after
        assert max(map(len, text)) <= WIDTH or more


@every_row("text", ["1", "1.0", "1.50", "-0", "-0.0", "1e2", "1E+2", "0.1000000000000000055511151231"])
def test_a_number_is_written_as_it_was_spelled(text: str) -> None:
    assert pretty(parse_spelled(f"[{text}]")) == compact(parse_spelled(f"[{text}]")) == f"[{text}]"
    assert isinstance(parse_spelled(text), Number)


def test_what_no_editor_shows_is_escaped_and_the_joiners_that_scripts_need_are_not() -> None:
    joined = "👩\u200d🚀 می\u200cخواهم é 漢"
    assert pretty(joined) == compact(joined) == f'"{joined}"'
    hidden = "a\u202eb\u200b\x7f\x85\ufeff\u2028\U000e0041"
    assert pretty(hidden) == r'"a\u202eb\u200b\u007f\u0085\ufeff\u2028\udb40\udc41"'
    assert pretty({hidden: 1}) == r'{"a\u202eb\u200b\u007f\u0085\ufeff\u2028\udb40\udc41": 1}'


def test_rows_stand_one_a_line() -> None:
    assert rows([]) == "[]"
    assert rows([{"a": [1, {"b": 2}]}, {}]) == '[\n  {"a":[1,{"b":2}]},\n  {}\n]'
