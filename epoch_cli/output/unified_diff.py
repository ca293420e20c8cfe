"""A file before and after as a unified diff: as `patch` and `git apply` read it, or as a terminal shows it.

`difference.py` is for two documents: nodes and fields, whatever the text of their files.
"""

from __future__ import annotations

from difflib import unified_diff as _unified_diff

from epoch_cli.output.text import visible

_COLORS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


def unified_diff(name: str, before: str, after: str) -> str:
    """The change of a file for a tool: every byte of the text as it is."""
    return "".join(_diff_lines(name, before, after))


def shown_diff(name: str, before: str, after: str, *, color: bool) -> str:
    """The change of a file for a terminal: nothing in it that it would obey."""
    shown = []
    for line in _diff_lines(name, before, after):
        text = visible(line.rstrip("\r\n").expandtabs(4))
        start = _COLORS.get(line[0], "") if color else ""
        shown.append(f"{start}{text}\x1b[0m\n" if start else f"{text}\n")
    return "".join(shown)


def _diff_lines(name: str, before: str, after: str) -> list[str]:
    found = []
    shown = visible(name)  # a name may hold line ends, and bytes that are no text
    for line in _unified_diff(_lines(before), _lines(after), shown, shown):
        found.append(line)
        if not line.endswith("\n"):
            found[-1:] = [f"{line}\n", "\\ No newline at end of file\n"]
    return found


def _lines(text: str) -> list[str]:
    """Lines with their ends, and no others than diff tools know."""
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
