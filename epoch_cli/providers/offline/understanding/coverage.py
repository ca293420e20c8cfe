"""Which words of a wish ended nowhere: not in the screen, and in no table of what the composer knows.

So understanding has to keep no account of what it drops. A word counts as understood when the screen shows it, or when
it belongs to a phrase that some phrasebook knows; of what is left, the user is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from epoch_cli.catalog import FIELDS
from epoch_cli.providers.base import UnmetPart
from epoch_cli.providers.offline.composition import not_understood
from epoch_cli.providers.offline.knowledge.books import BOOKS
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import SPACELESS, Phrasebook, words
from epoch_cli.providers.offline.knowledge.safety import MAX_PROMPT
from epoch_cli.providers.offline.understanding.beyond import clause_in
from epoch_cli.providers.offline.understanding.counting import uncountable
from epoch_cli.providers.offline.understanding.describe import describe, parted
from epoch_cli.providers.offline.understanding.phrases import PUT_BETWEEN, Phrase
from epoch_cli.providers.offline.understanding.pieces import split
from epoch_cli.providers.offline.understanding.wish import Wish

HINT = "name fields, columns, buttons or parts of a screen; a model (-p NAME) understands the rest"

_LIKE = 5
"""Letters from which on two words that begin alike are the same: "registration" and "registered"."""

_SEEN_AS = {
    "table": frozenset({"table", "list", "cards", "plans"}),
    "form": FIELDS | {"form"},
    "list": frozenset({"list", "table", "cards", "gallery", "checklist", "board", "questions", "plans", "card", "nav"}),
    "tabs": frozenset({"tabs", "tab"}),
    "button": frozenset({"action", "button"}),
    "metric": frozenset({"metric", "dashboard", "fact", "card"}),
    "chart": frozenset({"chart"}),
}
"""What shows that a part is there: roles of components, shapes of wishes and kinds of items, by what was named."""

_SHORT = 2
"""Letters of words that say too little to be missed."""

_TELLING = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}|[\u3400-\u9fff]{2,}")
"""What carries a meaning of its own in a script without spaces; the rest is endings."""


def missed(
    prompt: str, wish: Wish, shown: Iterable[str], lexicon: Lexicon, roles: Collection[str] | None = None
) -> list[UnmetPart]:
    """What to tell of the words of a prompt that no rule was for, as parts of an answer; empty for a wish fulfilled.

    Args:
        prompt: what was asked for.
        wish: what was understood of it.
        shown: every string of the screen, before anything was left out for want of room.
        lexicon: what is known.
        roles: the roles of all components of the screen; without them, nothing is told of parts that are not in it.
    """
    if _is_unknown(wish, lexicon):
        return not_understood([wish.asked] if wish.asked else [], HINT)
    shown = list(shown)
    put_aside = [text for part in wish.walk() for text in part.missed]
    shapes = [part.shape for part in wish.walk()]
    runs = [run for run in _unplaced(prompt, [*shown, *shapes], lexicon) if not any(run in text for text in put_aside)]
    if roles is not None:
        texts = {text.casefold() for text in shown}
        runs += [noun for noun in _vanished(prompt, wish, roles, lexicon) if noun.casefold() not in texts]
    if len(prompt) > MAX_PROMPT:
        runs.append(f"what comes behind the first {MAX_PROMPT} characters")
    return not_understood([*put_aside, *runs], HINT)


def _is_unknown(wish: Wish, lexicon: Lexicon) -> bool:
    """Whether nothing of a wish is a word that says what is to be on a screen."""
    if wish.shape != "page" or wish.topic is not None or wish.parts:
        return False
    known = any(item.named or item.binding or lexicon.knows_field(item.label) for item in wish.items)
    return not known and (wish.guessed or not (wish.items or wish.title))


def _vanished(prompt: str, wish: Wish, roles: Collection[str], lexicon: Lexicon) -> Iterator[str]:
    """The parts that the prompt names and the screen has in no form, by their nouns: "table", "tabs"."""
    shapes = {part.shape for part in wish.walk()}
    kinds = {item.kind for part in wish.walk() for item in part.items}
    kinds |= {kind for part in wish.walk() for kind, count in part.counts.items() if count}
    for piece in split(prompt, lexicon):
        found = describe(piece, lexicon)
        part = found.item.shape if found.item.kind == "section" else found.item.kind
        wanted = _SEEN_AS.get(part)
        if piece.joint == "without" or wanted is None or lexicon.topics.all(found.whole.words):
            continue
        if not wanted & {*roles, *shapes, *kinds}:
            yield found.item.noun


def _unplaced(prompt: str, shown: Iterable[str], lexicon: Lexicon) -> list[str]:
    """The runs of words that are understood in no way, as they were written, in their order."""
    seen, books = _Seen(shown), _books(lexicon)
    found: list[str] = []
    for piece in split(prompt, lexicon):
        if piece.joint == "without":
            continue  # it is not to be seen
        found += uncountable(piece.text, lexicon)
        phrase = Phrase(piece.text)
        told = Phrase(phrase.cut(0, _purpose(phrase, lexicon)))
        clause = clause_in(told, lexicon) or len(told)
        found += _runs(parted(Phrase(told.cut(0, clause)), lexicon), seen, books)
        found += [told.cut(clause)] if clause < len(told) else []
        for text in (*piece.notes, *piece.quotes):
            found += _runs(parted(Phrase(text), lexicon), seen, books)
    return found


class _Seen:
    """The words that a screen shows."""

    def __init__(self, shown: Iterable[str]) -> None:
        texts = list(shown)
        self._words = {word for text in texts for word in words(text)}
        self._words |= {word[:_LIKE] for word in self._words}
        self._spaceless = "\n".join(text for text in texts if SPACELESS.search(text))

    def __contains__(self, word: str) -> bool:
        if SPACELESS.search(word):
            return all(part in self._spaceless for part in _TELLING.findall(word))
        return len(word) <= _SHORT or not word.isalpha() or word in self._words or word[:_LIKE] in self._words


def _books(lexicon: Lexicon) -> list[Phrasebook[Any]]:
    """All that a lexicon knows by phrases, but for what only edits know."""
    return [*(getattr(lexicon, name) for name in BOOKS), *lexicon.noise.values()]


def _purpose(phrase: Phrase, lexicon: Lexicon) -> int:
    """Where the words begin that only say whom the screen is for: "a survey for a dentist"."""
    found = lexicon.purposes.all(phrase.words)
    return found[0].start if found else len(phrase)


def _runs(phrase: Phrase, seen: _Seen, books: list[Phrasebook[Any]]) -> Iterator[str]:
    """The longest runs of words that are neither seen nor known, with a known one between two of them."""
    start = end = 0
    for index in _unknown(phrase, seen, books):
        if end and index > end + 1:
            yield _cut(phrase, start, end)
            end = 0
        start = start if end else index
        end = index + 1
    if end:
        yield _cut(phrase, start, end)


def _cut(phrase: Phrase, start: int, end: int) -> str:
    """Words as they were written, with what they are written together with: all of "bob@example.com"."""
    first, last = phrase.spans[start][0], phrase.spans[end - 1][1]
    before, behind = phrase.text[:first].rpartition(" ")[2], phrase.text[last:].partition(" ")[0]
    return PUT_BETWEEN.sub("", f"{before}{phrase.text[first:last]}{behind}".strip(".,;:!?()[]\"'"))


def _unknown(phrase: Phrase, seen: _Seen, books: list[Phrasebook[Any]]) -> Iterator[int]:
    """Where the words stand that are neither seen nor known."""
    index = 0
    while index < len(phrase):
        reach = max((match.end for book in books if (match := book.at(phrase.words, index))), default=index)
        if reach > index:
            index = reach
            continue
        if phrase.words[index] not in seen:
            yield index
        index += 1
