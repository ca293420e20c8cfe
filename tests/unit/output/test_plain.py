"""A run in flat lines: what a screen shows, for those who do not see one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from support.every_row import every_row
from support.examples import examples
from support.histories import accepted, attempt, diagnostic, ended, found, histories, refused, repaired, started
from support.scripted import add, container, text_node

from epoch_cli.events import (
    BudgetChanged,
    ContextPrepared,
    Event,
    NoticeGiven,
    PatchRefused,
    RecoveryChosen,
    StageEntered,
    TextReceived,
    UsageReported,
)
from epoch_cli.output.plain import PlainLines

GOLDEN = Path(__file__).parents[2] / "golden" / "plain.txt"
SETTINGS = {"caps": {"nodes": 8, "depth": 8, "patches": 500}, "limits": {"tokens": 32_000, "time": 120.0}}
PAGE = container(text_node("Log in"), {"type": "Form", "id": "login", "children": []}, id="page")
EMAIL = {"type": "Input", "id": "email", "props": {"label": "Email"}}
REASON = diagnostic("EP201", "/root/children/1/children/1/type", 'unknown component "Buton"')

RUN: list[Event] = [
    started(prompt="a login form", settings=SETTINGS, base={"root": text_node("old")}),
    StageEntered(at=0.1, stage="generating"),
    attempt(1, at=0.2),
    TextReceived(at=0.5, text="{}" * 30),
    accepted(add("/root", PAGE), 1, 1.0, metrics={"nodes": 3, "depth": 2}),
    repaired(2, "/root/children/1/children/0/props/label", 1.5),
    accepted(add("/root/children/1/children/-", EMAIL), 2, 1.6, metrics={"nodes": 7, "depth": 3}),
    BudgetChanged(at=1.6, meter="nodes", used=7, limit=8, state="near"),
    PatchRefused(
        at=2.0, number=3, patch=add("/root/children/1/children/-", {"type": "Buton", "text": "Go"}),
        diagnostics=[REASON, diagnostic("EP402", "/root/children/1", "too many")],
    ),
    refused({"op": "remove", "path": "/root/children/0"}, 4, 2.1),
    refused(add("/root/children/0/props/size", "huge"), 5, 2.2),
    refused(["no patch"], 6, 2.3),
    NoticeGiven(at=2.5, attempt=1, code="left-out", message="a parameter was left out"),
    UsageReported(at=3.0, attempt=1, input_tokens=90, output_tokens=60, estimated=False, cost="0.25"),
    RecoveryChosen(
        at=3.0, attempt=1, category="INVALID_OUTPUT", trigger="refused", action="correct", delay=0.0,
        message="some of it was refused: asking for it again",
    ),
    attempt(2, "correction", 3.1, provider="other", model="small-2"),
    accepted(add("/root/children/0/text", "Sign in"), 3, 3.5, number=7),
    accepted({"op": "move", "from": "/root/children/0", "path": "/root/children/1"}, 4, 3.6, number=8),
    accepted({"op": "replace", "path": "/root/children/1", "value": container(text_node("in it"))}, 5, 3.7, number=9),
    accepted(add("/root/children/1/children", [text_node("a"), text_node("b")]), 6, 3.8, number=10),
    accepted({"op": "remove", "path": "/root/children/1"}, 7, 3.9, number=11, origin="undo"),
    accepted(add("/metadata", {"title": "x"}), 8, 4.0, number=11, origin="fallback"),
    attempt(3, "refine", 4.1, prompt="in blue"),
    StageEntered(at=5.0, stage="validating"),
    found("EP001", 5.0),
    found("EP402", 5.0),
    StageEntered(at=5.1, stage="complete"),
    ended(
        None, 5.2, status="fallback", fallback="previous", accepted=8, refused=4, repaired=1,
        metrics={"nodes": 3, "depth": 2, "bindings": 0, "handlers": 0, "score": 3},
        error={"message": "other failed", "remedy": "ask again", "exit_code": 3},
    ),
]  # fmt: skip


def said(events: list[Event], verbosity: int = 0) -> list[str]:
    plain = PlainLines(verbosity)
    return [*(line for event in events for line in plain.feed(event)), *plain.close()]


def test_a_run_in_plain_lines() -> None:
    assert "\n".join(said(RUN)) + "\n" == GOLDEN.read_text("utf-8")


def test_what_prompts_are_made_of_is_said_when_it_is_asked_for() -> None:
    events = [
        started(),
        ContextPrepared(at=0.1, attempt=1, budget={"system": 10, "left": 90}),
        UsageReported(at=3.0, attempt=1, input_tokens=90, output_tokens=60, estimated=False, cost="0.25"),
    ]
    assert len(said(events, 1)) > len(said(events))
    assert "usage: attempt 1, 90 tokens in, 60 out, cost $0.2500" in said(events, 1)


def test_a_run_without_an_end_is_told_as_such() -> None:
    assert said([started()])[-1] == "outcome: cut off, there is no end"


@settings(max_examples=examples(30), deadline=None)
@given(histories())
def test_each_line_is_one_fact_and_begins_with_what_it_is(events: list[Event]) -> None:
    for line in said(events):
        assert re.match(r"[a-z]+: \S", line), line
        assert line.isprintable()


HOSTILE = "\x1b]0;owned\x07[@click=app.quit]x[/]\u202e\r\nadded: nothing" + "y" * 10_000


@every_row("place", ["type", "id", "text", "prompt", "message", "path"])
def test_what_a_model_writes_is_never_more_than_text_on_its_line(place: str) -> None:
    node: dict[str, Any] = {"type": "Text", "text": "x"} | ({place: HOSTILE} if place in {"type", "id", "text"} else {})
    events: list[Event] = [
        started(prompt=HOSTILE if place == "prompt" else "p"),
        attempt(1),
        accepted(add("/root", container(node)), 1),
        NoticeGiven(at=0.0, attempt=1, code="x", message=HOSTILE if place == "message" else "m"),
        refused(add(HOSTILE if place == "path" else "/root/children/-", node), 2),
        repaired(3, HOSTILE),
        accepted({"op": "remove", "path": "/root/children/0"}, 2, number=3),
    ]
    lines, harmless = said(events), said(events[:1])
    assert all(line.isprintable() for line in lines)
    assert any(r"\x1b]0;owned" in line for line in lines)
    assert len(lines) == len(harmless) + 8
