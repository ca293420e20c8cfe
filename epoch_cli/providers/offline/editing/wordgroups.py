"""Words of the same meaning, by the name of their row in `[edits]` of `patterns/edits.toml`."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import Words, words
from epoch_cli.providers.offline.knowledge.said import Said

_LONGEST = 6
"""Words of the longest entry."""


class WordGroups:
    """The groups of one language.

    Attributes:
        lexicon: what is known of the language.
        joints: what stands between parts of the same kind, such as "and".
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._groups = {name: frozenset(map(words, said)) - {()} for name, said in lexicon.edits.items()}
        self.joints = self.group("joint")

    def group(self, name: str) -> frozenset[Words]:
        """All words of a group; none when the preset has no such group."""
        return self._groups.get(name, frozenset())

    @property
    def known(self) -> set[str]:
        """Every single word of every group."""
        return {word for said in self._groups.values() for way in said for word in way}

    def is_one_of(self, group: str, text: str | Words) -> bool:
        """Whether a text is just words of a group."""
        return (words(text) if isinstance(text, str) else text) in self.group(group)

    def begins(self, group: str, said: Said) -> int:
        """How many words of a group a text begins with, without all of it; 0 for none."""
        sizes = range(min(_LONGEST, len(said) - 1), 0, -1)
        return next((size for size in sizes if said.words[:size] in self.group(group)), 0)

    def without(self, group: str, said: Said) -> Said:
        """Text without words of a group at its start; the last word always stays."""
        size = self.begins(group, said)
        return said.cut(size) if size else said

    def without_end(self, group: str, said: Said) -> Said:
        """Text without words of a group at its end; the first word always stays."""
        sizes = range(min(_LONGEST, len(said) - 1), 0, -1)
        size = next((size for size in sizes if said.words[-size:] in self.group(group)), 0)
        return said.cut(0, len(said) - size) if size else said

    def between(self, group: str, said: Said) -> list[tuple[int, int]]:
        """Where words of a group stand inside of a text: where they begin, and where they end."""
        entries, found = self.group(group), []
        for index in range(1, len(said) - 1):
            sizes = range(min(_LONGEST, len(said) - index - 1), 0, -1)
            found += [(index, index + size) for size in sizes if said.words[index : index + size] in entries]
        return found

    def bare(self, said: Said, group: str) -> Said:
        """Text without any words of a group at its start."""
        while (rest := self.without(group, said)) != said:
            said = rest
        return said
