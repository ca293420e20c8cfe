"""The faulty streams written by hand, and what each is expected to become (`tests/corpus/streams/README.md`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from support.corrupter import STREAMS


@dataclass(frozen=True, slots=True)
class Faulty:
    """A stream and its expectation; what is None or empty is not asked."""

    name: str
    text: str
    ids: frozenset[str]
    gone: frozenset[str]
    rules: frozenset[str]
    malformed: int | None
    root: Any
    granularities: tuple[Any, ...]


def faulty_streams() -> list[Faulty]:
    """All of them, by name."""
    return [_faulty(path.stem) for path in sorted((STREAMS / "faulty").glob("*.txt"))]


def _faulty(name: str) -> Faulty:
    folder = STREAMS / "faulty"
    rows = (folder / f"{name}.expect").read_text("utf-8").split("\n")
    said = {key: value for key, _, value in (row.partition(": ") for row in rows if row)}
    unknown = set(said) - {"ids", "gone", "rules", "malformed", "root", "granularity"}
    assert not unknown, f"{name}.expect says {unknown}"
    return Faulty(
        name,
        (folder / f"{name}.txt").read_bytes().decode("utf-8", "replace"),
        frozenset(said.get("ids", "").split()),
        frozenset(said.get("gone", "").split()),
        frozenset(said.get("rules", "").split()),
        int(said["malformed"]) if "malformed" in said else None,
        json.loads(said["root"]) if "root" in said else None,
        (said["granularity"],) if "granularity" in said else ("node", "patch"),
    )
