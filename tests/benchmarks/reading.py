"""What it costs to read, judge, apply and emit what a model writes, against parsing the same lines.

    python -m tests.benchmarks.reading

Limits (design.md section 8), against `orjson.loads` of the same lines in the same run, profile `unlimited`: values
without nested nodes at most 6, 8 and 15 times (chunks of 4 KiB, of 64 characters, of 1 to 8); trees of nodes that are
committed node by node 15, 20 and 45 times. The cost per patch is flat within 1.2 from 50 to 50 000 nodes, and no chunk
on the way takes over 5 ms; one value of 4 MB in chunks of 4 characters costs at most twice as much per byte as one of
128 KB; applying is at least 10 times faster than `jsonpatch` in place.

The lines are those of `samples.py`: no two are alike, every node has an id. What has no limit is for information.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import jsonpatch
import orjson

from epoch_cli.catalog import load_catalog
from epoch_cli.document import apply_patch
from epoch_cli.reading import PatchReader
from epoch_cli.reading.granularity import Granularity
from epoch_cli.validation import Draft
from epoch_cli.validation.intake import Intake
from tests.benchmarks.figures import Figures, side_by_side
from tests.benchmarks.samples import document, flat_patch, patch, short_patch, with_ids
from tests.support.growing import forty, ids_in, written

CATALOG = load_catalog()
START: dict[str, Any] = {"root": {"type": "Container", "children": []}}
CHUNKS = {"4_KiB": 4096, "64": 64, "1_to_8": 0}
LIMITS = {"flat": (6.0, 8.0, 15.0), "nested": (15.0, 20.0, 45.0)}
GROWTH = 1.2
LONGEST_CHUNK = 5.0
LARGE_VALUE = 2.0
APPLY = 0.1
KIB = 1024


class Pipeline:
    """Everything from text to lines of JSONL."""

    def __init__(self, granularity: Granularity, start: Any = START, **bounds: int) -> None:
        self.reader = PatchReader(granularity=granularity, **bounds)
        self.draft = Draft(CATALOG, start, profile="unlimited", fix="safe")
        self.intake = Intake(self.draft, granularity=granularity)
        self.lines: list[bytes] = []

    def run(self, chunks: Sequence[str]) -> list[bytes]:
        """The lines that come of a text."""
        for chunk in chunks:
            self.take(self.reader.feed(chunk))
        self.take(self.reader.close())
        return self.lines

    def take(self, reads: Sequence[Any]) -> None:
        """Judge, apply and emit what was read."""
        take, lines = self.intake.take, self.lines
        for read in reads:
            for outcome in take(read):
                verdict = outcome.verdict
                if not verdict.accepted:
                    raise SystemExit(f"a sample was refused: {verdict.diagnostics[:1]}")
                lines.append(orjson.dumps(verdict.emitted(len(lines)), option=orjson.OPT_APPEND_NEWLINE))


def cut(text: str, size: int) -> list[str]:
    """The chunks of a text; size 0 makes chunks of 1 to 8 characters."""
    chance, chunks, start = random.Random(7), [], 0
    while start < len(text):
        end = start + (size or chance.randint(1, 8))
        chunks.append(text[start:end])
        start = end
    return chunks


def main() -> int:
    """Measure, print, and say whether the limits hold."""
    figures = Figures()
    flat = [flat_patch(number) for number in range(120)]
    short = [short_patch(number) for number in range(200)]
    nested = [with_ids(patch(10 + number % 30, number), f"n{number}") for number in range(60)]
    _progress(figures)
    _speed(figures, "flat", flat, "node", LIMITS["flat"])
    _speed(figures, "nested", nested, "node", LIMITS["nested"])
    _speed(figures, "flat_short_lines", short, "node")
    _speed(figures, "nested_patch_by_patch", nested, "patch")
    _growth(figures)
    _large_value(figures)
    _apply(figures)
    return figures.exit_code


def _progress(figures: Figures) -> None:
    """How late nodes of one `add /root` of 40 are: characters read when each is there, past those that tell it all."""
    tree = forty()
    (text, known), root = written(tree), tree["id"]
    pipeline, late = Pipeline("node", start={}), dict.fromkeys(known, 0)
    for end in range(1, len(text) + 1):
        pipeline.take(pipeline.reader.feed(text[end - 1]))
        for name in known.keys() - ids_in(pipeline.draft.document.get("root")):
            late[name] += end >= known[name]
    figures.tell("root_of_40_nodes_known_at", known[root], unit="characters")
    figures.tell("root_of_40_nodes_late", late[root], 0, unit="characters")
    figures.tell("latest_of_40_nodes_late", max(late.values()), 0, unit="characters")


def _speed(
    figures: Figures,
    name: str,
    patches: Sequence[Any],
    granularity: Granularity,
    limits: Sequence[float | None] = (None, None, None),
) -> None:
    lines = [orjson.dumps(each).decode() for each in patches]
    text = "".join(f"{line}\n" for line in lines)
    calls: dict[str, Callable[[], Any]] = {"parse": lambda: [orjson.loads(line) for line in lines]}
    for size_name, size in CHUNKS.items():
        chunks = cut(text, size)
        calls[size_name] = lambda chunks=chunks: Pipeline(granularity).run(chunks)  # type: ignore[misc]
    calls["begin"] = lambda: Pipeline(granularity)
    seconds = side_by_side(calls, rounds=15)
    figures.tell(f"{name}_line", len(text) / len(lines), unit="characters")
    figures.tell(f"{name}_parse", seconds["parse"] / len(lines) * 1e6, unit="µs")
    for size_name, limit in zip(CHUNKS, limits, strict=True):
        own = seconds[size_name] - seconds["begin"]
        figures.tell(f"{name}_{size_name}_over_parse", own / seconds["parse"], limit)


SIZES = (50, 500, 5_000, 50_000)
RUNS = 5


def _growth(figures: Figures) -> None:
    """The cost of a patch of one node in documents of 50 and of 50 000, and the longest chunk on the way.

    A chunk holds ten patches. Each is the median of the same chunk in several runs: what takes long every time is ours.
    """
    runs = [_grown() for _ in range(RUNS)]
    seconds = [statistics.median(each) for each in zip(*runs, strict=True)]
    cost = {size: statistics.median(seconds[size // 10 : size // 10 + 60]) / 10 for size in SIZES}
    for size in SIZES:
        figures.tell(f"patch_at_{size}_nodes", cost[size] * 1e6, unit="µs")
    figures.tell("growth_per_patch_50_to_50000", cost[50_000] / cost[50], GROWTH)
    figures.tell("longest_chunk", max(seconds[1:]) * 1e3, LONGEST_CHUNK, unit="ms")


def _grown() -> list[float]:
    """Seconds of each chunk while a document grows to a little over 50 000 nodes, ten nodes a chunk."""
    pipeline, seconds = Pipeline("node"), []
    gc.collect()
    gc.disable()
    for number in range(0, SIZES[-1] + 600, 10):
        chunk = "".join(_lines(number + each) for each in range(10))
        began = time.perf_counter()
        pipeline.take(pipeline.reader.feed(chunk))
        seconds.append(time.perf_counter() - began)
        pipeline.lines.clear()
    gc.enable()
    return seconds


def _lines(number: int) -> str:
    """One patch of one node, into the newest group of the root; every hundredth makes a new group."""
    if number % 100 == 0:
        value: dict[str, Any] = {"type": "Stack", "id": f"group-{number // 100}", "children": []}
        return orjson.dumps({"op": "add", "path": "/root/children/-", "value": value}).decode() + "\n"
    value = {"type": "Text", "id": f"text-{number}", "props": {"size": "body"}, "text": f"Line {number}"}
    path = f"/root/children/{number // 100}/children/-"
    return orjson.dumps({"op": "add", "path": path, "value": value}).decode() + "\n"


def _large_value(figures: Figures) -> None:
    """One value in chunks of four characters: what a byte of 4 MB costs over one of 128 KB."""
    seconds = {}
    for size in (128 * KIB, 4 * KIB * KIB):
        text = orjson.dumps(_table(size)).decode() + "\n"
        chunks, samples = [text[at : at + 4] for at in range(0, len(text), 4)], []
        for _ in range(1 if size > KIB * KIB else 15):
            pipeline = Pipeline("node", max_value_chars=8 * KIB * KIB)
            gc.disable()
            began = time.perf_counter()
            pipeline.run(chunks)
            samples.append((time.perf_counter() - began) / len(text))
            gc.enable()
        seconds[size] = statistics.median(samples)
    small, large = seconds.values()
    figures.tell("large_value_byte_of_128_KB", small * 1e9, unit="ns")
    figures.tell("large_value_byte_of_4_MB", large * 1e9, unit="ns")
    figures.tell("large_value_4_MB_over_128_KB", large / small, LARGE_VALUE)


def _table(size: int) -> dict[str, Any]:
    """A patch of about that many characters: a table with its rows."""
    chance = random.Random(size)
    columns = [{"key": key, "label": key.capitalize()} for key in ("name", "city", "note")]
    rows = []
    while size > 0:
        row = {"name": f"Name {size}", "city": f"City {chance.randrange(1000)}", "note": f'He said: "{size}" {{}}'}
        rows.append(row)
        size -= len(orjson.dumps(row)) + 1
    props = {"caption": "People", "columns": columns, "data": rows}
    return {"op": "add", "path": "/root/children/-", "value": {"type": "DataGrid", "id": "people", "props": props}}


def _apply(figures: Figures) -> None:
    """RFC 6902 alone, on a document of 500 nodes: our `apply_patch` against `jsonpatch.apply_patch` in place.

    Every text is replaced, every node with children gets one more, which is removed again. Both get each operation as
    it comes out of a line; ours copies values and makes the inverse as well.
    """
    start = orjson.dumps(document(500, 1))
    patches: list[dict[str, Any]] = []
    for number, (path, node) in enumerate(list(_nodes(orjson.loads(start)["root"], "/root"))):
        if "text" in node:
            patches.append({"op": "replace", "path": f"{path}/text", "value": f"New {number}"})
        if "children" in node:
            patches.append({**short_patch(number), "path": f"{path}/children/0"})
            patches.append({"op": "remove", "path": f"{path}/children/0"})
    documents = {"ours": orjson.loads(start), "jsonpatch": orjson.loads(start)}

    def ours() -> None:
        for each in patches:
            apply_patch(documents["ours"], each)

    def theirs() -> None:
        for each in patches:
            jsonpatch.apply_patch(documents["jsonpatch"], [each], in_place=True)

    seconds = side_by_side({"ours": ours, "jsonpatch": theirs}, rounds=31)
    if documents["ours"] != documents["jsonpatch"]:
        raise SystemExit("the two do not agree")
    figures.tell("apply_ours", seconds["ours"] / len(patches) * 1e6, unit="µs")
    figures.tell("apply_jsonpatch", seconds["jsonpatch"] / len(patches) * 1e6, unit="µs")
    figures.tell("apply_over_jsonpatch", seconds["ours"] / seconds["jsonpatch"], APPLY)


def _nodes(node: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """All nodes of a tree with their pointers."""
    yield path, node
    for index, child in enumerate(node.get("children", ())):
        yield from _nodes(child, f"{path}/children/{index}")


if __name__ == "__main__":
    sys.exit(main())
