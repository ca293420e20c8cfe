"""The recorded text of a session, read again with today's reader and a catalog: what would be told otherwise.

A session holds the text exactly as it came, and the settings it was read with. So it is a test: of a catalog that was
changed, of a rule that became stricter, of a reader that was mended.

    recorded events ─▶ text, wishes ─▶ Run ─▶ events of today ─▶ sessions.compare
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from math import inf
from typing import TYPE_CHECKING, Any, get_args

from epoch_cli.catalog import NO_LIMIT, Catalog, Profile, parse_models
from epoch_cli.document import Document, finished
from epoch_cli.engine.control import Control
from epoch_cli.engine.options import Options
from epoch_cli.engine.run import Author, Run
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import CatalogError, PatchError, SessionError
from epoch_cli.events import (
    NEW_TURN,
    AttemptEnded,
    AttemptStarted,
    Channel,
    DiagnosticFound,
    Event,
    Mode,
    NoticeGiven,
    PatchAccepted,
    PatchRefused,
    RecoveryChosen,
    RunEnded,
    RunStarted,
    StageEntered,
    TextReceived,
)
from epoch_cli.reading.granularity import Granularity
from epoch_cli.sessions.comparison import Change, compare, compare_documents, plain
from epoch_cli.sessions.content import document_of, started_of
from epoch_cli.validation import Diagnostic, Selection
from epoch_cli.validation.diagnostics import Finding, Fixing
from epoch_cli.validation.rules import RULES
from epoch_cli.validation.selecting import ADDED_CODE

if TYPE_CHECKING:
    from epoch_cli.validation.additions import Additions

_JUDGED = (PatchAccepted, PatchRefused)
_BETWEEN_UNDOS = (*_JUDGED, TextReceived, AttemptStarted, AttemptEnded, StageEntered, RunEnded)
_OF_BYTES = "EP010"
"""The finding about bytes that are no text; the text that was recorded no longer has them."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """What a session would be today.

    Attributes:
        started: how it began.
        changes: what would be told otherwise; empty for nothing.
        patches: how many accepted patches were recorded.
        document_then, document_now: what was left, and what would be.
    """

    started: RunStarted
    changes: list[Change]
    patches: int
    document_then: Document
    document_now: Document


def recheck(recorded: Sequence[Event], catalog: Catalog, added: Additions | None = None) -> Recheck:
    """Read the text of a session again, and compare what is told of it.

    Of a session without an end, only as much is compared as was told: up to its last patch.

    Args:
        recorded: the events of the session.
        catalog: the design system to hold it to.
        added: rules and repairs besides Epoch's own. What is told of others that are not here is not compared.

    Raises:
        SessionError: it has no beginning, or its settings or patches cannot be used.
        UsageError: the catalog has no profile of the name that a session of format 1 has.
    """
    started = started_of(recorded)
    try:
        return _recheck(started, recorded, catalog, added)
    except (PatchError, UnicodeError) as error:
        raise SessionError(f"a patch does not fit: {error}", remedy="the file was changed") from None
    except RecursionError:
        raise SessionError("a value is nested too deeply", remedy="the file was changed") from None


def _recheck(started: RunStarted, recorded: Sequence[Event], catalog: Catalog, added: Additions | None) -> Recheck:
    author = Author(started.provider, started.model, started.title)
    options = options_of(started, catalog, added)
    run = Run(catalog, author, options, Control(), token_budget=NO_LIMIT)
    reading = _Reading(run, recorded)
    reading.follow()
    then: Sequence[Event] = recorded
    now: Sequence[Event] = reading.told
    if not isinstance(recorded[-1], RunEnded):
        then, now = _up_to_last_patch(then), _up_to_last_patch(now)
    before, after = _document(started, then), _document(started, now)
    known = {*RULES, *(added.rules if added is not None else ())}
    changes = compare(_compared(then, known), _compared(now, known)) + compare_documents(before, after)
    return Recheck(started, changes, sum(isinstance(event, PatchAccepted) for event in then), before, after)


def read_again(run: Run, recorded: Sequence[Event]) -> bool:
    """Bring a new run to where a recorded one was before its end; gives whether all of it is told alike.

    Args:
        run: with the settings of the recorded one; its wishes wait.
        recorded: the events of one that came to its end.
    """
    ended = recorded[-1]
    assert isinstance(ended, RunEnded)  # noqa: S101  so says who calls
    before = [*recorded[:-1], StageEntered(at=ended.at, stage="waiting")]
    control, run.control = run.control, Control()
    reading = _Reading(run, before)
    try:
        reading.follow()
    except (PatchError, UnicodeError, RecursionError):
        return False
    finally:
        run.control = control
    return not (compare(before, reading.told) or compare_documents(ended.document, finished(run.draft.document)))


def _up_to_last_patch(events: Sequence[Event]) -> Sequence[Event]:
    """The events of a session that was cut, without what belongs to a patch that was not told any more."""
    last = max((index for index, event in enumerate(events) if isinstance(event, _JUDGED)), default=-1)
    return events[: last + 1]


def _compared(events: Sequence[Event], known: Collection[str]) -> Iterator[Event]:
    """The events without findings that cannot come again: about bytes, and of rules of extensions that are not here."""
    for event in events:
        code = event.diagnostic.code if isinstance(event, DiagnosticFound) else ""
        if code != _OF_BYTES and (code in known or not ADDED_CODE.fullmatch(code)):
            yield event


def _document(started: RunStarted, events: Sequence[Event]) -> Document:
    """The document that events leave: as the last one says, or else as their patches make it."""
    if events and isinstance(events[-1], RunEnded):
        return events[-1].document
    return finished(document_of([started, *events]))


# ---------------------------------------------------------------- the settings


def options_of(started: RunStarted, catalog: Catalog, added: Additions | None = None) -> Options:
    """The options under which a session was read; what format 1 does not tell has its default.

    Raises:
        SessionError: a setting cannot be used.
        UsageError: there is no profile of the name, and the session does not tell its caps.
    """
    settings = started.settings
    try:
        return Options(
            profile=_profile(started, catalog),
            models=parse_models(settings["models"]) if "models" in settings else None,
            rules=Selection.from_json(settings.get("rules", {}))._replace(added=added),
            fix=_choice(settings, "fix", Fixing, "safe"),
            granularity=_choice(settings, "granularity", Granularity, "node"),
            heal=bool(settings.get("heal", True)),
            mode=_choice(settings, "mode", Mode, "patch"),
            document=started.base,
            timeout=inf,
            clock=lambda: 0.0,
        )
    except (CatalogError, AttributeError, TypeError, ValueError) as error:
        raise SessionError(f"its settings cannot be used: {error}", remedy="the file was changed") from None


def _profile(started: RunStarted, catalog: Catalog) -> Profile:
    caps = started.settings.get("caps")
    if caps is None:
        return catalog.profile(started.profile)
    if not all(type(value) is int for value in caps.values()):
        raise ValueError("a cap is no number")
    return Profile(started.profile, **{name: value for name, value in caps.items() if name in Profile._fields})


def _choice(settings: Mapping[str, Any], name: str, kind: Any, default: str) -> Any:
    chosen = settings.get(name, default)
    if chosen not in get_args(kind):
        raise ValueError(f"`{name}` is {chosen!r}")
    return chosen


# ---------------------------------------------------------------- read again


class _Reading:
    """The text of a session on its way through a run, with the wishes at the places where they were fulfilled.

    What a text brings is taken one by one, as far as the recording goes: an undo came between two patches, and it has
    to come there again.

    Attributes:
        told: the events of today.
    """

    def __init__(self, run: Run, recorded: Sequence[Event]) -> None:
        self.recorded = recorded
        self.told: list[Event] = []
        self._run = run
        self._coming: Iterator[Event] = iter(())
        self._last_texts = _last_texts(recorded)
        self._last_text = max((at for at, each in enumerate(recorded) if isinstance(each, TextReceived)), default=-1)
        self._more_text = True
        self._undone = _runs_of_undo(recorded)
        self._part_of_undo = 0
        self._open = self._stopped = self._asked = self._falling_back = self._restored = False
        self._reason: Any = "initial"

    def follow(self) -> None:
        """Go through the whole recording."""
        for index, event in zip(count(), self.recorded, strict=False):
            if isinstance(event, _JUDGED):
                self._judged(event)
            elif isinstance(event, TextReceived):
                self._more_text = index < self._last_text
                self._text(event.text, event.channel, last=index in self._last_texts)
            elif isinstance(event, AttemptStarted):
                self._attempt(event)
            elif isinstance(event, (NoticeGiven, DiagnosticFound)):
                self._said(event)
            elif isinstance(event, RecoveryChosen):
                self._recovery(event)
            elif isinstance(event, StageEntered) and event.stage == "waiting":
                self._end_text()
                self.told += self._run.report_anew()
            elif isinstance(event, (AttemptEnded, RunEnded)):
                self._end_text()
                if isinstance(event, RunEnded):
                    self._end_run(event)

    # ------------------------------------------------------------ what comes in

    def _said(self, event: NoticeGiven | DiagnosticFound) -> None:
        """What the author said of an answer; findings about the answer itself are made anew."""
        if isinstance(event, DiagnosticFound):
            self.told += [event] if event.diagnostic.is_about_wish else []
        elif event.code == "constraint-dropped":
            self._run.begin_text(reason=self._reason)  # nothing was written yet, and null means null again

    def _attempt(self, event: AttemptStarted) -> None:
        self._end_text()
        if event.reason in NEW_TURN:
            self._run.begin_wish()
            self._restored = False
        self._run.begin_text(reason=event.reason, strict=event.strict)
        self._open, self._asked, self._reason = True, True, event.reason
        self._stopped = self._falling_back = False

    def _text(self, text: str, channel: Channel, *, last: bool) -> None:
        self._take_all()
        self._open = True
        self._coming = self._brought(text, channel, last=last)

    def _brought(self, text: str, channel: Channel, *, last: bool) -> Iterator[Event]:
        """What a piece of text brings, and the end of the text with its last piece."""
        if not self._stopped:
            try:
                yield from self._run.hear(text, channel)
            except Stop:
                self._stopped = True  # a run reads no further, whatever was written behind
        if last:
            yield from self._ended()

    def _ended(self) -> Iterator[Event]:
        self._open = False
        with suppress(Stop):
            yield from self._run.end_text()

    def _end_text(self) -> None:
        self._take_all()
        if self._open:
            self._coming = self._ended()
            self._take_all()

    def _end_run(self, event: RunEnded) -> None:
        if not self._asked and event.status == "complete" and not self._run.judged:
            self.told.append(DiagnosticFound(at=0.0, diagnostic=_unchanged(self._run.draft.rules)))
        self.told += self._run.ending(Stop(event.status))

    # ------------------------------------------------------------ what came of it

    def _judged(self, event: PatchAccepted | PatchRefused) -> None:
        if isinstance(event, PatchAccepted) and event.origin == "undo":
            self._undo()
        elif self._falling_back:
            self._fall_back(event)
        else:
            self._take_from_text(lambda told: isinstance(told, _JUDGED) and not _is_undo(told))

    def _undo(self) -> None:
        """Take back what was taken back here; a patch that came node by node takes several operations, all at once."""
        if self._part_of_undo:
            self._part_of_undo -= 1
            return
        operations = next(self._undone, 1)
        self._part_of_undo = operations - 1
        for size in self._run.draft.undo_sizes():
            self._run.control.undo()
            operations -= size
            if operations <= 0:
                break
        if not self._take(_is_undo):
            self.told += self._run.take_back()
            if self._run.control.undo_wished:
                self._take_from_text(_is_undo)

    def _fall_back(self, event: PatchAccepted | PatchRefused) -> None:
        """Put in place what was put; what brings the document before back bears the number of the last patch."""
        if not self._restored and event.number > self._run.draft.proposed:
            self.told += self._run.put(plain(event.patch) if isinstance(event.patch, dict) else event.patch)
        elif not self._restored:
            self._restored = True
            self.told += self._run.restore()

    def _recovery(self, event: RecoveryChosen) -> None:
        self._end_text()
        self._falling_back = event.action == "fallback"
        if event.action == "recheck":
            found = self._run.draft.report().diagnostics
            self.told += [DiagnosticFound(at=0.0, diagnostic=diagnostic) for diagnostic in found]

    def _take_from_text(self, wanted: Callable[[Event], bool]) -> None:
        """As `_take`; a recording may have been cut between the end of a text and the event that tells of it."""
        if not self._take(wanted) and self._open and not self._more_text:
            self._coming = self._ended()
            self._take(wanted)

    def _take(self, wanted: Callable[[Event], bool]) -> bool:
        """Take what comes until there is what is wanted; gives whether there was."""
        for event in self._coming:
            self.told.append(event)
            if wanted(event):
                return True
        return False

    def _take_all(self) -> None:
        self.told += self._coming


def _unchanged(rules: Selection) -> Diagnostic:
    """What `apply_text` tells of a text that says nothing about the document there is."""
    return rules.diagnose(RULES["EP007"], Finding("EP007", (), "no patch in the text"))._replace(pointer="")


def _is_undo(event: Event) -> bool:
    return isinstance(event, PatchAccepted) and event.origin == "undo"


def _last_texts(recorded: Sequence[Event]) -> set[int]:
    """Which pieces are the last of their texts; in a session that was cut, the last one is not."""
    found: set[int] = set()
    ended = False
    for index in range(len(recorded) - 1, -1, -1):
        if isinstance(recorded[index], (AttemptStarted, AttemptEnded, RunEnded)):
            ended = True
        elif isinstance(recorded[index], TextReceived) and ended:
            found.add(index)
            ended = False
    return found


def _runs_of_undo(recorded: Sequence[Event]) -> Iterator[int]:
    """How many operations took something back in one place, place by place."""
    operations = 0
    for event in recorded:
        if _is_undo(event):
            operations += 1
        elif operations and isinstance(event, _BETWEEN_UNDOS):
            yield operations
            operations = 0
    if operations:
        yield operations
