"""Which lines and branches of the package the tests run through: SlipCover's probes, which cost next to nothing.

With `EPOCH_COVERAGE` naming a folder, each process of the tests notes there what it ran through, `epoch` processes that
were forked included; `python -m tests.coverage_report` adds it up. SlipCover is used as a library, since its own way to
run pytest knows neither this pytest nor processes that fork.
"""

from __future__ import annotations

import json
import os
import uuid
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

PACKAGE = Path(__file__).resolve().parents[2] / "epoch_cli"
FOLDER = "EPOCH_COVERAGE"
"""The environment variable that names the folder."""

_probes: Any = None
_folder = Path(os.environ.get(FOLDER, ""))  # a command that is forked has an environment of its own


def start(*, removing: int = 20_000) -> None:
    """Put probes into all of the package that is imported from here on; nothing where nobody asked for it.

    Args:
        removing: after how many needless calls a probe is taken out, for which all functions are looked through: worth
            it where tests run for minutes, and not for one command.
    """
    global _probes  # noqa: PLW0603  there is one process
    if not os.environ.get(FOLDER):
        return
    import slipcover

    _probes = slipcover.Slipcover(branch=True, d_miss_threshold=removing)
    slipcover.ImportManager(_probes, slipcover.FileMatcher(sources=[PACKAGE])).__enter__()
    leave = os._exit

    def leave_noted(code: int) -> NoReturn:
        note()  # what was forked by the package itself, and comes to no end of ours
        leave(code)

    os._exit = leave_noted


def note() -> None:
    """Write down what this process ran through since it last did, or since it was forked."""
    if _probes is None:
        return
    seen = {file: _sorted({*_probes.all_seen[file], *_probes.newly_seen[file]}) for file in _files()}
    _probes.newly_seen = defaultdict(set)
    part = _folder / f"{uuid.uuid4().hex}.part"
    part.write_text(json.dumps(seen), "utf-8")
    part.rename(part.with_suffix(".json"))


def noted(folder: Path) -> dict[str, set[Any]]:
    """What all processes ran through, by file: lines as numbers, branches as pairs of them."""
    seen: dict[str, set[Any]] = defaultdict(set)
    for part in folder.glob("*.json"):
        for file, places in json.loads(part.read_bytes()).items():
            seen[file].update(tuple(place) if isinstance(place, list) else place for place in places)
    return seen


def _files() -> list[str]:
    return sorted({*_probes.all_seen, *_probes.newly_seen})


def _sorted(places: Iterable[Any]) -> list[Any]:
    return sorted(places, key=lambda place: place if isinstance(place, tuple) else (place, 0))
