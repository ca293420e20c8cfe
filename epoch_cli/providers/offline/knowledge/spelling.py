"""Slips of the keyboard in words that decide what a screen is: `dashbord`, `tabel`, `leaderbord`.

A word that no pattern knows counts as a known one when a single slip lies between them. The shorter a word, the fewer
slips count, because short words are often one letter away from another real word (`plants` is no `plans`, `stems` are
no `steps`), and the first letter has to be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.providers.offline.knowledge.phrasebook import singular

SHORTEST = 5
"""Letters of the shortest word that is corrected; then neighbours changed places, or a letter was doubled."""

LETTER_LOST = 7
"""From this length on a letter may be missing, or one too many."""

LETTER_WRONG = 8
"""From this length on a letter may be a wrong one."""

_WORD = re.compile(r"[^\W\d_]{5,24}")


@dataclass(slots=True)
class Speller:
    """Corrects words: `targets` as `targets_of` gives them; what stands in `tables` is right as it is."""

    targets: Mapping[str, list[str]] = field(default_factory=dict)
    tables: Any = None
    _known: frozenset[str] | None = None

    def corrected(self, text: str) -> str:
        """The text with every misspelt word as it was meant; a plural stays one, all else stays as it is."""
        return _WORD.sub(lambda match: self._word(match[0]), text)

    def _word(self, word: str) -> str:
        small = word.casefold()
        one = singular(small)
        meant = self.meant(one)
        if not meant or meant == one or self._knows(small, one):
            return word
        ending = small[len(one) :] if small.startswith(one) else ""
        return (meant.capitalize() if word[0].isupper() else meant) + ending

    def meant(self, word: str) -> str:
        """The only target that is one slip away from a word in small letters; empty when there is none, or several."""
        near = [target for length in (-1, 0, 1) for target in self.targets.get(f"{word[0]}{len(word) + length}", ())]
        found = [word] if word in near else [target for target in near if _slipped(word, target)]
        return found[0] if len(found) == 1 else ""

    def _knows(self, *spellings: str) -> bool:
        if self._known is None:  # most prompts have no slips, and then nobody has to ask
            self._known = frozenset(singular(word) for word in _words_in(self.tables))
        return not self._known.isdisjoint(spellings)


def targets_of(words: Iterable[str]) -> dict[str, list[str]]:
    """Single words that others are corrected to, by their first letter and length, as JSON: "d9" for "dashboard"."""
    places: dict[str, list[str]] = {}
    for word in sorted({word for word in words if len(word) >= SHORTEST and word.isalpha()}):
        places.setdefault(f"{word[0]}{len(word)}", []).append(word)
    return places


def _words_in(value: Any) -> Iterator[str]:
    """Every word in small letters of every text in a table, however deep it lies."""
    if isinstance(value, str):
        yield from _WORD.findall(value.casefold())
    elif isinstance(value, Mapping | list | tuple):
        for entry in value.values() if isinstance(value, Mapping) else value:
            yield from _words_in(entry)


def _slipped(word: str, target: str) -> bool:
    """Whether one slip that counts at this length makes `word` of `target`."""
    length = min(len(word), len(target))
    if length < SHORTEST - 1:
        return False
    start = next((index for index in range(length) if word[index] != target[index]), length)
    if len(word) == len(target):
        same_rest = word[start + 2 :] == target[start + 2 :]
        if start == len(word) - 1:
            return False
        swapped = same_rest and word[start : start + 2] == target[start : start + 2][::-1]
        return swapped or (length >= LETTER_WRONG and word[start + 1 :] == target[start + 1 :])
    longer, shorter = (word, target) if len(word) > len(target) else (target, word)
    if longer[start + 1 :] != shorter[start:]:
        return False
    if start == len(shorter):
        return longer[start] == longer[start - 1]  # a letter at the end makes another word: `damaged`, `healthy`
    return longer[start] == longer[start - 1] or length + 1 >= LETTER_LOST
