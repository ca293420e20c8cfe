"""Items without a noun of their own: what they are, the part of the screen decides."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.understanding.context import (
    default_kind,
    is_action,
    is_part_of_page,
    mark_known,
    without_style,
)
from epoch_cli.providers.offline.understanding.data import spaced
from epoch_cli.providers.offline.understanding.describe import Description
from epoch_cli.providers.offline.understanding.desk import REPEATS, ROWS, Desk
from epoch_cli.providers.offline.understanding.listing import (
    Listing,
    add_option,
    complete_last,
    take_type,
    with_noun_before,
)
from epoch_cli.providers.offline.understanding.moving import VALUES
from epoch_cli.providers.offline.understanding.notes import take_notes, take_span
from epoch_cli.providers.offline.understanding.phrases import Phrase, label
from epoch_cli.providers.offline.understanding.pieces import Piece, split
from epoch_cli.providers.offline.understanding.referring import take_part
from epoch_cli.providers.offline.understanding.sections import section
from epoch_cli.providers.offline.understanding.wish import DEFAULT_KIND, Item, Wish

_COUNTING = frozenset({"questions", "steps", "plans", "board"})
"""Shapes whose elements are counted by their own kind."""

_COUNTED = 2
"""Words of what is counted, and one more than the digits of the number: "12 quotes"."""

_SENT = frozenset({"field", "text", "step"})
"""Kinds of shapes that are sent."""


def plain(desk: Desk, found: Description, piece: Piece) -> None:
    """Take an item without a noun: an element of the open list, or whatever such items are here."""
    item = found.item
    if item.kind:
        item.type = "url" if item.kind == "link" else ""
        item.kind, item.label = DEFAULT_KIND, label(found.phrase.text) if not piece.quotes else item.label
    if item.binding and not item.label and _bound(desk, item):
        return
    if not item.label and desk.lists_options:
        item.label = label(piece.text)  # "any" is an option, too
    if not item.label:
        if piece.span and isinstance(desk.last, Item):
            take_span(desk.last, piece.span)
        elif piece.notes and isinstance(desk.last, Item):
            take_notes(desk.last, piece.notes, desk.lexicon)
        return
    if _is_subject(desk, found, piece):
        desk.at.owner.title = desk.at.owner.subject = item.label
        desk.read_notes(piece)  # "a table with all open invoices (number, client)"
        return
    if (item.required is not None and mark_known(item, desk.wish, desk.scopes.run)) or _counts(desk, item, piece):
        return
    if not (_listed(desk, found, piece) or _announced(desk, item, piece)):
        _value(desk, found, piece)


def _counts(desk: Desk, item: Item, piece: Piece) -> bool:
    """Take "with 3 quotes" as how many there are, where nothing else is said: "testimonials with 3 quotes"."""
    owner, phrase = desk.at.owner, Phrase(item.label)
    number = desk.lexicon.numbers.at(phrase.words, 0)
    told = number.value if number is not None else int(phrase.words[0]) if phrase.words[:1] and _is_few(phrase) else 0
    bare = piece.joint == "with" and desk.alone and not (owner.items or piece.notes or piece.quotes)
    if not (told and bare and len(phrase) == _COUNTED and phrase.plural(-1) and owner.shape in REPEATS | _COUNTING):
        return False
    owner.counts[desk.lexicon.shape(owner.shape).items if owner.shape in _COUNTING else "rows"] = told
    return True


def _is_few(phrase: Phrase) -> bool:
    return phrase.words[0].isdecimal() and len(phrase.words[0]) < _COUNTED


def _is_subject(desk: Desk, found: Description, piece: Piece) -> bool:
    """Whether `with` tells what a table is about, and brackets its columns; a single thing has options."""
    owner, phrase = desk.at.owner, found.phrase
    open_ = owner.shape in REPEATS and not (owner.subject or owner.items) and piece.joint == "with" and desk.alone
    several = any(len(split(note, desk.lexicon)) > 1 for note in piece.notes)
    return open_ and several and len(phrase) > 0 and phrase.plural(len(phrase) - 1)


def _value(desk: Desk, found: Description, piece: Piece) -> None:
    """Put an item without a noun where it belongs; what it is, the part of the screen decides."""
    item = found.item
    inside = desk.at.owner is not desk.at.home and piece.joint in {"comma", "and"}
    if inside and not piece.notes and is_part_of_page(item.label, desk.at.home, desk.lexicon):
        desk.at.owner = desk.at.home
    if piece.joint == "and":
        complete_last(desk.scopes.run, item.label, desk.lexicon)
        item.label = with_noun_before(desk.scopes.run, item.label, desk.lexicon)
    item.kind = default_kind(item.label, desk.at.owner, desk.lexicon)
    if _acts_on_them(item, desk) or (item.kind in _SENT and _is_command(desk, item, piece)):
        item.kind = "button"
    if item.kind == "region":
        item.shape = item.kind
        section(desk, found, piece)
        return
    if piece.quotes and item.note == piece.quotes[0] and item.kind not in VALUES:
        item.kind, item.label, item.note, item.verbatim = "text", item.note, "", True
    desk.finish(found, piece)
    desk.scopes.run.append(item)


def _acts_on_them(item: Item, desk: Desk) -> bool:
    """Read "cancel them" as a button "cancel"."""
    phrase, lexicon = Phrase(item.label), desk.lexicon
    does = lexicon.actions.at(phrase.words, 0) if desk.at.owner.shape in REPEATS else None
    if does is None or lexicon.book("objects").exact(phrase.words[does.end :]) is None:
        return False
    item.label = phrase.cut(0, does.end)
    return True


def _is_command(desk: Desk, item: Item, piece: Piece) -> bool:
    """Whether words are a button.

    A sentence that says what to do is one, the next after a button and a slash, and the only one with a capital.
    """
    rest = without_style(item.label, desk.lexicon)
    if rest != item.label and is_action(rest, desk.lexicon):
        item.label = rest
        return True
    joins = bool(piece.either) or (piece.joint == "and" and " " not in item.label)  # "Save and Delete"
    follows = joins and isinstance(desk.last, Item) and desk.last.kind == "button"
    apart = piece.fresh or piece.parts or _stands_out(item.label, desk.at.owner.items[-2:])
    return (follows or (apart and desk.alone)) and is_action(item.label, desk.lexicon)


def _stands_out(text: str, others: list[Item]) -> bool:
    """Whether a text begins with a capital where those before it do not: "name, role, notes, Submit request"."""
    return text[:1].isupper() and bool(others) and all(other.label[:1].islower() for other in others)


def _bound(desk: Desk, item: Item) -> bool:
    """A binding without a word is the data of the table that is described, a table of its own, or a value."""
    owner, name = desk.at.owner, spaced(item.binding.rpartition(".")[2])
    if owner.shape in {"table", "list", "cards"} and not owner.binding:
        owner.binding = item.binding
        owner.title = owner.title or name
        return True
    if "." not in item.binding and desk.lexicon.shape(owner.shape).items not in VALUES:
        desk.last = Wish("table", name, name, binding=item.binding)
        desk.at.home.parts.append(desk.last)
        return True
    item.label = name
    return False


def _announced(desk: Desk, item: Item, piece: Piece) -> bool:
    """Open a list of entries where one is announced: "3 features: Fast, Secure, Simple"."""
    first, _, rest = item.label.partition(" ")
    counted = rest and (first.isdecimal() or desk.lexicon.numbers.exact(words(first)) is not None)
    things = desk.lexicon.things.exact(words(item.label)) is not None and desk.at.owner.shape in ROWS
    inside = split(piece.notes[0], desk.lexicon) if counted and piece.notes else []
    number = int(first) if first.isdecimal() else desk.lexicon.numbers.exact(words(first))
    if len(inside) > 1 and len(inside) == number:  # "4 numbers (sold today, visitors, …)"
        numbers = desk.lexicon.types.exact(words(rest)[:1]) == "number"
        desk.at.listing = Listing("metric" if numbers else desk.lexicon.shape(desk.at.owner.shape).items)
        desk.read_notes(piece)
        return True
    if not ((counted or things) and desk.described_next and desk.at.owner.shape in ROWS):
        return False
    desk.at.listing, desk.last = Listing("entry"), None
    return True


def _listed(desk: Desk, found: Description, piece: Piece) -> bool:
    """Add an element to the open list; False when the piece is the next thing after the list."""
    listing = desk.at.listing
    if listing is None:
        return False
    target = listing.target
    if target is None:
        _take_element(desk, listing, found, piece)
        return True
    if listing.kind == "label":
        said = found.item.label if piece.quotes else label(piece.text)
        target.label, target.verbatim, desk.at.listing = said, found.item.verbatim, None
        desk.take_contents(target, piece)
        return True
    if not listing.filled and listing.colon and take_type(target, found.item.label, desk.lexicon):
        desk.at.listing = None
        return True
    next_field = listing.filled and desk.described_next and piece.joint in {"comma", "and"}
    if not next_field and add_option(listing, target, found, piece, desk.lexicon):
        return True
    desk.at.listing = None
    return False


def _take_element(desk: Desk, listing: Listing, found: Description, piece: Piece) -> None:
    """Take an element of a list that is a thing of its own: a part, or an item of the kind of the list."""
    if listing.part is not None:
        take_part(desk, listing, listing.part, found, piece)
        return
    listing.filled = True
    found.item.kind = listing.kind
    found.item.required = listing.required if found.item.required is None else found.item.required
    desk.finish(found, piece)
    desk.scopes.run.append(found.item)
