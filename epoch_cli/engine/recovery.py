"""What is done when something goes wrong: a table, and the one function that reads it (decisions 10 to 12).

Nothing here acts, waits or looks at a clock. A `Turn` describes the situation, `decide` says what to do, and
`epoch help recovery` shows the table as it is here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

from epoch_cli.errors import Category, FailureKind
from epoch_cli.events import Action, RecoveryChosen

Trigger = FailureKind | Literal["length", "malformed", "refused", "complexity", "mismatch"]
"""What went wrong: a provider's failure, or what its answer lacks.

`length` is an answer that reached the provider's limit, `malformed` one in which nothing could be read, `refused` one
of which operations were refused or could not be read, `complexity` one that would make the document too complex,
`mismatch` a session whose catalog or models have changed.
"""


class Step(NamedTuple):
    """One thing to do.

    Attributes:
        action: what.
        times: at most so many times; 0 is as often as the caller allows.
        named: only when the caller named it, and not by default.
    """

    action: Action
    times: int = 0
    named: bool = False


class Row(NamedTuple):
    """What is done about a trigger: the first step that is still possible.

    Attributes:
        category: the class of the trigger.
        before: while nothing is accepted.
        after: once something is: what was applied is never asked for again (decision 11).
        delay: seconds of the first wait, where the server names none; doubled each time.
        words: what happened, for people; `{}` is the provider.
    """

    category: Category
    before: tuple[Step, ...]
    after: tuple[Step, ...]
    delay: float
    words: str


_RETRY, _CONTINUE, _CORRECT = Step("retry"), Step("continue"), Step("correct")
_NEXT, _FALLBACK, _FAIL, _KEEP = Step("next"), Step("fallback"), Step("fail"), Step("keep")

_PASSING = ((_RETRY, _NEXT, _FALLBACK), (_CONTINUE, _NEXT, _FALLBACK))
_NAMED = Step("fallback", named=True)
_LASTING = ((_NEXT, _NAMED, _FAIL), (_NEXT, _NAMED, _FAIL))

TABLE: Mapping[Trigger, Row] = MappingProxyType(
    {
        "network": Row("PROVIDER_ERROR", *_PASSING, 0.25, "{} could not be reached"),
        "server": Row("PROVIDER_ERROR", *_PASSING, 0.25, "{} failed"),
        "overloaded": Row("PROVIDER_ERROR", *_PASSING, 0.5, "{} has too much to do"),
        "truncated": Row("PROVIDER_ERROR", *_PASSING, 0.25, "the answer of {} was cut off"),
        "rate": Row("RATE_LIMIT", *_PASSING, 1.0, "{} asks to slow down"),
        "timeout": Row(
            "TIMEOUT",
            (Step("retry", 1), _NEXT, _FALLBACK),
            (Step("continue", 1), _NEXT, _FALLBACK),
            0.25,
            "{} took too long",
        ),
        "length": Row(
            "BUDGET_EXCEEDED",
            (Step("adjust", 1), _NEXT, _FAIL),
            (_CONTINUE, _NEXT, _FAIL),
            0.0,
            "{} reached the limit of its answer",
        ),
        "context_length": Row(
            "BUDGET_EXCEEDED",
            (Step("adjust", 2), _NEXT, _FAIL),
            (Step("adjust", 2), _NEXT, _FAIL),
            0.0,
            "the prompt is too long for {}",
        ),
        "malformed": Row(
            "MALFORMED_JSON",
            (Step("retry", 2), _NEXT, _FALLBACK),
            (_CONTINUE, _NEXT, _FALLBACK),
            0.1,
            "there was no interface in the answer of {}",
        ),
        "refused": Row(
            "INVALID_SCHEMA",
            (_CORRECT, _NEXT, _FALLBACK),
            (_CORRECT, _KEEP),
            0.0,
            "some of what {} wrote was refused",
        ),
        "complexity": Row(
            "INVALID_SCHEMA",
            (Step("adjust", 2), _NEXT, _FALLBACK),
            (Step("adjust", 2), _KEEP),
            0.0,
            "what {} wrote is more than the budget allows",
        ),
        "mismatch": Row(
            "CONTEXT_MISMATCH",
            (Step("recheck", 1),),
            (Step("recheck", 1),),
            0.0,
            "the design system or the data models have changed since that session",
        ),
        "content": Row("PROVIDER_ERROR", (_NEXT, _FALLBACK), (_NEXT, _FALLBACK), 0.0, "{} did not want to answer"),
        "auth": Row("AUTH", *_LASTING, 0.0, "{} did not take the key"),
        "billing": Row("BILLING", *_LASTING, 0.0, "the account at {} has no money left"),
        "not_found": Row("PROVIDER_ERROR", *_LASTING, 0.0, "{} does not know the model"),
        "bad_request": Row("PROVIDER_ERROR", *_LASTING, 0.0, "{} did not take the request"),
    }
)

LONGEST_WAIT = 60.0
"""Seconds that a server may make us wait; one that asks for more is given up."""

LONGEST_WAIT_WITH_STANDBY = 10.0
"""The same, while another provider could be asked at once."""

_MOST_DELAY = 8.0
"""Seconds that we wait at most when no server says how long."""

EASING = 0.7
"""The share of what is left that an adjusted attempt may use (the specification's)."""


class Situation(NamedTuple):
    """What is known when something has gone wrong.

    Attributes:
        trigger: what it is.
        accepted: whether patches were accepted for this wish.
        done: how often each action was taken; `retry` and `continue` for this provider.
        allowed: how often each action may be taken.
        standbys: how many providers are left to ask.
        retryable: whether the same request may work later; a server may know better than its status says.
        affordable: whether tokens and money are left for one more request.
        seconds: that are left of the time allowed.
        wait: seconds that the server asks for; None when it does not say.
        chance: a number from 0 to 1, for the jitter.
        fallback: whether something is put in place of an answer that does not come: `named` by the caller, or by
            default.
    """

    trigger: Trigger
    accepted: bool
    done: Mapping[Action, int]
    allowed: Mapping[Action, int]
    standbys: int
    retryable: bool
    affordable: bool
    seconds: float
    wait: float | None
    chance: float
    fallback: Literal["", "default", "named"]


class Decision(NamedTuple):
    """What is done, and after how many seconds; `time` is the how manieth of `times`, 0 where that is not counted."""

    action: Action
    delay: float = 0.0
    time: int = 0
    times: int = 0


def decide(situation: Situation) -> Decision:
    """The first step of the table that is still possible; `fail` when none is."""
    row = TABLE[situation.trigger]
    for step in row.after if situation.accepted else row.before:
        decision = _possible(step, row, situation)
        if decision is not None:
            return decision
    return Decision("fail")


def _possible(step: Step, row: Row, now: Situation) -> Decision | None:
    """The decision for a step, None when it is not possible now."""
    action = step.action
    if action in {"keep", "fail", "recheck"}:
        return Decision(action)
    if action == "fallback":
        return Decision(action) if now.fallback == "named" or (now.fallback and not step.named) else None
    if not now.affordable or now.seconds <= 0:
        return None
    if action == "next":
        return Decision(action) if now.standbys else None
    return _once_more(step, row, now)


def _once_more(step: Step, row: Row, now: Situation) -> Decision | None:
    """The decision to ask the same provider again, None when it was asked often enough or would take too long."""
    action, time = step.action, now.done.get(step.action, 0) + 1
    allowed = now.allowed.get(action, 0)
    times = min(step.times, allowed) if step.times else allowed
    if time > times or (action in {"retry", "continue"} and not now.retryable):
        return None
    delay = delay_before(time, row.delay, now.wait, now.chance)
    longest = LONGEST_WAIT_WITH_STANDBY if now.standbys else LONGEST_WAIT
    if delay > longest or delay >= now.seconds:
        return None
    return Decision(action, delay, time, times)


def delay_before(time: int, first: float, wait: float | None, chance: float) -> float:
    """Seconds before the next try: what the server asks for, or else a full-jitter exponential backoff.

    A little is put on what a server asks for, so that all who were told the same do not come back at once.
    """
    longest: float = min(_MOST_DELAY, first * 2.0 ** (time - 1))
    if wait is not None:
        return wait + chance * min(longest, 0.25)
    return chance * longest


# ---------------------------------------------------------------- for people

_ACTIONS: Mapping[Action, str] = {
    "retry": "asking again",
    "continue": "going on behind what is there",
    "correct": "asking for those parts again",
    "adjust": "asking for something simpler",
    "next": "asking {}",
    "recheck": "it is checked again, and goes on",
    "keep": "the rest is kept",
    "fallback": "{}",
    "fail": "nothing more is tried",
}
_FALLBACKS = {
    "previous": "what was there before is back",
    "minimal": "the offline composer completes what is there",
    "empty": "the interface is left empty",
}


def message(trigger: Trigger, decision: Decision, provider: str, to: str = "") -> str:
    """What happened and what is done about it, on one line; `to` is the next provider, or the fallback."""
    what = TABLE[trigger].words.format(provider)
    done = _ACTIONS[decision.action].format(_FALLBACKS.get(to, to))
    counted = f" ({decision.time} of {decision.times})" if decision.times > 1 else ""
    waiting = f" in {decision.delay:.1f} s" if decision.delay >= 0.05 else ""
    return f"{what}: {done}{waiting}{counted}"


def chosen(
    at: float, attempt: int, trigger: Trigger, decision: Decision, provider: str, to: str = ""
) -> RecoveryChosen:
    """A decision as an event; `attempt` is the one that it is about, the rest as of `message`."""
    return RecoveryChosen(
        at=at,
        attempt=attempt,
        category=TABLE[trigger].category,
        trigger=trigger,
        action=decision.action,
        delay=round(decision.delay, 3),
        message=message(trigger, decision, provider, to),
    )


def as_markdown() -> str:
    """The table as `epoch help recovery` shows it."""
    lines = ["| what went wrong | class | before the first accepted patch | after it |", "| --- | --- | --- | --- |"]
    lines += [
        f"| `{trigger}` | {row.category} | {_steps(row.before)} | {_steps(row.after)} |"
        for trigger, row in TABLE.items()
    ]
    return "\n".join(lines) + "\n"


def _steps(steps: Sequence[Step]) -> str:
    return ", then ".join(_step(step) for step in steps)


def _step(step: Step) -> str:
    return f"{step.action}{f' × {step.times}' if step.times else ''}{' if named' if step.named else ''}"
