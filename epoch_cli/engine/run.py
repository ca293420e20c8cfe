"""What every run is made of: text goes in, events come out, until there is an end to tell.

    text ─▶ PatchReader ─▶ Intake ─▶ Draft.propose ─▶ events

Where the text comes from, and what belongs to that alone (prompts, attempts, tokens), is for `generate` and
`apply_text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from epoch_cli.catalog import NO_LIMIT, Catalog
from epoch_cli.document import Patch
from epoch_cli.engine.acceptance import Origin, patch_accepted
from epoch_cli.engine.budget import Meters
from epoch_cli.engine.control import Control
from epoch_cli.engine.earlier_texts import EarlierTexts
from epoch_cli.engine.findings import malformed, missed, repair_of
from epoch_cli.engine.first_and_last import run_ended, run_started
from epoch_cli.engine.heard_text import HeardText
from epoch_cli.engine.options import Options
from epoch_cli.engine.pieces import ends_open, unless_it_takes_away
from epoch_cli.engine.run_clock import RunClock
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import BudgetError, GenerationTimeout, UnreadableError
from epoch_cli.events import (
    Channel,
    DiagnosticFound,
    Event,
    Mode,
    PatchAccepted,
    PatchRefused,
    Reason,
    RepairMade,
    RunStarted,
    Stage,
    StageEntered,
    TextReceived,
)
from epoch_cli.reading import MalformedRead, PatchRead, Read, StructureRead, TextRead
from epoch_cli.reading.shapes import in_disguise
from epoch_cli.reading.surrogates import encodable
from epoch_cli.validation import Diagnostic, Draft, Repair, Verdict
from epoch_cli.validation.intake import Intake, Outcome

MAX_TEXT = 64 * 1024 * 1024
"""The most characters that are read in one attempt; a longer text ends the run."""


def _nothing() -> Iterator[Event]:
    return iter(())


class Author(NamedTuple):
    """Who writes the text of a run: `title` is what people read; a tool that is not known has no `model`."""

    name: str
    model: str
    title: str


class Run:
    """One run: its draft, its meters and what is counted.

    Args:
        catalog: the design system.
        author: who writes.
        options: see `Options`.
        control: the wishes on this run.
        token_budget: the most tokens for prompt and answer together.
        max_cost: the most US dollars; None for no limit.

    Attributes:
        draft: the document in the making.
        meters: what is near its limit.
        clock: the time that it takes.
        accepted, refused, repaired, malformed: how many, so far.
        overhear: does what is wished for in the middle of a turn, besides `cancel` and `undo`.
        asked: who was asked last, as people read it.
        judged: how many patches were read at all, a `test` that holds among them, node by node.
        advanced: whether patches of an answer were accepted for this wish.
        faults: what was refused or could not be read in the present text.
        unchanged: whether the present text is a whole document that is there already.
        unfinished: the last line of the last text, when it has no end.
        validation: seconds spent with reading and judging.
    """

    def __init__(
        self,
        catalog: Catalog,
        author: Author,
        options: Options,
        control: Control,
        *,
        token_budget: int,
        max_cost: Decimal | None = None,
    ) -> None:
        self.options = options
        self.control = control
        self.draft = Draft(
            catalog,
            options.document,
            profile=options.profile,
            models=options.models,
            rules=options.rules,
            fix=options.fix,
        )
        dollars = NO_LIMIT if max_cost is None else float(max_cost)
        self.meters = Meters(self.draft.profile, token_budget, options.timeout, dollars)
        self.judged = 0
        self.accepted = 0
        self.refused = 0
        self.repaired = 0
        self.malformed = 0
        self.faults: list[PatchRefused | DiagnosticFound] = []
        self.validation = 0.0
        self._author = author
        self.asked = author.title
        self._capped = False
        self.clock = RunClock(options.clock)
        self._reported_at: int | None = None
        self.overhear: Callable[[], Iterator[Event]] = _nothing
        self.begin_wish()
        self.begin_text()

    # ------------------------------------------------------------ time

    def at(self) -> float:
        """Seconds since the run started, to the microsecond."""
        return self.clock.at()

    def time_left(self) -> float:
        """Seconds that are left of the time allowed.

        Raises:
            TimeoutError: none is.
        """
        left = self.options.timeout - self.clock.elapsed
        if left <= 0:
            raise TimeoutError
        return left

    def out_of_time(self) -> Stop:
        """The end of a run that takes too long."""
        limit = self.options.timeout
        error = GenerationTimeout(f"no end after {limit:g} s", remedy="give more --timeout")
        return Stop("timeout", error, final=True)

    # ------------------------------------------------------------ text

    def begin_wish(self) -> None:
        """Something is asked for: what was written for the wish before is no matter any more."""
        self._earlier = EarlierTexts(self.draft, self.options)
        self.unfinished = ""
        self.advanced = False
        self._proposed_before = self.draft.proposed

    def begin_text(self, *, reason: Reason = "initial", strict: bool = False) -> None:
        """A new text begins, whose author sees the document as it is now.

        Args:
            reason: why; what goes on with an earlier text may begin with what is there already.
            strict: it is held to a strict schema, under which every key is written, with `null` for what is absent;
                such nodes are flat, so that nothing is gained by taking them in parts.
        """
        options, goes_on = self.options, reason in {"continuation", "correction"}
        self._again = goes_on and bool(self._earlier)
        if self._again:
            self._earlier.begin_again(self.faults, anywhere=reason == "correction")
        granularity = "patch" if strict else options.granularity
        self.draft.begin_attempt()
        edits = not goes_on and "root" in self.draft.document
        self._text = HeardText(
            self.draft.catalog,
            most=MAX_TEXT,
            mode=options.mode if edits else "patch",
            # what may be there already is compared as a whole, and then taken node by node all the same
            granularity="patch" if self._again else granularity,
            heal=options.heal,
            null_is_absent=strict,
        )
        self._intake = Intake(self.draft, granularity=granularity)
        self.faults = []
        self.unchanged = False

    def hear(self, text: str, channel: Channel = "text") -> Iterator[Event]:
        """A piece of text has come; only the channel `text` is read for patches.

        Raises:
            Stop: there are more patches or more text than a run may have.
        """
        yield TextReceived(at=self.at(), text=text, channel=channel)
        if channel != "text":
            return
        self._text.keep(text)
        if self._text.mode == "patch":
            yield from self._timed(self._read(text))
        if self._text.length > MAX_TEXT:
            message = f"the text is longer than {MAX_TEXT // 1024**2} MiB, and was not read further"
            raise Stop("failed", UnreadableError(message, remedy="what was accepted is kept; write less at a time"))

    def end_text(self) -> Iterator[Event]:
        """The text has ended, as it should or not: what waited for more is read, kept or given up, and told.

        Nothing is read any more once there were too many patches.

        Raises:
            Stop: as `hear` does.
        """
        if not self._capped:
            mode = self._text.mode
            yield from self._timed(self._read(None) if mode == "patch" else self._read_edit(mode))
        yield from self._timed(self._told(self._intake.close()))
        said = self._text.hand_over()
        self.unfinished = said.rpartition("\n")[2] if self._text.open_end else ""
        if not self._again:
            self._earlier.heard(said, null_is_absent=self._text.null_is_absent)
        yield from self.take_back()

    def _timed(self, events: Iterator[Event]) -> Iterator[Event]:
        """The same events; the time that it takes to make them, and not what others do in between, is counted."""
        clock = self.options.clock
        while True:
            began = clock()
            try:
                event = next(events)
            except StopIteration:
                return
            finally:
                self.validation += clock() - began
            yield event

    def wishes(self) -> Iterator[Event]:
        """Do what was wished for since the last time.

        Raises:
            Stop: the run was asked to end.
        """
        yield from self.take_back()
        if self.control.cancelled:
            raise Stop("cancelled", final=True)
        yield from self.overhear()

    def take_back(self) -> Iterator[Event]:
        """Undo as many patches as was wished, unless a patch is half taken in: then the wish waits."""
        if not self._intake.idle:
            return
        for _ in range(self.control.take_undos()):
            yield from self._undone("undo")

    def take_back_since(self, number: int, origin: Literal["undo", "fallback"] = "undo") -> Iterator[PatchAccepted]:
        """Undo all patches behind patch `number`; between two texts."""
        for _ in range(self.draft.undoable_since(number)):
            yield from self._undone(origin)

    def _undone(self, origin: Literal["undo", "fallback"]) -> Iterator[PatchAccepted]:
        for verdict in self.draft.undo():
            yield self._accept(verdict, self.draft.proposed, origin)

    def _read(self, text: str | None) -> Iterator[Event]:
        """Read a piece of text, or None for its end."""
        reads = self._text.reads(text)
        if self._again:
            reads = self._earlier.new_in(reads)
        for given in reads:
            self._text.open_end |= text is None and ends_open(given)
            read = self._harmless(given)
            if isinstance(read, MalformedRead):
                if not read.continues:
                    yield self._passed_over(malformed(read))
                outcomes = self._intake.take(read)
            else:
                outcomes = self._intake.take(read)
                if isinstance(read, TextRead):
                    yield from self._missed(read)
                elif isinstance(read, (PatchRead, StructureRead)) and read.repairs:
                    yield from self._healed(read)
            if outcomes:
                yield from self._told(outcomes)
            if self.control.undo_wished:
                yield from self.take_back()

    def _read_edit(self, mode: Mode) -> Iterator[Event]:
        """Read a whole text that is no list of patches, and take the patches that it comes to."""
        from epoch_cli.engine.edit_modes import as_text, patches_to, target_of  # noqa: PLC0415  only for merge and whole

        text = self._text.said
        target = target_of(mode, text, self.draft.document, heal=self.options.heal)
        for read in target.malformed:
            yield self._passed_over(malformed(read))
        for healing in target.repairs:
            yield self._repair(self.draft.proposed, repair_of(healing, ""))
        patches = [] if target.document is None else patches_to(self.draft.document, target.document)
        self.unchanged = target.document is not None and not patches
        self._text.stands_for(as_text(patches))  # what an answer to a correction may say again
        for patch in patches:
            yield from self._told(self._intake.take(PatchRead(patch, (0, len(text)), 1)))

    def _harmless(self, read: Read) -> Read:
        """The read, unless it is a piece that would take the place of what is there.

        Of a patch that is half taken in, the document has a part already: that is no other's place.
        """
        if not isinstance(read, PatchRead) or not read.repairs or not self._intake.idle:
            return read
        return unless_it_takes_away(read, self.draft)

    def _missed(self, read: TextRead) -> Iterator[DiagnosticFound]:
        """Tell of a line that is text for the reader, and was meant as a patch."""
        found = in_disguise(read.text) if len(read.text) > 1 else None
        if found is not None:
            why, at = found
            excerpt = encodable(read.text[max(0, at - 2) :][:80])
            yield self._passed_over(missed(why, read.span[0] + at + 1, excerpt))

    def _healed(self, read: PatchRead | StructureRead) -> Iterator[RepairMade]:
        path = read.patch.get("path") if isinstance(read, PatchRead) else None
        for healing in read.repairs:
            yield self._repair(self.draft.proposed, repair_of(healing, path if isinstance(path, str) else ""))

    def _told(self, outcomes: Iterable[Outcome]) -> Iterator[Event]:
        for number, patch, verdict in outcomes:
            self.judged += 1
            if not verdict.accepted:
                refused = self._refuse(verdict, number, patch)
                self.faults.append(refused)
                yield refused
            elif verdict.patch["op"] != "test":
                for repair in verdict.repairs:
                    yield self._repair(number, repair)
                yield self._accept(verdict, number)
            yield from self.meters.document(verdict.metrics, number, self.at())
            if not self._capped and any(diagnostic.code == "EP608" for diagnostic in verdict.diagnostics):
                self._capped = True
                message = f"more than {self.draft.profile.patches} patches"
                error = BudgetError(message, remedy="ask for less, or choose a larger --budget")
                raise Stop("budget", error, final=True)

    def restore(self) -> Iterator[Event]:
        """Take back all that was accepted for this wish."""
        yield from self.take_back_since(self._proposed_before, "fallback")

    def put(self, patch: Patch) -> Iterator[Event]:
        """Apply a patch that stands in for an answer; one that a gate refuses is told as refused."""
        verdict = self.draft.propose(patch)
        if verdict.accepted:
            yield self._accept(verdict, self.draft.proposed, origin="fallback")
        else:
            yield self._refuse(verdict, self.draft.proposed, patch)

    # ------------------------------------------------------------ what is counted as it is told

    def _passed_over(self, diagnostic: Diagnostic) -> DiagnosticFound:
        """Something could not be read."""
        self.malformed += 1
        found = DiagnosticFound(at=self.at(), diagnostic=diagnostic)
        self.faults.append(found)
        return found

    def _repair(self, number: int, repair: Repair) -> RepairMade:
        self.repaired += 1
        return RepairMade(at=self.at(), number=number, repair=repair)

    def _refuse(self, verdict: Verdict, number: int, patch: Any) -> PatchRefused:
        self.refused += 1
        return PatchRefused(at=self.at(), number=number, patch=patch, diagnostics=verdict.diagnostics)

    def _accept(self, verdict: Verdict, number: int, origin: Origin = "model") -> PatchAccepted:
        self.accepted += 1
        self.advanced |= origin == "model"
        return patch_accepted(verdict, at=self.at(), number=number, sequence=self.accepted, origin=origin)

    # ------------------------------------------------------------ first and last

    def started(self, prompt: str = "") -> RunStarted:
        """The first event."""
        return run_started(self, self._author, prompt)

    def reported(self) -> Iterator[DiagnosticFound]:
        """What there is to say of the whole document now."""
        for diagnostic in self.draft.report().diagnostics:
            yield DiagnosticFound(at=self.at(), diagnostic=diagnostic)

    def stage(self, stage: Stage) -> StageEntered:
        """The run enters a stage."""
        return StageEntered(at=self.at(), stage=stage)

    def report_anew(self) -> Iterator[Event]:
        """What there is to say of the whole document now, unless that was told and nothing has changed since."""
        if self._reported_at == self.accepted:
            return
        self._reported_at = self.accepted
        yield self.stage("validating")
        yield from self.meters.read("time", self.clock.elapsed, self.at())
        yield from self.reported()

    def ending(self, stop: Stop) -> Iterator[Event]:
        """The last events: the time it took, what there is to say of the whole document, and the end."""
        yield from self.report_anew()
        yield self.stage("complete")
        yield run_ended(self, stop)
