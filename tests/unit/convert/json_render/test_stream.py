"""A SpecStream: the operations that follow a document while it grows build the spec of the document."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents import documents, nodes
from support.every_row import every_row
from support.examples import examples
from support.nodes import add, box, move, page, remove, repeated, replace, text
from support.spec_streams import by_place, compiled, ids_are_unique

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.convert.formats import Options
from epoch_cli.convert.json_render import spec
from epoch_cli.convert.json_render.stream import SpecStream, read, stream, write
from epoch_cli.document import apply_patch, clone, format_pointer
from epoch_cli.errors import PatchError, UnreadableError

PUNK = load_catalog("punk")


def pieces(document: Any, *patches: Any) -> list[list[str]]:
    """The operations for each of these patches on a document that was written before, and that they hold together."""
    begun = stream(PUNK, Options())
    written = [begun.feed(document, add("/root", document["root"]))]
    for patch in patches:
        document = apply_patch(document, patch).document
        written.append(begun.feed(document, patch))
        assert_same(written, document)
    return [[f"{each['op']} {each['path']}" for each in map(json.loads, piece.splitlines())] for piece in written[1:]]


def assert_same(written: list[str], document: Any) -> None:
    """The operations so far build what the document is as a whole."""
    whole = json.loads(spec.write(document, PUNK, Options()).text)
    assert by_place(compiled("".join(written))) == by_place(whole)


GROWN = page(
    text("a", id="a"), box(text("b", id="b"), id="box"), repeated(text("{item.x}", id="t"), id="list"), id="all"
)


@every_row(
    ("patch", "operations"),
    [
        (add("/root/children/1", text("n", id="n")), ["add /elements/n", "add /elements/all/children/1"]),
        (add("/root/children/-", text("n", id="n")), ["add /elements/n", "add /elements/all/children/3"]),
        (remove("/root/children/1"), ["remove /elements/all/children/1", "remove /elements/box", "remove /elements/b"]),
        (replace("/root/children/0/text", "z"), ["replace /elements/a/props/text"]),
        (add("/root/children/0/props", {"size": "h1"}), ["add /elements/a/props/size"]),
        (remove("/root/children/0/text"), ["remove /elements/a/props/text"]),
        (add("/root/children/0/condition", "{context.x}"), ["add /elements/a/visible"]),
        (move("/root/children/2", "/root/children/1/children/-"),
         ["remove /elements/all/children/2", "add /elements/box/children/1"]),
        (move("/root/children/0", "/root/children/1"),
         ["remove /elements/all/children/0", "add /elements/all/children/1"]),
        (replace("/root/children/0/id", "z"), ["move /elements/z", "replace /elements/all/children/0"]),
        (replace("/root/id", "z"), ["move /elements/z", "replace /root"]),
        (add("/root/children/2/itemTemplate/key", "{item.id}"), ["replace /elements/list/repeat"]),
        (remove("/root/children/2/dataSource"),
         ["remove /elements/list/repeat", "remove /elements/t", "replace /elements/list/children"]),
        (replace("/root/children/1/children", []), ["remove /elements/b", "replace /elements/box/children"]),
        (replace("/root/children/1", text("n", id="box")),
         ["remove /elements/all/children/1", "remove /elements/box", "remove /elements/b", "add /elements/box",
          "add /elements/all/children/1"]),
        (add("/metadata", {"title": "T"}), []),
        ({"op": "test", "path": "/root/type", "value": "Container"}, []),
    ],
)  # fmt: skip
def test_a_patch_writes_what_it_changes_and_nothing_else(patch: Any, operations: list[str]) -> None:
    before = json.loads(json.dumps(GROWN))
    assert pieces(before, patch) == [operations]


def test_a_root_that_is_taken_back_and_made_anew() -> None:
    made = pieces(
        page(text("a", id="a"), id="all"), remove("/root"), add("/root", text("b", id="a")), replace("/root", text())
    )
    assert made == [
        ["remove /elements/all", "remove /elements/a", "remove /root"],
        ["add /root", "add /elements/a"],
        ["remove /elements/a", "remove /root", "add /root", "add /elements/text.1"],
    ]


def test_a_long_list_costs_no_more_for_each_child() -> None:
    document: Any = page()
    begun = stream(PUNK, Options())
    begun.feed(document, add("/root", document["root"]))
    sizes = []
    for _ in range(300):
        patch = add("/root/children/-", text("x"))
        document = apply_patch(document, patch).document
        sizes.append(len(begun.feed(document, patch)))
    assert max(sizes[200:]) <= max(sizes[:10]) + 10


def test_the_whole_at_once_is_written_parents_first() -> None:
    written = write(GROWN, PUNK, Options())
    lines = [json.loads(line) for line in written.text.splitlines()]
    assert [line["path"] for line in lines] == [
        "/root",
        "/elements",
        *(f"/elements/{key}" for key in ["all", "a", "box", "b", "list", "t"]),
    ]
    assert compiled(written.text) == json.loads(spec.write(GROWN, PUNK, Options()).text)


def test_data_is_the_state_to_begin_with() -> None:
    written = write(page(text()), PUNK, Options(data={"context": {"a": 1}}))
    assert json.loads(written.text.splitlines()[0]) == {"op": "add", "path": "/state", "value": {"a": 1}}


def test_a_document_that_was_never_fed_is_written_at_the_end() -> None:
    closed = stream(PUNK, Options()).close(GROWN)
    assert closed.text == write(GROWN, PUNK, Options()).text
    assert stream(PUNK, Options()).close({}).text == ""


def test_only_what_is_lost_at_the_end_is_told() -> None:
    begun = stream(PUNK, Options())
    document: Any = page(text("{props.a}"))
    begun.feed(document, add("/root", document["root"]))
    document["root"]["children"][0]["text"] = "b"
    assert begun.feed(document, replace("/root/children/0/text", "b"))
    assert begun.close(document).losses == ()


# ---------------------------------------------------------------- any patches at all

_WORDS = st.sampled_from(["a", "b", "{context.x}", "{item.y}", "a {item.y}", True])
_ENDS = st.sampled_from(
    ["-", "children", "itemTemplate", "id", "dataSource", "condition", "text", "props", 0, "key", "type"]
)


def _paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for key, item in inner for path in _paths(item, (*at, key)))]


@st.composite
def _patches(draw: st.DrawFn, document: Any) -> dict[str, Any]:
    paths = [path for path in _paths(document) if path] or [("root",)]
    nodes_there = [
        path for path in paths if path[-1] in {"root", "children", "itemTemplate"} or path[-2:-1] == ("children",)
    ]
    path = draw(st.sampled_from(nodes_there if nodes_there and draw(st.booleans()) else paths))
    path = (*path, draw(_ENDS)) if draw(st.booleans()) else path
    patch = {
        "op": draw(st.sampled_from(["add", "add", "replace", "remove", "move", "copy"])),
        "path": format_pointer(path),
    }
    if patch["op"] in {"add", "replace"}:
        patch["value"] = draw(nodes(PUNK, 1) | st.lists(nodes(PUNK, 1), max_size=2) | _WORDS)
    if patch["op"] in {"move", "copy"}:
        patch["from"] = format_pointer(draw(st.sampled_from(paths)))
    return patch


@settings(max_examples=examples(40))
@given(st.data())
def test_whatever_is_done_the_pieces_build_the_whole(data: st.DataObject) -> None:
    document: Any = data.draw(st.just({}) | documents(PUNK, 2).filter(ids_are_unique))
    begun = SpecStream(PUNK, Options())
    written: list[str] = []
    for _ in range(data.draw(st.integers(1, 6))):
        patch = data.draw(_patches(document))
        try:
            made = apply_patch(json.loads(json.dumps(document)), patch).document
        except PatchError:
            continue
        if not ids_are_unique(made):
            continue
        document = made
        written.append(begun.feed(document, patch))
        assert_same(written, document)
    written.append(begun.close(document).text)
    assert_same(written, document)


# ---------------------------------------------------------------- read


@settings(max_examples=examples(30))
@given(documents(PUNK))
def test_a_stream_is_read_as_its_spec_is(document: Any) -> None:
    streamed = read(write(document, PUNK, Options()).text, PUNK, Options()).document
    assert streamed == spec.read(spec.write(document, PUNK, Options()).text, PUNK, Options()).document


def test_streams_of_others_make_their_way_and_may_be_fenced(punk: Catalog) -> None:
    lines = [
        "```spec",
        '{"op":"add","path":"/root","value":"a"}',
        "",
        '{"op":"replace","path":"/elements/a/props/text","value":"x"}',
        '{"op":"add","path":"/elements/a/type","value":"Text"}',
        "```",
    ]
    found = read("\n".join(lines), punk, Options())
    assert found.document["root"] == {"type": "Text", "id": "a", "text": "x"}
    assert found.losses == ()


@every_row(
    ("line", "message"),
    [
        ("hello", "2: not JSON"),
        ('{"op": "add"}', "2: no operation of a SpecStream"),
        ("[1]", "2: no operation of a SpecStream"),
        ('{"op": "remove", "path": "/elements/b"}', "2: "),
        ('{"op": "grow", "path": "/root"}', "2: "),
        ('{"op": "test", "path": "/root", "value": "b"}', "2: "),
        ('{"op": "add", "path": "/elements", "value": []}', "no json-render spec"),
    ],
)
def test_a_line_that_cannot_be_applied_is_refused_by_its_number(punk: Catalog, line: str, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read('{"op":"add","path":"/root","value":"a"}\n' + line, punk, Options())
    assert caught.value.message.startswith(message)


ODD: dict[str, list[Any]] = {
    "a child that is no node": [add("/root/children/1", "x"), remove("/root/children/1")],
    "what was no node becomes one": [add("/root/children/0", 5), replace("/root/children/0", text("n", id="n"))],
    "a child that is none is put beside others": [
        add("/root/children/0", None), move("/root/children/0", "/root/children/2"),
    ],
    "a node loses its type": [remove("/root/children/1/type"), add("/root/children/1/type", "Stack")],
    "a node in a node loses its type": [remove("/root/children/1/children/0/type")],
    "the template loses its type": [remove("/root/children/2/itemTemplate/type")],
    "into a list, where its bindings mean something else": [move("/root/children/0", "/root/children/1/itemTemplate")],
    "into the children of a list": [
        add("/root/children/2/children", []), move("/root/children/0", "/root/children/1/children/-"),
    ],
    "out of its place into a member": [move("/root/children/0", "/root/children/1/props")],
    "out of a member into a place": [
        add("/root/children/1/props", {"a": text("n", id="n")}), move("/root/children/1/props/a", "/root/children/0"),
    ],
    "children that are no list": [
        replace("/root/children/1/children", "none"), replace("/root/children/1/children", []),
    ],
    "beside the root": [add("/metadata", {"title": "T"}), remove("/metadata")],
    "a list becomes a box with what it repeats": [
        remove("/root/children/2/dataSource"), remove("/root/children/2/itemTemplate"),
        add("/root/children/2/children", [text("n", id="n"), "x"]),
    ],
}  # fmt: skip


@every_row("patches", ODD.values(), ids=ODD)
def test_whatever_becomes_of_a_document_the_spec_is_the_same_as_if_it_was_written_now(patches: list[Any]) -> None:
    assert len(pieces(clone(GROWN), *patches)) == len(patches)
