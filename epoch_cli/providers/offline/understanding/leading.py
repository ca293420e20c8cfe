"""Languages that put the noun first: "tabla de pedidos", "botón Guardar", "formulario sencillo de contacto".

English puts what says more before the noun ("orders table", "Save button"), so that there the last noun counts. Here
the first does, and one behind a preposition only says what the words before it are about: "nombre del plan" is a name.
"""

from __future__ import annotations

from collections.abc import Sequence

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, Noun
from epoch_cli.providers.offline.knowledge.phrasebook import Match, Phrasebook, Words

Books = Sequence[Phrasebook[Noun]]


def leading_noun(text: Words, books: Books, lexicon: Lexicon) -> tuple[Match[Noun] | None, int]:
    """The first noun before any connector, else the last one, and where the words after its connector begin.

    There is no noun inside the name of a topic: "preguntas frecuentes" are no questions that are listed.
    """
    first = next((index for index in range(1, len(text)) if _connector(text, index, lexicon)), len(text))
    for index in range(first):
        found = next((match for book in books if (match := book.at(text, index)) is not None), None)
        if found is not None:
            found = _without_label(text, found, lexicon)
            joined = _connector(text, _behind_adjectives(text, found.end, lexicon), lexicon)
            return (None, 0) if _is_in_topic(text, found, lexicon) else (found, joined.end if joined else 0)
    last = next((match for book in books if (match := book.ending(text)) is not None), None)
    told_of = last is not None and last.start > 0 and lexicon.connectors.ending(text, last.start) is not None
    return (None if told_of else last), 0


def _connector(text: Words, index: int, lexicon: Lexicon) -> Match[str] | None:
    """The connector that begins here, unless it begins a phrase that is kept: a lane "Por hacer"."""
    kept = lexicon.noise.get("kept")
    found = lexicon.connectors.at(text, index)
    if found is None or found.value == "says" or (kept is not None and kept.at(text, index) is not None):
        return None
    return found


def _without_label(text: Words, noun: Match[Noun], lexicon: Lexicon) -> Match[Noun]:
    """The noun without the start of a known label: in "campo de fecha de nacimiento" the noun is `campo`."""
    plain = lexicon.nouns.exact(text[noun.start : noun.start + 1])
    joined = _connector(text, noun.start + 1, lexicon)
    if plain is None or plain.kind != "field" or joined is None or joined.end >= noun.end:
        return noun
    longer = noun.end < len(text) and lexicon.fields.exact(text[joined.end :]) is not None
    return Match(noun.start, noun.start + 1, plain) if longer else noun


def _is_in_topic(text: Words, noun: Match[Noun], lexicon: Lexicon) -> bool:
    """Whether a noun that opens no part of a screen is the start of a longer name of a topic."""
    topic = lexicon.topics.at(text, noun.start)
    return topic is not None and topic.end > noun.end and noun.value.kind != "section"


def _behind_adjectives(text: Words, start: int, lexicon: Lexicon) -> int:
    """The place behind adjectives that name nothing: "formulario *sencillo* de contacto"."""
    book = lexicon.noise.get("adjectives")
    while book is not None and (match := book.at(text, start)) is not None:
        start = match.end
    return start
