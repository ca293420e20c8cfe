"""From a prompt to what it asks for, one thing at a time: sentences, then clauses of which each asks for one change.

A clause ends where behind a comma or an "and" another one begins: "remove the phone and add a fax field" are two,
"remove the phone and the fax field" is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from epoch_cli.nearest import nearest
from epoch_cli.providers.offline.editing.arranging import placement, positions
from epoch_cli.providers.offline.editing.wordgroups import WordGroups
from epoch_cli.providers.offline.knowledge.grammar import Grammar
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import Words
from epoch_cli.providers.offline.knowledge.said import COLON, COMMA, Said, joined, say
from epoch_cli.providers.offline.knowledge.separators import FULL_STOP

_END = re.compile(rf"{FULL_STOP}|[.!]*\?[.!?]*(?=\s|$)|[\n;。！？]+|\s[-–—]\s")
_BULLET = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+")
_PREDICATES = ("should", "should_go", "remove_last", "says", "goes")
"""What may stand behind the subject of a clause that begins with its subject."""

_BESIDE = frozenset({"above", "below", "between"})

MOST_CLAUSES = 40
"""Clauses of a prompt that are read; the rest is told."""

_MOST_WORDS = 200
"""Words of a sentence that are read."""

_TYPO, _SHORTEST = 0.8, 4
_LONGEST_NAME = 6


class Listener(WordGroups):
    """Takes prompts apart, in one language.

    Args:
        lexicon: what is known of the language.
        names: what is called how in the document, of which some begin with a verb: "Delete selected".

    Attributes:
        unread: the beginning of what of the last prompt was too much to read.
    """

    def __init__(self, lexicon: Lexicon, names: frozenset[Words] = frozenset()) -> None:
        super().__init__(lexicon)
        self._names = {name for name in names if len(name) > 1}
        it, should = (min(self.group(name), default=()) for name in ("it", "should"))
        self.subject = " ".join((*it, *should))
        self.grammar: Grammar = lexicon.grammar
        self._verbs = {way[0] for way in self.grammar.openings if len(way) == 1 and len(way[0]) >= _SHORTEST}
        self._predicates = frozenset().union(*map(self.group, _PREDICATES))
        self._words = self.known
        self.unread = ""

    def sentences(self, prompt: str) -> list[list[Said]]:
        """The clauses of each sentence of a prompt; `unread` is where it becomes too much, empty where it does not."""
        self.unread = ""
        found: list[list[Said]] = []
        for sentence in _sentences(say(prompt, self.grammar.spaceless)):
            left = MOST_CLAUSES - sum(map(len, found))
            clauses = list(islice(self.clauses(sentence.cut(0, _MOST_WORDS)), left + 1))
            found.append(clauses[:left])
            rest = next((clause for clause in clauses[left:]), sentence.cut(_MOST_WORDS))
            if rest.text:
                self.unread = rest.written
                break
        return [clauses for clauses in found if clauses]

    def clauses(self, sentence: Said) -> Iterator[Said]:
        """The clauses of one sentence, without politeness and with misspelt verbs spelled right."""
        start, began = 0, False
        for end, next_start in joined(sentence, self.joints):
            rest = self.polite(sentence.cut(next_start))
            before = self.polite(sentence.cut(start, end))
            if end > start and self._begins(rest, before, sentence, began=began):
                yield from self._clause(sentence.cut(start, end))
                start, began = next_start, True
        yield from self._clause(sentence.cut(start))

    def opens(self, said: Said) -> bool:
        """Whether a text begins with a verb of a change."""
        return bool(self.opened(said.words))

    def commands(self, said: Said) -> bool:
        """Whether a text is a verb of some change, and what that is to change: "sort the form"."""
        return bool(self.grammar.openings.get(said.words[:1])) and bool(self.begins("parts", said.cut(1)))

    def opened(self, told: Words) -> int:
        """How many words a text begins with that are a verb of a change, and not the name of what it is about."""
        ends = (size for size in range(2, min(_LONGEST_NAME, len(told)) + 1) if told[:size] in self._names)
        is_named = any(told[end : end + n] in self._predicates for end in ends for n in (1, 2, 3, 4))
        return 0 if is_named else self.grammar.opens(told)

    def polite(self, said: Said) -> Said:
        """Without "please" and "can you", but with the verb."""
        before = None
        while before != said.text and len(said) > 1:
            before = said.text
            said = self._without_lead(said)
        size = next((size for size in range(4, 0, -1) if self._is_lead(said.words[-size:], "polite_end")), 0)
        end = len(said) - size if len(said) > size else len(said)
        while end > 1 and said.words[end - 1] in {COMMA, COLON}:
            end -= 1
        return said.cut(0, end) if end < len(said) else said

    def _clause(self, said: Said) -> Iterator[Said]:
        said = self._spelled(self._turned(self.polite(said)))
        if said.words and not (len(said) == 1 and said.words[0] in {",", ":"}):
            yield said

    def _without_lead(self, said: Said) -> Said:
        if said.words[:1] in {(",",), (":",)}:
            return said.cut(1)
        opened = self.grammar.opens(said.words)
        size = next((size for size in range(6, 0, -1) if self._is_lead(said.words[:size], "polite")), 0)
        begins = size > opened or (size and self.grammar.opens(said.words[size:]))
        return said.cut(size) if begins and len(said) > size else said

    def _turned(self, said: Said) -> Said:
        """With the verb first, where a place stands before it: "below the email, add a phone field"."""
        place = placement(said, self.lexicon)
        if place is None or place.relation not in _BESIDE or self.opened(said.words):
            return said
        for index in range(len(said) - len(place.anchor) + 1, len(said) - 1):
            rest = self.polite(said.cut(index))
            if self.opened(rest.words):
                end = index - (said.words[index - 1] == COMMA)
                return replace(said, text=f"{rest.text} {said.cut(0, end).text}")
        return said

    def _is_lead(self, told: Words, group: str) -> bool:
        return told in self.group(group)

    def _spelled(self, said: Said) -> Said:
        """With a verb that is misspelt spelled right: "remvoe the phone"."""
        first = said.words[0] if said.words else ""
        if len(first) < _SHORTEST or not first.isalpha() or self.opened(said.words) or len(said) < 2:
            return said
        verb = "" if self._is_known(first) else nearest(first, self._verbs, cutoff=_TYPO)
        return replace(said, text=verb + said.text[said.spans[0][1] :]) if verb else said

    def _is_known(self, word: str) -> bool:
        """Whether a word is a word, and so no misspelt verb."""
        lexicon, told = self.lexicon, (word,)
        books = (lexicon.nouns, lexicon.edit_values, lexicon.things, lexicon.topics, lexicon.actions, lexicon.panels)
        return word in self._words or lexicon.knows_field(word) or any(book.exact(told) is not None for book in books)

    def _begins(self, rest: Said, before: Said, sentence: Said, *, began: bool) -> bool:
        """Whether a clause begins here: with a verb and what it needs, or with a subject and what is said of it."""
        size = self.opened(rest.words)
        small = rest.raw(0)[:1].islower() if rest.words else False
        place = placement(before, self.lexicon)
        if place is not None and place.relation in _BESIDE:
            return False
        if size and (small or not sentence.raw(0)[:1].islower() or began):
            return self._is_whole(rest)
        segment = rest.cut(0, next((end for end, _ in joined(rest, self.joints)), len(rest)))
        is_clause = self.opened(before.words) or self._says_something(before)
        return bool(is_clause) and self._says_something(segment)

    def _says_something(self, said: Said) -> bool:
        """Whether something is said of a subject: "the button should be red"."""
        inner = said.words[1:]
        return any(inner[at : at + n] in self._predicates for at in range(len(inner)) for n in (1, 2, 3, 4))

    def _is_whole(self, rest: Said) -> bool:
        """Whether a text that begins with a verb is a sentence: "place order" is none, "place the order first" is."""
        ends = [*(end for end, _ in joined(rest, self.joints)), len(rest)]
        for text in (rest.cut(0, end) for end in ends[:1] + ends[-1:]):
            for form in self.grammar.opened_by(text.words):
                if form.does in {"make", "change", "space", "wrap"}:
                    continue
                for slots in form.readings(text, frozenset(text.words)):
                    if form.does != "move" or positions(slots["all"], self.lexicon):
                        return True
        return self._makes(rest)

    def _makes(self, rest: Said) -> bool:
        """Whether a text begins with `make` and the like, and says of what, and what."""
        opened = self.grammar.opened_by(rest.words)
        forms = (form for form in opened if form.does in {"make", "change", "space", "wrap"})
        return len(rest) > 2 and any(True for form in forms for _ in form.readings(rest, frozenset(rest.words)))


def _sentences(said: Said) -> Iterator[Said]:
    start = 0
    for match in _END.finditer(said.text):
        yield replace(said, text=_BULLET.sub("", said.text[start : match.start()]).strip())
        start = match.end()
    yield replace(said, text=_BULLET.sub("", said.text[start:]).strip())
