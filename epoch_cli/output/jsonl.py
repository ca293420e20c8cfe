"""stdout as data: one JSON value a line, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

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


class DataOutput:
    """Writes a run as data: patches or events as they come, a document or a tree at the end."""

    def __init__(self, form: Format, write: Write) -> None:
        self._form = form
        self._write = write
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

    def close(self) -> None:
        """The run is over."""
        if self._form == "json":
            self._write(document_text(self._outcome.saved))
        elif self._form == "tree":
            self._write("".join(f"{line}\n" for line in tree_lines(self._outcome.document)).encode())
