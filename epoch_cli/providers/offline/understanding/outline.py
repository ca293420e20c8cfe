"""The lines of a prompt: which are headings or bullets, and which stand below others.

    # Clinic                        level 1
    ## Waiting room                 level 2
    Fields:                         level 10
    - name                          level 11, as in a line that is indented
    - Address:                      level 11
        - street                    level 13

`indented` writes the indentation into the prompt as signs that survive cleaning (it runs words and spaces together),
`levelled` turns line ends into one private character a line that says its level.
"""

from __future__ import annotations

import re

PLAIN = 10
"""The level of a line that is neither indented nor marked; headings have the number of their signs."""

MOST_LEVELS = 40
_MARK = 0xF000
LEVELS = f"{chr(_MARK)}-{chr(_MARK + MOST_LEVELS)}"
"""All level characters, as a range inside a character class."""

_INDENT = "·"
_INDENTED = re.compile(r"(?m)^[ \t]+(?=\S)")
_DOTTED = re.compile(r"(?m)^([ \t\u3000]*)[・●■○◆◇]\s*")
"""Bullets that are written without a space behind them."""

_HEADING = re.compile(r"(#{1,6})\s+")
_BULLET = re.compile(r"(?:[-*+•–▪◦]|\d{1,2}[.)]|[a-h]\))\s+")
_NUMBER = re.compile(r"(?<!\S)(\d{1,2})[.)]\s+(?=\S)")
_TABLE_LINE = re.compile(r"^[\s|:=_-]+$")
_COLUMNS = 2
"""Columns of one step of indentation."""


def indented(prompt: str) -> str:
    """The prompt with `·` for every step of indentation at the start of a line."""
    prompt = _DOTTED.sub(r"\1- ", prompt)
    return _INDENTED.sub(lambda match: _INDENT * min(8, len(match[0].expandtabs(4)) // _COLUMNS), prompt)


def levelled(text: str, joints: re.Pattern[str]) -> str:
    """A cleaned text with a level character behind every line end, and without the marks of its lines.

    A line that only goes on (after a comma, or with one of the `joints`) stays part of the line before.
    """
    lines = [line for line in _numbered(text).split("\n") if line.strip(" " + _INDENT) and not _TABLE_LINE.match(line)]
    made: list[str] = []
    header = plain = False
    for number, line in enumerate(lines):
        level, rest = _level(line)
        if number and level == PLAIN and plain and _goes_on(made[-1], rest, joints):
            made[-1] += " " + rest
            continue
        if level == PLAIN and header and not rest.endswith(":") and ": " not in rest:
            level += 1
        else:
            header = level == PLAIN and rest.endswith(":")
        plain = level == PLAIN
        made.append(rest if number == 0 and level >= PLAIN else chr(_MARK + min(level, MOST_LEVELS)) + rest)
    return "\n".join(made)


def level_of(char: str) -> int:
    """The level that a level character stands for."""
    return ord(char) - _MARK


def _numbered(text: str) -> str:
    """A list that counts inside a line, each element on a line of its own: "1. About you 2. Bank details"."""
    found = [(match.start(), int(match[1])) for match in _NUMBER.finditer(text)]
    counted = [place for number, (place, said) in enumerate(found, start=1) if said == number]
    if len(counted) < 2 or len(counted) != len(found):
        return text
    places = [place for place in counted if text[:place].rstrip(" ·")[-1:] not in {"", "\n"}]
    for place in reversed(places):
        text = f"{text[:place]}\n{text[place:]}"
    return text


def _level(line: str) -> tuple[int, str]:
    """How deep a line stands, and its text without marks."""
    rest = line.lstrip(_INDENT + " ")
    steps = line[: len(line) - len(rest)].count(_INDENT)
    heading = _HEADING.match(rest)
    if heading is not None:
        return len(heading[1]), rest[heading.end() :]
    bullet = _BULLET.match(rest)
    if bullet is None:
        return PLAIN + 2 * steps, rest.strip()
    return PLAIN + 2 * steps + 1, rest[bullet.end() :].strip()


def _goes_on(before: str, line: str, joints: re.Pattern[str]) -> bool:
    """Whether a plain line continues the plain line before: it was wrapped."""
    first = joints.match(line)
    return before.rstrip().endswith(",") or (first is not None and first.lastgroup != "stop" and line[:1].islower())
