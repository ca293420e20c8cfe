"""How much of a faulty stream arrives: Epoch beside strict JSON lines and `json-repair`, over the same corpus.

    python -m tests.benchmarks.healing

The corpus is that of `tests/unit/reading/test_faulty_streams.py`: faulty streams made of valid ones, one to four
faults each, always the same. A node is intact if no fault changed its own fields (`tests/support/corrupter.py` says it
exactly); it is kept if the document holds it as it was written, in its place. What any reader makes of a stream goes
through the same intake, node by node, into the same draft, so that nothing but the reading is compared; Epoch patch by
patch stands beside it. Prints a JSON line a figure and ends with 1 when a limit is missed.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import json_repair

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # `support`, as the tests import it

from support.corrupter import Corrupted, cases
from support.pipeline import Run, chunks_of, ids_in, run, taken

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.reading.granularity import Granularity
from epoch_cli.reading.reads import PatchRead
from tests.benchmarks.figures import Figures

ENOUGH = 0.95
"""The share of its intact nodes that a run has to keep."""

Reading = Callable[[str], "Ending"]


class Limits(NamedTuple):
    """The least share of runs that keep enough nodes, and end valid; the most that have an id that nobody wrote."""

    enough: float | None = None
    valid: float | None = None
    invented: float | None = None


class Ending(NamedTuple):
    """What a stream has become: a document, and whether it is valid."""

    document: Any
    valid: bool

    @classmethod
    def of(cls, done: Run) -> Ending:
        """The end of a run."""
        return cls(done.document, not done.report.gates)

    @property
    def ids(self) -> set[str]:
        """The ids of its nodes."""
        return set(ids_in(self.document.get("root")))


# ---------------------------------------------------------------- the readers


def ours(catalog: Catalog, granularity: Granularity) -> Reading:
    """Epoch, in chunks as models send them."""

    def read(text: str) -> Ending:
        return Ending.of(run(chunks_of(text, 12), catalog, granularity))

    return read


def parsed(catalog: Catalog, parse: Callable[[str], Iterable[Any]]) -> Reading:
    """Another reader: what it parses is taken for patches wherever that makes sense."""

    def read(text: str) -> Ending:
        patches = (patch for value in parse(text) for patch in patches_of(value))
        return Ending.of(taken((PatchRead(patch, (0, 0), 1) for patch in patches), catalog, "node"))

    return read


def patches_of(value: Any) -> Iterable[dict[str, Any]]:
    """The patches of a parsed value: one, a list, a wrapper, or a whole document or node in place of one."""
    if isinstance(value, list):
        for item in value:
            yield from patches_of(item)
    elif not isinstance(value, dict):
        return
    elif isinstance(value.get("op"), str):
        yield value
    elif isinstance(value.get("root"), dict):
        yield {"op": "add", "path": "/root", "value": value["root"]}
    elif isinstance(value.get("type"), str):
        yield {"op": "add", "path": "/root", "value": value}
    else:
        for name in ("patches", "operations"):
            yield from patches_of(value.get(name))


def strict_lines(text: str) -> Iterable[Any]:
    """Each line that is JSON; the others are dropped."""
    for line in text.split("\n"):
        try:
            yield json.loads(line)
        except ValueError:
            continue


def repaired_whole(text: str) -> Iterable[Any]:
    """What `json-repair` makes of the whole text."""
    return [json_repair.loads(text)]


def repaired_lines(text: str) -> Iterable[Any]:
    """What `json-repair` makes of each line that has a brace."""
    return [json_repair.loads(line) for line in text.split("\n") if "{" in line]


# ---------------------------------------------------------------- the figures


def _share(parts: list[bool]) -> float:
    """How many are true, from 0 to 1."""
    return sum(parts) / len(parts)


def _enough(kept_parts: list[float]) -> float:
    """The share of runs that keep enough."""
    return _share([part >= ENOUGH for part in kept_parts])


def _part(kept: frozenset[str], asked: frozenset[str]) -> float:
    """The share of ids that are kept; of none, all are."""
    return len(kept) / len(asked) if asked else 1.0


def _tell(figures: Figures, name: str, read: Reading, streams: list[Corrupted], limits: Limits) -> None:
    """Read all streams and print what became of them; `json_lines` are those that were an operation a line."""
    endings = [read(stream.text) for stream in streams]
    pairs = list(zip(streams, endings, strict=True))
    intact = [_part(stream.kept(ending.document), stream.intact) for stream, ending in pairs]
    every = [_part(stream.all_ids & ending.ids, stream.all_ids) for stream, ending in pairs]
    lines = [one for one, stream in zip(intact, streams, strict=True) if stream.one_a_line]
    figures.tell(f"{name}_runs_that_keep_95_percent", _enough(intact), limits.enough, at_least=True)
    figures.tell(f"{name}_runs_that_keep_95_percent_of_json_lines", _enough(lines))
    figures.tell(f"{name}_intact_nodes_kept", statistics.mean(intact))
    figures.tell(f"{name}_all_nodes_kept", statistics.mean(every))
    figures.tell(f"{name}_runs_that_end_valid", _share([one.valid for one in endings]), limits.valid, at_least=True)
    rooted = _share([one.valid and "root" in one.document for one in endings])
    figures.tell(f"{name}_runs_that_end_valid_with_a_root", rooted)
    invented = _share([not ending.ids <= stream.states.keys() for stream, ending in pairs])
    figures.tell(f"{name}_runs_with_an_id_that_nobody_wrote", invented, limits.invented)


def main() -> int:
    """Print all figures."""
    figures = Figures()
    catalog = load_catalog()
    streams = cases()
    figures.tell("faulty_streams", len(streams), unit="streams")
    figures.tell("faults", sum(len(stream.faults) for stream in streams), unit="faults")
    readers: list[tuple[str, Reading, Limits]] = [
        ("epoch_node_by_node", ours(catalog, "node"), Limits(0.99, 1.0, 0.0)),
        ("epoch_patch_by_patch", ours(catalog, "patch"), Limits(None, 1.0, 0.0)),
        ("strict_json_lines", parsed(catalog, strict_lines), Limits()),
        ("json_repair_whole_text", parsed(catalog, repaired_whole), Limits()),
        ("json_repair_line_by_line", parsed(catalog, repaired_lines), Limits()),
    ]
    for name, read, limits in readers:
        _tell(figures, name, read, streams, limits)
    return figures.exit_code


if __name__ == "__main__":
    raise SystemExit(main())
