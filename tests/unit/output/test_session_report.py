"""What a session comes to, of whole sessions and of what is left of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from epoch_cli.events import Event, NoticeGiven, RunEnded, RunStarted
from epoch_cli.output.session_report import SessionReport, report_markdown, report_text
from epoch_cli.sessions import read_session

EVENTS = list(read_session(Path(__file__).parents[2] / "data" / "sessions" / "format-1.jsonl"))


def of_kinds(*kinds: type[Event]) -> list[Event]:
    return [event for event in EVENTS if isinstance(event, kinds)]


def test_nothing_recorded_has_no_facts() -> None:
    report = SessionReport.of([])
    assert list(report.facts()) == []
    assert report.attempts == []
    assert "attempt" not in report_text(report)


def test_a_run_without_an_attempt_counts_no_tokens() -> None:
    report = SessionReport.of(of_kinds(RunStarted, RunEnded))
    assert dict(report.facts())["prompt"] == "login form"
    assert "tokens" not in dict(report.figures())
    assert "tokens" in dict(SessionReport.of(EVENTS).figures())
    assert "## Attempts" not in report_markdown(report, "s")
    assert "## Attempts" in report_markdown(SessionReport.of(EVENTS), "s")


def test_what_went_wrong_is_told_once_with_how_often() -> None:
    notice = NoticeGiven(at=1.0, attempt=1, code="x", message="no `temperature`")
    (ended,) = of_kinds(RunEnded)
    assert isinstance(ended, RunEnded)
    broken = replace(ended, status="failed", error={"message": "the server | is gone", "remedy": "wait"})
    report = SessionReport.of([*EVENTS[:-1], notice, notice, broken])
    assert dict(report.facts())["error"] == "the server | is gone"
    assert list(report.found()) == ["note: no `temperature` (2 times)"]
    assert "note: no `temperature` (2 times)" in report_text(report)
    assert "## What went wrong" in report_markdown(report, "s")
    assert "## What went wrong" not in report_markdown(SessionReport.of(EVENTS), "s")
