"""Times, and rows of words that everyone knows: "Monday through Friday" is five columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from epoch_cli.providers.offline.knowledge.separators import alternatives

CLOCK = re.compile(r"\d{1,2}(?:[:.h]\d{2}|\s?[ap]m)\b", re.IGNORECASE)
"""A time of day."""

_MOST = 12
_COUNTED = re.compile(r"\b(?P<name>[^\W\d_]+) (?P<low>\d{1,2})\s*(?:[-–—]|\b\w{1,7}\b)\s*(?P=name) (?P<high>\d{1,2})\b")
"""Two ends that are counted: "Round 1 to Round 5"; a comma never stands between them."""

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Sequences:
    """Rows such as the days of the week, and the pattern that finds "A to B" of one of them at the end of a part."""

    rows: Sequence[Sequence[str]] = ()
    pattern: re.Pattern[str] = _NEVER
    start: re.Pattern[str] = _NEVER

    @classmethod
    def of(cls, table: Mapping[str, Iterable[str]], joints: Iterable[str] = ()) -> Sequences:
        """The table `sequences` of `patterns/words.toml`; its key `through` holds the words between the two ends.

        `joints` are words that may follow: "Monday to Friday *and* notes".
        """
        rows = [list(row) for name, row in table.items() if name != "through"]
        if not rows:
            return cls()
        word = "|".join(re.escape(entry) for row in rows for entry in row)
        between = "|".join(re.escape(entry) for entry in table.get("through", ()))
        follows = rf"\s*(?:[,.;)\n]|$|(?:{alternatives(joints)})(?!\w))"
        ends = rf"\b({word})\s*(?:[-–—]|\b(?:{between})\b)\s*({word})(?={follows})"
        start = rf"(?:{word})(?:\s*[-–—]\s*(?:{word}))?\b"
        return cls(rows, re.compile(ends, re.IGNORECASE), re.compile(start, re.IGNORECASE))

    def written_out(self, text: str) -> str:
        """The text with everything between two ends named: "Tue to Thu" → "Tue, Wed, Thu", "Gate 1 to Gate 3"."""
        return self.pattern.sub(self._between, _COUNTED.sub(_counted, text))

    def first_of(self, text: str) -> re.Match[str] | None:
        """The word of a row, or two with a dash between them, that a text begins with: "Mon-Fri 9-18"."""
        return self.start.match(text)

    def _between(self, match: re.Match[str]) -> str:
        first, last = match[1].casefold(), match[2].casefold()
        for row in self.rows:
            places = {entry.casefold(): index for index, entry in enumerate(row)}
            if first in places and last in places and places[first] < places[last]:
                return ", ".join(row[places[first] : places[last] + 1])
        return match[0]


def _counted(match: re.Match[str]) -> str:
    low, high = int(match["low"]), int(match["high"])
    if not low + 1 < high <= low + _MOST:
        return match[0]
    return ", ".join(f"{match['name']} {number}" for number in range(low, high + 1))
