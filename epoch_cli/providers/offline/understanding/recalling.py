"""What the lexicon says of a topic, a tab or a thing: written like a wish, in English, and named as the user speaks."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, Topic
from epoch_cli.providers.offline.understanding.reader import read_into
from epoch_cli.providers.offline.understanding.wish import Item, Wish


def recall(shape: str, text: str, lexicon: Lexicon, topic: Topic | None = None) -> Wish:
    """A wish of this shape that holds what a text of the lexicon says, in the language of the user's wish."""
    meant = Wish(shape, topic=topic, language=lexicon.language)
    read_into(meant, text, lexicon)
    if lexicon.language:
        for part in meant.walk():
            part.title, part.subject = lexicon.named(part.title), lexicon.named(part.subject)
            for item in (*part.items, *part.each):
                _name(item, lexicon)
    return meant


def _name(item: Item, lexicon: Lexicon) -> None:
    item.label, item.note = lexicon.named(item.label), lexicon.named(item.note)
    item.options = [lexicon.named(option) for option in item.options]
