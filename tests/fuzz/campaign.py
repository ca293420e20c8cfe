"""A search with one target: its folders, its process, and what came of it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .targets import CORPUS, TESTS, find_target

_SLOWEST: Final = 25
"""Seconds that one input may take, on a machine that has other things to do."""
_MOST_MEMORY: Final = 2048
"""Megabytes that the process may take."""
_PATIENCE: Final = 120.0
"""Seconds beyond its time after which a search is ended."""
_EXECUTED: Final = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
_PROGRESS: Final = re.compile(r"^#\d+\s.*cov: (\d+) ft: (\d+) corp: (\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Ending:
    """What came of a search.

    Attributes:
        name: of the target.
        inputs: how many were tried.
        branches: how many places of the code they came by.
        corpus: how many inputs each found a place of its own.
        findings: files with inputs that break what must hold.
        said: the end of the fuzzer's own words.
    """

    name: str
    inputs: int
    branches: int
    corpus: int
    findings: tuple[Path, ...]
    said: str


def search(name: str, seconds: float, folder: Path, seed: int = 0) -> Ending:
    """Search for so many seconds, in a folder of its own.

    Args:
        name: of the target.
        seconds: how long, without the start.
        folder: new inputs go to `found`, findings beside it.
        seed: of the search; 0 is another one each time.
    """
    found, seeds = folder / "found", folder / "seeds"
    for each in (found, seeds):
        each.mkdir(parents=True, exist_ok=True)
    _write_seeds(name, seeds)
    flags = _flags(name, folder) | {"max_total_time": int(seconds), "print_final_stats": 1}
    said = _fuzzer(name, [found, seeds, CORPUS / name], flags | ({"seed": seed} if seed else {}), folder, seconds)
    progress = _PROGRESS.findall(said)
    branches, _, corpus = map(int, progress[-1]) if progress else (0, 0, 0)
    executed = _EXECUTED.findall(said)
    inputs = int(executed[-1]) if executed else _last_number(said)
    return Ending(name, inputs, branches, corpus, tuple(_findings(folder)), "\n".join(said.splitlines()[-40:]))


def inputs_in(folder: Path) -> list[Path]:
    """The inputs of a search: those it began with, and those it found."""
    return sorted(path for name in ("seeds", "found") for path in (folder / name).iterdir())


def _write_seeds(name: str, folder: Path) -> None:
    for number, data in enumerate(find_target(name).seeds()):
        (folder / f"{number:04}").write_bytes(data)


def _flags(name: str, folder: Path) -> dict[str, object]:
    target = find_target(name)
    flags: dict[str, object] = {
        "max_len": target.LONGEST,
        "timeout": _SLOWEST,
        "report_slow_units": _SLOWEST,
        "rss_limit_mb": _MOST_MEMORY,
        "artifact_prefix": f"{folder}/",
    }
    words: Iterable[str] = getattr(target, "WORDS", ())
    if words:
        (folder / "words").write_text("".join(f'"{_quoted(word)}"\n' for word in words), "ascii")
        flags["dict"] = folder / "words"
    return flags


def _quoted(word: str) -> str:
    """A word as libFuzzer's dictionaries have it: bytes, those that are no printable ASCII as escapes."""
    plain = word.encode("utf-8", "surrogatepass")
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02X}" for byte in plain)


def _fuzzer(name: str, folders: Iterable[Path], flags: dict[str, object], folder: Path, seconds: float) -> str:
    for each in folders:
        each.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.fuzz.one", name, *map(str, folders)]
    command += [f"-{flag}={value}" for flag, value in flags.items()]
    log = folder / "log.txt"
    with log.open("wb") as output:
        try:
            subprocess.run(
                command, stdout=output, stderr=output, cwd=TESTS.parent, check=False, timeout=seconds + _PATIENCE
            )
        except subprocess.TimeoutExpired:
            (folder / "timeout-of-all").write_bytes(b"")
    return log.read_text("utf-8", "replace")


def _last_number(said: str) -> int:
    numbers = re.findall(r"^#(\d+)\s", said, re.MULTILINE)
    return int(numbers[-1]) if numbers else 0


def _findings(folder: Path) -> Iterable[Path]:
    for kind in ("crash", "timeout", "oom", "slow-unit"):
        yield from sorted(folder.glob(f"{kind}-*"))
