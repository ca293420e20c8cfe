"""Lists whose entries the wish names itself: "shopping list: milk, eggs", "API – up, Web – down", "09:00 Stand-up"."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.sequences import CLOCK
from epoch_cli.providers.offline.understanding.evidence import is_many
from epoch_cli.providers.offline.understanding.phrases import Phrase
from epoch_cli.providers.offline.understanding.values import quantity
from epoch_cli.providers.offline.understanding.wish import Item, Wish

_TIMED = frozenset({"list", "table", "card", "page", "cards"})
_SHAPES = frozenset({"list", "checklist", "gallery"})


def find_entries(wish: Wish, lexicon: Lexicon) -> None:
    """Make entries of the items of a list that are no names of values; a table of times of day becomes a list."""
    if wish.shape == "board" and sum(_is_told(item, lexicon) for item in wish.of("lane")) > 1:
        wish.shape = "list"  # "departures board: 07:15 Oslo – on time", "price board: cod £12/kg"
        for item in wish.of("lane"):
            item.kind = "fact"
    said = [item for item in wish.of("fact", "field", "column") if not item.named]
    timed = [(item, time) for item in (*said, *wish.of("panel")) if (time := _time(item, lexicon)) is not None]
    if len(timed) > 1 and wish.shape in _TIMED:
        wish.shape = "list"
        for item, time in timed:
            item.kind, item.type, (item.label, item.note) = "entry", "text", time
    elif wish.shape == "list" and any(_is_told(item, lexicon) for item in said):
        _enter([item for item in said if _is_told(item, lexicon)])
    elif wish.shape in _SHAPES and len(said) > 1 and _are_names(said, wish, lexicon):
        _enter(said)


def _is_told(item: Item, lexicon: Lexicon) -> bool:
    """Whether an item is a time or has a value."""
    return bool(item.note) or _time(item, lexicon) is not None or quantity(item.label, lexicon) is not None


def _time(item: Item, lexicon: Lexicon) -> tuple[str, str] | None:
    """The time that an entry begins with, and what is then: "09:00 Stand-up", "Monday soup"; None for other labels."""
    match = CLOCK.match(item.label) or lexicon.sequences.first_of(item.label)
    rest = item.label[match.end() :].strip(" :-–") if match else ""
    told = " · ".join(text for text in (rest, item.note) if text)
    return (match[0], told) if match and told else None


def _are_names(items: list[Item], wish: Wish, lexicon: Lexicon) -> bool:
    """Whether no value is called by these words: few as a whole in a checklist or of names in capitals, none elsewhere.

    What `with` tells of several things are values: "employees with gross pay and deductions".
    """
    if wish.valued and is_many(Phrase(wish.subject), lexicon):
        return False
    if wish.shape == "checklist" or all(item.label[:1].isupper() for item in items):  # "Web, API and Mail"
        return sum(lexicon.knows_field(item.label) for item in items) * 2 < len(items)
    return not any(lexicon.knows_field(item.label) or lexicon.sample(item.label, 0) for item in items)


def _enter(items: list[Item]) -> None:
    for item in items:
        item.kind = "entry"
