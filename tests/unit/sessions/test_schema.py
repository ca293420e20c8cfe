"""The JSON Schema of sessions is that of the events, derived from their types."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any, get_args

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.scripted import HANG, ScriptedProvider, add, container, jsonl, of, run, says, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control
from epoch_cli.engine.options import Recovering
from epoch_cli.errors import ProviderError
from epoch_cli.events import EVENT_TYPES, FORMAT, Channel, Event, RunEnded, Status, encode, from_json, to_json
from epoch_cli.providers.base import FinishPart, NoticePart, RefusalPart, ThinkingPart, UsagePart
from epoch_cli.sessions import schema as module
from epoch_cli.sessions.schema import session_schema
from epoch_cli.validation import Diagnostic, Repair, Severity
from epoch_cli.validation.diagnostics import Fix

Check = Callable[[Any], bool]


@pytest.fixture(scope="module")
def accepts() -> Check:
    return Draft202012Validator(session_schema()).is_valid


def test_it_is_valid_2020_12_and_plain_json() -> None:
    schema = session_schema()
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$id"] == f"urn:epoch:schema:session:{FORMAT}"


def test_every_event_stands_with_every_field() -> None:
    definitions = session_schema()["$defs"]
    for kind, event in EVENT_TYPES.items():
        schema = definitions[event.__name__]
        assert schema["properties"]["event"] == {"const": kind}
        assert list(schema["properties"]) == ["event", *(each.name for each in fields(event))]
        assert schema["description"].startswith((event.__doc__ or "?").partition("\n")[0])
    assert set(definitions) == {event.__name__ for event in EVENT_TYPES.values()} | {"Diagnostic", "Fix", "Repair"}


def test_a_type_that_has_no_schema_yet_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Odd:
        kind = "odd"
        at: complex

    monkeypatch.setattr(module, "EVENT_TYPES", {"odd": Odd})
    with pytest.raises(TypeError, match="complex"):
        session_schema()


# ---------------------------------------------------------------- what runs emit


def runs(punk: Catalog) -> Iterator[list[Event]]:
    """Runs that together emit every type of event, and end in every way."""
    page = add("/root", container(text_node("Hi {{user.name}}"), id="page"), meta={"id": "one"})
    control, cancelled = Control(), Control()
    yield run(
        ScriptedProvider(
            [
                ThinkingPart("a page…"), jsonl(page), jsonl(add("/root/children/-", {"type": "Txt"})), "{]\n",
                jsonl({"op": "copy", "from": "/root/children/0", "path": "/root/children/-"}), control.undo,
                jsonl(add("/root/children/-", {"type": "FormField", "props": {"label": "a"}})),
                NoticePart("parameter-dropped", "left out: seed"), RefusalPart("no more"), UsagePart(12, 34),
                FinishPart("stop"),
            ],
            says(add("/root/children/-", text_node("b"))),
        ),
        punk,
        control=control,
        watch=lambda event: control.refine("more") if event.kind == "usage" and event.attempt == 1 else None,
    )  # fmt: skip
    yield run(ScriptedProvider(says(page)), punk, document={"root": container(text_node("b"))}, prompt="change it")
    yield run(ScriptedProvider([jsonl(page), cancelled.cancel, HANG]), punk, control=cancelled)
    yield run(ScriptedProvider([jsonl(page), HANG]), punk, timeout=0.2)
    yield run(ScriptedProvider([jsonl(page), "x" * 400_000, FinishPart("stop")]), punk)
    yield run(ScriptedProvider([jsonl(page), ProviderError("down", remedy="try later")]), punk)
    yield run(ScriptedProvider(["nothing", FinishPart("stop")]), punk)
    again = Recovering(retries=1, fallback="minimal")
    yield run(ScriptedProvider([ProviderError("busy", kind="bad_request")]), punk, recovering=again)
    yield run(ScriptedProvider([ProviderError("busy", retry_after=0.001)]), punk, recovering=again)


def test_every_event_of_every_run_passes(punk: Catalog, accepts: Check) -> None:
    seen, ended = set(), set()
    for events in runs(punk):
        for event in events:
            assert accepts(to_json(event)), event
            assert accepts(orjson.loads(encode(event)))
        seen |= {event.kind for event in events}
        ended |= {event.status for event in of(RunEnded, events)}
    assert seen == set(EVENT_TYPES)
    assert ended == set(get_args(Status))


# ---------------------------------------------------------------- what is no event


def text_event(**change: Any) -> dict[str, Any]:
    row = {"event": "text", "at": 0.5, "text": "a", "channel": "text", **change}
    return {name: value for name, value in row.items() if value is not ...}


FINDING = {"code": "EP201", "severity": "error", "message": "m", "pointer": ""}
FIX = {"name": "n", "grade": "lossy", "message": "m", "patches": [{"op": "remove", "path": "/root/id"}]}
GOOD: dict[str, Any] = {
    "all fields": text_event(),
    "a whole number of seconds": text_event(at=1),
    "a field of a later Epoch": text_event(colour="red"),
    "a finding": {"event": "diagnostic", "at": 0, "diagnostic": FINDING},
    "a finding with its fix": {"event": "diagnostic", "at": 0, "diagnostic": {**FINDING, "fix": FIX}},
    "a finding with its place": {"event": "diagnostic", "at": 0, "diagnostic": {**FINDING, "line": 3, "column": 1}},
}
BAD: dict[str, Any] = {
    "no object": ["text"],
    "no event": text_event(event=...),
    "an unknown event": text_event(event="texts"),
    "no time": text_event(at=...),
    "a time as a string": text_event(at="0.5"),
    "a missing field": text_event(text=...),
    "a missing field with a default": text_event(channel=...),
    "another type": text_event(text=1),
    "not one of its values": text_event(channel="music"),
    "a boolean for a number": {"event": "usage", "at": 0, "attempt": True, "input_tokens": 1, "output_tokens": 1,
                               "estimated": False},
    "a finding without code": {"event": "diagnostic", "at": 0, "diagnostic": {"severity": "error"}},
    "a finding of no severity": {"event": "diagnostic", "at": 0, "diagnostic": {**FINDING, "severity": "bad"}},
    "a fix of no grade": {"event": "diagnostic", "at": 0, "diagnostic": {**FINDING, "fix": {**FIX, "grade": "good"}}},
    "a fix without patches": {
        "event": "diagnostic", "at": 0,
        "diagnostic": {**FINDING, "fix": {name: value for name, value in FIX.items() if name != "patches"}},
    },
    "findings that are none": {"event": "patch_refused", "at": 0, "number": 1, "patch": {}, "diagnostics": [1]},
}  # fmt: skip


@pytest.mark.parametrize("row", GOOD.values(), ids=GOOD)
def test_an_event_passes_and_is_read(accepts: Check, row: Any) -> None:
    assert accepts(row)
    assert from_json(row).kind == row["event"]


@pytest.mark.parametrize("row", BAD.values(), ids=BAD)
def test_what_is_no_event_is_refused(accepts: Check, row: Any) -> None:
    assert not accepts(row)


def test_every_field_is_written_so_every_field_is_required(accepts: Check, punk: Catalog) -> None:
    for event in next(runs(punk)):
        row = to_json(event)
        for name in row:
            assert not accepts({key: value for key, value in row.items() if key != name})


# ---------------------------------------------------------------- findings and repairs leave out what is empty

_TEXT = st.text(min_size=1, max_size=5)


@given(
    st.builds(
        Diagnostic,
        code=_TEXT,
        severity=st.sampled_from(Severity),
        message=_TEXT,
        pointer=st.text(max_size=3),
        hint=st.text(max_size=3),
        rule=st.text(max_size=3),
        line=st.integers(0, 9),
        column=st.integers(0, 9),
        fix=st.none()
        | st.builds(
            Fix,
            name=_TEXT,
            grade=st.sampled_from(["lossless", "lossy"]),
            message=_TEXT,
            patches=st.lists(st.just({"op": "remove", "path": "/root/id"}), max_size=2).map(tuple),
        ),
    )
)
def test_a_finding_passes_whatever_is_left_out(accepts: Check, finding: Diagnostic) -> None:
    assert accepts({"event": "diagnostic", "at": 0.0, "diagnostic": finding.to_json()})


@pytest.mark.parametrize("grade", ["lossless", "lossy"])
def test_a_repair_passes(accepts: Check, grade: Any) -> None:
    repair = Repair("double-braces", grade, "/root/text", "a → b")
    assert accepts({"event": "repair", "at": 0.0, "number": 1, "repair": repair.to_json()})
    assert not accepts({"event": "repair", "at": 0.0, "number": 1, "repair": {**repair.to_json(), "grade": "good"}})


@pytest.mark.parametrize("channel", get_args(Channel))
def test_every_channel_passes(accepts: Check, channel: str) -> None:
    assert accepts(text_event(channel=channel))
