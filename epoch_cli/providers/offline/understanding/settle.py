"""From what was said to what is meant: what the wish leaves open is filled in from the lexicon and the data models.

Works on a `Wish` in place. The order matters: topics give items, groups become fields, fields get their controls, and
at the end what the wish wants left out is left out.
"""

from __future__ import annotations

from dataclasses import replace

from epoch_cli.catalog import Models
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.understanding.data import take_models
from epoch_cli.providers.offline.understanding.desk import MOST_ITEMS
from epoch_cli.providers.offline.understanding.entries import find_entries
from epoch_cli.providers.offline.understanding.recalling import recall
from epoch_cli.providers.offline.understanding.resolve import leave_out, resolve
from epoch_cli.providers.offline.understanding.topics import CONTENT, fill_in, guess_topic, open_parts
from epoch_cli.providers.offline.understanding.values import take_values
from epoch_cli.providers.offline.understanding.wish import FRAMES, Item, Wish

_SHOWS_THINGS = frozenset({"table", "list", "cards", "card", "form"})
_HOLDERS = frozenset({"form", "card", "questions", "empty"})
"""Shapes that are no more than what is in them."""
_MOST_PANELS = 12
_DEEPEST = 2
"""Tabs in tabs that are filled from what is known of their labels."""
_FEW = 2
"""Facts that a list shows beside a button; with more it is a table."""


def settle(wish: Wish, lexicon: Lexicon, models: Models, *, depth: int = 0) -> None:
    """Fill in a wish and all its parts; `depth` is how many tabs it stands in."""
    adopt(wish)
    for part in list(wish.walk()):
        open_parts(part, lexicon)
    _about(wish)
    for part in list(wish.walk()):
        take_models(part, models, lexicon)
        guess_topic(part, lexicon)
        fill_in(part, lexicon)
    _lay_out(wish)
    for part in list(wish.walk()):
        find_entries(part, lexicon)
        take_values(part, lexicon)
        _fill_from_things(part, lexicon)
        _rows_for_lists(part, lexicon)
        _panels(part, lexicon, models, wish.submit, depth)
        resolve(part, lexicon, wish.language)
        leave_out(part, wish.dropped, lexicon)


def adopt(wish: Wish) -> None:
    """A page that is nothing but one part is that part: "users: table with name and email"."""
    if (
        wish.shape == "page"
        and wish.topic is None
        and not wish.items
        and not wish.counts.get("metric")
        and len(wish.parts) == 1
        and not wish.parts[0].title
    ):
        part = wish.parts[0]
        wish.shape, wish.items, wish.parts, wish.topic = part.shape, part.items, part.parts, part.topic
        wish.each, wish.each_parts, wish.counts = part.each, part.each_parts, part.counts
        wish.binding, wish.traits, wish.submit = part.binding or wish.binding, part.traits, part.submit or wish.submit


def _about(wish: Wish) -> None:
    """A part without a subject is about what the screen is about: "admin panel for users with a table"."""
    for part in wish.parts:
        part.subject = part.subject or wish.subject


def _lay_out(wish: Wish) -> None:
    """What holds nothing but parts is a page; a page of several regions a layout: they stand beside each other.

    A table is there whatever comes with it, as in "a table of users with a form to add one".
    """
    content = wish.of(*CONTENT) if wish.shape in {"form", "questions"} else wish.of(*(CONTENT - {"field", "choice"}))
    filled = any(part.shape not in FRAMES for part in wish.parts)
    if wish.shape in _HOLDERS and filled and not content:
        wish.shape = "page"
    regions = [part for part in wish.parts if part.shape in {"nav", "region"}]
    if wish.shape == "page" and len(regions) > 1 and len(regions) == len(wish.parts) and regions[0].shape == "nav":
        wish.shape = "layout"


# ---------------------------------------------------------------- things


def _fill_from_things(wish: Wish, lexicon: Lexicon) -> None:
    """Columns and facts of the thing that a table or card is about, when the wish names none."""
    shape = lexicon.shape(wish.shape)
    has = wish.of(shape.items, "entry") or (wish.shape in {"card", "form"} and wish.of(*CONTENT, "checkbox"))
    if wish.shape not in _SHOWS_THINGS or has or wish.fixed or (wish.topic is not None and wish.shape == "form"):
        return
    if columns := wish.counts.get("column", 0):
        word = lexicon.phrase("column")
        wish.items[:0] = [Item("column", f"{word} {number}") for number in range(1, min(columns, MOST_ITEMS) + 1)]
        return
    thing = lexicon.thing(wish.subject or wish.title)
    parts = thing.parts if thing is not None else ", ".join(lexicon.sample_lists.get(wish.shape, ()))
    wish.items[:0] = recall(wish.shape, parts, lexicon).items


def _rows_for_lists(wish: Wish, lexicon: Lexicon) -> None:
    """A list that is bound to data, or shows nothing but several values, is a table; messages are not."""
    facts = len(wish.of("fact"))
    plain = facts > 1 and not wish.without("fact", "field", "choice", *(("button", "badge") if facts > _FEW else ()))
    thing = lexicon.thing(wish.subject or wish.title)
    rows = wish.topic is None and not (thing is not None and thing.list)
    if wish.shape == "list" and (wish.binding or (plain and rows)):
        wish.shape = "table"
        for item in wish.of("fact", "image"):
            item.kind = "column"


def _panels(wish: Wish, lexicon: Lexicon, models: Models, save: str, depth: int) -> None:
    """What each tab shows: what the wish says of each, else what is known about its label."""
    for item in wish.of("tab")[:_MOST_PANELS]:
        panel = item.panel or Wish("page", subject=item.label)
        panel.parts += [_copy(part, item.label) for part in wish.each_parts]
        panel.items += [replace(entry, options=list(entry.options)) for entry in wish.each]
        if not panel.parts and not panel.items:
            found = lexicon.panels.all(words(item.label))
            if found and depth < _DEEPEST:  # a row may name what it is a row for
                known = recall("page", found[0].value, lexicon)
                panel.items, panel.parts, panel.counts = known.items, known.parts, known.counts
            elif lexicon.thing(item.label) is not None:
                panel.parts.append(Wish("table", subject=item.label))
        for part in panel.parts:
            part.submit = part.submit or (item.label if lexicon.action(item.label).submits else save)
        settle(panel, lexicon, models, depth=depth + 1)
        item.panel = panel
    if wish.of("tab"):
        wish.each, wish.each_parts = [], []


def _copy(part: Wish, subject: str) -> Wish:
    items = [replace(item, options=list(item.options)) for item in part.items]
    return replace(
        part,
        subject=subject,
        items=items,
        parts=[_copy(entry, subject) for entry in part.parts],
        counts=dict(part.counts),
    )
