"""How far a run is, from its events alone; and that no time is told which nobody knows."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from support.every_row import every_row
from support.examples import examples
from support.scripted import ScriptedProvider, add, container, run, says, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.events import (
    AttemptStarted,
    Event,
    PatchAccepted,
    RunEnded,
    RunStarted,
    StageEntered,
    TextReceived,
    UsageReported,
)
from epoch_cli.output.live import LiveTree
from epoch_cli.output.narration import Narrator
from epoch_cli.output.progress import Pace, Progress, left_text, progress_text, stage_line
from epoch_cli.providers.tokens import estimate_tokens

WORD = "word "  # a token
EXPECTED = {"sessions": 12.0, "seconds": 20.0, "patches": 10.0, "output_tokens": 1000.0}


def started(expected: dict[str, Any] | None = None) -> RunStarted:
    return RunStarted(
        at=0.0, session="s", epoch="0", started="", prompt="p", provider="x", model="y", title="model", catalog="punk",
        catalog_digest="", profile="strict", expected=expected,
    )  # fmt: skip


def attempt(at: float, number: int = 1) -> AttemptStarted:
    return AttemptStarted(
        at=at, attempt=number, reason="initial", prompt="p", provider="x", model="y", input_tokens=9000
    )


def usage(at: float, tokens: int, cost: str | None, *, estimated: bool = False) -> UsageReported:
    return UsageReported(
        at=at, attempt=1, input_tokens=9000, output_tokens=tokens, estimated=estimated, cost=cost
    )  # fmt: skip


def ended(at: float) -> RunEnded:
    return RunEnded(
        at=at, status="complete", document={}, metrics={}, accepted=0, refused=0, repaired=0, malformed=0
    )  # fmt: skip


def text(begin: float, seconds: float, rate: float, every: float = 0.1) -> list[Event]:
    """An answer that comes at so many tokens a second."""
    count = round(seconds / every)
    words = [round(rate * every * place) for place in range(count + 1)]
    return [
        TextReceived(at=begin + every * place, text=WORD * (words[place] - words[max(place - 1, 0)]))
        for place in range(count + 1)
    ]


def after(*events: Event | list[Event], at: float | None = None) -> Progress:
    pace = Pace()
    for each in events:
        for event in each if isinstance(each, list) else [each]:
            pace.feed(event)
    return pace.progress(at)


def test_the_stage_is_the_last_that_was_entered() -> None:
    assert after(started()).stage == ""
    assert after(started(), StageEntered(at=0, stage="preparing"), StageEntered(at=1, stage="correcting")).stage == (
        "correcting"
    )


def test_tokens_are_estimated_while_text_comes_and_counted_once_they_are_told() -> None:
    words = [TextReceived(at=1.0, text=WORD) for _ in range(300)]
    coming = after(started(), attempt(0), words)
    assert coming.estimated
    assert coming.tokens == pytest.approx(estimate_tokens(WORD * 300), rel=0.1)
    counted = after(started(), attempt(0), words, usage(2, 321, "0.5"), attempt(2, 2), words)
    assert counted.tokens == 321 + coming.tokens
    assert counted.estimated
    over = after(started(), attempt(0), words, usage(2, 321, "0.5"))
    assert (over.tokens, over.estimated) == (321, False)
    assert after(usage(2, 321, None, estimated=True)).estimated


def test_the_cost_is_known_only_while_that_of_each_attempt_is() -> None:
    assert after(usage(1, 1, "0.10"), usage(2, 1, "0.05")).cost == Decimal("0.15")
    assert after(usage(1, 1, "0.10"), usage(2, 1, None)).cost is None
    assert after(usage(1, 1, "a lot")).cost is None


def test_the_rate_is_that_of_the_last_seconds() -> None:
    assert after(started(), attempt(0)).rate is None
    steady = after(started(), attempt(0), text(1, 4, 50))
    assert steady.rate == pytest.approx(50, rel=0.15)
    faster = after(started(), attempt(0), text(1, 20, 20), text(21.1, 8, 80))
    assert faster.rate == pytest.approx(80, rel=0.15)


def test_a_stream_that_stands_still_gets_slower() -> None:
    events = [started(), attempt(0), text(1, 4, 50)]
    now, later = after(*events, at=5.0).rate, after(*events, at=45.0).rate
    assert now is not None
    assert later is not None
    assert later < now / 5


def test_how_long_nothing_has_come_is_known_and_whether_anything_has() -> None:
    assert after(started(), attempt(2), at=9.0)[6:8] == (7.0, False)
    events = [started(), attempt(2), text(3, 1, 50)]
    told = after(*events, at=24.0)
    assert (round(told.silent), told.answered) == (20, True)
    assert after(*events, attempt(25, 2), at=26.0)[6:8] == (1.0, False)


def test_between_two_attempts_nothing_is_fast_or_slow() -> None:
    assert after(started(), attempt(0), text(1, 4, 50), attempt(9, 2), at=20.0).rate is None


# ---------------------------------------------------------------- what is left


def test_without_a_history_nobody_knows() -> None:
    assert after(started(), attempt(0), text(1, 4, 50)).left is None


def test_before_the_answer_comes_it_is_what_past_runs_took() -> None:
    assert after(started(EXPECTED), attempt(0), at=4.0).left == 16
    assert after(started({"seconds": 20.0}), attempt(0), text(1, 3, 50), at=4.0).left == 16


def test_the_more_is_there_the_more_it_goes_by_how_fast_it_comes() -> None:
    begun = after(started(EXPECTED), attempt(0), text(1, 1, 100)).left
    half = after(started(EXPECTED), attempt(0), text(1, 5, 100)).left
    most = after(started(EXPECTED), attempt(0), text(1, 9.5, 100)).left
    assert begun is not None
    assert half is not None
    assert most is not None
    assert begun == pytest.approx(18, abs=2)
    assert most == pytest.approx(0.7, abs=0.7)
    assert begun > half > most


@pytest.mark.parametrize(
    "beyond",
    [
        pytest.param([text(1, 11, 100)], id="more tokens"),
        pytest.param([text(1, 2, 100), attempt(20.5, 2)], id="more seconds"),
        pytest.param([text(1, 2, 100), ended(5)], id="the end"),
    ],
)
def test_beyond_what_was_expected_there_is_no_estimate(beyond: list[Any]) -> None:
    assert after(started(EXPECTED), attempt(0), *beyond).left is None


def test_the_clock_may_go_on_without_events_but_not_behind_the_end() -> None:
    assert after(started(EXPECTED), at=3.0).elapsed == 3
    assert after(started(EXPECTED), ended(2.0), at=9.0).elapsed == 2


@pytest.mark.parametrize(
    "expected",
    [{}, {"seconds": "many"}, {"seconds": None, "output_tokens": []}, {"seconds": -5.0, "output_tokens": -1.0}],
)
def test_what_is_expected_in_a_session_that_was_changed_is_nothing(expected: dict[str, Any]) -> None:
    assert after(started(expected), attempt(0), text(1, 4, 50)).left is None


@settings(max_examples=examples(60))
@given(
    st.floats(0, 1e6),
    st.floats(0, 1e6),
    st.lists(st.tuples(st.floats(0, 100), st.integers(0, 50)), max_size=30),
    st.floats(0, 1000),
)
def test_it_is_never_negative_and_never_said_to_be_exact(
    seconds: float, tokens: float, pieces: list[tuple[float, int]], at: float
) -> None:
    pace, now = Pace(), 0.0
    pace.feed(started({"seconds": seconds, "output_tokens": tokens}))
    for pause, words in pieces:
        now += pause
        pace.feed(TextReceived(at=now, text=WORD * words))
        progress = pace.progress(now + at)
        assert progress.left is None or progress.left >= 0
        assert progress.rate is None or progress.rate >= 0
        assert "left" not in progress_text(progress) or "~" in progress_text(progress)


# ---------------------------------------------------------------- in words


@every_row(
    ("seconds", "said"),
    [(0.0, "~1 s"), (7.6, "~8 s"), (33.0, "~35 s"), (89.0, "~90 s"), (125.0, "~2 min"), (3600.0, "~60 min")],
)
def test_a_time_is_told_no_more_exactly_than_it_is_known(seconds: float, said: str) -> None:
    assert left_text(seconds) == said


def test_what_is_not_known_is_not_said() -> None:
    assert progress_text(Progress()) == ""
    assert progress_text(Progress(tokens=321)) == "321 tokens"
    assert progress_text(Progress(tokens=340, estimated=True, rate=44.6, left=8.2)) == (
        "~340 tokens, 45 tokens/s, ~8 s left"
    )
    assert stage_line(Progress(stage="context")) == "stage: context"
    assert stage_line(Progress(stage="complete", patches=1, tokens=3)) == "stage: complete, 1 patch, 3 tokens"


def test_the_narration_tells_each_stage_with_v_alone() -> None:
    events = [started(EXPECTED), StageEntered(at=0.0, stage="generating")]
    for verbosity, said in ((0, []), (1, ["stage: generating, ~20 s left"])):
        narrator = Narrator(verbosity)
        assert [line for event in events for line in narrator.feed(event) if "stage" in line] == said


def test_the_note_below_the_tree_counts_the_time_down_while_nothing_comes() -> None:
    now = 100.0
    file = io.StringIO()
    console = Console(file=file, width=100, height=20, force_terminal=True, legacy_windows=False)

    def drawn() -> str:
        file.truncate(0)
        console.print(tree._picture())
        return file.getvalue()

    with LiveTree(console, clock=lambda: now) as tree:
        tree.feed(started(EXPECTED))
        tree.feed(StageEntered(at=0.0, stage="generating"))
        assert "generating, ~20 s left" in drawn()
        now += 12.0
        assert "generating, ~8 s left" in drawn()
        now += 60.0
        assert "left" not in drawn()


def test_a_run_is_followed_to_what_it_says_at_its_end(punk: Catalog) -> None:
    patches = (add("/root", container(id="page")), add("/root/children/-", text_node("hello")))
    events = run(ScriptedProvider(says(*patches)), punk)
    progress = after(events)
    assert progress.patches == sum(isinstance(event, PatchAccepted) for event in events) == 2
    assert progress.stage == "complete"
    assert progress.elapsed == events[-1].at
    assert progress.tokens > 0
