"""A recorded session as a provider: it answers each request with what was answered then, without a key or a network.

So a run can be made again with other rules, in tests and in CI, and a failure of a provider happens again on demand.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from epoch_cli.errors import FailureKind, ProviderError, SessionError
from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    Channel,
    DiagnosticFound,
    Event,
    NoticeGiven,
    RunEnded,
    TextReceived,
    UsageReported,
)
from epoch_cli.providers.base import (
    ConstraintKind,
    FinishPart,
    FinishReason,
    NoticePart,
    Part,
    RefusalPart,
    Request,
    TextPart,
    ThinkingPart,
    UnmetPart,
    UsagePart,
)
from epoch_cli.providers.prices import FREE
from epoch_cli.sessions import find_session, read_session
from epoch_cli.sessions.content import started_of
from epoch_cli.validation.rules.wishes import BY_NAME

_BREATH = 8
"""Pieces between two moments in which other tasks may run, and so cancel this one."""

_PARTS: Mapping[Channel, type[TextPart | ThinkingPart | RefusalPart]] = MappingProxyType(
    {"text": TextPart, "thinking": ThinkingPart, "refusal": RefusalPart}
)


@dataclass(slots=True)
class _Answer:
    """One recorded answer: its pieces, what it took, how it ended.

    `error` is the failure that ended it, if one did; without it and a `finish` it was cut. `told` is whether the
    session tells how it ended.
    """

    strict: bool = False
    model: str = ""
    pieces: list[Part] = field(default_factory=list)
    unmet: list[UnmetPart] = field(default_factory=list)
    usage: UsagePart | None = None
    finish: FinishPart | None = None
    error: Mapping[str, Any] = field(default_factory=dict)
    told: bool = False


class SessionProvider:
    """Gives the answers of a session again, one a request, in their order.

    Args:
        events: of the session, oldest first.
        torn: whether its last line was left out as incomplete, which is told with the first answer.

    Raises:
        SessionError: it has no beginning.
    """

    name = "session"
    price = FREE

    def __init__(self, events: Iterable[Event], *, torn: bool = False) -> None:
        recorded = list(events)
        started = started_of(recorded)
        self._torn = torn
        self._answers = _answers(recorded)
        self._asked = 0
        self.model = started.model
        self.address = started.session  # a session that fails leaves others alone
        author = started.title.partition(" of ")[2] if started.provider == self.name else started.title
        self.title = f"recorded session {started.session} of {author}"

    @property
    def constrains(self) -> ConstraintKind | None:
        """A session whose answers were held to a strict schema is asked for such answers again."""
        return "json_schema" if any(answer.strict for answer in self._answers) else None

    async def stream(self, request: Request) -> AsyncIterator[Part]:
        """Answer as was answered then, as fast as it is read.

        Raises:
            ProviderError: the provider failed then; or no further answer was recorded, or not of this kind.
        """
        import asyncio  # noqa: PLC0415  30 ms that a command which asks nobody does not pay

        answer = self._next()
        if self._torn and self._asked == 1:
            yield NoticePart("session-torn", f"the last line of {self.title} is incomplete and was left out")
        if request.constraint is not None and not answer.strict:
            yield NoticePart("constraint-dropped", f"{self.title} was not held to a schema")
        elif answer.strict and request.constraint is None:
            remedy = "add --constrain auto"
            raise ProviderError(f"{self.title} was held to a strict schema", remedy=remedy, kind="bad_request")
        for number, part in enumerate(answer.pieces):
            if number % _BREATH == 0:
                await asyncio.sleep(0)
            yield part
        for unmet in answer.unmet:
            yield unmet
        if answer.usage is not None:
            yield answer.usage
        if answer.finish is not None:
            yield answer.finish
        elif answer.error.get("kind"):  # one of a provider; whatever else ended it then is for the run to find out
            raise _failure(answer.error)

    def _next(self) -> _Answer:
        self._asked += 1
        if self._asked > len(self._answers):
            count = len(self._answers)
            raise ProviderError(
                f"{self.title} has {count} answer{'' if count == 1 else 's'}, and was asked {self._asked} times",
                remedy="what is asked now was not asked then: record it again",
                kind="bad_request",
            )
        return self._answers[self._asked - 1]


def open_session(wanted: str, directory: Path) -> SessionProvider:
    """A session as a provider.

    Args:
        wanted: a file, an id, how one begins, or `last`.
        directory: where the user's sessions are.

    Raises:
        UsageError, UnreadableError: as `find_session`; a `SessionError` when it cannot be read.
    """
    path = find_session(directory, wanted)
    try:
        torn: list[int] = []
        events = list(read_session(path, on_torn=torn.append))
        return SessionProvider(events, torn=bool(torn))
    except SessionError as error:
        named = error.message if str(path) in error.message else f"{path}: {error.message}"
        raise SessionError(named, remedy=error.remedy) from None


# ---------------------------------------------------------------- what was recorded


def _answers(recorded: list[Event]) -> list[_Answer]:
    """The answers of a session; of one that `apply` wrote, the text is one answer."""
    answers: list[_Answer] = []
    stood_in = False  # the composer's answer, in place of the provider's: it is made anew where it is needed
    for event in recorded:
        if isinstance(event, AttemptStarted):
            stood_in = event.reason == "fallback"
        if stood_in:
            continue
        if isinstance(event, AttemptStarted):
            _end_untold(answers, "stop")
            answers.append(_Answer(strict=event.strict, model=event.model))
        elif isinstance(event, TextReceived):
            if not answers:
                answers.append(_Answer())
            answers[-1].pieces.append(_PARTS[event.channel](event.text))
        elif answers:
            _note(answers, event)
    return answers


def _note(answers: list[_Answer], event: Event) -> None:
    """What an event that is no text says about the last answer."""
    answer = answers[-1]
    if isinstance(event, UsageReported) and not event.estimated:
        answer.usage = UsagePart(  # without its cost: nothing is paid a second time
            event.input_tokens,
            event.output_tokens,
            event.cached_tokens,
            event.cache_write_tokens,
            event.thinking_tokens,
        )
    elif isinstance(event, NoticeGiven) and event.code == "constraint-dropped":
        answer.strict = False
    elif isinstance(event, DiagnosticFound) and event.diagnostic.rule in BY_NAME:
        answer.unmet.append(UnmetPart(event.diagnostic.rule, event.diagnostic.message, event.diagnostic.hint))
    elif isinstance(event, AttemptEnded):
        answer.finish = _finish(event.finish)
        answer.error = event.error
        answer.told = True
    elif isinstance(event, RunEnded):
        if event.error.get("kind") and not answer.told:
            answer.error = event.error
        elif event.status == "complete":
            _end_untold(answers, "stop")


def _end_untold(answers: list[_Answer], reason: FinishReason) -> None:
    """Format 1 did not tell how an answer ended: one after which the run went on, or was complete, was whole."""
    if answers and not answers[-1].told:
        answers[-1].finish = FinishPart(reason)


def _finish(reason: str) -> FinishPart | None:
    return next((FinishPart(known) for known in get_args(FinishReason) if known == reason), None)


def _failure(error: Mapping[str, Any]) -> ProviderError:
    """The recorded failure of a provider; whoever waits because of it need not."""
    kinds: tuple[FailureKind, ...] = get_args(FailureKind)
    return ProviderError(
        str(error.get("message", "")),
        remedy=str(error.get("remedy", "")),
        kind=next((kind for kind in kinds if kind == error.get("kind")), "server"),
        retry_after=0.0,
    )
