"""Items with a noun of their own: a control, a column, a tab, or the noun that opens or closes a list of them."""

from __future__ import annotations

import re

from epoch_cli.providers.offline.knowledge.fieldbook import FieldFact
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.understanding.context import looks_of, without_style
from epoch_cli.providers.offline.understanding.describe import Description
from epoch_cli.providers.offline.understanding.describing import HEADS
from epoch_cli.providers.offline.understanding.desk import Desk
from epoch_cli.providers.offline.understanding.listing import (
    Listing,
    named_by,
    question_labels,
    rest_options,
    take_noun,
)
from epoch_cli.providers.offline.understanding.notes import take_span
from epoch_cli.providers.offline.understanding.phrases import label
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.plain import plain
from epoch_cli.providers.offline.understanding.sections import enter
from epoch_cli.providers.offline.understanding.wish import DEFAULT_KIND, Item, Wish

_SHOWN = frozenset({"chart", "image"})
_TITLED = frozenset({"button", "link", "tab", "column", "metric", "field", "lane", "plan"})
"""Kinds whose list may have words in front of its noun that are no element of it: "row actions: Edit, Remove"."""

_NUMBER = re.compile(r"^\d{1,2}(?:[.:)]?\s+|$)")
"""The number of a step or a section: "Step 2 Address"."""


def named(desk: Desk, found: Description, piece: Piece) -> None:
    """A control, a column, a tab…: one of them, or the noun that opens or closes a list of them."""
    if found.item.kind == "column" and desk.at.owner.shape == "list":
        desk.at.owner.shape = "table"  # "a members list. Columns: name, joined"
    item, here = found.item, desk.lexicon.shape(desk.at.owner.shape).items
    item.named = True
    _shorten(found, desk)
    if _remark(desk, found, piece):
        return
    if item.kind == "column" and here == "field" and not item.label:
        desk.at.listing = Listing(here)
    elif item.kind == "question" and here == "field":
        _questions(desk, found, piece)
    elif not (found.plural and not item.label and _counted(desk, found, piece)):
        item.kind = here if item.kind == "column" and here in {"lane", "field"} else item.kind
        _put_named(desk, found, piece)


def _shorten(found: Description, desk: Desk) -> None:
    """The label without the number of a step, and without how a button looks."""
    item = found.item
    if item.kind == "button":
        item.looks = looks_of(found.whole, desk.lexicon)
        item.label = item.label if item.verbatim or not found.ahead else without_style(item.label, desk.lexicon)
    elif item.kind in HEADS:
        item.label = _NUMBER.sub("", item.label)


def _put_named(desk: Desk, found: Description, piece: Piece) -> None:
    """Put the item into the part that has such items, or open a list of them."""
    item = found.item
    if item.kind == "metric" and desk.at.home.shape in {"page", "dashboard"}:
        desk.at.owner = desk.at.home
    enter(desk, item.kind)
    if item.count:
        rows = item.kind == "image" and desk.lexicon.shape(desk.at.owner.shape).items == "fact"
        desk.at.owner.counts["rows" if rows else item.kind] = item.count
        item.count = 1 if rows else item.count
    _turn_back(desk, found, piece)
    if found.plural and found.ahead and desk.listed_next and item.kind in _TITLED and not desk.scopes.run:
        found.ahead, item.label = False, ""
    if found.plural and not found.ahead:
        _open_list(desk, found, piece)
        return
    desk.finish(found, piece)
    if item.kind == "step" and _holds_fields(item, desk):
        _fill_step(item, desk)
        return
    desk.scopes.run = []
    lists = item.kind == "choice" or (item.kind == "checkbox" and found.plural)  # "scopes checkboxes read, write"
    desk.at.listing = rest_options(item, found.rest) if lists and found.rest else None


def _holds_fields(step: Item, desk: Desk) -> bool:
    """Whether the name of a step is the first of its fields: "step 1 licence number and expiry, step 2 …"."""
    if step.panel is not None or desk.described_next or desk.lexicon.field_fact(step.label) == FieldFact():
        return False
    following = desk.contents[1:2]
    nouns = [desk.lexicon.nouns.at(words(piece.text), 0) for piece in following]
    return bool(following) and all(noun is None or noun.value.kind != "step" for noun in nouns)


def _fill_step(step: Item, desk: Desk) -> None:
    """Open what a step holds, with its name as the first field."""
    step.panel = Wish("form", items=[Item("field", step.label)])
    step.label = ""
    desk.scopes.now, desk.last = desk.at.inside(step.panel), step.panel


def _open_list(desk: Desk, found: Description, piece: Piece) -> None:
    """Open a list of what the noun names; its label and its brackets are the first elements."""
    item, alone = found.item, not (found.before or found.after)
    listed = piece.notes or desk.listed_next or (desk.described_next and item.kind in _SHOWN)
    if alone and not item.verbatim and listed:
        item.label = ""  # "two charts: sales by day, sales by month", "filters (city, month)"
    desk.at.listing = Listing(item.kind, filled=bool(item.label), required=item.required)
    desk.last = None
    if item.kind == "link" and not (item.label or listed or desk.described_next or item.count):
        links = desk.lexicon.sample_lists.get("links", ())
        desk.at.owner.items += [Item("link", text, named=True) for text in links]  # "a header with logo and nav links"
        desk.at.listing = None
        return
    if not item.label:
        desk.read_notes(piece)
        return
    desk.finish(found, piece)
    desk.last = None


def _counted(desk: Desk, found: Description, piece: Piece) -> bool:
    """A plural without a label, where something else is listed: "list with checkboxes", "table with actions"."""
    item, owner = found.item, desk.at.owner
    alone = not (desk.described_next or item.count)
    if item.kind == "checkbox" and owner.shape == "list":
        owner.shape = "checklist"
    elif owner.shape == "checklist" and item.count:
        owner.counts["rows"] = item.count
    elif alone and (item.kind in {"step", "question"} or (owner.shape == "table" and item.kind != "column")):
        item.kind, item.label = DEFAULT_KIND, label(found.phrase.text)  # "ingredients, steps and cooking time"
        plain(desk, found, piece)
    else:
        return False
    return True


def _questions(desk: Desk, found: Description, piece: Piece) -> None:
    """Questions of a form are choices: "a quiz with three questions"; those that are listed are fields."""
    if desk.described_next and not found.item.label:
        desk.at.listing = Listing("field")
        return
    if desk.described_next and found.item.label.isdecimal():
        desk.last = Item("field", "", named=True)  # "Question 1: How clean was the pool?"
        desk.at.owner.items.append(desk.last)
        return
    if not found.plural and not found.item.label:
        desk.last = Item("field", desk.lexicon.phrase("question"), named=True)
        desk.at.owner.items.append(desk.last)
        return
    for text in question_labels(found.item, desk.lexicon.phrase("question")):
        desk.last = Item("choice", text)
        desk.take_contents(desk.last, piece)
        desk.at.owner.items.append(desk.last)


def _remark(desk: Desk, found: Description, piece: Piece) -> bool:
    """Nouns that say something about what came before: its kind, options, placeholders, numbers of rows, traits."""
    item, last = found.item, desk.last
    if piece.joint in {"colon", "has"} and isinstance(last, Item) and take_noun(last, found):
        desk.at.listing = None
    elif _chooses_from(desk, found, piece):
        pass
    elif item.kind == "option" and found.before:
        item.kind, item.label = "choice", label(found.before)
        return False
    elif item.kind == "option" and isinstance(last, Item) and last.kind in {"choice", "field", "checkbox"}:
        _take_options(desk, last, found, piece)
    elif item.kind == "placeholder" and isinstance(last, Item):
        last.placeholder = item.label
    elif item.kind == "rows":
        desk.at.owner.counts["rows"] = item.count
    elif item.kind == "trait":
        (last if isinstance(last, Wish) else desk.at.owner).traits.append(found.phrase.text)
    else:
        return False
    return True


def _chooses_from(desk: Desk, found: Description, piece: Piece) -> bool:
    """Take "customer: select from Acme, Globex" as the options of what was named last; False for other pieces."""
    item, last = found.item, desk.last
    starts = piece.joint == "colon" and item.kind == "choice" and not found.before and found.joined == "of"
    if not (starts and isinstance(last, Item) and last.kind == "field" and item.label):
        return False
    last.kind, last.type, last.named = "choice", "", True
    last.options.append(item.label)
    desk.at.listing = Listing("option", last, filled=True, colon=True)
    return True


def _take_options(desk: Desk, last: Item, found: Description, piece: Piece) -> None:
    """Open the options of what was named last: "with the options red and blue", "options from 1 to 5"."""
    last.kind = "choice" if last.kind == "field" else last.kind
    desk.at.listing = Listing("option", last)
    if found.item.label:
        last.options.append(found.item.label)
        desk.at.listing.filled = True
    elif piece.span:
        take_span(last, piece.span)


def _turn_back(desk: Desk, found: Description, piece: Piece) -> None:
    """A noun at the end of a list names what stands before it: "cancel and delete buttons"."""
    if not found.ahead or piece.joint not in {"and", "comma"} or found.item.count:
        return
    for item in reversed(named_by(desk.scopes.run, found, desk.lexicon)):
        if desk.at.owner is not desk.at.home and item in desk.at.home.items:
            desk.at.home.items.remove(item)
            desk.at.owner.items.append(item)
        item.kind, item.type = found.item.kind, found.item.type
