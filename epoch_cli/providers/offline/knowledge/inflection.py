"""Languages that inflect words: "Tabelle der offenen Rechnungen" is about "offene Rechnungen".

Behind a joint only the first word is changed, and only where another follows that it describes; how is data of the
language (table `inflected`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.providers.offline.knowledge.phrasebook import Phrasebook, words


@dataclass(frozen=True, slots=True)
class Inflection:
    """`joints` are the words behind which adjectives are inflected, `endings` their endings there and on their own.

    `nouns` are the endings that a noun may take in a sentence: "vor den Namen".
    """

    joints: Phrasebook[bool] = field(default_factory=Phrasebook)
    endings: Mapping[str, str] = field(default_factory=dict)
    nouns: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> Inflection:
        """Out of the table `inflected`."""
        return cls(
            Phrasebook.of([(table.get("behind", ()), True)]), table.get("endings", {}), tuple(table.get("nouns", ()))
        )

    def bare(self, text: str) -> list[str]:
        """What a text that ends in a noun may be without the ending of the noun."""
        return [text.removesuffix(ending) for ending in self.nouns if text.endswith(ending) and text != ending]

    def alone(self, text: str, joint: str, follows: Phrasebook[str]) -> str:
        """A text that stood behind a joint as it is written alone; `follows` are words that no adjective describes."""
        first, _, rest = text.partition(" ")
        if not rest or self.joints.exact(words(joint)) is None or follows.at(words(rest), 0) is not None:
            return text
        ending = next((ending for ending in self.endings if first.endswith(ending)), "")
        small = first[:1].islower() and len(first) > len(ending) + 1
        return f"{first.removesuffix(ending)}{self.endings[ending]} {rest}" if ending and small else text
