"""What is known of an extension before it is loaded: its kind, its name, and where it comes from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

Kind = Literal["providers", "rules", "repairs", "readers"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

FOLDER: Final = ".epoch"
"""Where a project has its extensions."""

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
"""The name of an extension, as `-p`, `--format` and `--select` take it."""

SINGULAR: Final = {"providers": "provider", "rules": "rule", "repairs": "repair", "readers": "reader"}


class Entry(NamedTuple):
    """An extension that could be loaded.

    Attributes:
        kind: what it is.
        name: as its distribution or its file calls it.
        origin: the distribution and its version, or the file, as people read it.
        target: `module:object` of an installed one; empty for a file.
        source: the bytes of a file, as they were trusted; None for an installed one.
        identity: changes whenever what it does may be another: a version, or the digest of all trusted files.
    """

    kind: Kind
    name: str
    origin: str
    target: str = ""
    source: bytes | None = None
    identity: str = ""

    @property
    def title(self) -> str:
        """As messages call it."""
        return f"the {SINGULAR[self.kind]} {self.name} ({self.origin})"

    @property
    def remedy(self) -> str:
        """What to do when it fails."""
        if self.source is not None:
            return "correct the file, or remove it"
        return f"update {self.origin.rpartition(' ')[0] or self.origin}, or uninstall it"


def find_folder(start: Path) -> Path | None:
    """The nearest `.epoch` from a folder up to the repository's root, as with the configuration; None for none.

    One without a folder for extensions is none.
    """
    for folder in (start, *start.parents):
        found = folder / FOLDER
        if any((found / kind).is_dir() for kind in KINDS):
            return found
        if (folder / ".git").exists():
            break
    return None
