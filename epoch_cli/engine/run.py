"""What every run is made of: text goes in, events come out, until there is an end to tell.

    text ─▶ PatchReader ─▶ Intake ─▶ Draft.propose ─▶ events

Where the text comes from, and what belongs to that alone (prompts, attempts, tokens), is for `generate` and
`apply_text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from epoch_cli import __version__
from epoch_cli.catalog import NO_LIMIT, Catalog
from epoch_cli.document import clone, finished
from epoch_cli.engine.budget import Meters
from epoch_cli.engine.control import Control
from epoch_cli.engine.options import Options
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import BudgetError, EpochError, GenerationTimeout, ProviderError, UnreadableError
from epoch_cli.events import (
    Channel,
    DiagnosticFound,
    Event,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunEnded,
    RunStarted,
    TextReceived,
)
from epoch_cli.reading import MalformedRead, PatchRead, PatchReader, Read, StructureRead, TextRead
from epoch_cli.reading.reads import Healing
from epoch_cli.reading.shapes import in_disguise
from epoch_cli.reading.surrogates import encodable
from epoch_cli.sessions import new_session_id
from epoch_cli.validation import Diagnostic, Draft, Repair, Verdict
from epoch_cli.validation.intake import Intake, Outcome
from epoch_cli.validation.nulls import without_nulls
from epoch_cli.validation.rules import RULES, reading

MAX_TEXT = 64 * 1024 * 1024
"""The most characters that are read in one attempt; a longer text ends the run."""


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
        accepted, refused, repaired, malformed: how many, so far.
        judged: how many patches were read at all, a `test` that holds among them, node by node.
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
        self._author = author
        self._capped = False
        self._began = options.clock()
        self.begin_text()

    # ------------------------------------------------------------ time

    def at(self) -> float:
        """Seconds since the run started, to the microsecond."""
        return round(self.options.clock() - self._began, 6)

    def time_left(self) -> float:
        """Seconds that are left of the time allowed.

        Raises:
            TimeoutError: none is.
        """
        left = self.options.timeout - (self.options.clock() - self._began)
        if left <= 0:
            raise TimeoutError
        return left

    def out_of_time(self) -> Stop:
        """The end of a run that takes too long."""
        limit = self.options.timeout
        return Stop("timeout", GenerationTimeout(f"no end after {limit:g} s", remedy="give more --timeout"))

    # ------------------------------------------------------------ text

    def begin_text(self, *, null_is_absent: bool = False) -> None:
        """A new text begins, whose author sees the document as it is now.

        Under a strict schema every key is written, with `null` for what is absent; such nodes are flat, so that
        nothing is gained by taking them in parts.
        """
        options = self.options
        granularity = "patch" if null_is_absent else options.granularity
        self.draft.begin_attempt()
        self._reader = PatchReader(max_total_chars=MAX_TEXT, granularity=granularity, heal=options.heal)
        self._intake = Intake(self.draft, granularity=granularity)
        self._null_is_absent = null_is_absent
        self._length = 0

    def hear(self, text: str, channel: Channel = "text") -> Iterator[Event]:
        """A piece of text has come; only the channel `text` is read for patches.

        Raises:
            Stop: there are more patches or more text than a run may have.
        """
        yield TextReceived(at=self.at(), text=text, channel=channel)
        if channel != "text":
            return
        yield from self._read(self._reader.feed(text))
        self._length += len(text)
        if self._length > MAX_TEXT:
            message = f"the text is longer than {MAX_TEXT // 1024**2} MiB, and was not read further"
            raise Stop("failed", UnreadableError(message, remedy="what was accepted is kept; write less at a time"))

    def end_text(self) -> Iterator[Event]:
        """The text has ended, as it should or not: what waited for more is read, kept or given up, and told.

        Nothing is read any more once there were too many patches.

        Raises:
            Stop: as `hear` does.
        """
        if not self._capped:
            yield from self._read(self._reader.close())
        yield from self._told(self._intake.close())
        yield from self.take_back()

    def wishes(self) -> Iterator[Event]:
        """Do what was wished for since the last time.

        Raises:
            Stop: the run was asked to end.
        """
        yield from self.take_back()
        if self.control.cancelled:
            raise Stop("cancelled")

    def take_back(self) -> Iterator[Event]:
        """Undo as many patches as was wished, unless a patch is half taken in: then the wish waits."""
        if not self._intake.idle:
            return
        for _ in range(self.control.take_undos()):
            for verdict in self.draft.undo():
                yield self._accept(verdict, self.draft.proposed, origin="undo")

    def _read(self, reads: Iterable[Read]) -> Iterator[Event]:
        for given in reads:
            read = self._without_nulls(given) if self._null_is_absent else given
            if isinstance(read, MalformedRead):
                if not read.continues:
                    self.malformed += 1
                    yield DiagnosticFound(at=self.at(), diagnostic=_malformed(read))
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

    def _without_nulls(self, read: Read) -> Read:
        if not isinstance(read, PatchRead):
            return read
        return replace(read, patch=without_nulls(read.patch, self.draft.catalog))

    def _missed(self, read: TextRead) -> Iterator[DiagnosticFound]:
        """Tell of a line that is text for the reader, and was meant as a patch."""
        found = in_disguise(read.text) if len(read.text) > 1 else None
        if found is not None:
            self.malformed += 1
            why, at = found
            excerpt = encodable(read.text[max(0, at - 2) :][:80])
            yield DiagnosticFound(at=self.at(), diagnostic=_missed(why, read.span[0] + at + 1, excerpt))

    def _healed(self, read: PatchRead | StructureRead) -> Iterator[RepairMade]:
        path = read.patch.get("path") if isinstance(read, PatchRead) else None
        for healing in read.repairs:
            self.repaired += 1
            repair = _repair(healing, path if isinstance(path, str) else "")
            yield RepairMade(at=self.at(), number=self.draft.proposed, repair=repair)

    def _told(self, outcomes: Iterable[Outcome]) -> Iterator[Event]:
        for number, patch, verdict in outcomes:
            self.judged += 1
            if not verdict.accepted:
                self.refused += 1
                yield PatchRefused(at=self.at(), number=number, patch=patch, diagnostics=verdict.diagnostics)
            elif verdict.patch["op"] != "test":
                for repair in verdict.repairs:
                    self.repaired += 1
                    yield RepairMade(at=self.at(), number=number, repair=repair)
                yield self._accept(verdict, number)
            yield from self.meters.document(verdict.metrics, number, self.at())
            if not self._capped and any(diagnostic.code == "EP608" for diagnostic in verdict.diagnostics):
                self._capped = True
                message = f"more than {self.draft.profile.patches} patches"
                raise Stop("budget", BudgetError(message, remedy="ask for less, or choose a larger --budget"))

    def _accept(self, verdict: Verdict, number: int, origin: str = "model") -> PatchAccepted:
        self.accepted += 1
        metrics = verdict.metrics
        written = verdict.patch.get("meta", {})
        meta = {
            **({"id": written["id"]} if "id" in written else {}),
            "sequence": self.accepted,
            "validated": True,
            "complexity": {"nodes": metrics.nodes, "depth": metrics.depth, "bindings": metrics.bindings},
        }
        return PatchAccepted(
            at=self.at(),
            number=number,
            sequence=self.accepted,
            patch={**verdict.patch, "meta": meta},
            inverse=verdict.inverse,
            metrics=metrics.to_json(),
            origin="undo" if origin == "undo" else "model",
        )

    # ------------------------------------------------------------ first and last

    def started(self, prompt: str = "") -> RunStarted:
        """The first event."""
        options, catalog = self.options, self.draft.catalog
        began = options.now()
        return RunStarted(
            at=0.0,
            session=options.session or new_session_id(began, options.entropy(8)),
            epoch=__version__,
            started=began.isoformat(timespec="milliseconds"),
            prompt=prompt,
            provider=self._author.name,
            model=self._author.model,
            title=self._author.title,
            catalog=catalog.name,
            catalog_digest=catalog.digest,
            profile=self.draft.profile.name,
            base=clone(self.draft.document) or None,
        )

    def ending(self, stop: Stop) -> Iterator[Event]:
        """The last events: the time it took, what there is to say of the whole document, and the end."""
        yield from self.meters.read("time", self.options.clock() - self._began, self.at())
        for diagnostic in self.draft.report().diagnostics:
            yield DiagnosticFound(at=self.at(), diagnostic=diagnostic)
        yield RunEnded(
            at=self.at(),
            status=stop.status,
            document=clone(finished(self.draft.document)),
            metrics=self.draft.metrics.to_json(),
            accepted=self.accepted,
            refused=self.refused,
            repaired=self.repaired,
            malformed=self.malformed,
            error=_as_json(stop.error),
        )


def _as_json(error: EpochError | None) -> dict[str, object]:
    if error is None:
        return {}
    told = {"category": error.category, "kind": error.kind} if isinstance(error, ProviderError) else {}
    return {
        "category": type(error).__name__,
        **told,
        "message": error.message,
        "remedy": error.remedy,
        "exit_code": int(error.exit_code),
    }


def _repair(healing: Healing, pointer: str) -> Repair:
    return Repair(healing.rule, healing.grade, pointer, healing.message)


def _missed(why: str, character: int, excerpt: str) -> Diagnostic:
    rule = RULES["EP007"]
    return Diagnostic(
        code=rule.code,
        severity=rule.severity,
        message=f"{why}, at character {character}",
        pointer="",
        hint=f"passed over, nothing was changed: {excerpt}",
        rule=rule.name,
    )


def _malformed(read: MalformedRead) -> Diagnostic:
    code = reading.BY_REASON.get(str(read.reason), "EP001")
    rule = RULES[code]
    return Diagnostic(
        code=code,
        severity=rule.severity,
        message=read.message,
        pointer="",
        hint=f"passed over, nothing was changed: {read.excerpt}",
        rule=rule.name,
        line=read.line,
        column=read.column,
    )
