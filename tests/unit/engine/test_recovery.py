"""The table of decisions, row by row, and what the help says of it."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from support.every_row import every_row

from epoch_cli.cli.topics import topic_text
from epoch_cli.engine.recovery import LONGEST_WAIT, TABLE, Decision, Situation, Trigger, as_markdown, decide, message
from epoch_cli.errors import Category, FailureKind

TRANSIENT = ("network", "server", "overloaded", "truncated", "rate")
LASTING = ("auth", "billing", "not_found", "bad_request")


def situation(trigger: Any, **how: Any) -> Situation:
    given: dict[str, Any] = {
        "accepted": False,
        "done": {},
        "allowed": {"retry": 3, "continue": 3, "correct": 2, "adjust": 2},
        "standbys": 0,
        "retryable": True,
        "affordable": True,
        "seconds": 100.0,
        "wait": None,
        "chance": 1.0,
        "fallback": "default",
    }
    return Situation(trigger, **(given | how))


def actions(trigger: Any, **how: Any) -> list[str]:
    """What is done about the same trouble again and again, until the run ends or somebody else is asked."""
    done: dict[Any, int] = {}
    taken: list[str] = []
    while len(taken) < 20:
        decision = decide(situation(trigger, done=dict(done), **how))
        taken.append(decision.action)
        if decision.action in {"fallback", "fail", "keep", "next", "recheck"}:
            break
        done[decision.action] = done.get(decision.action, 0) + 1
    return taken


def test_every_kind_of_failure_and_every_category_has_a_row() -> None:
    assert set(get_args(FailureKind)) <= set(TABLE)
    assert set(TABLE) == {*get_args(FailureKind), "length", "malformed", "refused", "complexity", "mismatch"}
    assert {row.category for row in TABLE.values()} == set(get_args(Category))


@pytest.mark.parametrize("trigger", TRANSIENT)
def test_what_passes_is_asked_again_before_the_first_accepted_patch(trigger: Trigger) -> None:
    assert actions(trigger) == ["retry", "retry", "retry", "fallback"]
    assert actions(trigger, standbys=1) == ["retry", "retry", "retry", "next"]
    assert actions(trigger, fallback="") == ["retry", "retry", "retry", "fail"]


@every_row("trigger", [*TRANSIENT, "timeout", "length"])
def test_decision_11_after_an_accepted_patch_nothing_is_asked_for_again(trigger: Trigger) -> None:
    taken = actions(trigger, accepted=True)
    assert taken[0] == "continue"
    assert "retry" not in taken


@every_row("trigger", LASTING)
@every_row("accepted", [False, True])
def test_decision_12_what_lasts_never_falls_back_unless_a_chain_is_named(trigger: Trigger, accepted: bool) -> None:
    assert actions(trigger, accepted=accepted) == ["fail"]
    assert actions(trigger, accepted=accepted, standbys=2) == ["next"]
    assert actions(trigger, accepted=accepted, fallback="named") == ["fallback"]


def test_refused_parts_go_back_for_two_rounds_and_then_the_rest_is_kept() -> None:
    assert actions("refused", accepted=True) == ["correct", "correct", "keep"]
    assert actions("complexity", accepted=True) == ["adjust", "adjust", "keep"]
    assert actions("refused") == ["correct", "correct", "fallback"]


def test_a_provider_that_says_so_is_not_asked_again() -> None:
    assert actions("server", retryable=False) == ["fallback"]
    assert actions("server", retryable=False, standbys=1) == ["next"]


def test_nothing_is_asked_without_tokens_money_or_time() -> None:
    for how in ({"affordable": False}, {"seconds": 0.0}):
        assert actions("server", standbys=3, **how) == ["fallback"]
        assert actions("refused", accepted=True, **how) == ["keep"]


def test_an_output_limit_is_gone_on_behind_and_never_falls_back() -> None:
    assert actions("length", accepted=True) == ["continue"] * 3 + ["fail"]
    assert actions("length") == ["adjust", "fail"]


def test_the_wait_is_a_full_jitter_backoff() -> None:
    def most(time: int) -> float:
        return decide(situation("server", done={"retry": time - 1}, chance=1.0)).delay

    assert [most(time) for time in (1, 2, 3)] == [0.25, 0.5, 1.0]
    assert decide(situation("server", chance=0.0)).delay == 0.0
    many = {"retry": 50}
    assert decide(situation("server", done={"retry": 40}, allowed=many)).delay == 8.0


def test_the_delay_of_the_server_is_kept_to() -> None:
    assert decide(situation("rate", wait=7.0, chance=0.0)).delay == 7.0
    assert 7.0 <= decide(situation("rate", wait=7.0, chance=1.0)).delay <= 7.25
    assert decide(situation("rate", wait=LONGEST_WAIT + 1)).action == "fallback"
    assert decide(situation("rate", wait=30.0, seconds=20.0)).action == "fallback"
    assert decide(situation("rate", wait=30.0)).action == "retry"
    assert decide(situation("rate", wait=30.0, standbys=1)).action == "next"


def test_a_message_says_what_happened_and_what_is_done() -> None:
    told = message("rate", Decision("retry", 1.26, 2, 3), "OpenAI gpt-5")
    assert told == "OpenAI gpt-5 asks to slow down: asking again in 1.3 s (2 of 3)"
    assert message("auth", Decision("next"), "anthropic", "openai") == "anthropic did not take the key: asking openai"
    told = message("server", Decision("fallback"), "vLLM", "minimal")
    assert told == "vLLM failed: the offline composer completes what is there"


def test_the_table_in_the_help_is_the_one_that_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    table = as_markdown()
    with capsys.disabled():
        print(f"\n\n{table}")
    assert table.strip() in topic_text("recovery")
    assert all(f"`{trigger}`" in table for trigger in TABLE)
    assert table.count("\n") == len(TABLE) + 2
