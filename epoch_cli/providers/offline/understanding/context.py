"""What words mean where they stand: an image in a form is a file to choose, a message in a table a column."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, Shape
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.safety import same
from epoch_cli.providers.offline.knowledge.sequences import CLOCK
from epoch_cli.providers.offline.understanding.describe import Description
from epoch_cli.providers.offline.understanding.evidence import deed
from epoch_cli.providers.offline.understanding.headline import named_screen
from epoch_cli.providers.offline.understanding.phrases import Phrase
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.wish import Item, Wish

_WEAK_KINDS = frozenset({"image", "text", "heading", "progress", "link", "chart", "badge", "alert"})
"""Kinds whose nouns are often only words: a lane "In progress", a column "Link"."""

_LISTED_KINDS = frozenset({"lane", "tab", "plan", "step", "question"})
_PARTS = frozenset({"plan", "tab", "step", "lane", "panel", "question", "option", "metric"})
_VALUE_KINDS = frozenset({"field", "column", "fact"})
_FIELD_WORDS = frozenset({"panel", "tab", "plan", "step", "metric", "rows"})
_BUTTONS = frozenset({"button", "link"})
_ENDS_LISTS = frozenset({"button", "link", "checkbox", "choice", "field"})


def is_value(found: Description, shape: str, lexicon: Lexicon, *, listing: bool) -> bool:
    """Whether a noun is the name of a value in a part of this shape; `listing` when a list is open there."""
    here, kind = lexicon.shape(shape).items, found.item.kind
    timed = CLOCK.match(found.phrase.text) is not None  # "15:30 photos" are no pictures
    files = here == "field" and kind == "image" and not found.item.count  # "photos" are uploaded
    if timed or (found.plural and not files):
        return timed
    if here in _LISTED_KINDS:
        return kind in {"progress", "image", "chart"}
    if here == "column":
        return kind in (_WEAK_KINDS | _PARTS) - {"badge"} and not listing
    if here == "field" and kind in {"image", "link"}:
        return lexicon.field_fact(found.item.label or found.phrase.text).type in {"url", "file"}
    if shape == "form" and kind in _FIELD_WORDS:
        told = found.before if kind != "panel" else ""  # a "year group" and a "seating area" are fields
        return not (told or found.after or found.item.count or found.item.verbatim)
    return here in _VALUE_KINDS and kind == "region" and lexicon.knows_field(found.phrase.text)


def is_element(found: Description, piece: Piece, listed: str, lexicon: Lexicon) -> bool:
    """Whether a noun is only a word inside an open list of `listed`: the lane "In progress", the tab "Photos".

    An article says that it is a thing of its own: "tabs for A, B and a revenue chart". In a list of buttons "Print
    list" is one, for it begins with what it does.
    """
    if listed in _BUTTONS and lexicon.actions.at(words(found.phrase.text), 0) and found.item.kind not in _BUTTONS:
        return True
    if piece.joint in {"with", "each"} or found.item.kind in _ENDS_LISTS:
        return False
    if found.plural or found.item.kind == "section":
        told = found.before or found.after or found.item.count
        return not (told or (found.item.kind == "section" and _has_article(piece, lexicon)))
    return not _has_article(piece, lexicon)


def _has_article(piece: Piece, lexicon: Lexicon) -> bool:
    spoken = Phrase(piece.text).words
    return any(lexicon.book("articles").at(spoken, index) is not None for index in (0, 1))


def default_kind(text: str, owner: Wish, lexicon: Lexicon) -> str:
    """What an item without a noun of its own is, in the part of the screen that is being described."""
    shape, kind = lexicon.shape(owner.shape), lexicon.field_fact(text).type
    if _is_button(text, shape.items, lexicon):
        return "button"
    asks = owner.shape == "dialog" and _is_form(owner, lexicon)
    if asks or any(same(text, entry) for entry in shape.texts):
        return "field" if asks else "text"
    if shape.items == "fact" and kind == "file" and not CLOCK.match(text):
        return "image"
    if shape.search and kind == "search":
        return shape.search
    return _known_kind(kind, shape, owner) if shape.known and lexicon.knows_field(text) else shape.items


def _is_button(text: str, items: str, lexicon: Lexicon) -> bool:
    """Whether words name a button where nobody says so: "Submit" in a form, "Keep it" in a dialog."""
    if lexicon.alone.exact(words(text)) is not None:
        return items in {"field", "text"} or (items == "fact" and " " in text)
    return items == "text" and _is_deed(text, lexicon)


def _is_form(dialog: Wish, lexicon: Lexicon) -> bool:
    """Whether a dialog asks for what it is called by: "modal to add a note"; one that confirms asks nothing."""
    verb = deed(Phrase(dialog.subject or dialog.title), lexicon)
    return verb is not None and verb.value.shape == "form" and not lexicon.action(dialog.subject).leaves


def _is_deed(text: str, lexicon: Lexicon) -> bool:
    """Whether some words say what is done: "Keep it", "Cancel subscription", "Yes"; "message" may be anything."""
    spoken = words(text)
    does = lexicon.actions.at(spoken, 0) is not None and not lexicon.knows_field(text)
    refuses = lexicon.book("negations").at(spoken, 0) is not None and len(spoken) > 1 and "," not in text
    if text.endswith("?") or not does or len(spoken) > _MOST_DEED or refuses:
        return False
    if lexicon.action(text).whole and lexicon.fields.exact(spoken[-1:]) is not None:
        return False  # a "new name" is a name
    return len(spoken) > 1 or text[0].isupper()


def _known_kind(kind: str, shape: Shape, owner: Wish) -> str:
    """What a known field is on a page or in a dialog: a field where something is sent, else a value."""
    if owner.topic is not None and owner.topic.button:
        return "field"
    return shape.items if kind == "textarea" and shape.known == "fact" else shape.known


_MOST_DEED = 3
"""Words of what is done in a dialog where nobody says "button"."""

_MOST_WORDS = 5
"""Words of a button."""


def is_action(text: str, lexicon: Lexicon) -> bool:
    """Whether words say what a button does: "Submit application"; not when they are the name of a field."""
    spoken = words(text)
    does = lexicon.actions.at(spoken, 0)
    known = lexicon.knows_field(text) and lexicon.alone.exact(spoken) is None
    return does is not None and (does.value.submits or does.value.leaves) and len(spoken) <= _MOST_WORDS and not known


def without_style(text: str, lexicon: Lexicon) -> str:
    """The label of a button without how it looks: "primary Save"; nothing is left of "big red"."""
    book, phrase, start = lexicon.book("styles"), Phrase(text), 0
    while (match := book.at(phrase.words, start)) is not None:
        start = match.end
    return phrase.cut(start) if start else text


def looks_of(phrase: Phrase, lexicon: Lexicon) -> list[str]:
    """The values that the words say at its start which tell how a button looks: `lg` and `danger` of "a big red Go"."""
    books = [lexicon.book(name) for name in ("articles", "styles", "adjectives")]
    looks: list[str] = []
    index = 0
    while index < len(phrase) and any(book.at(phrase.words, index) is not None for book in books):
        value = lexicon.edit_values.exact(phrase.words[index : index + 1])
        looks.append(value or phrase.words[index])
        index += 1
    return looks


def is_first(found: Description, lexicon: Lexicon) -> bool:
    """Whether what a part is about can be the first of a list: one thing, "a table of date, …", and not many."""
    about = Phrase(found.after)
    if found.joined != "of" or not about.words or found.before or len(about) > _MOST_WORDS:
        return False
    articles, many = lexicon.noise.get("articles"), lexicon.noise.get("collectives")
    article = articles is not None and articles.at(about.words, 0) is not None
    several = about.plural(len(about) - 1) or (many is not None and many.ending(about.words) is not None)
    return not article and (not several or lexicon.knows_field(found.after))


def is_name(found: Description, piece: Piece, before: Item) -> bool:
    """Whether a noun in capitals is a name among names: "Herd, Milking, Feed and Vet links"."""
    phrase, noun = Phrase(piece.text), Phrase(found.noun_text)
    one = len(phrase) == len(noun) == 1 and found.item.kind not in _ENDS_LISTS
    return one and phrase.text[0].isupper() and before.label[:1].isupper() and not before.verbatim


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
