"""What events come to: the document rebuilt from patches alone, bit for bit, and the exit code."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson
import pytest
from support.every_row import every_row
from support.scripted import ScriptedProvider, add, container, jsonl, of, run, says, text_node

from epoch_cli import Control, Event
from epoch_cli.catalog import Catalog
from epoch_cli.events import DiagnosticFound, PatchAccepted, PatchRefused, RepairMade, RunEnded, decode, encode
from epoch_cli.output.formats import FORMATS
from epoch_cli.output.jsonl import DataOutput
from epoch_cli.output.outcome import Outcome
from epoch_cli.providers.base import FinishPart
from epoch_cli.validation import Diagnostic, Repair, Severity

SCRIPT = [
    add("/root", container(id="page")),
    add("#page/children/-", {"type": "Form", "id": "form", "props": {"onSubmit": "go"}}),
    add("/root/children/0/children/-", {"type": "Button", "text": "Go"}),
    add("/root/children/0/children/-", {"type": "Nope"}),
    {"op": "copy", "from": "/root/children/0", "path": "/root/children/-"},
    {"op": "move", "from": "/root/children/0/children/0", "path": "/root/children/1/children/-"},
    {"op": "replace", "path": "/root/children/0/props", "value": {"layout": "inline", "onSubmit": "send"}},
    {"op": "remove", "path": "/root/children/1/children/0"},
]


def fed(events: list[Event]) -> Outcome:
    outcome = Outcome()
    for event in events:
        outcome.feed(event)
    return outcome


@pytest.fixture(scope="module")
def events(punk: Catalog) -> list[Event]:
    return run(ScriptedProvider(says(*SCRIPT)), punk)


def test_the_document_is_rebuilt_bit_for_bit(events: list[Event]) -> None:
    outcome = fed(events)
    assert orjson.dumps(outcome.saved) == orjson.dumps(events[-1].document)
    assert (outcome.accepted, outcome.refused) == (events[-1].accepted, events[-1].refused)


def test_it_is_rebuilt_from_a_base_which_stays_as_it_was(punk: Catalog) -> None:
    base = {"metadata": {"by": "me"}, "root": container(text_node("a")), "punkVersion": "0.9.0"}
    events = run(ScriptedProvider(says(add("/root/children/-", text_node("b")))), punk, document=base)
    outcome = fed(events)
    assert orjson.dumps(outcome.saved) == orjson.dumps(events[-1].document)
    assert outcome.saved["punkVersion"] == "0.9.0"
    assert len(events[0].base["root"]["children"]) == 1


def test_it_is_rebuilt_after_an_undo(punk: Catalog) -> None:
    control = Control()
    steps = [jsonl(add("/root", container())), jsonl(add("/root/children/-", text_node("a"))), control.undo, 0.01]
    events = run(ScriptedProvider([*steps, FinishPart("stop")]), punk, control=control)
    assert orjson.dumps(fed(events).saved) == orjson.dumps(events[-1].document)


def test_it_is_rebuilt_from_a_recording(events: list[Event]) -> None:
    assert fed([decode(encode(event)) for event in events]).saved == events[-1].document


def test_it_is_right_after_every_patch(events: list[Event]) -> None:
    outcome = Outcome()
    for event in events:
        outcome.feed(event)
        if isinstance(event, PatchAccepted):
            nodes, stack = 0, [outcome.document["root"]]
            while stack:
                nodes += 1
                stack += stack.pop().get("children", [])
            assert nodes == event.metrics["nodes"]


def test_events_are_not_changed_by_it(events: list[Event]) -> None:
    before = [encode(event) for event in events]
    fed(events)
    assert [encode(event) for event in events] == before


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [("complete", None, 0), ("cancelled", None, 130), ("timeout", 4, 4), ("budget", 5, 5), ("failed", 3, 3)],
)
def test_the_exit_code_is_that_of_the_ending(events: list[Event], status: Any, error: int | None, code: int) -> None:
    row = {} if error is None else {"category": "", "message": "m", "remedy": "", "exit_code": error}
    ended = replace(events[-1], status=status, error=row)
    assert fed([*events[:-1], ended]).exit_code == code


def test_without_an_end_there_is_a_document_all_the_same(events: list[Event]) -> None:
    outcome = fed(events[:-1])
    assert outcome.ended is None
    assert outcome.document["root"]["id"] == "page"


def output(form: Any, events: list[Event]) -> bytes:
    written: list[bytes] = []
    data = DataOutput(form, written.append)
    for event in events:
        data.feed(event)
    data.close()
    return b"".join(written)


def test_data_as_patches_is_one_line_a_patch_as_it_comes(events: list[Event]) -> None:
    written: list[bytes] = []
    data = DataOutput("jsonl", written.append)
    for event in events:
        before = len(written)
        data.feed(event)
        assert len(written) - before == isinstance(event, PatchAccepted)
    data.close()
    assert [orjson.loads(line) for line in written] == [event.patch for event in of(PatchAccepted, events)]


def test_data_as_events_is_the_session(events: list[Event]) -> None:
    assert output("events", events) == b"".join(encode(event) for event in events)


def test_data_as_json_is_the_finished_document(events: list[Event]) -> None:
    assert orjson.loads(output("json", events)) == events[-1].document
    assert output("json", events).endswith(b"}\n")


def test_data_as_a_tree_is_one_line_a_node(events: list[Event]) -> None:
    lines = output("tree", events).decode().splitlines()
    assert len(lines) == events[-1].metrics["nodes"]
    assert lines[0] == "Container #page"


def test_data_as_a_difference_tells_what_became_of_each_node(events: list[Event], punk: Catalog) -> None:
    assert {line[0] for line in output("patch-diff", events).decode().splitlines()} == {"+"}
    base = {"root": container(text_node("x"), {**text_node("y"), "id": "y"})}
    asked = [{"op": "remove", "path": "/root/children/0"}, {"op": "add", "path": "/root/children/0/text", "value": "z"}]
    edited = run(ScriptedProvider(says(*asked)), punk, document=base)
    lines = output("patch-diff", edited).decode().splitlines()
    assert [line[0] for line in lines] == [" ", "-", "~", "~"], lines
    assert lines[-1].split() == ["~", "text:", '"y"', "→", '"z"', "changed"]


def test_a_difference_has_colour_only_where_it_is_asked_for(events: list[Event]) -> None:
    written: list[bytes] = []
    data = DataOutput("patch-diff", written.append, color=True)
    for event in events:
        data.feed(event)
    data.close()
    assert b"\x1b[32m" in b"".join(written)
    assert b"\x1b" not in output("patch-diff", events)


@pytest.mark.parametrize("form", FORMATS)
def test_no_form_holds_an_escape_byte(punk: Catalog, form: str) -> None:
    hostile = "\x1b[31mred\x1b]0;t\x07"
    page = {**add("/root", container(text_node("x"))), "meta": {"id": hostile}}
    script = [hostile, *says(page, add("/root/props", {hostile: 1}))]
    written = output(form, run(ScriptedProvider(script), punk, prompt=hostile))
    assert written
    assert not {0x1B, 0x07} & set(written)


@pytest.mark.parametrize("form", FORMATS)
def test_a_run_that_wrote_nothing_is_no_crash(punk: Catalog, form: str) -> None:
    events = run(ScriptedProvider([FinishPart("stop")]), punk)
    assert isinstance(events[-1], RunEnded)
    output(form, events)


FAULT = Diagnostic("EP001", Severity.WARNING, "not JSON, at 1:2", "")


@every_row(
    ("event", "flawed"),
    [
        (RepairMade(at=0, number=1, repair=Repair("trailing-comma", "lossless", "", "a comma")), False),
        (RepairMade(at=0, number=1, repair=Repair("truncated-tail", "lossy", "", "the end")), True),
        (DiagnosticFound(at=0, diagnostic=FAULT), True),
        (DiagnosticFound(at=0, diagnostic=FAULT._replace(code="EP010")), True),
        (DiagnosticFound(at=0, diagnostic=FAULT._replace(code="EP813", pointer="/root")), False),
        (PatchRefused(at=0, number=1, patch={}, diagnostics=[]), True),
    ],
)
def test_what_was_refused_unreadable_or_guessed_makes_a_run_flawed(event: Event, flawed: bool) -> None:
    assert fed([event]).flawed == flawed


def test_repairs_are_counted_by_their_names() -> None:
    repair = RepairMade(at=0, number=1, repair=Repair("trailing-comma", "lossless", "", "a comma"))
    other = replace(repair, repair=replace(repair.repair, name="truncated-tail", grade="lossy"))
    assert fed([repair, other, repair]).repairs == {"trailing-comma": 2, "truncated-tail (lossy)": 1}
