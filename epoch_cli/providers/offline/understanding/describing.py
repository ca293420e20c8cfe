"""What a colon, `with` or "has" opens: the thing that was named last is described, or its options are listed."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.safety import same
from epoch_cli.providers.offline.understanding.data import spaced
from epoch_cli.providers.offline.understanding.evidence import is_many
from epoch_cli.providers.offline.understanding.headline import named_screen
from epoch_cli.providers.offline.understanding.listing import Listing
from epoch_cli.providers.offline.understanding.phrases import Phrase
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.scope import Scopes
from epoch_cli.providers.offline.understanding.wish import ASKING, Item, Wish

HOLDERS = frozenset({"tab", "step"})
"""Kinds of items that hold whole parts of a screen."""

HEADS = HOLDERS | {"panel"}
"""Kinds of items that can be described by parts."""

_GROUPED = frozenset({"form", "bare"})
"""Shapes whose sections are groups of fields."""


_SURE = 3
"""Fields behind a colon that are no options, though what stands before it is a field as well."""


def open_last(scopes: Scopes, joint: str, contents: list[Piece], lexicon: Lexicon, *, own: bool = False) -> None:
    """Open what `with`, `has` or a colon describes, which are the `contents`; `own` that others have their own."""
    now, last = scopes.now, scopes.last
    scopes.run = []
    parts = now.listing is not None and now.listing.part is last and not now.listing.filled
    if parts and (joint == "colon" or contents[0].notes):
        return
    if isinstance(last, Wish):
        now.owner, now.each, now.listing = last, False, None
        return
    here = lexicon.shape(now.owner.shape)
    if own and last is None and now.owner.items:
        last = scopes.last = now.owner.items[-1]
    alone = joint == "has" or (last is not None and last.named and now.listing is None)
    if joint == "with" and here.items in here.each and now.owner.of(here.items) and not (alone or own):
        now.each = True  # "plans Free and Pro with a buy button"
    if now.listing is not None and not now.listing.filled:
        now.listing.colon = True
        return
    group = now.owner.items[-1] if now.listing is not None and now.owner.items else None
    if joint == "colon" and group is not None and group.kind == "checkbox":
        now.listing = Listing("option", group, colon=True)  # "checkboxes for toppings: ham, cheese"
        return
    now.listing = None
    if last is not None and not now.each:
        if joint == "colon" and _lists(scopes, last, contents, lexicon):
            return
        _open_item(scopes, last, joint, lexicon)


def _lists(scopes: Scopes, last: Item, contents: list[Piece], lexicon: Lexicon) -> bool:
    """Open a list behind a colon whose elements are things of their own: boxes to tick, filters, fields of a group."""
    now = scopes.now
    if last.type == "checkbox" and last.kind == "field":
        last.kind, last.type = "checkbox", ""  # "extras as checkboxes: sunroof, tow bar"
        now.listing = Listing("option", last, colon=True)
    elif last in now.owner.items and _are_filters(last, contents, lexicon):
        now.owner.items.remove(last)
        now.listing, scopes.last = Listing("choice", colon=True), None
    elif last in now.owner.items and _are_fields(last, contents, lexicon):
        now.owner.items.remove(last)
        now.group, scopes.last = last.label, None
    else:
        return False
    return True


def _open_item(scopes: Scopes, last: Item, joint: str, lexicon: Lexicon) -> None:
    """Open what a tab or a section holds, the label that an item has not yet, or the options of a choice."""
    now = scopes.now
    if last.kind in HOLDERS or (last.kind in HEADS and (last in now.home.items or last in now.owner.items)):
        describe_item(scopes, last, lexicon, valued=joint == "with")
    elif not last.label and (joint == "colon" or last.kind == "badge") and last.kind != "choice":
        now.listing = Listing("label", last)
    elif not last.options and last.kind in ({"choice", "field"} if joint == "colon" else {"choice"}):
        now.listing = Listing("option", last, colon=joint == "colon")


def _are_filters(item: Item, contents: list[Piece], lexicon: Lexicon) -> bool:
    """Whether what stands behind "filter:" are the things to filter by: "Filter: city, month"."""
    if item.kind != "choice" or lexicon.nouns.exact(words(item.label)) is None:
        return False
    return len(contents) > 1 and all(lexicon.knows_field(piece.text) for piece in contents)


def _are_fields(item: Item, contents: list[Piece], lexicon: Lexicon) -> bool:
    """Whether what stands behind a colon are the fields of a group, and no options: "Delivery: street, city"."""
    known = lexicon.knows_field(item.label) and len(contents) < _SURE
    if item.kind != "field" or len(contents) < 2 or item.named or known or lexicon.field_fact(item.label).options:
        return False
    return all(lexicon.is_control(piece.text) and not piece.quotes for piece in contents)


def describe_item(scopes: Scopes, item: Item, lexicon: Lexicon, *, valued: bool = False) -> None:
    """Open what a tab or a step holds; a section becomes a part of its own, in a form a group of its fields.

    `valued` that `with` tells what is there: that of several things are their values ("our films with title, length").
    """
    now = scopes.now
    holder = now.owner if item in now.owner.items else now.home
    if item.kind in HOLDERS:
        item.panel = item.panel or Wish("form" if item.kind == "step" else "page", subject=item.label)
        scopes.now = now.inside(item.panel)
        scopes.last = item.panel
        return
    holder.items.remove(item)
    if holder.shape in _GROUPED:
        now.owner, now.group = holder, item.label
        scopes.last = None
        return
    name = named_screen(item.label, lexicon)
    many = valued and is_many(Phrase(item.label), lexicon)
    part = Wish("list" if many else "region", item.label, item.label, valued=many)
    if name is not None:
        part = Wish(name.shape, name.title, name.subject, name.topic, submit=name.button)
    holder.parts.append(part)
    now.owner = scopes.last = part


def named_before(scopes: Scopes, text: str) -> Item | None:
    """The tab or step of the open part that a text names again, to say what it holds: "Basics has job name"."""
    scope = scopes.now
    for part in (scope.owner, scope.home, *scope.home.parts):
        for item in part.items:
            if item.kind in HOLDERS and same(item.label, text):
                return item
    return None


def next_counted(scopes: Scopes, text: str, lexicon: Lexicon) -> Item | None:
    """One more of the tabs or steps that were only counted: "2 tabs", and below it "Arrivals:"; None without any."""
    for part in scopes.now.home.parts:
        kind = lexicon.shape(part.shape).items
        if kind in HOLDERS and text and len(part.of(kind)) < part.counts.get(kind, 0):
            part.items.append(Item(kind, text, named=True))
            return part.items[-1]
    return None


def group_by_steps(screen: Wish, lexicon: Lexicon) -> None:
    """The fields of each step become a group of the wizard's fields; whatever else it holds, a part of it."""
    for wish in screen.walk():
        if wish.shape != "steps":
            continue
        for number, step in enumerate(wish.of("step"), start=1):
            inside, step.panel = step.panel, None
            if inside is None:
                continue
            for item in inside.of(*ASKING):
                item.group = item.group or step.label or f"{lexicon.phrase('step')} {number}"
            wish.items += inside.items
            wish.parts += inside.parts


def bind(wish: Wish) -> None:
    """A binding of a part is the data of a table or list, the first value of a form, else a table of its own."""
    name = spaced(wish.binding.rpartition(".")[2])
    if not wish.binding or wish.shape in {"table", "list", "cards"}:
        return
    if wish.shape in {"form", "card"}:
        wish.items.append(Item("field" if wish.shape == "form" else "fact", name, binding=wish.binding))
    else:
        wish.parts.append(Wish("table", name, name, binding=wish.binding))
    wish.binding = ""
