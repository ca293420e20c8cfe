"""Which text of a collection a few words are most like: BM25 over stems, with near spellings counted by halves.

It answers for wishes that name no topic by its own words: "adopting a senior dog" has no phrase of a topic, but a stem
of "pet adoption". What only common words speak for is given no answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log

SATURATION = 1.2
"""How soon more of the same word says nothing more (`k1` of BM25)."""

LENGTH = 0.4
"""How much a long text loses against a short one (`b` of BM25)."""

PHRASE, REST = 3.0, 0.5
"""How much a word of a phrase counts, and a word of the rest of a text."""

LIKE = 0.65
"""How alike two stems must be, by the pairs of letters they share, to count as one that is spelled differently."""

LEAST = 3.3
"""The score below which nothing is meant; a rare word that is a whole phrase of a text scores six to eight, with two
words beside it that the text has not a third less."""

_ENDINGS = "ations ation ments ment ings ing ions ion ers ied ies er or ed es al e s".split()  # noqa: SIM905  shorter
_SHORTEST = 4


def stem(word: str) -> str:
    """A word in small letters without its ending: `adoption`, `adopting`, `adopt` → `adopt`; four letters stay."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be found: its phrases, any of which stands for it, and other words that speak for it."""

    phrases: Sequence[Sequence[str]]
    rest: Sequence[str] = ()


@dataclass(slots=True)
class Ranking:
    """Texts as weighted stems; they are taken apart when the first question comes, since most wishes need none.

    `found` are the texts with a stem and how much it counts there, `lengths` the sums of each text, `phrases` its
    phrases as stems, `pairs` the pairs of letters of each stem.
    """

    texts: Sequence[Text] = ()
    found: dict[str, dict[int, float]] = field(default_factory=dict)
    lengths: list[float] = field(default_factory=list)
    phrases: list[list[frozenset[str]]] = field(default_factory=list)
    pairs: dict[str, frozenset[str]] = field(default_factory=dict)

    def best(self, said: Iterable[str], *, least: float = LEAST) -> int | None:
        """The number of the text that is most like these words; None when none scores `least`."""
        if not self.lengths:
            self._take_apart()
        scores: dict[int, float] = {}
        stems = dict.fromkeys(map(stem, said))
        for one in stems:
            for number, score in self._scores(one).items():
                scores[number] = scores.get(number, 0.0) + score
        scores = {number: score * self._share(number, stems) for number, score in scores.items()}
        best = max(scores, key=lambda number: (scores[number], -number), default=None)
        return None if best is None or scores[best] < least else best

    def _take_apart(self) -> None:
        for number, text in enumerate(self.texts):
            counts = {stem(word): REST for word in text.rest}
            counts |= {stem(word): PHRASE for phrase in text.phrases for word in phrase}
            for one, weight in counts.items():
                self.found.setdefault(one, {})[number] = weight
            self.lengths.append(sum(counts.values()))
            self.phrases.append([frozenset(map(stem, phrase)) for phrase in text.phrases if phrase])
        self.pairs = {one: _pairs(one) for one in self.found}

    def _scores(self, one: str) -> Mapping[int, float]:
        """What one stem adds to the scores of the texts that have it, or one that is spelled almost like it."""
        near, share = (one, 1.0) if one in self.found else self._near(one)
        here = self.found.get(near, {})
        total, mean = len(self.lengths), sum(self.lengths) / max(1, len(self.lengths))
        worth = share * log(1 + (total - len(here) + 0.5) / (len(here) + 0.5)) * (SATURATION + 1)
        long = {number: 1 - LENGTH + LENGTH * self.lengths[number] / mean for number in here}
        return {number: worth * weight / (weight + SATURATION * long[number]) for number, weight in here.items()}

    def _share(self, number: int, stems: Collection[str]) -> float:
        """How much of a phrase of a text the stems cover, and how much of them the text: 1 for all of both."""
        phrase = max((len(phrase.intersection(stems)) / len(phrase) for phrase in self.phrases[number]), default=0.0)
        known = sum(number in self.found.get(one, ()) for one in stems) / len(stems)
        return (1 + phrase) / 2 * (1 + known) / 2

    def _near(self, one: str) -> tuple[str, float]:
        """The stem that is most like one that is not known, and half of how alike they are."""
        if len(one) <= _SHORTEST:
            return "", 0.0
        mine = _pairs(one)
        alike = ((2 * len(mine & pairs) / (len(mine) + len(pairs)), known) for known, pairs in self.pairs.items())
        share, near = max(alike, default=(0.0, ""))
        return (near, share / 2) if share >= LIKE else ("", 0.0)


def _pairs(word: str) -> frozenset[str]:
    """The pairs of letters of a word, with its ends."""
    edged = f" {word} "
    return frozenset(edged[index : index + 2] for index in range(len(edged) - 1))
