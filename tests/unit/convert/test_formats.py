"""The formats there are: each row leads to functions that do what it says."""

from __future__ import annotations

import pytest
from support.every_row import every_row
from support.nodes import add, box, move, node, page, remove, replace, table, text
from support.spec_streams import compiled

from epoch_cli.catalog import Catalog, parse_models
from epoch_cli.convert.formats import (
    FORMATS,
    LEFT_OUT,
    Format,
    Loss,
    Options,
    Stream,
    find_format,
    with_models,
)
from epoch_cli.document import apply_patch
from epoch_cli.errors import UsageError

ROWS = list(FORMATS.values())
READ = [row for row in ROWS if row.read and row.write]
STREAMED = [row for row in ROWS if row.stream]
DOCUMENT = page(text("Hello", size="h1"), box(node("Button", text="Go", onClick="go"), direction="row"))


def names(rows: list[Format]) -> list[str]:
    """What tests of these rows are called."""
    return [row.name for row in rows]


@every_row("row", ROWS, ids=names(ROWS))
def test_every_format_writes_a_document_as_text_that_ends_in_a_line_feed(row: Format, punk: Catalog) -> None:
    written = row.writer()(DOCUMENT, punk, Options())
    assert written.text.endswith("\n")
    assert "Hello" in written.text
    assert all(loss.what and loss.done for loss in written.losses)


@pytest.mark.parametrize("row", READ, ids=names(READ))
def test_what_is_read_again_is_the_same_where_nothing_was_lost(row: Format, punk: Catalog) -> None:
    written = row.writer()(page(text("Hello"), text("again")), punk, Options())
    again = row.reader()(written.text, punk, Options())
    words = [child.get("text") for child in again.document["root"]["children"]]
    assert words == ["Hello", "again"]


@pytest.mark.parametrize("row", STREAMED, ids=names(STREAMED))
def test_a_stream_goes_along_with_everything_that_a_run_does(row: Format, punk: Catalog) -> None:
    patches = [
        add("/root", box(text("a"))),
        add("/root/children/-", table({"key": "k", "label": "K"})),
        replace("/root/children/0/text", "b"),
        add("/root/children/0", text("c")),
        move("/root/children/2", "/root/children/0"),
        remove("/root/children/1"),
        remove("/root"),
        add("/root", text("d")),
        replace("/root", box(text("e"))),
        add("/metadata", {"title": "T"}),
    ]
    stream: Stream = row.streamer()(punk, Options())
    document: dict[str, object] = {}
    pieces = []
    for patch in patches:
        document = apply_patch(document, patch).document
        pieces.append(stream.feed(document, patch))
    closed = stream.close(document)
    assert pieces[0]
    assert all(piece == "" or piece.endswith("\n") for piece in [*pieces, closed.text])
    again = row.reader()("".join(pieces) + closed.text, punk, Options())
    assert again.document["root"]["children"][0]["text"] == "e"


@pytest.mark.parametrize(("name", "what"), [("html", "read"), ("react", "read"), ("html", "streamed")])
def test_what_a_format_cannot_do_is_told_with_those_that_can(name: str, what: str) -> None:
    row = find_format(name)
    with pytest.raises(UsageError, match=f"cannot be {what}") as caught:
        _ = row.reader() if what == "read" else row.streamer()
    assert "json-render" in caught.value.remedy


def test_an_unknown_format_is_told_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="no format 'jsonrender'") as caught:
        find_format("jsonrender")
    assert "did you mean 'json-render'?" in caught.value.remedy


def test_the_models_of_a_run_come_with_its_design_system(punk: Catalog) -> None:
    models = parse_models({"User": {"fields": {"name": "string"}}})
    assert with_models(punk, None) is punk
    assert with_models(punk, punk.models) is punk
    assert with_models(punk, models).models is models
    assert punk.models is not models


def test_streams_are_lines(punk: Catalog) -> None:
    row = find_format("json-render-stream")
    assert compiled(row.writer()(DOCUMENT, punk, Options()).text)["root"] == "container.1"


def test_a_loss_knows_whether_anything_is_left() -> None:
    assert Loss((), "x", LEFT_OUT).is_gone
    assert Loss((), "x", f"{LEFT_OUT}: it is always shown").is_gone
    assert not Loss((), "x", "written as a row").is_gone


@pytest.mark.parametrize("name", ["json-render", "json-render-stream", "a2ui", "openui", "react"])
def test_what_stands_beside_the_root_is_lost_everywhere_in_the_same_words(name: str, punk: Catalog) -> None:
    document = {"punkVersion": "1.0.0", "schemaVersion": "7", "title": "", "meta": {}, "root": text("x")}
    losses = find_format(name).writer()(document, punk, Options()).losses
    beside = [loss for loss in losses if loss.path[:1] != ("root",)]
    assert beside == [
        Loss(("schemaVersion",), "the document's schemaVersion", "left out"),
        Loss(("title",), "the document's title", "left out"),
        Loss(("meta",), "the document's meta", "left out"),
    ]
    assert all(loss.path[0] == "root" for loss in find_format(name).writer()(DOCUMENT, punk, Options()).losses)
