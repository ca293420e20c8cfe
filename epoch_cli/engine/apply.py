"""Text that some other tool wrote goes in, in chunks of bytes; the events of a run come out.

    bytes ─▶ Decoder ─▶ text ─▶ PatchReader ─▶ Intake ─▶ Draft ─▶ events

Nobody is asked for anything, so there are no prompts, attempts or tokens; all else is as in `generate`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from math import inf

from epoch_cli.catalog import NO_LIMIT, Catalog
from epoch_cli.engine.arrivals import END, Arrivals
from epoch_cli.engine.control import Control
from epoch_cli.engine.options import Options
from epoch_cli.engine.run import Author, Run
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import EpochError, PatchError, UnreadableError
from epoch_cli.events import DiagnosticFound, Event
from epoch_cli.reading.decoding import Decoder, InvalidBytes
from epoch_cli.reading.surrogates import encodable
from epoch_cli.validation import Diagnostic, Selection
from epoch_cli.validation.diagnostics import Finding
from epoch_cli.validation.rules import RULES

_SHOWN = 80
"""How many characters of a text without patches its failure shows."""


async def apply_text(
    chunks: AsyncIterator[bytes],
    *,
    catalog: Catalog,
    options: Options | None = None,
    control: Control | None = None,
    source: str = "stdin",
    title: str = "stdin",
) -> AsyncIterator[Event]:
    """Read patches out of a text, apply those that are valid, and tell everything that happens.

    Args:
        chunks: the text as it comes: UTF-8, or UTF-16 with a byte order mark; closed when it is no longer wanted. An
            `EpochError` that it raises ends the run.
        catalog: the design system.
        options: see `Options`; what is about prompts and tokens says nothing here. None has no limit of time.
        control: carries wishes to this run; there is nobody to refine anything.
        source: where the text comes from, `stdin` or `file`: the provider of the session.
        title: the same as people read it.

    Yields:
        `RunStarted` first, `RunEnded` last: `complete` with an interface; `failed` without one, because there was no
        patch in the text at all (`UnreadableError`), or because no patch left one (`PatchError`).

    Raises:
        UsageError: there is no such profile.
    """
    chosen = options or Options(timeout=inf)
    application = _Application(chunks, catalog, chosen, control or Control(), Author(source, "", title))
    async with aclosing(application.events()) as events:
        async for event in events:
            yield event


class _Application:
    """A run whose text is there already, or comes from elsewhere."""

    def __init__(
        self, chunks: AsyncIterator[bytes], catalog: Catalog, options: Options, control: Control, author: Author
    ) -> None:
        self.run = Run(catalog, author, options, control, token_budget=NO_LIMIT)
        self.chunks = chunks
        self.control = control
        self.decoder = Decoder()
        self.length = 0
        self.beginning = ""

    async def events(self) -> AsyncGenerator[Event, None]:
        """Everything from the first event to the last."""
        arrivals = Arrivals(self.chunks, self.control.attach(asyncio.get_running_loop()))
        yield self.run.started()
        stop = None
        try:
            while (chunk := await arrivals.next(self.run.time_left())) is not END:
                for event in self._take(chunk):
                    yield event
            if self.control.cancelled:  # Ctrl-C ends whoever writes into the pipe, too, and that end may be seen first
                stop = Stop("cancelled")
        except (TimeoutError, EpochError, Stop) as reason:
            stop = self._stop_of(reason)
        finally:
            await arrivals.close()
        try:
            for event in self._rest(cut=stop is not None):
                yield event
        except Stop as reason:
            stop = stop or reason
        if stop is None and "root" in self.run.draft.document and not self.run.judged:
            yield self._unchanged()
        for event in self.run.ending(stop or self._whole()):
            yield event

    def _take(self, chunk: bytes | None) -> Iterator[Event]:
        """Deal with wishes, then with a chunk; None is a wish alone."""
        yield from self.run.wishes()
        yield from self._hear(self.decoder.feed(chunk) if chunk else "")

    def _hear(self, text: str) -> Iterator[Event]:
        if text:
            self.length += len(text)
            if len(self.beginning) < _SHOWN:
                self.beginning = (self.beginning + text[:_SHOWN]).lstrip()
            yield from self.run.hear(text)

    def _rest(self, *, cut: bool) -> Iterator[Event]:
        """What is left when no more chunks come; half of a character only counts where nothing was cut by us."""
        stop = None
        try:
            yield from self._hear("" if cut else self.decoder.close())
            yield from self.run.end_text()
        except Stop as reason:
            stop = reason
        if self.decoder.invalid is not None:
            yield DiagnosticFound(at=self.run.at(), diagnostic=_invalid(self.decoder.invalid, self.run.draft.rules))
        if stop is not None:
            raise stop

    def _stop_of(self, reason: Exception) -> Stop:
        if isinstance(reason, Stop):
            return reason
        return Stop("failed", reason) if isinstance(reason, EpochError) else self.run.out_of_time()

    def _whole(self) -> Stop:
        """How a text ended that was read to its end."""
        run = self.run
        if "root" in run.draft.document:
            return Stop("complete")
        if not run.judged:
            remedy = "it takes JSON Patch operations, such as `epoch prompt` asks a model for"
            if not self.length:
                remedy = "pipe what a model writes into this command, or name a file"
            return Stop("failed", UnreadableError(self._without_patch(), remedy=remedy))
        message = f"no interface came of the text: {run.accepted} patches accepted, {run.refused} refused"
        remedy = "begin with an add to /root that is valid, or give a document to change with --base FILE"
        return Stop("failed", PatchError(message, remedy=remedy))

    def _without_patch(self) -> str:
        """What came instead of patches."""
        if not self.length:
            return "there is no text"
        begins = _on_one_line(self.beginning)
        return f"no patch in the text: {self.length} characters, {self.run.malformed} malformed{begins}"

    def _unchanged(self) -> DiagnosticFound:
        """Tell that the document a run started from is as it was because nobody said what to change."""
        finding = Finding("EP007", (), self._without_patch(), "the document is as it was")
        diagnostic = self.run.draft.rules.diagnose(RULES["EP007"], finding)._replace(pointer="")
        return DiagnosticFound(at=self.run.at(), diagnostic=diagnostic)


def _on_one_line(beginning: str) -> str:
    """How a text begins, for a message: somebody's refusal, or what some other format looks like, explains itself."""
    words = " ".join(encodable(beginning).split())
    return f", beginning “{words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}”" if words else ""


def _invalid(found: InvalidBytes, rules: Selection) -> Diagnostic:
    """The diagnostic for bytes that are no text, once for all of them."""
    times = "once" if found.times == 1 else f"{found.times} times"
    where = f"byte {found.offset}, at {found.line}:{found.column}"
    hint = "a character is missing there; write UTF-8"
    finding = Finding("EP010", (), f"bytes that are no {found.encoding}, {times}; the first is {where}", hint)
    return rules.diagnose(RULES["EP010"], finding)._replace(pointer="", line=found.line, column=found.column)
