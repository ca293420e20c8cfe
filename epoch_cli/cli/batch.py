"""`epoch batch`: many prompts through one process, each a run as of `gen`, so many at a time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from epoch_cli.catalog import Catalog
from epoch_cli.cli.answers import say_failure
from epoch_cli.cli.batch_authors import Asking, Author, Gates, open_authors
from epoch_cli.cli.batch_items import Item, asking, askings, read_items
from epoch_cli.cli.batch_results import Results
from epoch_cli.cli.batch_rows import ended_row, error_of, failed_row, skipped_row, usage_of
from epoch_cli.cli.batch_telling import Teller
from epoch_cli.cli.chosen import ChosenFlags, options_chosen
from epoch_cli.cli.closing import closing
from epoch_cli.cli.documents import read_base
from epoch_cli.cli.extensions import extensions_here
from epoch_cli.cli.open_files import jobs_possible
from epoch_cli.cli.readers import Readers, ended_with_root
from epoch_cli.cli.running import RunFlags, logging_of, prepare
from epoch_cli.cli.signals import Signals
from epoch_cli.cli.streams import PipeClosed, read_text
from epoch_cli.config.paths import sessions_dir
from epoch_cli.document import Document
from epoch_cli.engine import Control, Options, generate
from epoch_cli.engine.batch import run_batch
from epoch_cli.engine.purse import Purse
from epoch_cli.engine.requests import check_price, price_of
from epoch_cli.engine.spending import Spending
from epoch_cli.errors import BudgetError, EpochError, ExitCode, UnreadableError, UsageError
from epoch_cli.events import Event
from epoch_cli.output.jsonl import document_text
from epoch_cli.output.narration import Narrator
from epoch_cli.output.outcome import Outcome
from epoch_cli.sessions.costs import total_cost

if TYPE_CHECKING:
    from epoch_cli.cli.logs import Follow

_HOPELESS = frozenset({"auth", "billing"})
"""Failures that each further request to the same provider would have, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFlags(ChosenFlags):
    """Flags of `batch` that `apply` has not; see `commands` for what each means."""

    prompts: str
    output: str
    jobs: int
    force: bool


def run_prompts(batch: BatchFlags, *, flags: RunFlags) -> int:
    """Run the command; see `commands` for `batch` for what each flag means."""
    flags = replace(flags, extensions=extensions_here(quiet=flags.quiet))
    with logging_of(flags) as logged:
        return _run_prompts(batch, flags, logged)


def _run_prompts(batch: BatchFlags, flags: RunFlags, logged: Follow) -> int:
    items = read_items("stdin" if batch.prompts == "-" else batch.prompts, read_text(batch.prompts))
    catalog, options = prepare(flags, system=batch.system)
    options = replace(options, **options_chosen(batch, flags.extensions))
    if not batch.output.strip():
        raise UsageError("--output is empty", remedy="name a folder for the documents")
    results = Results(Path(batch.output))
    known = {} if batch.force else {item.id: row for item in items if (row := results.done(item)) is not None}
    todo = [item for item in items if item.id not in known]
    jobs = jobs_possible(batch.jobs)
    teller = Teller(len(items), verbosity=-1 if flags.quiet else flags.verbosity, usage=flags.usage)
    if jobs < batch.jobs and not flags.quiet:
        teller.say(f"epoch: {jobs} at a time and not {batch.jobs}, as few files may be open; ulimit -n says how many")
    work = _Batch(replace(batch, jobs=jobs), flags, catalog, options, results, teller, todo, logged)
    began = time.monotonic()
    with results:
        if todo:
            results.begin()
        for name, row in known.items():
            teller.ended(skipped_row(name, row, strict=flags.strict))
        with teller:
            asyncio.run(work.run())
    if isinstance(work.failure, PipeClosed):  # who closed the pipe has seen enough
        raise work.failure
    teller.finish(time.monotonic() - began, work.unasked)
    for author in work.authors.values():
        say_failure(author.cache, -1 if flags.quiet else flags.verbosity)
    if work.failure is not None:
        raise work.failure
    return work.exit_code


@dataclass(slots=True)
class _Batch:
    """The prompts that are to be asked, and what their runs share.

    Attributes:
        unasked: how many were not begun.
        failure: what kept results from being told or kept; the batch ends then.
    """

    batch: BatchFlags
    flags: RunFlags
    catalog: Catalog
    options: Options
    results: Results
    teller: Teller
    todo: list[Item]
    logged: Follow
    authors: dict[Asking, Author] = field(init=False)
    purse: Purse = field(init=False)
    unasked: int = field(init=False)
    running: int = 0
    controls: set[Control] = field(default_factory=set)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    signals: Signals | None = None
    failure: Exception | None = None

    def __post_init__(self) -> None:
        gates, batch = Gates(), self.batch
        wanted = askings(self.todo, batch.asked.provider, batch.asked.model)
        self.authors = open_authors(wanted, batch.asked, self.flags, gates, cache=batch.cache and self.flags.log)
        recovering = self.options.recovering
        recovering = recovering._replace(standbys=gates.standbys(recovering.standbys))
        self.options = replace(self.options, recovering=recovering)
        self.purse = Purse(self.options.max_cost)
        for author in self.authors.values():
            check_price(author.provider, Spending(price_of(author.provider)), self.options)
        self.unasked = len(self.todo)

    @property
    def _signalled(self) -> bool:
        return self.signals is not None and (self.signals.interrupted or self.signals.terminated)

    @property
    def exit_code(self) -> ExitCode:
        """That of a signal, or else the worst of all prompts."""
        if self.signals is not None and self.signals.terminated:
            return ExitCode.TERMINATED
        if self.signals is not None and self.signals.interrupted:
            return ExitCode.INTERRUPTED
        return self.teller.exit_code

    # ------------------------------------------------------------ all of them

    async def run(self) -> None:
        """Ask them all; the first signal ends those that run, each with what it has."""
        stopped = self.stopping.is_set
        self.signals = Signals(self._stop, lambda: self._signalled)
        async with aclosing(run_batch(self.todo, self._one, jobs=self.batch.jobs, stopped=stopped)) as all_ended:
            async for ended in all_ended:
                if ended is not None:
                    self._tell(*ended)

    def _tell(self, row: dict[str, Any], outcome: Outcome) -> None:
        try:
            self.teller.ended(row, usage_of(outcome))
        except (PipeClosed, UnreadableError) as error:
            self.failure = self.failure or error
            self._stop()

    def _stop(self) -> None:
        self.stopping.set()
        for control in self.controls:
            control.cancel()

    # ------------------------------------------------------------ one of them

    async def _one(self, item: Item) -> tuple[dict[str, Any], Outcome] | None:
        """Ask one; None when the batch was stopped before that."""
        author = self.authors[asking(item, self.batch.asked.provider, self.batch.asked.model)]
        await self._may_begin(item, author)
        if self.stopping.is_set():
            return None
        sharers = min(self.batch.jobs - self.running, self.unasked)
        self.unasked -= 1
        if author.lost is not None:
            return failed_row(item.id, author.lost), Outcome()
        try:
            self.results.check(item, force=self.batch.force)
            self._check_purse()
        except EpochError as error:
            return failed_row(item.id, error_of(error)), Outcome()
        self.running += 1
        self.teller.started(item.id)
        sessions = sessions_dir() if self.flags.log else None
        readers = Readers(data=None, picture="none", sessions=sessions, verbosity=-1)
        outcome, share = readers.outcome, self.purse.take(sharers)
        try:
            row = await self._asked(item, author, share, readers)
        finally:
            self.purse.give_back(share, total_cost(usage_of(outcome)))
            self.running -= 1
            self.teller.left()
        if row["status"] == "failed" and row["error"].get("kind") in _HOPELESS:
            author.lost = row["error"]
        self._note(item, {**row, "flawed": outcome.flawed})
        return row, outcome

    def _check_purse(self) -> None:
        if self.purse.empty:
            raise BudgetError("nothing is left of --max-cost", remedy="run it again with more: what is done is kept")

    async def _may_begin(self, item: Item, author: Author) -> None:
        """Wait for the gate before the run begins, so that this does not count against its time."""
        while (wait := author.provider.gate.shut_for) and not self.stopping.is_set():
            self.teller.waiting(item.id, author.provider.title, wait)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), wait)

    async def _asked(self, item: Item, author: Author, share: Decimal | None, readers: Readers) -> dict[str, Any]:
        """The line of one run to its end; whatever goes wrong is told of this prompt alone."""
        control, outcome = Control(), readers.outcome
        self.controls.add(control)
        try:
            options = replace(self._options(item), max_cost=share, cache=author.cache)
            events = generate(
                item.prompt, catalog=self.catalog, provider=author.provider, options=options, control=control
            )
            with readers:
                await readers.follow(self._narrated(item, self.logged(events)), control.cancel)
            row = ended_row(item.id, outcome, self._save(item, outcome), strict=self.flags.strict)
        except Exception as error:  # noqa: BLE001  one prompt that meets a bug must not take the others with it
            row = failed_row(item.id, error_of(error), outcome)
        finally:
            self.controls.discard(control)
        return {**row, "session": readers.session or None}

    async def _narrated(self, item: Item, events: AsyncIterator[Event]) -> AsyncGenerator[Event, None]:
        """The same events; with -vv they are told as `gen -v` does, each line with the prompt's id."""
        narrator = Narrator(self.flags.verbosity - 1)
        async with closing(events):
            async for event in events:
                if self.flags.verbosity >= 2:
                    for line in narrator.feed(event):
                        self.teller.say(f"{item.id}: {line}")
                yield event

    def _options(self, item: Item) -> Options:
        base: Document | None = (
            item.base if isinstance(item.base, dict) else read_base(item.base, stdin_taken=self.batch.prompts == "-")
        )
        system = self.options.system if item.system is None else item.system
        return replace(self.options, document=base, system=system)

    def _save(self, item: Item, outcome: Outcome) -> Path | None:
        if not ended_with_root(outcome) or outcome.ended is None:
            return None
        try:
            self.results.check(item, force=self.batch.force)  # somebody may have put a file there meanwhile
            return self.results.save(item, document_text(outcome.saved), whole=outcome.ended.status == "complete")
        except UnreadableError:
            self.stopping.set()  # nothing is paid for that cannot be kept; those that run go on to their end
            raise

    def _note(self, item: Item, row: dict[str, Any]) -> None:
        """Keep the line in the folder; when that cannot be, nothing more is begun."""
        try:
            self.results.note(item, row)
        except EpochError as error:
            self.failure = self.failure or error
            self.stopping.set()
