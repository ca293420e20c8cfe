"""What words mean where they stand: an image in a form is a file to choose, a message in a table a column."""

from __future__ import annotations

from epoch_cli.providers.offline.describe import Description, Phrase
from epoch_cli.providers.offline.headline import named_screen
from epoch_cli.providers.offline.lexicon import Lexicon, Shape
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.pieces import Piece
from epoch_cli.providers.offline.safety import same
from epoch_cli.providers.offline.wish import Item, Wish

_WEAK_KINDS = frozenset({"image", "text", "heading", "progress", "link", "chart", "badge", "alert"})
"""Kinds whose nouns are often only words: a lane "In progress", a column "Link"."""

_LISTED_KINDS = frozenset({"lane", "tab", "plan", "step", "question"})
_VALUE_KINDS = frozenset({"field", "column", "fact"})
_FIELD_WORDS = frozenset({"panel", "tab", "plan", "step", "metric", "rows"})
_ENDS_LISTS = frozenset({"button", "link", "checkbox", "choice", "field"})


def is_value(found: Description, shape: str, lexicon: Lexicon, *, listing: bool) -> bool:
    """Whether a noun is the name of a value in a part of this shape; `listing` when a list is open there."""
    here, kind = lexicon.shape(shape).items, found.item.kind
    if found.plural:
        return False
    if here in _LISTED_KINDS:
        return kind in {"progress", "image", "chart"}
    if here == "column":
        return kind in _WEAK_KINDS - {"badge"} and not listing
    if here == "field" and kind in {"image", "link"}:
        return lexicon.field_fact(found.item.label or found.phrase.text).type in {"url", "file"}
    if shape == "form" and kind in _FIELD_WORDS:
        return not (found.before or found.after or found.item.count)
    return here in _VALUE_KINDS and kind == "region" and lexicon.knows_field(found.phrase.text)


def is_element(found: Description, piece: Piece, lexicon: Lexicon) -> bool:
    """Whether a noun is only a word inside an open list: the lane "In progress", the tab "Photos".

    An article says that it is a thing of its own: "tabs for A, B and a revenue chart".
    """
    if piece.joint in {"with", "each"} or found.item.kind in _ENDS_LISTS:
        return False
    if found.plural or found.item.kind == "section":
        return not (found.before or found.after or found.item.count)
    articles = lexicon.noise.get("articles")
    return articles is None or articles.at(Phrase(piece.text).words, 0) is None


def default_kind(text: str, owner: Wish, lexicon: Lexicon) -> str:
    """What an item without a noun of its own is, in the part of the screen that is being described."""
    shape, kind = lexicon.shape(owner.shape), lexicon.field_fact(text).type
    if shape.items in {"field", "text"} and lexicon.alone.exact(words(text)) is not None:
        return "button"
    if any(same(text, entry) for entry in shape.texts):
        return "text"
    if shape.items == "fact" and kind == "file":
        return "image"
    if shape.search and kind == "search":
        return shape.search
    return _known_kind(kind, shape, owner) if shape.known and lexicon.knows_field(text) else shape.items


def _known_kind(kind: str, shape: Shape, owner: Wish) -> str:
    """What a known field is on a page or in a dialog: a field where something is sent, else a value."""
    if owner.topic is not None and owner.topic.button:
        return "field"
    return shape.items if kind == "textarea" and shape.known == "fact" else shape.known


def is_part_of_page(text: str, page: Wish, lexicon: Lexicon) -> bool:
    """Whether a text names a part of the page, and not of what is described: "…, testimonials and faq"."""
    if lexicon.shape(page.shape).items != "panel" or lexicon.knows_field(text):
        return False
    return named_screen(text, lexicon) is not None


def mark_known(item: Item, screen: Wish, run: list[Item]) -> bool:
    """Take "email is required", said of an email that is there, and of those named with it; False for a new one."""
    for wish in screen.walk():
        for known in wish.items:
            if known is not item and same(known.label, item.label):
                for other in (known, *run):  # "name and email are required"
                    other.required = item.required
                return True
    return False
