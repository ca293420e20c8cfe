"""The corpus of documents, patch files and sessions, and what each is expected to give.

A file `NAME` may have a neighbour `NAME.expect`: first, as comments, what the file is held to where that is not the
built-in design system with its strict budget, then a line for each finding, in the order of the file:

    # preset: house
    # profile: foundation
    # models: {"User": {"fields": {"name": "string"}}}
    # kind: patches
    EP301 4:12

Expectations are written by hand, from what the rules say, never copied from what the tool said. A finding stands at the
first character of the offending value, or, for rules about a key, at the quote that opens it; something missing stands
at the innermost value around its place. In a patch file, a finding on what a patch writes stands in there, any other
where the patch begins. Lines and columns count from 1, in code points; a byte order mark has none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from epoch_cli.validation import RULES

ROOT = Path(__file__).resolve().parent.parent / "corpus"
DOCUMENTS = ROOT / "documents"
EXPECT = ".expect"
NOT_OF_FILES = frozenset({"EP010", *(code for code in RULES if not code.startswith("EP"))})
"""Rules on text as it comes, for a file with the same fault is not read at all; and on what is no document."""

Expected = tuple[str, int, int]
"""Code, line and column."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of the corpus, what it is held to, and what is expected of it."""

    path: Path
    expected: tuple[Expected, ...] = ()
    held_to: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its name in test reports."""
        return f"{self.path.parent.name}/{self.path.name}"

    @property
    def preset(self) -> str:
        """The design system: the name of a built-in one, or the path of one of the corpus."""
        name = self.held_to.get("preset", "punk")
        return name if name == "punk" else str(ROOT / f"{name}.toml")

    @property
    def profile(self) -> str:
        """The budget."""
        return self.held_to.get("profile", "strict")

    @property
    def models(self) -> Any:
        """The data models, None when there are none."""
        return json.loads(self.held_to["models"]) if "models" in self.held_to else None

    @property
    def kind(self) -> Any:
        """What the file is taken for, None when that is to be found out."""
        return self.held_to.get("kind")


def samples(folder: str) -> list[Sample]:
    """All files of a folder of the corpus, `bad` or `good`."""
    files = sorted((DOCUMENTS / folder).iterdir())
    return [_sample(path) for path in files if not path.name.endswith(EXPECT)]


def _sample(path: Path) -> Sample:
    beside = path.with_name(path.name + EXPECT)
    rows = beside.read_text("utf-8").splitlines() if beside.exists() else []
    expected: list[Expected] = []
    held_to: dict[str, str] = {}
    for row in rows:
        if row.startswith("# "):
            name, _, value = row[2:].partition(": ")
            held_to[name] = value
        else:
            code, _, place = row.partition(" ")
            line, _, column = place.partition(":")
            expected.append((code, int(line), int(column)))
    return Sample(path, tuple(expected), held_to)
