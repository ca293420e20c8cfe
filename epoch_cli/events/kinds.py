"""The types of events, each with what it tells.

`at` is in seconds since the run started; `number` counts patches as the model wrote them, `sequence` those that were
accepted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal, get_args

from epoch_cli.document import Document, Patch
from epoch_cli.errors import Category
from epoch_cli.records import ByValue
from epoch_cli.validation import Diagnostic, Repair

FORMAT = 2
"""Version of the session format, in `RunStarted.format`; a later one is refused, never guessed at.

What an earlier one lacks is filled in when it is read (`sessions/migration.py`).
"""

Status = Literal["complete", "fallback", "cancelled", "timeout", "budget", "failed"]
Channel = Literal["text", "thinking", "refusal"]
Meter = Literal["tokens", "cost", "score", "nodes", "depth", "bindings", "handlers", "patches", "time"]
Stage = Literal["preparing", "context", "generating", "validating", "correcting", "waiting", "complete"]
Reason = Literal["initial", "refine", "retry", "continuation", "correction", "fallback"]
Action = Literal["retry", "continue", "correct", "adjust", "next", "recheck", "keep", "fallback", "fail"]
Strategy = Literal["previous", "minimal", "empty"]
Mode = Literal["patch", "merge", "whole"]

NEW_TURN: Final[frozenset[Reason]] = frozenset({"initial", "refine"})
"""Reasons of an attempt that begins a turn; all others go on with one."""

NEAR = 0.8
"""The share of its limit from which on a meter is near it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RunStarted(ByValue):
    """A run begins: what was asked of whom, under which rules.

    Attributes:
        base: the document it starts from; null for none.
        continues: the session whose document that is, when it goes on with one.
        history: the turns before, oldest first, as `{prompt, patches}`.
        settings: what the reading depends on besides the catalog, so that it can be read again: `{fix, granularity,
            heal, mode, caps, models, rules}`; and `limits`, as `{tokens, cost, time}` in tokens, US dollars and
            seconds, each null for no limit.
        cached: the session that this one replays, because it was asked the same.
        expected: what runs like this took, as `{sessions, seconds, patches, output_tokens}`; null without any.
    """

    kind: ClassVar[str] = "run_started"
    at: float
    format: int = FORMAT
    session: str
    epoch: str
    started: str
    prompt: str
    provider: str
    model: str
    title: str
    catalog: str
    catalog_digest: str
    profile: str
    base: Document | None = None
    continues: str = ""
    history: list[dict[str, Any]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)
    cached: str = ""
    expected: dict[str, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class StageEntered(ByValue):
    """The run enters a stage; a correction goes back to `generating` by way of `correcting`.

    `validating` is followed by what there is to say of the whole document, told anew. `waiting` is for what the user
    wishes next; the clock of the run stands still then.
    """

    kind: ClassVar[str] = "stage"
    at: float
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ContextPrepared(ByValue):
    """What the prompt of the next attempt is made of, in estimated tokens, and what did not fit.

    Attributes:
        budget: tokens by part: `system`, `catalog`, `models`, `history`, `request`, `reserved` for the answer, `left`.
        left_out: names by kind (`components`, `tokens`, `models`, `turns`, and `summaries`, the turns that are told in
            short), the least relevant first.
    """

    kind: ClassVar[str] = "context"
    at: float
    attempt: int
    budget: dict[str, int]
    left_out: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class AttemptStarted(ByValue):
    """One request goes to a provider; `input_tokens` is an estimate.

    `strict` is whether the answer is held to a strict schema, under which null stands for what is absent.
    """

    kind: ClassVar[str] = "attempt_started"
    at: float
    attempt: int
    reason: Reason
    prompt: str
    provider: str
    model: str
    input_tokens: int
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class AttemptEnded(ByValue):
    """An answer is over: the provider's reason, or else what went wrong.

    `finish` is empty when the answer was cut off, failed or was ended by us; `error` is as in `RunEnded`.
    """

    kind: ClassVar[str] = "attempt_ended"
    at: float
    attempt: int
    finish: str = ""
    error: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RecoveryChosen(ByValue):
    """Something went wrong, and this is done about it (`engine/recovery.py`).

    Attributes:
        attempt: the attempt that it is about; 0 for what was wrong before the first.
        category: the class of what went wrong (decision 10); `trigger` is finer.
        action: what is done.
        delay: seconds until then.
        message: both, for people.
    """

    kind: ClassVar[str] = "recovery"
    at: float
    attempt: int
    category: Category
    trigger: str
    action: Action
    delay: float
    message: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TextReceived(ByValue):
    """A piece of what the provider wrote, exactly as it came."""

    kind: ClassVar[str] = "text"
    at: float
    text: str
    channel: Channel = "text"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PatchAccepted(ByValue):
    """A patch was proved valid and applied. `patch` is plain RFC 6902 with `meta`; `inverse` takes it back.

    `origin` is `undo` for a patch that takes another back at the user's wish, `fallback` for one that stands in for
    an answer that did not come.
    """

    kind: ClassVar[str] = "patch_accepted"
    at: float
    number: int
    sequence: int
    patch: Patch
    inverse: list[Patch]
    metrics: dict[str, int]
    origin: Literal["model", "undo", "fallback"] = "model"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PatchRefused(ByValue):
    """A patch was refused, as the model wrote it, with the reasons; the document is as before."""

    kind: ClassVar[str] = "patch_refused"
    at: float
    number: int
    patch: Any
    diagnostics: list[Diagnostic]


def takes_back(event: PatchAccepted, last: int) -> bool:
    """Whether a patch only brings back what was there before: at the user's wish, or as the fallback `previous`.

    Args:
        event: of the patch.
        last: the number of the patch before it, accepted or refused; a fallback that takes back bears it, too, and one
            that is put in place has a number of its own.
    """
    return event.origin == "undo" or (event.origin == "fallback" and event.number == last)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RepairMade(ByValue):
    """What the model wrote in patch `number`, or right behind it, was changed: its text to be JSON, or its content.

    A patch whose text was mended may be refused all the same.
    """

    kind: ClassVar[str] = "repair"
    at: float
    number: int
    repair: Repair


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class DiagnosticFound(ByValue):
    """A finding that belongs to no single patch.

    Text that could not be read, a deferred rule at the end, or what of a wish is not in the answer (`EW…`).
    """

    kind: ClassVar[str] = "diagnostic"
    at: float
    diagnostic: Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BudgetChanged(ByValue):
    """A meter nears its limit, or has reached it.

    `time` is in seconds, `cost` in US dollars; `tokens` and `cost` are estimated.
    """

    kind: ClassVar[str] = "budget"
    at: float
    meter: Meter
    used: float
    limit: float
    state: Literal["near", "reached"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class UsageReported(ByValue):
    """Tokens of one attempt: as the provider counted, or `estimated` where it did not (shown with `~`).

    `input_tokens` holds the cached ones, `output_tokens` those that were thought; what a provider does not tell apart
    is null. `cost` is in US dollars, a decimal number as a string; null when no price is known (decision 13).
    """

    kind: ClassVar[str] = "usage"
    at: float
    attempt: int
    input_tokens: int
    output_tokens: int
    estimated: bool
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    thinking_tokens: int | None = None
    cost: str | None = None


TURN_FAILED: Final = "turn-failed"
"""The notice before a run waits for a wish of which the last turn failed: why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class NoticeGiven(ByValue):
    """Something about an attempt that the user should know and that stopped nothing, such as a parameter left out.

    `code` is stable; see `NoticePart`.
    """

    kind: ClassVar[str] = "notice"
    at: float
    attempt: int
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class RunEnded(ByValue):
    """The run is over: how, the document that is left, and what it took.

    `error` is `{category, kind, message, remedy, exit_code}` when something failed, `kind` only where it was a
    provider; the document is valid all the same. `fallback` is what was put in place of an answer (decision 12),
    `validation` the seconds that reading and judging took, `title` who was asked last, as people read it.
    """

    kind: ClassVar[str] = "run_ended"
    at: float
    status: Status
    document: Document
    metrics: dict[str, int]
    accepted: int
    refused: int
    repaired: int
    malformed: int
    error: dict[str, Any] = field(default_factory=dict)
    fallback: Literal["", "previous", "minimal", "empty"] = ""
    validation: float = 0.0
    title: str = ""


Event = (
    RunStarted
    | StageEntered
    | ContextPrepared
    | AttemptStarted
    | AttemptEnded
    | RecoveryChosen
    | TextReceived
    | PatchAccepted
    | PatchRefused
    | RepairMade
    | DiagnosticFound
    | BudgetChanged
    | UsageReported
    | NoticeGiven
    | RunEnded
)

EVENT_TYPES: dict[str, type[Event]] = {event.kind: event for event in get_args(Event)}
