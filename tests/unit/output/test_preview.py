"""The node that is being written, as far as it is known: shown in its place, and nowhere else than on the screen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples
from support.scripted import add, container, text_node

from epoch_cli.events import AttemptStarted, RunEnded, TextReceived
from epoch_cli.output.preview import Pending, Preview

PAGE = container(container(text_node("first"), id="form"), text_node("second"), id="page")


def written(text: str, channel: Any = "text") -> TextReceived:
    return TextReceived(at=0.0, text=text, channel=channel)


def attempt(number: int) -> AttemptStarted:
    return AttemptStarted(at=0.0, attempt=number, reason="initial", prompt="p", provider="x", model="y", input_tokens=0)


def ended() -> RunEnded:
    return RunEnded(at=0.0, status="complete", document={}, metrics={}, accepted=0, refused=0, repaired=0, malformed=0)


def shown(document: Any, *events: Any) -> Pending | None:
    preview = Preview()
    for event in events:
        preview.feed(event)
    return preview.pending(document)


def begun(path: str, known: str = '{"type":"Button","text":"Save","props":{"si') -> TextReceived:
    return written('{"op":"add","path":"' + path + '","value":' + known)


def node_at(document: Any, *indices: int) -> Any:
    here = document["root"]
    for index in indices:
        here = here["children"][index]
    return here


@every_row(
    ("path", "parent", "index"),
    [
        ("/root/children/-", (), 2),
        ("/root/children/2", (), 2),
        ("/root/children/9", (), 2),
        ("/root/children/0", (), 0),
        ("/root/children/0/children/-", (0,), 1),
        ("#form/children/0", (0,), 0),
        ("/#form/children/-", (0,), 1),
        ("/root/children/1/itemTemplate", (1,), 0),
        ("/root/children/1/children/-", (1,), 0),
    ],
)
def test_it_is_placed_inside_the_node_where_it_will_stand(path: str, parent: tuple[int, ...], index: int) -> None:
    document = {"root": json.loads(json.dumps(PAGE))}
    found = shown(document, begun(path))
    assert found is not None
    assert found.parent is node_at(document, *parent)
    assert found.place == index
    assert found.node == {"type": "Button", "text": "Save"}


@pytest.mark.parametrize("path", ["/root/children/7/children/-", "#nobody/children/-", "/root/wrong/0", "/x", "root/x"])
def test_without_its_parent_it_has_no_place(path: str) -> None:
    found = shown({"root": PAGE}, begun(path))
    assert found is not None
    assert found.parent is None


def test_only_complete_fields_are_known() -> None:
    found = shown({"root": PAGE}, begun("/root/children/-", '{"type":"Text","text":"half of a sen'))
    assert found is not None
    assert found.node == {"type": "Text"}


def test_it_is_gone_when_its_text_is_complete() -> None:
    rest = written('ze":"sm"}}}\n')
    assert shown({"root": PAGE}, begun("/root/children/-"), rest) is None


def test_the_beginning_of_a_node_that_the_document_has_is_not_shown_twice() -> None:
    """Node by node: the parent is there, and what is written now is its second child."""
    head = '{"op":"add","path":"/root","value":{"type":"Container","id":"page","children":['
    document = {"root": {"type": "Container", "id": "page", "children": []}}
    assert shown(document, written(head)) is None
    found = shown(document, written(head + '{"type":"Text","text":"a","si'))
    assert found is not None
    assert found.parent is document["root"]
    assert found.node == {"type": "Text", "text": "a"}


def test_thinking_is_not_shown() -> None:
    thought = begun("/root/children/-")
    assert shown({"root": PAGE}, written(thought.text, "thinking")) is None


def test_a_new_attempt_begins_a_new_text() -> None:
    assert shown({"root": PAGE}, attempt(1), begun("/root/children/-"), attempt(2)) is None
    found = shown({"root": PAGE}, attempt(1), begun("/root/children/-"), attempt(2), begun("/root/children/0"))
    assert found is not None
    assert found.place == 0


def test_nothing_is_written_after_the_end() -> None:
    assert shown({"root": PAGE}, begun("/root/children/-"), ended()) is None


def test_the_document_is_left_alone() -> None:
    document = {"root": json.loads(json.dumps(PAGE))}
    shown(document, begun("/root/children/-"))
    assert document == {"root": PAGE}


@given(
    st.text(max_size=60), st.lists(st.sampled_from(["/root", "/children", "/0", "/-", "#", "form", "/~2"]), max_size=6)
)
@settings(max_examples=examples(200), deadline=None, database=None, derandomize=True)
def test_whatever_is_written_nothing_fails(noise: str, path: list[str]) -> None:
    for text in (noise, begun("".join(path)).text + noise, json.dumps(add("".join(path), noise))[:-9]):
        shown({"root": PAGE}, written(text))


def test_much_text_that_nobody_looks_at_does_not_pile_up() -> None:
    preview = Preview()
    for _ in range(200):
        preview.feed(written("x" * 10_000 + "\n"))
    assert sum(map(len, preview._unread)) <= 300_000
