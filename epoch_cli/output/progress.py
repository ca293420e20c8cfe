"""How far a run has come: a fold of its events, the same for a live run and for a replay.

The time that is left is told only where past runs of the same provider and model say what to expect
(`RunStarted.expected`), and not once a run goes beyond that: then nobody knows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal, NamedTuple

from epoch_cli.events import (
    AttemptStarted,
    Event,
    PatchAccepted,
    RunEnded,
    RunStarted,
    Stage,
    StageEntered,
    TextReceived,
    UsageReported,
)
from epoch_cli.providers.tokens import TokenCounter
from epoch_cli.sessions.costs import dollars

WINDOW: Final = 5.0
"""Seconds over which the rate is measured: long enough to be steady, short enough to be of now."""

_APART: Final = 0.25
"""Seconds between two measurements; so the window holds a score of them, however fast pieces come."""


class Progress(NamedTuple):
    """Where a run is.

    Attributes:
        stage: as of its last `StageEntered`; empty before the first.
        patches: how many were accepted.
        tokens: about how many tokens of answers have come, of all attempts; exact once the provider has counted.
        estimated: whether any of `tokens` is an estimate.
        cost: US dollars of the attempts that are over; None when that of any is not known (decision 13).
        rate: tokens a second, of late; None while nothing is known.
        silent: for how many seconds nothing of this answer has come; since it was asked for, if nothing came at all.
        answered: whether anything of it has come.
        elapsed: seconds since the run started.
        left: about how many seconds are left; None when nobody knows. Never below 0.
    """

    stage: Stage | Literal[""] = ""
    patches: int = 0
    tokens: int = 0
    estimated: bool = False
    cost: Decimal | None = None
    rate: float | None = None
    silent: float = 0.0
    answered: bool = False
    elapsed: float = 0.0
    left: float | None = None


class Pace:
    """Follows the events of one run; `progress` says where it is at any time after the last of them."""

    def __init__(self) -> None:
        self._stage: Stage | Literal[""] = ""
        self._patches = 0
        self._settled = 0  # tokens of the answers that are over
        self._answer = TokenCounter()
        self._estimated = False
        self._guessed = False  # whether some of the settled ones are an estimate
        self._cost: Decimal | None = Decimal(0)
        self._seconds = 0.0
        self._expected_tokens = 0.0
        self._last = 0.0
        self._measured: deque[tuple[float, int]] = deque()
        self._heard = 0.0  # when something of this answer came last, or it was asked for
        self._answered = False
        self._over = False

    def feed(self, event: Event) -> None:
        """Take in the next event."""
        self._last = max(self._last, event.at)
        if isinstance(event, TextReceived):
            self._estimated = self._answered = True
            self._heard = event.at
            self._answer.wrote(event.text)
            self._measure(event.at)
        elif isinstance(event, PatchAccepted):
            self._patches += 1
        elif isinstance(event, StageEntered):
            self._stage = event.stage
        elif isinstance(event, AttemptStarted):
            self._measured.clear()  # the pause between two attempts says nothing of how fast either comes
            self._heard, self._answered = event.at, False
        elif isinstance(event, UsageReported):
            self._settle(event)
        elif isinstance(event, RunStarted):
            self._expect(event.expected or {})
        elif isinstance(event, RunEnded):
            self._over = True

    def progress(self, at: float | None = None) -> Progress:
        """Where the run is, `at` seconds after its start; at its last event without that."""
        now = self._last if at is None or self._over else max(at, self._last)
        tokens = self._tokens
        return Progress(
            stage=self._stage,
            patches=self._patches,
            tokens=tokens,
            estimated=self._estimated,
            cost=self._cost,
            rate=self._rate(now, tokens),
            silent=max(0.0, now - self._heard),
            answered=self._answered,
            elapsed=now,
            left=self._left(now, tokens),
        )

    @property
    def _tokens(self) -> int:
        return self._settled + self._answer.tokens

    def _expect(self, expected: Mapping[str, Any]) -> None:
        self._seconds, self._expected_tokens = _number(expected, "seconds"), _number(expected, "output_tokens")

    def _measure(self, at: float) -> None:
        if not self._measured or at - self._measured[-1][0] >= _APART:
            self._measured.append((at, self._tokens))
        while len(self._measured) > 1 and at - self._measured[0][0] > WINDOW:
            self._measured.popleft()

    def _rate(self, now: float, tokens: int) -> float | None:
        if not self._measured:
            return None
        since, before = self._measured[0]
        # a stretch that is complete may be estimated at a token less than its pieces were
        return max(0, tokens - before) / (now - since) if now - since >= 2 * _APART else None

    def _left(self, now: float, tokens: int) -> float | None:
        """From what past runs took and, the more of the answer is there the more, from how fast it comes."""
        if self._over or now >= self._seconds:
            return None
        by_time = self._seconds - now
        if not self._expected_tokens:
            return by_time
        share = tokens / self._expected_tokens
        if share >= 1:
            return None
        rate = self._rate(now, tokens)
        if not rate:
            return by_time
        return (1 - share) * by_time + share * (self._expected_tokens - tokens) / rate

    def _settle(self, event: UsageReported) -> None:
        self._settled += event.output_tokens
        self._answer = TokenCounter()
        self._estimated = self._guessed = self._guessed or event.estimated
        self._measured.clear()  # what was thought unseen is counted now, and came over all of the attempt
        cost = dollars(event.cost)
        self._cost = None if cost is None or self._cost is None else self._cost + cost


def _number(expected: Mapping[str, Any], name: str) -> float:
    """A number of what is expected; 0 where there is none, as a session that was changed may hold anything."""
    value = expected.get(name)
    return max(0.0, float(value)) if isinstance(value, int | float) else 0.0


def stage_line(progress: Progress) -> str:
    """A stage that was entered just now, and how far the run is, on one line."""
    patches = "1 patch" if progress.patches == 1 else f"{progress.patches} patches"
    said = [*([patches] if progress.patches else []), progress_text(progress)]
    return ", ".join([f"stage: {progress.stage}", *filter(None, said)])


def progress_text(progress: Progress) -> str:
    """The same in a few words: `~340 tokens, 45 tokens/s, ~8 s left`; what is not known is not said."""
    about = "~" if progress.estimated else ""
    said = [f"{about}{progress.tokens} tokens"] if progress.tokens else []
    if progress.rate:
        said.append(f"{progress.rate:.0f} tokens/s")
    if progress.cost:
        said.append(f"${progress.cost.normalize():f}")
    if progress.left is not None:
        said.append(f"{left_text(progress.left)} left")
    return ", ".join(said)


def left_text(seconds: float) -> str:
    """A time that is an estimate: `~8 s`, `~2 min`; never more exact than it is known."""
    if seconds >= 90:
        return f"~{seconds / 60:.0f} min"
    if seconds >= 20:
        return f"~{5 * round(seconds / 5)} s"
    return f"~{max(1, round(seconds))} s"
