"""stdout as data: one JSON value a line, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import orjson

from epoch_cli.document import Document
from epoch_cli.document.canonical import canonical, pretty
from epoch_cli.events import Event, PatchAccepted, encode, harmless
from epoch_cli.output.formats import Format
from epoch_cli.output.outcome import Outcome
from epoch_cli.output.outline import tree_lines

Write = Callable[[bytes], None]


def patch_line(event: PatchAccepted) -> bytes:
    """An accepted patch as a line of JSONL.

    Raises:
        UnicodeError: it holds half a character, which no accepted patch does.
    """
    return harmless(_dumps(event.patch, orjson.OPT_APPEND_NEWLINE))


def document_text(document: Document) -> bytes:
    """A document as it is saved: in its canonical form, as `epoch fmt` writes it; raises as `patch_line` does."""
    _dumps(document, 0)
    return f"{pretty(canonical(document))}\n".encode()


def _dumps(value: object, option: int) -> bytes:
    try:
        return orjson.dumps(value, option=option)
    except TypeError as error:
        raise UnicodeError(f"cannot be written as JSON: {error}") from None


def changes_text(outcome: Outcome, *, color: bool = False) -> bytes:
    """What became of each node between the document that a run started from and its result, as `epoch diff` tells it.

    Raises:
        PatchError: one of them is nested too deeply.
    """
    from epoch_cli.document.changes import changes  # noqa: PLC0415  only this format compares
    from epoch_cli.output.difference import difference_tree  # noqa: PLC0415

    base = outcome.started.base if outcome.started is not None else None
    return difference_tree(changes(base or {}, outcome.document), color=color).encode()


class DataOutput:
    """Writes a run as data: patches or events as they come, a document, a tree or a difference at the end.

    Args:
        form: what is written.
        write: takes it.
        color: whether a difference is coloured.

    Attributes:
        told: what was lost, which is nothing: these forms say all that there is.
    """

    told: Sequence[str] = ()

    def __init__(self, form: Format, write: Write, *, color: bool = False) -> None:
        self._form = form
        self._write = write
        self._color = color
        self._outcome = Outcome()

    def feed(self, event: Event) -> None:
        """Take in the next event."""
        if self._form == "events":
            self._write(encode(event))
        elif self._form == "jsonl":
            if isinstance(event, PatchAccepted):
                self._write(patch_line(event))
        else:
            self._outcome.feed(event)

    def pass_over(self, event: Event) -> None:
        """Take in an event from before the part that is written: only what comes at the end stands on it."""
        self._outcome.feed(event)

    def close(self) -> None:
        """The run is over."""
        if self._form == "json":
            self._write(document_text(self._outcome.saved))
        elif self._form == "tree":
            self._write("".join(f"{line}\n" for line in tree_lines(self._outcome.document)).encode())
        elif self._form == "patch-diff":
            self._write(changes_text(self._outcome, color=self._color))
