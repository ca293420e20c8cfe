"""Values that a wish says together with the name of a thing: "soil moisture 41%", "price $499", "name Marlin".

A quantity behind a name is its value. A known name with something behind it has a value when that begins with a capital
or a digit, or when the things beside it have values as well ("client Acme, status unpaid").
"""

from __future__ import annotations

import re

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.understanding.phrases import Phrase
from epoch_cli.providers.offline.understanding.wish import Item, Wish

_SHOWN = frozenset({"fact", "metric", "entry"})
_FEW = 2
_UNIT = r"(?:%|°?[^\W\d_]{1,9}[²³]?(?:/[^\W\d_]{1,9})?|/[^\W\d_]{1,9})"
_COUNTED = re.compile(r"(?P<value>[$€£¥]?\d[\d.,]*[%kKmM+]?)\s+(?P<name>[^\d]*[^\W\d_][^\d]*)")
_QUANTITY = re.compile(
    rf"(?P<name>.*?[^\W\d_].*?)\s+(?P<value>(?:[A-Z]{{1,3}}[ -]?|[+~-]?[$€£¥]|[+~-])?\d[\d.,:]*(?:[ -]\d[\d.,:]*)*"
    rf"(?:\s?{_UNIT})?(?:\s\d{{4}})?)"
)


def take_values(wish: Wish, lexicon: Lexicon) -> None:
    """Take the values out of the labels of facts, metrics and entries; what holds a number is shown as it was said."""
    _take_from_fields(wish, lexicon)
    _take_from_panels(wish, lexicon)
    _take_from_columns(wish)
    items = [item for item in wish.of(*_SHOWN) if not (item.verbatim or item.note or item.binding)]
    for item in items:
        counted = _COUNTED.fullmatch(item.label) if item.kind == "metric" else None
        told = (counted["name"], counted["value"]) if counted else None
        _take(item, told or quantity(item.label, lexicon) or named_value(item.label, lexicon))
    _take_states(items, lexicon)
    given = any(item.note for item in wish.of(*_SHOWN))
    for item in items:
        if given and not item.note:
            _take(item, named_value(item.label, lexicon, given=True))
        item.verbatim = item.verbatim or (not item.note and any(char.isdigit() for char in item.label))
    if wish.shape == "cards" and sum(bool(item.note) for item in items) > 1:
        wish.shape = "dashboard"  # "tiles for humidity 48% and battery 90%": a card for each
        for item in items:
            item.kind = "metric"


def _take_from_fields(wish: Wish, lexicon: Lexicon) -> None:
    """What gives values asks for none: "checkout summary card: subtotal $40, total $45", "packed: done"."""
    fields = [item for item in wish.of("field", "choice") if not item.named] if wish.shape == "form" else []
    found = [(item, value) for item in fields if (value := _given(item, lexicon)) is not None]
    if len(found) < _FEW or len(found) * 2 < len(fields):
        return
    wish.shape, wish.topic, wish.submit = "card", None, ""
    for item in fields:
        item.kind, item.type, item.options = "fact", "", []
    for item, value in found:
        _take(item, value)


def _given(item: Item, lexicon: Lexicon) -> tuple[str, str] | None:
    """The value that a field was given: its only option, or a quantity with a unit; "option 2" has none."""
    if item.kind == "choice" and len(item.options) == 1:
        return item.label, item.options[0]
    found = quantity(item.label, lexicon)
    return None if found is None or found[1].isdecimal() else found


def _take_from_columns(wish: Wish) -> None:
    """What begins with its number is no column: "stats: 86 events, 12 cities"."""
    columns = wish.of("column")
    if wish.shape == "table" and len(columns) >= _FEW and all(_COUNTED.fullmatch(item.label) for item in columns):
        wish.shape = "dashboard"
        for item in columns:
            item.kind = "metric"


def _take_from_panels(wish: Wish, lexicon: Lexicon) -> None:
    """A part of a page that is a quantity is a fact: "a page with price 120 EUR"."""
    for item in wish.of("panel"):
        found = quantity(item.label, lexicon)
        if found is not None and not item.named:
            item.kind = "fact"
            _take(item, found)


def quantity(label: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """The name and the quantity of "flow rate 320 l/s"; None when no number ends the label, or it ends a phrase."""
    match = _QUANTITY.fullmatch(label)
    if match is None or lexicon.knows_field(label):
        return None
    last = Phrase(match["name"]).words[-1:]
    if not last or lexicon.connectors.exact(last) or lexicon.fields.joints.exact(last):
        return None  # "trial ends in 3 days"
    return match["name"], match["value"]


def named_value(label: str, lexicon: Lexicon, *, given: bool = False) -> tuple[str, str] | None:
    """The name and the value of "name Marlin"; `given` that the things beside it have values."""
    phrase = Phrase(label)
    name = lexicon.fields.whole.at(phrase.words, 0)
    if name is None or name.end == len(phrase) or lexicon.fields.joints.at(phrase.words, name.end):
        return None
    if lexicon.fields.whole.ending(phrase.words) or lexicon.nouns.ending(phrase.words):
        return None  # a "model name" is a name
    value = label[phrase.spans[name.end][0] :]
    plain = label[:1].islower() and (value[:1].isupper() or value[:1].isdigit())
    return (phrase.cut(0, name.end), value) if plain or given else None


def _take_states(items: list[Item], lexicon: Lexicon) -> None:
    """The states that several names end with: "web-1 up, db-1 down"."""
    found = {id(item): state for item in items if not item.note and (state := _state(item.label, lexicon))}
    for item in items if len(found) > 1 else ():
        _take(item, found.get(id(item)))


def _state(label: str, lexicon: Lexicon) -> tuple[str, str] | None:
    phrase = Phrase(label)
    state = lexicon.states.ending(phrase.words)
    return None if state is None or not state.start else (phrase.cut(0, state.start), phrase.cut(state.start))


def _take(item: Item, found: tuple[str, str] | None) -> None:
    if found is not None:
        item.label, item.note = found
