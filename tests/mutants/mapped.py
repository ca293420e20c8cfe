"""Which tests run through which lines, and what each of them takes: found by running them all once with probes.

It is kept in a cache folder, a file for each file of tests, which counts as long as neither that nor what it ran
through in the three packages has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Final

from tests.mutants.forked import Ran, Run, Trial, run_all
from tests.mutants.found import PACKAGES, ROOT, Mutant, code_lines
from tests.support.coverage import noted

CACHE: Final = Path(tempfile.gettempdir()) / f"epoch-mutants-{os.getuid()}"
_PLACES: Final = (
    *(f"tests/unit/{name}" for name in (*PACKAGES, "linting", "hostile")),
    "tests/unit/test_events.py",
    "tests/fuzz/test_corpus.py",
)
"""Where tests are that may notice a mutant: those of commands and screens run in processes, which know of none."""


@dataclass
class TestFile:
    """A file of tests: lines that it runs through by path, seconds by test, and tests that fail with nothing broken."""

    path: str
    lines: dict[str, frozenset[int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    __test__ = False


def mapped(at_once: int) -> list[TestFile]:
    """All files of tests; those that are not in the cache are run."""
    CACHE.mkdir(mode=0o700, exist_ok=True)
    known = {path: _cached(path) for path in _paths()}
    run_all((_probing(path, known) for path, file in known.items() if file is None), at_once)
    return [file for file in known.values() if file is not None]


def tests_of(mutant: Mutant, files: list[TestFile], most: float) -> list[list[str]]:
    """The tests that run through a mutant's line: cheap and near ones, as many as take `most` seconds.

    They come nearest first, in two parts: those of the nearest files, and the others.
    """
    # the line on which the interpreter is when it meets the place: that where a long expression begins, at the most
    line = max((line for line in code_lines(mutant.path) if line <= mutant.line), default=mutant.line)
    found = [
        (seconds, _distance(file.path, mutant.path), test)
        for file in files
        if line in file.lines.get(mutant.path, ())
        for test, seconds in file.seconds.items()
        if test not in file.failed
    ]
    found.sort(key=lambda row: row[0] * (1 + row[1]))  # one that is near may take longer
    spent = accumulate(seconds for seconds, _, _ in found)
    chosen = [row for row, until in zip(found, spent, strict=True) if until <= most] or found[:1]
    nearest = min((distance for _, distance, _ in chosen), default=0)
    parts: list[list[str]] = [[], []]
    for _, distance, test in sorted(chosen, key=lambda row: (row[1], row[0])):
        parts[distance != nearest].append(test)
    return [part for part in parts if part]


def _distance(test: str, path: str) -> int:
    """From 0 to 3: named after the module, in its folder, in that of its package, elsewhere."""
    folder, _, name = path.removeprefix("epoch_cli/").removesuffix(".py").rpartition("/")
    if f"test_{name}" in test and test.startswith(f"tests/unit/{folder}/"):
        return 0
    if test.rpartition("/")[0] == f"tests/unit/{folder}":
        return 1
    return 2 if test.startswith(f"tests/unit/{folder.partition('/')[0]}/") else 3


def _paths() -> Iterator[str]:
    for place in _PLACES:
        root = ROOT / place
        for path in sorted(root.rglob("test_*.py")) if root.is_dir() else [root]:
            yield path.relative_to(ROOT).as_posix()


def _probing(path: str, known: dict[str, TestFile | None]) -> Trial:
    with tempfile.TemporaryDirectory(prefix="epoch-mutants-") as folder:
        ran: Ran = yield Run([path], probes=Path(folder), to_the_end=True)
        lines = {
            os.path.relpath(file, ROOT): sorted(line for line in seen if isinstance(line, int))
            for file, seen in noted(Path(folder)).items()
        }
    if not lines or not ran.seconds:
        print(f"{path}: no tests ({ran.exit_code}): {ran.output[-300:].strip()}", flush=True)
    for name in ran.failed:
        print(f"{name} fails with nothing broken, and is left out", flush=True)
    ours = {file: seen for file, seen in lines.items() if file.startswith(tuple(f"epoch_cli/{n}/" for n in PACKAGES))}
    kept = {
        "sources": {file: _digest(file) for file in ours},
        "lines": ours,
        "seconds": ran.seconds,
        "failed": ran.failed,
    }
    _cache_file(path).write_text(json.dumps(kept), "utf-8")
    known[path] = _cached(path)
    print(f"{path}: {len(ran.seconds)} tests, {sum(ran.seconds.values()):.1f} s", flush=True)


def _cached(path: str) -> TestFile | None:
    file = _cache_file(path)
    if not file.exists():
        return None
    kept = json.loads(file.read_bytes())
    if any(_digest(source) != digest for source, digest in kept["sources"].items()):
        return None
    lines = {source: frozenset(seen) for source, seen in kept["lines"].items()}
    return TestFile(path, lines, kept["seconds"], kept["failed"])


def _cache_file(path: str) -> Path:
    return CACHE / f"{path.replace('/', '+')}.{_digest(path)}.json"


@cache
def _digest(path: str) -> str:
    file = ROOT / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:16] if file.exists() else ""
