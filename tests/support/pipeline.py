"""From text to a document, as the engine does it: reader, intake, draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.reading import MalformedRead, PatchRead, PatchReader, Read, StructureRead
from epoch_cli.reading.granularity import Granularity
from epoch_cli.validation import Draft, Report
from epoch_cli.validation.intake import Intake, Outcome


@dataclass
class Run:
    """What became of a text.

    Attributes:
        reads: all of them, in order; what they hold belongs to the draft, which may have changed it.
        outcomes: all of them, in order.
        document: as it was left.
        report: what there is to say of that document.
    """

    document: Any
    report: Report
    reads: list[Read] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def rules(self) -> set[str]:
        """The names of what was healed."""
        healing = (read for read in self.reads if isinstance(read, (PatchRead, StructureRead)))
        return {each.rule for read in healing for each in read.repairs}

    @property
    def malformed(self) -> list[MalformedRead]:
        """The stretches that could not be used, each once."""
        return [read for read in self.reads if isinstance(read, MalformedRead) and not read.continues]

    @property
    def ids(self) -> list[str]:
        """The ids of the document's nodes, those of templates too."""
        return ids_in(self.document.get("root"))


def run(chunks: Iterable[str], catalog: Catalog, granularity: Granularity = "node") -> Run:
    """Read, judge and apply, chunk by chunk; nothing of what is refused stays."""
    return taken(read(chunks, granularity), catalog, granularity)


def read(chunks: Iterable[str], granularity: Granularity, *, heal: bool = True) -> Iterator[Read]:
    """The reads of a text, as soon as each is known."""
    reader = PatchReader(granularity=granularity, heal=heal)
    for chunk in chunks:
        yield from reader.feed(chunk)
    yield from reader.close()


def taken(reads: Iterable[Read], catalog: Catalog, granularity: Granularity) -> Run:
    """What becomes of reads."""
    draft = Draft(catalog, profile="foundation", fix="safe")
    intake = Intake(draft, granularity=granularity)
    kept: list[Read] = []
    outcomes: list[Outcome] = []
    for each in reads:
        kept.append(each)
        outcomes.extend(intake.take(each))
    outcomes.extend(intake.close())
    return Run(draft.document, draft.report(), kept, outcomes)


def ids_in(node: Any) -> list[str]:
    """The ids of a node and all below it, in order."""
    if not isinstance(node, dict):
        return []
    own = [node["id"]] if isinstance(node.get("id"), str) else []
    below = [*(node.get("children") or ()), node.get("itemTemplate")]
    return own + [name for child in below for name in ids_in(child)]


def chunks_of(text: str, size: int) -> list[str]:
    """Pieces of `size` characters."""
    return [text[at : at + size] for at in range(0, len(text), size)]
