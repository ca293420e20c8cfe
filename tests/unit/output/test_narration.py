"""What is said on stderr: which events are worth a line at which verbosity, and that a line is only text."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from support.every_row import every_row

from epoch_cli import Event
from epoch_cli.events import (
    AttemptStarted,
    BudgetChanged,
    DiagnosticFound,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunEnded,
    RunStarted,
    StageEntered,
    TextReceived,
    UsageReported,
)
from epoch_cli.output.narration import SHOWN, Narrator, finding_line, narrate, summary_lines, usage_text
from epoch_cli.validation import Diagnostic, Repair, Severity

FINDING = Diagnostic("EP201", Severity.ERROR, "unknown component “Marquee”", "/root/children/2/type", "use Text")
STARTED = RunStarted(
    at=0.0, session="20260101-000000-abcdef", epoch="0.1.0", started="2026", prompt="a page", provider="scripted",
    model="script-1", title="scripted model", catalog="punk", catalog_digest="", profile="strict",
)  # fmt: skip
ENDED = RunEnded(
    at=1.25, status="complete", document={}, metrics={"nodes": 7, "score": 12}, accepted=5, refused=0, repaired=0,
    malformed=0,
)  # fmt: skip
EVENTS: list[Event] = [
    STARTED,
    AttemptStarted(at=0, attempt=2, reason="refine", prompt="p", provider="x", model="y", input_tokens=100),
    TextReceived(at=0, text="x"),
    PatchAccepted(
        at=0, number=4, sequence=3, patch={"op": "add", "path": "/root", "value": 1}, inverse=[], metrics={}
    ),
    PatchRefused(at=0, number=5, patch={}, diagnostics=[FINDING]),
    RepairMade(at=0, number=6, repair=Repair("missing-container", "lossless", "/root", "the node had no children")),
    DiagnosticFound(at=0, diagnostic=FINDING),
    BudgetChanged(at=0, meter="nodes", used=40, limit=50, state="near"),
    UsageReported(at=0, attempt=1, input_tokens=10, output_tokens=20, estimated=True),
    ENDED,
]  # fmt: skip
HOSTILE = "x\x1b[31m\u202e\n[/oops]\x07"


def said(verbosity: int) -> set[str]:
    return {event.kind for event in EVENTS if list(narrate(event, verbosity))}


def test_refusals_and_findings_are_always_said() -> None:
    assert said(0) == {"patch_refused", "diagnostic"}


def test_more_is_said_with_each_v() -> None:
    assert said(1) == said(0) | {"run_started", "repair", "budget", "usage"}
    assert said(2) == said(1) | {"attempt_started", "patch_accepted"}


def test_a_refusal_is_one_line_a_reason() -> None:
    event = PatchRefused(at=0, number=5, patch={}, diagnostics=[FINDING, FINDING])
    assert (
        list(narrate(event, 0))
        == ["refused patch 5: /root/children/2/type: EP201 error: unknown component “Marquee” (use Text)"] * 2
    )


def test_a_finding_without_a_place_is_about_the_text() -> None:
    assert finding_line(FINDING._replace(pointer="", hint="")) == "text: EP201 error: unknown component “Marquee”"


def test_estimates_are_marked_and_counts_are_not() -> None:
    usage = UsageReported(at=0, attempt=1, input_tokens=10, output_tokens=20, estimated=True)
    assert list(narrate(usage, 1)) == ["attempt 1: ~10 tokens in, ~20 out, cost unknown"]
    assert list(narrate(replace(usage, estimated=False), 1)) == ["attempt 1: 10 tokens in, 20 out, cost unknown"]


def test_what_several_attempts_took_is_added_up_with_what_of_it_is_known() -> None:
    one = UsageReported(at=0, attempt=1, input_tokens=1200, output_tokens=90, estimated=False, cached_tokens=1000,
                        cache_write_tokens=50, thinking_tokens=30, cost="0.0100")  # fmt: skip
    two = UsageReported(at=1, attempt=2, input_tokens=300, output_tokens=10, estimated=True, cost="0.0023")
    told = usage_text([one, two])
    assert told == "~1500 tokens in (1000 from the cache, 50 into the cache), ~100 out (30 thought), cost ~$0.0123"
    assert usage_text([one, replace(two, cost=None)]).endswith("cost unknown")


@pytest.mark.parametrize("cost", ["much", "NaN", "Infinity", ""])
def test_a_cost_that_somebody_wrote_into_a_session_is_unknown_and_no_error(cost: str) -> None:
    usage = UsageReported(at=0, attempt=1, input_tokens=1, output_tokens=1, estimated=False, cost=cost)
    assert usage_text([usage]).endswith("cost unknown")


def summary(**changes: Any) -> str:
    return "\n".join(summary_lines(STARTED, replace(ENDED, **changes), ["saved: login.json"]))


def test_the_summary_says_how_it_went_what_it_weighs_who_wrote_and_where_it_is() -> None:
    said = summary()
    assert said.startswith("done: 5 patches, 7 nodes, 12 points, 1.2 s")
    assert "scripted model" in said
    assert "login.json" in said
    assert all(len(line) <= 80 for line in said.splitlines())


@pytest.mark.parametrize(
    ("status", "word"),
    [("complete", "done"), ("cancelled", "kept"), ("timeout", "kept"), ("budget", "kept"), ("failed", "failed")],
)
def test_the_summary_says_every_ending(status: Any, word: str) -> None:
    assert word in summary(status=status).splitlines()[0]


def test_a_summary_of_what_was_taken_back_says_that_nothing_is_kept() -> None:
    line = summary(status="cancelled", document={}, accepted=18).splitlines()[0]
    assert line.startswith("cancelled; everything was taken back, and nothing is kept: 7 nodes")
    assert "everything" not in summary(status="cancelled", document={}, accepted=0)


@pytest.mark.parametrize(("at", "text"), [(-173.0, "0.0 s"), (59.94, "59.9 s"), (1e308, "1e+308 s")])
def test_a_time_that_somebody_wrote_into_a_session_is_shown_shortly(at: float, text: str) -> None:
    assert summary(at=at).splitlines()[0].endswith(f", {text}")


def test_the_summary_tells_refusals_repairs_and_faults_only_when_there_are_some() -> None:
    assert "1 refused, 2 repaired, 3 malformed" in summary(refused=1, repaired=2, malformed=3)
    assert not {"refused", "repaired", "malformed"} & set(summary().replace(",", "").split())


def test_the_summary_tells_an_error_with_its_remedy() -> None:
    error = {"category": "X", "message": "connection reset", "remedy": "ask again", "exit_code": 3}
    assert "epoch: connection reset; ask again" in summary(status="failed", error=error).splitlines()


def test_the_summary_names_each_repair_the_most_frequent_first() -> None:
    lines = list(summary_lines(STARTED, ENDED, [], {"trailing-comma": 1, "extra-closer": 5, "a": 1}))
    assert lines[1] == "repaired: 5 × extra-closer, 1 × a, 1 × trailing-comma"
    assert not any(line.startswith("repaired") for line in summary_lines(STARTED, ENDED, [], {}))
    assert all(line.isprintable() for line in summary_lines(STARTED, ENDED, [], {HOSTILE: 1}))


def test_the_summary_of_a_cached_answer_says_so_and_counts_nothing_as_spent() -> None:
    spent = UsageReported(at=1.0, attempt=1, input_tokens=9, output_tokens=9, estimated=False, cost="0.5")
    cached = replace(STARTED, cached="20261121-140312-5f21c0")
    lines = list(summary_lines(cached, ENDED, [], usage=[spent]))
    assert lines[0] == "done: 5 patches, 7 nodes, 12 points"  # the seconds are those of the answer, not of this run
    assert "cached: the answer of session 20261121-140312-5f21c0; --refresh asks again" in lines
    assert "usage: nothing, cached" in lines
    assert all(len(line) <= 80 for line in lines)
    assert "cached" not in "".join(summary_lines(STARTED, ENDED, [], usage=[spent]))


def test_a_text_that_was_read_has_no_known_author() -> None:
    read = list(summary_lines(replace(STARTED, provider="stdin", title="stdin", model=""), ENDED, []))
    assert "read from: stdin" in read
    wrote = (STARTED.provider, STARTED.model)
    assert "written by: scripted model" in list(summary_lines(STARTED, ENDED, [], writers=[wrote]))
    both = list(summary_lines(STARTED, ENDED, [], writers=[wrote, ("openai", "gpt")]))
    assert "written by: scripted model, then openai gpt" in both
    assert "asked: scripted model" in list(summary_lines(STARTED, ENDED, []))
    asked = list(summary_lines(STARTED, ENDED, [], asked=[wrote, ("openai", "gpt")]))
    assert "asked: scripted model, then openai gpt" in asked


FAULT = DiagnosticFound(at=0, diagnostic=Diagnostic("EP001", Severity.WARNING, "not JSON, at 1:2", "", "passed over"))


def heard(narrator: Narrator, *events: Event) -> list[str]:
    return [line for event in events for line in narrator.feed(event)]


def test_the_first_findings_about_a_text_are_said_and_the_others_counted() -> None:
    narrator = Narrator(0)
    assert len(heard(narrator, *[FAULT] * (SHOWN + 3))) == SHOWN
    assert heard(narrator, EVENTS[4])  # a refusal is said all the same
    assert list(narrator.close()) == ["3 more findings about the text; -v shows all"]


def test_a_finding_about_the_document_is_said_once_though_it_is_found_again() -> None:
    found = DiagnosticFound(
        at=0, diagnostic=Diagnostic("EP301", Severity.ERROR, "no such prop", "/root/props/x", "remove it")
    )
    other = replace(found, diagnostic=found.diagnostic._replace(pointer="/root/props/y"))
    assert heard(Narrator(0), found, other, found, other) == [
        finding_line(found.diagnostic),
        finding_line(other.diagnostic),
    ]


UNMET = DiagnosticFound(
    at=0, diagnostic=Diagnostic("EW001", Severity.INFO, "not understood: “comic sans”", "", "other words")
)


@pytest.mark.parametrize("drawn", [False, True])
def test_what_of_a_wish_was_not_understood_stays_said_when_the_document_is_looked_at_anew(drawn: bool) -> None:
    narrator = Narrator(0, drawn=drawn)
    lines = heard(narrator, UNMET, StageEntered(at=0, stage="validating"))
    lines += narrator.close()
    assert lines == ["prompt: EW001 info: not understood: “comic sans” (other words)"]


def test_each_turn_says_what_it_did_not_understand() -> None:
    assert len(heard(Narrator(0), UNMET, UNMET)) == 2


def test_with_v_all_findings_about_a_text_are_said() -> None:
    narrator = Narrator(1)
    assert len(heard(narrator, *[FAULT] * (SHOWN + 3))) == SHOWN + 3
    assert list(narrator.close()) == []


@pytest.mark.parametrize(("verbosity", "repairs"), [(0, 0), (1, 1)])
def test_where_a_tree_is_drawn_they_are_said_at_the_end(verbosity: int, repairs: int) -> None:
    narrator = Narrator(verbosity, drawn=True)
    refusals = [EVENTS[4]] * (SHOWN + 1)
    assert heard(narrator, *EVENTS, *refusals, *[FAULT] * (SHOWN + 3)) == []
    lines = list(narrator.close())
    assert sum("refused patch 5" in line for line in lines) == (SHOWN + 2 if verbosity else SHOWN)
    assert sum("EP001" in line for line in lines) == (SHOWN + 3 if verbosity else SHOWN)
    assert sum("missing-container" in line for line in lines) == repairs
    more = ["2 more refused patches; -v shows all", "3 more findings about the text; -v shows all"]
    assert lines[-2:] == more if verbosity == 0 else not any("-v shows all" in line for line in lines)


def test_where_the_document_is_drawn_only_the_findings_of_the_last_look_at_it_are_said() -> None:
    mended = DiagnosticFound(at=0, diagnostic=Diagnostic("EP701", Severity.WARNING, "no submit", "/root", "add one"))
    left = replace(mended, diagnostic=mended.diagnostic._replace(code="EP702", message="no heading"))
    look = StageEntered(at=0, stage="validating")
    narrator = Narrator(0, drawn=True)
    assert heard(narrator, look, mended, left, look, left) == []
    assert list(narrator.close()) == [finding_line(left.diagnostic)]


def spoiled(event: Event) -> Event:
    """The event with hostile text wherever it holds free text, as in a session that somebody else has made."""
    free = [
        each.name for each in fields(event) if "Literal" not in str(each.type) and each.type not in {"Meter", "Status"}
    ]
    return replace(event, **{name: spoil(getattr(event, name)) for name in free})


def spoil(value: Any) -> Any:
    if isinstance(value, Severity):
        return value
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, dict):
        return {key: item if key == "op" else spoil(item) for key, item in value.items()}
    if isinstance(value, list):
        return [spoil(item) for item in value]
    if isinstance(value, Diagnostic):
        return value._make(spoil(each) for each in value)
    if isinstance(value, Repair):
        return spoiled(value)  # type: ignore[arg-type]
    return value


@every_row("event", EVENTS, ids=lambda event: event.kind)
def test_a_line_is_only_text_whatever_the_event_holds(event: Event) -> None:
    for line in narrate(spoiled(event), 2):
        assert line.isprintable(), line


def test_the_summary_is_only_text_whatever_the_events_hold() -> None:
    error = {"category": HOSTILE, "message": HOSTILE, "remedy": HOSTILE, "exit_code": 3}
    ended = replace(ENDED, status="failed", error=error)
    for line in summary_lines(spoiled(STARTED), ended, []):  # type: ignore[arg-type]
        assert line.isprintable(), line


def test_a_finding_with_a_hostile_place_is_only_text() -> None:
    assert finding_line(FINDING, f"{HOSTILE}.json/root/props/{HOSTILE}").isprintable()
