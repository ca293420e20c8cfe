"""Changes to the text of a value, by the rules of `reading.rules`."""

from __future__ import annotations

from typing import NamedTuple


class Change(NamedTuple):
    """One change to a text that made JSON of it.

    Attributes:
        rule: its name, a key of `reading.rules.RULES`.
        what: what was changed, one line without a place.
        at: offset from the start of the value.
    """

    rule: str
    what: str
    at: int


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
            Change(rule, what if count == 1 else f"{what} ({count} times)", at)
            for (rule, what), (at, count) in found
            if at <= end
        ]
