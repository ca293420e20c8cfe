"""Events as lines of a session file: each comes back as it was, and what is no event is refused."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import Any, get_args

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli import SessionError
from epoch_cli.errors import Category
from epoch_cli.events import (
    EVENT_TYPES,
    FORMAT,
    Action,
    AttemptEnded,
    AttemptStarted,
    BudgetChanged,
    Channel,
    ContextPrepared,
    DiagnosticFound,
    Event,
    Meter,
    NoticeGiven,
    PatchAccepted,
    PatchRefused,
    Reason,
    RecoveryChosen,
    RepairMade,
    RunEnded,
    RunStarted,
    Stage,
    StageEntered,
    Status,
    TextReceived,
    UsageReported,
    decode,
    encode,
    from_json,
    to_json,
)
from epoch_cli.validation import Diagnostic, Repair, Severity
from epoch_cli.validation.diagnostics import Fix

words = st.text(max_size=20)
counts = st.integers(0, 10**9)
seconds = st.floats(0, 1e6, allow_nan=False)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
tables = st.dictionaries(words, values, max_size=3)
metrics = st.dictionaries(st.sampled_from(["nodes", "depth", "score"]), counts)
said = st.text(min_size=1, max_size=20)  # a diagnostic always has a code and a message
fixes = st.builds(
    Fix, name=words, grade=st.sampled_from(["lossless", "lossy"]), message=words,
    patches=st.lists(st.dictionaries(words, values, max_size=3), max_size=2).map(tuple),
)  # fmt: skip
diagnostics = st.builds(
    Diagnostic, code=said, severity=st.sampled_from(Severity), message=said, pointer=words, hint=words, rule=words,
    line=counts, column=counts, fix=st.none() | fixes,
)  # fmt: skip
repairs = st.builds(
    Repair, name=words, grade=st.sampled_from(["lossless", "lossy"]), pointer=words, message=words
)  # fmt: skip

EVENTS: dict[type, st.SearchStrategy[Any]] = {
    RunStarted: st.builds(
        RunStarted, at=seconds, session=words, epoch=words, started=words, prompt=words, provider=words, model=words,
        title=words, catalog=words, catalog_digest=words, profile=words, base=st.none() | tables, continues=words,
        history=st.lists(tables, max_size=2), settings=tables, cached=words,
        expected=st.none() | st.dictionaries(words, seconds, max_size=3),
    ),
    StageEntered: st.builds(StageEntered, at=seconds, stage=st.sampled_from(get_args(Stage))),
    ContextPrepared: st.builds(
        ContextPrepared, at=seconds, attempt=counts, budget=st.dictionaries(words, counts, max_size=3),
        left_out=st.dictionaries(words, st.lists(words, max_size=2), max_size=2),
    ),
    AttemptStarted: st.builds(
        AttemptStarted, at=seconds, attempt=counts, reason=st.sampled_from(get_args(Reason)), prompt=words,
        provider=words, model=words, input_tokens=counts, strict=st.booleans(),
    ),
    AttemptEnded: st.builds(AttemptEnded, at=seconds, attempt=counts, finish=words, error=tables),
    RecoveryChosen: st.builds(
        RecoveryChosen, at=seconds, attempt=counts, category=st.sampled_from(get_args(Category)), trigger=words,
        action=st.sampled_from(get_args(Action)), delay=seconds, message=words,
    ),
    TextReceived: st.builds(TextReceived, at=seconds, text=words, channel=st.sampled_from(get_args(Channel))),
    PatchAccepted: st.builds(
        PatchAccepted, at=seconds, number=counts, sequence=counts, patch=tables, inverse=st.lists(tables, max_size=2),
        metrics=metrics, origin=st.sampled_from(["model", "undo", "fallback"]),
    ),
    PatchRefused: st.builds(
        PatchRefused, at=seconds, number=counts, patch=values, diagnostics=st.lists(diagnostics, max_size=3)
    ),
    RepairMade: st.builds(RepairMade, at=seconds, number=counts, repair=repairs),
    DiagnosticFound: st.builds(DiagnosticFound, at=seconds, diagnostic=diagnostics),
    BudgetChanged: st.builds(
        BudgetChanged, at=seconds, meter=st.sampled_from(get_args(Meter)), used=seconds, limit=seconds,
        state=st.sampled_from(["near", "reached"]),
    ),
    UsageReported: st.builds(
        UsageReported, at=seconds, attempt=counts, input_tokens=counts, output_tokens=counts, estimated=st.booleans(),
        cached_tokens=st.none() | counts, cost=st.none() | st.decimals(0, 9, places=4).map(str),
    ),
    NoticeGiven: st.builds(NoticeGiven, at=seconds, attempt=counts, code=st.just("model-retiring"), message=words),
    RunEnded: st.builds(
        RunEnded, at=seconds, status=st.sampled_from(get_args(Status)), document=tables, metrics=metrics,
        accepted=counts, refused=counts, repaired=counts, malformed=counts, error=tables,
        fallback=st.sampled_from(["", "previous", "minimal", "empty"]), validation=seconds,
    ),
}  # fmt: skip


def test_every_type_of_event_is_looked_at_here() -> None:
    assert set(EVENTS) == set(EVENT_TYPES.values()) == set(get_args(Event))
    assert len(EVENT_TYPES) == len(EVENTS)


@given(st.one_of(*EVENTS.values()))
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert decode(encode(event)) == event
    assert from_json(json.loads(json.dumps(to_json(event)))) == event


@given(st.one_of(*EVENTS.values()))
def test_an_event_is_one_line_of_json_that_says_what_it_is(event: Event) -> None:
    line = encode(event)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    row = json.loads(line)
    assert next(iter(row)) == "event"
    assert EVENT_TYPES[row["event"]] is type(event)
    assert set(row) == {"event", *(each.name for each in fields(event))}


@given(st.one_of(*EVENTS.values()))
def test_encoding_again_gives_the_same_bytes(event: Event) -> None:
    assert encode(decode(encode(event))) == encode(event)


def test_events_are_equal_when_they_tell_the_same() -> None:
    entered = StageEntered(at=1.0, stage="generating")
    assert entered == StageEntered(at=1.0, stage="generating")
    assert hash(entered) == hash(StageEntered(at=1.0, stage="generating"))
    assert entered != StageEntered(at=1.0, stage="context")
    assert entered != ("generating", 1.0)
    assert repr(entered) == "StageEntered(at=1.0, stage='generating')"


@pytest.mark.parametrize("text", ["\ud83d", "\udc00 tail", "a\ud800b", "\ude00\ud83d"])
def test_half_a_character_comes_back_as_it_was(text: str) -> None:
    """A provider may cut inside a character (design section 5), and its text is recorded exactly."""
    event = TextReceived(at=0.0, text=text)
    assert decode(encode(event)) == event


def test_the_order_of_keys_in_a_document_is_kept() -> None:
    document = {"z": 1, "a": {"y": 2, "b": 3}}
    event = RunEnded(
        at=1.0, status="complete", document=document, metrics={}, accepted=0, refused=0, repaired=0, malformed=0
    )
    found = decode(encode(event))
    assert isinstance(found, RunEnded)
    assert json.dumps(found.document) == json.dumps(document)


def test_fields_of_a_later_epoch_are_passed_over() -> None:
    row = {**to_json(TextReceived(at=1.0, text="x")), "language": "en"}
    assert decode(orjson.dumps(row)) == TextReceived(at=1.0, text="x")


@pytest.mark.parametrize(
    ("event", "where"),
    [
        (DiagnosticFound(at=0.0, diagnostic=Diagnostic("EP001", Severity.ERROR, "m", "")), "diagnostic"),
        (RepairMade(at=0.0, number=1, repair=Repair("r", "lossless", "", "m")), "repair"),
    ],
)
def test_fields_of_a_later_epoch_are_passed_over_deep_inside_too(event: Event, where: str) -> None:
    row = to_json(event)
    row[where] = {**row[where], "confidence": 0.5}
    assert from_json(row) == event


def test_fields_with_a_default_may_be_missing() -> None:
    assert decode(b'{"event": "text", "at": 1, "text": "x"}') == TextReceived(at=1, text="x")


def test_the_format_is_in_the_first_event() -> None:
    assert [each.default for each in fields(RunStarted) if each.name == "format"] == [FORMAT]


NO_EVENTS = {
    "nothing": b"",
    "no json": b"{",
    "not utf-8": b'{"event": "\xff"}',
    "a list": b"[]",
    "a word": b'"text"',
    "null": b"null",
    "no kind": b'{"at": 1}',
    "an unknown kind": b'{"event": "party", "at": 1}',
    "a kind that is a list": b'{"event": ["text"], "at": 1}',
    "a kind that is null": b'{"event": null}',
    "a field is missing": b'{"event": "text", "at": 1}',
    "a diagnostic that is a word": b'{"event": "diagnostic", "at": 1, "diagnostic": "x"}',
    "a diagnostic without a severity": b'{"event": "diagnostic", "at": 1, "diagnostic": {"code": "EP001"}}',
    "a diagnostic of an unknown severity": (
        b'{"event": "diagnostic", "at": 1, "diagnostic": '
        b'{"code": "x", "severity": "fatal", "message": "", "pointer": ""}}'
    ),
    "a diagnostic without a message": (
        b'{"event": "diagnostic", "at": 1, "diagnostic": {"code": "x", "severity": "error", "pointer": ""}}'
    ),
    "diagnostics that are a number": b'{"event": "patch_refused", "at": 1, "number": 1, "patch": {}, "diagnostics": 5}',
    "diagnostics that are words": b'{"event": "patch_refused", "at": 1, "number": 1, "patch": 1, "diagnostics": [1]}',
    "a repair that is null": b'{"event": "repair", "at": 1, "number": 1, "repair": null}',
    "a time that is infinite": b'{"event": "text", "at": 1e400, "text": ""}',
    "a time of any length": b'{"event": "text", "at": 1' + b"0" * 400 + b', "text": ""}',
    "counts that are none": (
        b'{"event": "patch_accepted", "at": 1, "number": 1, "sequence": 1, "patch": {}, "inverse": [], '
        b'"metrics": {"nodes": {"a": 1}}}'
    ),
    "an inverse of words": (
        b'{"event": "patch_accepted", "at": 1, "number": 1, "sequence": 1, "patch": {}, "inverse": ["x"], '
        b'"metrics": {}}'
    ),
    "a repair that is empty": b'{"event": "repair", "at": 1, "number": 1, "repair": {}}',
}


@given(words)
def test_no_line_holds_what_a_terminal_obeys_or_a_tool_breaks_it_at(text: str) -> None:
    line = encode(TextReceived(at=0, text=text + "\x9b31m\u2028\u2029\u202e\u2066", channel="text")).decode()
    assert len(line.splitlines()) == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x80-\x9f\u2028-\u202e\u2066-\u2069]", line)


@every_row("line", NO_EVENTS.values(), ids=NO_EVENTS.keys())
def test_what_is_no_event_is_refused_as_such(line: bytes) -> None:
    with pytest.raises(SessionError) as refused:
        decode(line)
    assert refused.value.exit_code == 6
    assert refused.value.remedy
    assert "\n" not in refused.value.message
