"""The forms in which a run goes to stdout or a file."""

from __future__ import annotations

from typing import Final

Format = str
"""The name of one: of these, or of those that `convert.formats` has."""

FORMATS: Final = ("jsonl", "json", "tree", "events", "patch-diff")
"""Our own forms. Those of others are in `convert.formats.FORMATS`, which is imported when one is asked for."""
