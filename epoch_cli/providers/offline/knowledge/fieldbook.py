"""What a label says about the field below it, though nobody wrote that label down before.

A label that is known as a whole tells most. Of others the words that carry the meaning are looked up, in this order:
how it begins ("how many …", "why …", "I agree …"), the noun before a preposition ("notes for the kitchen", "summary of
facts"), its end ("guardian email", "stem length in cm"), and at last a weak beginning ("last overhaul", "next visit").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from epoch_cli.providers.offline.knowledge.phrasebook import Match, Phrasebook, Words, singular, words

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FieldFact:
    """What is known about a field; explained in `patterns/fields.toml`. `exact` when its whole label was known."""

    type: str = ""
    autocomplete: str = ""
    placeholder: str = ""
    hint: str = ""
    options: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    exact: bool = False
    plural: bool = False


_NOTHING = FieldFact()


@dataclass(slots=True)
class FieldBook:
    """Facts about fields by their labels.

    `whole` holds every known label; `starts` and `leads` those that longer labels begin with, `ends` those they end
    with, `suffixes` the ends of compound words ("Lieferdatum"), `shortest` the letters before them; `of` and
    `joints` are prepositions: behind the first nothing says what the field is.
    """

    whole: Phrasebook[FieldFact]
    starts: Phrasebook[FieldFact]
    leads: Phrasebook[FieldFact]
    ends: Phrasebook[FieldFact]
    of_words: Phrasebook[bool]
    joints: Phrasebook[bool]
    suffixes: dict[str, FieldFact] = field(default_factory=dict)
    nouns_first: bool = False
    shortest: int = 1

    def exact(self, spelled: Sequence[str]) -> FieldFact | None:
        """What is known of a label of exactly these words."""
        return self.whole.exact(spelled)

    def fact(self, label: str) -> FieldFact:
        """What is known of a label: as a whole, or without `autocomplete` by the words in it that say most."""
        spelled = words(label)
        exact = self.whole.exact(spelled)
        if exact is None and spelled:
            found = self.starts.at(spelled, 0) or self._noun(spelled) or self.leads.at(spelled, 0)
            fact = found.value if found is not None else self._compound(spelled[-1])
            exact = replace(fact, autocomplete="", exact=False)
        if exact is None or (exact.plural and not _has_plural(label)):
            return _NOTHING
        return exact

    def _noun(self, spelled: Words) -> Match[FieldFact] | None:
        """The field that the label's noun names: before the first preposition, else at the end.

        In languages that put the noun first, and write no compounds, also at the start: "correo corporativo".
        """
        at = next((index for index in range(1, len(spelled)) if self.joints.at(spelled, index)), len(spelled))
        head = self.ends.ending(spelled, at)
        if head is None and at < len(spelled) and self.of_words.at(spelled, at) is None:
            head = self.ends.ending(spelled)
        return self.ends.at(spelled, 0) if head is None and self.nouns_first else head

    def _compound(self, word: str) -> FieldFact:
        """What the end of a compound word says: `lieferdatum` is a `datum`."""
        known = (self.suffixes.get(word[start:]) for start in range(self.shortest, len(word)))
        return next((fact for fact in known if fact is not None), _NOTHING)


def _has_plural(label: str) -> bool:
    return any(singular(word) != word for word in label.casefold().split())


def fact_of(row: Row) -> FieldFact:
    """What a row of `patterns/fields.toml` says."""
    told = {name: row[name] for name in ("type", "autocomplete", "placeholder", "hint", "plural") if name in row}
    return FieldFact(**told, options=tuple(row.get("options", ())), samples=tuple(row.get("samples", ())), exact=True)
