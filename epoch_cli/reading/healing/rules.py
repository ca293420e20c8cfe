"""The rules of healing by name: the only place where the names, grades and explanations are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Grade = Literal["lossless", "lossy"]
"""Whether all data that was written is kept."""


class Rule(NamedTuple):
    """One kind of change.

    Attributes:
        grade: whether it keeps all data.
        explanation: one line for people.
    """

    grade: Grade
    explanation: str


RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "extra-closer": Rule("lossless", "a closing brace or bracket too many, or one of the wrong kind"),
        "missing-closer": Rule("lossless", "closing braces or brackets that are missing, inside or at the end"),
        "missing-comma": Rule("lossless", "no comma between two members or items"),
        "trailing-comma": Rule("lossless", "a comma with nothing behind it, or two in a row"),
        "missing-colon": Rule("lossless", "no colon, or two, between a key and its value"),
        "missing-value": Rule("lossy", "a key without a value is left out"),
        "single-quotes": Rule("lossless", "a string in single quotes"),
        "smart-quotes": Rule("lossless", "a string in typographic quotes"),
        "unquoted-key": Rule("lossless", "a key without quotes"),
        "unquoted-value": Rule("lossy", "a plain word without quotes is a string; any other such value is left out"),
        "missing-quote": Rule("lossless", "a string without its closing quote before the next member"),
        "comment": Rule("lossless", "a comment is left out"),
        "odd-space": Rule("lossless", "a space outside strings that JSON does not know is left out"),
        "python-literal": Rule("lossless", "True, False or None as Python writes them"),
        "nan": Rule("lossy", "NaN, an infinity or undefined is left out"),
        "raw-newline": Rule("lossless", "a line break in a string is escaped"),
        "raw-control": Rule("lossless", "a tab or another control character in a string is escaped"),
        "unescaped-quote": Rule("lossless", "a quote inside a string is escaped"),
        "bad-escape": Rule("lossless", "a backslash that escapes nothing is text"),
        "truncated-tail": Rule("lossy", "the text ends inside the value; only nodes that were complete are kept"),
    }
)
"""Every rule by its name, kebab-case."""


class Change(NamedTuple):
    """One change to a text that made JSON of it.

    Attributes:
        rule: its name, a key of `RULES`.
        grade: the grade of its rule.
        what: what was changed, one line without a place.
        at: offset from the start of the value.
    """

    rule: str
    grade: Grade
    what: str
    at: int


def change(rule: str, what: str, at: int) -> Change:
    """Return a change by a rule of `RULES`."""
    return Change(rule, RULES[rule].grade, what, at)


class Changes:
    """Changes, of which equal ones are told once: at the first place, with their number."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[int, int]] = {}  # offset of the first, and how many

    def note(self, rule: str, what: str, at: int, count: int = 1) -> None:
        """Add a change."""
        first, number = self._found.get((rule, what), (at, 0))
        self._found[rule, what] = min(first, at), number + count

    def add(self, other: Changes) -> None:
        """Add all changes of another."""
        for (rule, what), (at, count) in other._found.items():
            self.note(rule, what, at, count)

    def in_order(self, end: int) -> list[Change]:
        """Return the changes up to offset `end`, in the order of the text."""
        found = sorted(self._found.items(), key=lambda each: each[1][0])
        return [
            change(rule, what if count == 1 else f"{what} ({count} times)", at)
            for (rule, what), (at, count) in found
            if at <= end
        ]
