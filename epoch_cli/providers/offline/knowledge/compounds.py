"""Languages that write nouns together: "Kundentabelle" is a table of customers, "Umsatzdiagramm" a chart of sales.

A word that ends in a known ending is parted before it, and what stands before counts as if it were a word of its own.
A letter that only joins the two belongs to neither: "Bewegung(s)tabelle". Endings and joints are data of the language
(`endings` of the nouns, table `compounds`); words that are known as they are stay whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from epoch_cli.providers.offline.knowledge.phrasebook import folded

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Compounds:
    """`endings` are the nouns that end a compound, `linked` the ends of first parts whose last letter only joins.

    `shortest` are the letters before an ending that can be a word: the "UI" of "UIkarte" is none.
    """

    endings: frozenset[str] = frozenset()
    linked: tuple[str, ...] = ()
    shortest: int = 3

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]], table: Mapping[str, Any]) -> Compounds:
        """Out of the rows of nouns and the table `compounds`."""
        endings = frozenset(folded(ending) for row in rows for ending in row.get("endings", ()))
        return cls(endings, tuple(folded(end) for end in table.get("linked", ())), table.get("shortest", 3))

    def parted(self, text: str, spans: Sequence[Span], is_whole: Callable[[str], bool]) -> list[Span]:
        """The spans of the words of a text, compounds in two; `is_whole` says which words stay as they are."""
        found: list[Span] = []
        for start, end in spans:
            first = self._first(text[start:end]) if self.endings else ""
            if not first or is_whole(text[start:end]):
                found.append((start, end))
                continue
            joint = folded(first).endswith(self.linked)
            found += [(start, start + len(first) - joint), (start + len(first), end)]
        return found

    def _first(self, word: str) -> str:
        """What stands before the longest ending of a word; empty where it has none."""
        longest = max(map(len, self.endings))
        places = range(max(self.shortest, len(word) - longest), len(word) - 1)
        return next((word[:place] for place in places if folded(word[place:]) in self.endings), "")


def gap(text: str, spans: Sequence[Span], index: int) -> str:
    """What joins a word to the one before: nothing, a letter or a hyphen in a compound, a space otherwise."""
    between = text[spans[index - 1][1] : spans[index][0]] if index else ""
    return between if index and not any(sign.isspace() for sign in between) else " "
