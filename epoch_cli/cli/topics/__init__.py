"""The topics of `epoch help`: a Markdown file of its name each, whose first line says in a sentence what it is about.

A line `<!-- made: PART -->` stands for what the code knows itself (`made.py`): tables of rules, events, keys and
the like are never written beside what they tell of.
"""

from __future__ import annotations

import re
from pathlib import Path

_FOLDER = Path(__file__).parent
_MADE = re.compile(r"^<!-- made: ([a-z-]+) -->$", re.MULTILINE)


def topics() -> dict[str, str]:
    """What each topic is about, by its name, in the order of names."""
    return {file.stem: _title(file) for file in sorted(_FOLDER.glob("*.md"))}


def topic_text(name: str) -> str:
    """A topic as Markdown, with all its parts.

    Raises:
        KeyError: a part is asked for that nobody makes.
    """
    return _MADE.sub(_part, (_FOLDER / f"{name}.md").read_text("utf-8"))


def _part(found: re.Match[str]) -> str:
    from epoch_cli.cli.topics.made import PARTS

    return PARTS[found[1]]().strip("\n")


def _title(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return lines.readline().removeprefix("# ").strip()
