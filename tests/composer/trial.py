"""One prompt through all that a run does with it: composed, cut into chunks, read, judged, checked and scored."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from epoch_cli.catalog import Catalog, parse_models
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.provider import chunks, composition, told
from epoch_cli.reading import PatchRead, PatchReader, TextRead
from epoch_cli.validation import Draft, validate

from .composing import Document, Expectation, brief
from .oracle import over_budget
from .score import count, score


@dataclass(frozen=True)
class Trial:
    """What became of a prompt.

    Attributes:
        misses: what is expected and not there, a line each; `total` is how much is expected.
        remarks: what the composer says itself that it did not understand, or had no room for.
        refused: patches that the draft refused or had to repair, and text that is no patch.
        found: diagnostics of severity error or warning of the finished screen.
        outside: what it has more of than `strict` allows, counted by a second implementation.
        seconds: from the prompt to the checked document, of the processor: what other processes take is not ours.
    """

    row: Expectation
    text: str
    document: Document
    total: int
    misses: list[str]
    remarks: list[str]
    refused: list[str]
    found: list[str]
    outside: list[str]
    seconds: float

    @property
    def points(self) -> int:
        """How much of what is expected is there."""
        return self.total - len(self.misses)

    @property
    def told(self) -> str:
        """The prompt and what it misses, in a line."""
        return f"{self.row.prompt!r}: {'; '.join(self.misses)}"


def trial(row: Expectation, catalog: Catalog) -> Trial:
    """Try a prompt with the budget `strict`."""
    asked = asked_by(row, catalog)
    draft = Draft(catalog, profile="strict", models=asked.models)
    began = time.process_time()
    try:
        made = composition(asked)
        text = told(asked, made)
    except Exception as error:  # noqa: BLE001  one prompt that breaks the composer must not hide what becomes of the others
        text, remarks, refused = "", [], [f"the composer broke: {error!r}"]
    else:
        remarks = [each.message for each in made.unmet]
        refused = _taken(text, draft)
    report = validate(draft.document, catalog, profile="strict", models=asked.models)
    seconds = time.process_time() - began
    document = draft.document
    misses, total = score(document, row.expect), count(row.expect)
    found = [f"{each.code} {each.pointer}: {each.message}" for each in report.diagnostics if each.severity != "info"]
    return Trial(row, text, document, total, misses, remarks, refused, found, over_budget(document), seconds)


def asked_by(row: Expectation, catalog: Catalog) -> Brief:
    """The brief of a prompt, with the models of its context."""
    return brief(row.prompt, catalog, models=None if row.models is None else parse_models(row.models))


def _taken(text: str, draft: Draft) -> list[str]:
    """Read a text in chunks and propose its patches; what was not taken as it was written."""
    reader = PatchReader()
    refused: list[str] = []
    reads: list[Any] = [read for chunk in chunks(text) for read in reader.feed(chunk.text)]
    for read in [*reads, *reader.close()]:
        if isinstance(read, PatchRead):
            verdict = draft.propose(read.patch)
            if not verdict.accepted or verdict.repairs:
                refused.append(f"{read.patch}: {[each.message for each in verdict.diagnostics] or verdict.repairs}")
        elif not isinstance(read, TextRead):
            refused.append(f"no patch: {read}")
    return refused


class Points:
    """Sums over trials: what was expected, what was there, and the misses."""

    def __init__(self, trials: Iterable[Trial]) -> None:
        self.trials = list(trials)
        self.points = sum(each.points for each in self.trials)
        self.total = sum(each.total for each in self.trials)
        self.perfect = sum(not each.misses for each in self.trials)

    @property
    def share(self) -> float:
        """In percent; of nothing, all is there."""
        return 100 * self.points / self.total if self.total else 100.0

    def __str__(self) -> str:
        """Points, share and perfect prompts: "195 of 198 = 98.5 %, 38 of 40 prompts perfect"."""
        told = f"{self.points} of {self.total} = {self.share:.1f} %"
        return f"{told}, {self.perfect} of {len(self.trials)} prompts perfect"

    @property
    def misses(self) -> list[str]:
        """A line for each prompt that misses something."""
        return [each.told for each in self.trials if each.misses]


class Trials:
    """The trials of a run: what was tried before is not tried again.

    Attributes:
        made: the trials, by all that their rows say.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.made: dict[str, Trial] = {}

    def of(self, row: Expectation) -> Trial:
        """The trial of a prompt."""
        name = json.dumps(asdict(row), sort_keys=True)
        if name not in self.made:
            self.made[name] = trial(row, self.catalog)
        return self.made[name]

    def points(self, rows: Iterable[Expectation]) -> Points:
        """What prompts come to."""
        return Points([self.of(row) for row in rows])
