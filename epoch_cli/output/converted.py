"""stdout in the format of others: in pieces as a run goes on, where the format streams, else at its end."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Format, Options, Stream
from epoch_cli.convert.losses import tell_written
from epoch_cli.document import Document, Patch
from epoch_cli.events import Event, PatchAccepted, RunStarted
from epoch_cli.output.narration import finding_line
from epoch_cli.output.outcome import Outcome

Write = Callable[[bytes], None]


class ConvertedOutput:
    """Writes a run in a format of others; what that cannot say is in `told` when the run is over.

    Args:
        form: the format.
        find_catalog: gives the design system of a run.
        write: takes each piece as soon as its patch was accepted.

    Attributes:
        told: a line for each thing that was lost, once the run is over.
    """

    def __init__(self, form: Format, find_catalog: Callable[[RunStarted], Catalog], write: Write) -> None:
        self._form = form
        self._find_catalog = find_catalog
        self._write = write
        self._outcome = Outcome()
        self._catalog: Catalog | None = None
        self._stream: Stream | None = None
        self._begun = False
        self.told: Sequence[str] = ()

    def feed(self, event: Event) -> None:
        """Take in the next event."""
        self.pass_over(event)
        if isinstance(event, PatchAccepted) and self._stream is not None:
            self._piece(self._outcome.document, event.patch)

    def pass_over(self, event: Event) -> None:
        """Take in an event from before the part that is written: what comes next stands on it."""
        self._outcome.feed(event)
        if isinstance(event, RunStarted):
            self._catalog = self._find_catalog(event)
            self._stream = self._form.streamer()(self._catalog, Options()) if self._form.stream else None

    def close(self) -> None:
        """The run is over."""
        document = self._outcome.document
        if self._catalog is None or "root" not in document:
            return
        if self._stream is None:
            written = self._form.writer()(document, self._catalog, Options())
        else:
            if not self._begun:
                self._piece(document, _whole(document))
            written = self._stream.close(document)
        self._put(written.text)
        self.told = [finding_line(each) for each in tell_written(written.losses, self._form)]

    def _piece(self, document: Document, patch: Patch) -> None:
        """Write what a patch adds; the first piece is all that is there, such as what the run started from."""
        if self._stream is None or not (self._begun or "root" in document):
            return
        first, self._begun = not self._begun, True
        self._put(self._stream.feed(document, _whole(document) if first else patch))

    def _put(self, text: str) -> None:
        if text:
            self._write(text.encode("utf-8", "backslashreplace"))


def _whole(document: Document) -> Patch:
    return {"op": "add", "path": "/root", "value": document["root"]}
