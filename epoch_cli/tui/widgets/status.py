"""The line that tells where the run is: stage, attempt, speed, time, what was refused, what happened last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from rich.cells import cell_len
from textual.content import Content

from epoch_cli.output.progress import left_text
from epoch_cli.output.text import visible
from epoch_cli.output.view import Status
from epoch_cli.tui.widgets.fitting import Piece, cut, fitted
from epoch_cli.tui.widgets.header import short_author
from epoch_cli.tui.widgets.line import Line

STAGES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "": ("·", "$text-muted"),
        "preparing": ("·", "$text-muted"),
        "context": ("·", "$text-muted"),
        "generating": ("▸", "$text-accent"),
        "validating": ("?", "$text-accent"),
        "correcting": ("~", "$text-warning"),
        "waiting": ("○", "$text-success"),
        "complete": ("●", "$text-success"),
    }
)
"""The sign and the colour of each stage; its word stands beside."""

_ENDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "complete": ("●", "$text-success"),
        "fallback": ("!", "$text-warning"),
        "cancelled": ("!", "$text-warning"),
        "timeout": ("×", "$text-error"),
        "budget": ("×", "$text-error"),
        "failed": ("×", "$text-error"),
    }
)
"""The same of each end."""


_BETWEEN: Final = "  │ "
_WHY: Final = "$text-error"
_NOW: Final = "$text-muted"
"""The styles of notes that are worth more than numbers, which the meters tell too."""
_YOURS: Final = "refine, accept, or quit"
_LONG: Final = 5.0
"""Seconds without anything new after which that is told."""
_LEAST_NOTE: Final = 12
"""Cells below which a note would say nothing."""


class Situation(NamedTuple):
    """What the status line tells.

    Attributes:
        status: where the run is.
        paused: whether the picture is held still.
        queued: how many events wait because of that.
        over: the run is over, though its last event never came.
        authored: whether who writes is told here, because no header does.
        changes: what was asked for and still waits, oldest first; raw.
    """

    status: Status = Status()
    paused: bool = False
    queued: int = 0
    over: bool = False
    authored: bool = False
    changes: tuple[str, ...] = ()


class StatusLine(Line[Situation]):
    """The status line."""

    def text(self, width: int) -> Content:
        """As much as fits, the most important first."""
        return status_text(self.told, width)


def status_text(told: Situation, width: int) -> Content:
    """The status in so many cells."""
    note, style = _note(told.status)
    pieces = [
        *_state(told),
        *(_author(told.status) if told.authored and style != _WHY else ()),
        *_counts(told.status),
        *(() if style in {_WHY, _NOW} else _numbers(told.status)),
    ]
    line = fitted(pieces, width - (_room_for(note, pieces, width) if style == _WHY else 0))
    room = width - line.cell_length - len(_BETWEEN)
    if not note or room < _LEAST_NOTE:
        return line
    return Content.assemble(line, (_BETWEEN, "$text-disabled"), cut(Content.styled(visible(note, 300), style), room))


def _room_for(note: str, pieces: Sequence[Piece], width: int) -> int:
    """The cells that a note gets which is worth more than all that may be left out, but at most two thirds."""
    stays = sum(piece.content.cell_length + 2 for piece in pieces if not piece.weight)
    return max(0, min(len(_BETWEEN) + cell_len(visible(note, 300)), width * 2 // 3, width - stays))


def says_why(status: Status) -> bool:
    """Whether nobody writes any more, and it is to be told what went wrong: that is worth more than any number."""
    return _note(status)[1] == _WHY or bool(status.waiting and status.note)


def _note(status: Status) -> tuple[str, str]:
    """What is said at the end, raw, and its style: why the run ended, what went wrong last, or what to do now."""
    error = status.ended.error if status.ended is not None else {}
    if error.get("message"):
        return ": ".join(str(error[part]) for part in ("message", "remedy") if error.get(part)), _WHY
    if status.failed:
        return status.failed, _WHY
    if status.note:
        return status.note, "$text-warning"
    return (_YOURS, _NOW) if status.waiting else ("", "")


def _state(told: Situation) -> Iterator[Piece]:
    """How it stands, by sign and by word."""
    if told.paused:
        waiting = f", {told.queued} waiting" if told.queued else ""
        yield Piece(Content.styled(f"= paused{waiting}", "$text-warning bold"))
    status = told.status
    word = status.words
    if status.ended is not None:
        sign, style = _ENDS[status.ended.status]
    elif told.over:
        sign, word, style = "×", "broke off", "$text-error"
    elif status.failed and status.waiting:
        sign, style = "×", "$text-error"
    else:
        sign, style = STAGES.get(status.progress.stage, STAGES[""])
    yield Piece(Content.styled(f"{sign} {word}", f"{style} bold"))
    if told.changes:
        waits = "1 change waits" if len(told.changes) == 1 else f"{len(told.changes)} changes wait, the last"
        yield Piece(Content.styled(f"+ {waits}: “{visible(told.changes[-1], 40)}”", "$text-accent"), 1)
    turn = len(status.turns.asked)
    if turn > 1:
        yield Piece(Content.styled(f"turn {turn}", "$foreground"), 3)
    if status.tries > 1:
        yield Piece(Content.styled(f"attempt {status.tries}, {visible(str(status.reason))}", "$foreground"), 2)


def _author(status: Status) -> Iterator[Piece]:
    """Who writes."""
    author = " · ".join(filter(None, (short_author(status.provider), status.model)))
    yield Piece(Content.styled(visible(author, 60), "$text-muted"), 5)


def _counts(status: Status) -> Iterator[Piece]:
    """How many patches there were, and what did not go well."""
    if status.turns.patches:
        yield Piece(Content.styled(f"{status.turns.patches} accepted", "$foreground"), 4)
    if status.refused:
        yield Piece(Content.styled(f"× {status.refused} refused", "$text-error"), 1)
    if status.repaired:
        yield Piece(Content.styled(f"* {status.repaired} repaired", "$text-warning"), 1)
    if status.malformed:
        yield Piece(Content.styled(f"! {status.malformed} unreadable", "$text-error"), 1)


def _numbers(status: Status) -> Iterator[Piece]:
    """How fast it goes, and how long it still takes."""
    progress = status.progress
    if status.answering and progress.silent >= _LONG:
        silence = f"silent for {span_text(progress.silent)}" if progress.answered else "no answer yet"
        yield Piece(Content.styled(silence, "$text-warning"), 2)
    elif progress.rate and status.ended is None and not status.waiting:
        yield Piece(Content.styled(f"{progress.rate:.0f} tokens/s", "$text-muted"), 6)
    if progress.tokens:
        about = "~" if progress.estimated else ""
        yield Piece(Content.styled(f"{about}{progress.tokens} tokens", "$text-muted"), 5)
    if progress.elapsed >= 1:
        yield Piece(Content.styled(span_text(progress.elapsed), "$text-muted"), 7)
    if progress.left is not None:
        yield Piece(Content.styled(f"{left_text(progress.left)} left", "$text-muted"), 2)


def span_text(seconds: float) -> str:
    """A time as a clock shows it: `0:07`, `12:30`, `1:02:03`."""
    whole = max(0, int(seconds))
    minutes, seconds_ = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds_:02}" if hours else f"{minutes}:{seconds_:02}"
