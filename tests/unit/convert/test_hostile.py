"""What nobody means well ends within seconds and in bounded memory, with a document or an error that says where."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import FORMATS, Options
from epoch_cli.errors import EpochError, UnreadableError

MANY, DEEP = 50_000, 10_000
PLACE = re.compile(r"\d+(:\d+)?: ")


def a2ui(*components: dict[str, Any]) -> str:
    """Messages with these components."""
    made = [{"version": "v0.9", "createSurface": {"surfaceId": "s", "catalogId": "c"}}]
    made.append({"version": "v0.9", "updateComponents": {"surfaceId": "s", "components": list(components)}})
    return "\n".join(json.dumps(each) for each in made)


def spec(root: dict[str, Any], **others: dict[str, Any]) -> str:
    """A json-render spec."""
    return json.dumps({"root": "root", "elements": {"root": root, **others}})


def doubling() -> str:
    """Sums of sums: a text that doubles with each line."""
    lines = [f"a{number} = a{number - 1} + a{number - 1}\n" for number in range(1, 60)]
    return 'root = Text(a59)\na0 = "x" + $context.a\n' + "".join(lines)


def stretched() -> str:
    """Sums of many: what 100 KB of it come to grows with the square."""
    return (
        f'root = Text(a2)\na0 = "{"x" * 1000}"\na1 = {" + ".join(["a0"] * 12_000)}\na2 = {" + ".join(["a1"] * 12_000)}'
    )


def size(value: Any) -> int:
    """Values and characters, however deep."""
    found, waiting = 0, [value]
    while waiting:
        here = waiting.pop()
        found += len(here) if isinstance(here, str) else 1
        waiting += here.values() if isinstance(here, dict) else here if isinstance(here, list) else ()
    return found


TEXTS: dict[str, tuple[str, Callable[[], str]]] = {
    "tabs of one title": (
        "a2ui",
        lambda: a2ui(
            {"id": "root", "component": "Tabs", "tabs": [{"title": "a", "child": f"c{n}"} for n in range(3_000)]},
            *({"id": f"c{n}", "component": "Text", "text": "x"} for n in range(3_000)),
        ),
    ),
    "many texts": (
        "a2ui",
        lambda: a2ui(
            {"id": "root", "component": "Column", "children": [f"c{n}" for n in range(MANY // 5)]},
            *({"id": f"c{n}", "component": "Text", "text": "x"} for n in range(MANY // 5)),
        ),
    ),
    "columns in columns": (
        "a2ui",
        lambda: a2ui(
            {"id": "root", "component": "Column", "children": ["c0"]},
            *({"id": f"c{n}", "component": "Column", "children": [f"c{n + 1}"]} for n in range(DEEP)),
        ),
    ),
    "expressions that do not end": (
        "a2ui",
        lambda: a2ui(
            {
                "id": "root",
                "component": "Text",
                "text": {"call": "formatString", "args": {"value": "${" * 2_000}, "returnType": "string"},
            }
        ),
    ),
    "deep JSON": ("a2ui", lambda: "[" * DEEP),
    "sums of sums": ("openui", doubling),
    "sums of many": ("openui", stretched),
    "statements": (
        "openui",
        lambda: "root = Stack([a0])\n" + "".join(f"a{n} = Stack([a{n + 1}])\n" for n in range(DEEP)),
    ),
    "lists in lists": ("openui", lambda: "root = " + "[" * DEEP),
    "the same statement": ("openui", lambda: "".join(f'root = Text("{n}")\n' for n in range(MANY // 5))),
    "a statement twice in each": (
        "openui",
        lambda: "root = Stack([a0])\n" + "".join(f"a{n} = Stack([a{n + 1}, a{n + 1}])\n" for n in range(40)),
    ),
    "many elements": (
        "json-render",
        lambda: spec(
            {"type": "Container", "props": {}, "children": [f"c{n}" for n in range(MANY // 2)]},
            **{f"c{n}": {"type": "Text", "props": {"text": "x"}, "children": []} for n in range(MANY // 2)},
        ),
    ),
    "elements in elements": (
        "json-render",
        lambda: spec(
            {"type": "Container", "props": {}, "children": ["c0"]},
            **{f"c{n}": {"type": "Container", "props": {}, "children": [f"c{n + 1}"]} for n in range(DEEP)},
        ),
    ),
    "deep spec": ("json-render", lambda: '{"root": ' + "[" * DEEP),
    "spaces in braces": (
        "json-render",
        lambda: spec({"type": "Text", "props": {"text": "{{" + " " * 20_000}, "children": []}),
    ),
    "an op that is a list": ("json-render-stream", lambda: '{"op": [], "path": "/root"}'),
    "an op that is an object": ("json-render-stream", lambda: '{"op": {"a": 1}, "path": "/root"}'),
    "an op that is null": ("json-render-stream", lambda: '{"op": null, "path": "/root", "value": 1}'),
    "a path that is a number": ("json-render-stream", lambda: '{"op": "add", "path": 3}'),
    "a move from a number": ("json-render-stream", lambda: '{"op": "move", "path": "/root", "from": 3}'),
    "a path through a text": ("json-render-stream", lambda: '{"op": "add", "path": "/root/a/b", "value": 1}'),
    "many operations": (
        "json-render-stream",
        lambda: "".join(f'{{"op": "add", "path": "/elements/c{n}", "value": {{}}}}\n' for n in range(MANY // 5)),
    ),
    "a deep path": ("json-render-stream", lambda: '{"op": "add", "path": "' + "/a" * DEEP + '", "value": 1}'),
    "deep document": ("punk", lambda: '{"root": ' + '{"type": "Container", "children": [' * DEEP),
}
ODD = ["", " ", "null", "3", '"x"', "[]", "{}", "[null]", '{"root": 3}', "\ud800", "\x00", "```\n```", "a = ", "= 3"]


@pytest.mark.parametrize("name", TEXTS)
def test_it_ends_soon(name: str, punk: Catalog) -> None:
    form, make = TEXTS[name]
    text, begun = make(), time.process_time()
    try:
        back = FORMATS[form].reader()(text, punk, Options())
    except UnreadableError as error:
        assert error.message
        assert error.remedy
    else:
        assert size(back.document) < 12_000_000
    assert time.process_time() - begun < 8


def test_what_sums_come_to_is_counted(punk: Catalog) -> None:
    with pytest.raises(UnreadableError, match="more than 10000000 characters"):
        FORMATS["openui"].reader()(stretched(), punk, Options())


BROKEN = {
    "punk": '{"root":\n{"type": }}',
    "json-render": '{"root": "a",\n"elements": }',
    "json-render-stream": '{"op": "add", "path": "/root", "value": "a"}\n{"op": [], "path": "/root"}',
    "a2ui": a2ui() + "\n{",
    "openui": "a = 3\n",
}


@pytest.mark.parametrize("name", [row.name for row in FORMATS.values() if row.read])
def test_every_reader_says_in_one_form_where_it_is_wrong(name: str, punk: Catalog) -> None:
    read = FORMATS[name].reader()
    with pytest.raises(UnreadableError) as raised:
        read(BROKEN[name], punk, Options())
    assert PLACE.match(raised.value.message)
    for text in ODD:
        try:
            read(text, punk, Options())
        except EpochError as error:
            assert not re.match(r"line \d", error.message)


def nested(levels: int, *, template: bool) -> dict[str, Any]:
    """A document of so many nodes in one another."""
    node: dict[str, Any] = {"type": "Text", "text": "x"}
    for _ in range(levels - 1):
        inner = {"dataSource": "{context.all}", "itemTemplate": node} if template else {"children": [node]}
        node, template = {"type": "Container", **inner}, False
    return {"root": node}


@every_row(("name", "deepest"), [("a2ui", 65), ("json-render", 100), ("json-render-stream", 100)])
@every_row("template", [False, True])
def test_what_is_too_deep_to_be_read_back_is_told_by_whoever_writes_it(
    name: str, deepest: int, template: bool, punk: Catalog
) -> None:
    form = FORMATS[name]
    for levels, told in ((deepest, []), (deepest + 1, ["written, but too deep to be read back"])):
        written = form.writer()(nested(levels, template=template), punk, Options())
        assert [loss.done for loss in written.losses if "deep" in loss.done] == told
        try:
            lost = any("too deep" in loss.what for loss in form.reader()(written.text, punk, Options()).losses)
        except UnreadableError:
            lost = True
        assert lost == bool(told)
