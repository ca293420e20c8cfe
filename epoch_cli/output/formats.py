"""The forms in which a run goes to stdout or a file."""

from __future__ import annotations

from typing import Literal, get_args

Format = Literal["jsonl", "json", "tree", "events", "patch-diff"]
FORMATS: tuple[Format, ...] = get_args(Format)
