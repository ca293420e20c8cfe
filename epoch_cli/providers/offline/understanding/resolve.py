"""Fields: groups become their fields, each gets the control that fits, some are required, and some are left out."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.fieldbook import FieldFact
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.understanding.wish import ASKING, Item, Wish

_CARD_EXPIRY, _CARD_CODE = "cc-exp", "cc-csc"
_MOST_WORDS_TO_TICK = 2
"""Words of a question that is answered with a tick: "Billable?"."""

_TYPED = frozenset({"number", "date", "time", "datetime-local", "month", "color", "range"})


def resolve(wish: Wish, lexicon: Lexicon, language: str) -> None:
    """Give every field its control: groups become their fields, types come from what is known about the label."""
    for items in (wish.items, wish.each):
        items[:] = _distinct([entry for item in items for entry in _expanded(item, lexicon)])
        for item in items:
            if item.kind in ASKING:
                _control(item, wish, lexicon)
    _require(wish, lexicon, language)


def _expanded(item: Item, lexicon: Lexicon) -> list[Item]:
    if item.kind == "checkbox" and item.options:
        return [Item("field", option, "checkbox", group=item.label) for option in item.options]
    group = lexicon.groups.exact(words(item.label)) if item.kind == "field" and not item.type else None
    if group is None:
        return [item]
    return [Item("field", lexicon.named(name), required=item.required, group=item.label) for name in group]


def _distinct(items: list[Item]) -> list[Item]:
    """Without items of one kind and group that say the same; what the later ones add is kept."""
    kept: dict[tuple[str, str, tuple[str, ...] | str], Item] = {}
    for item in items:
        kind = "control" if item.kind in ASKING else item.kind
        first = kept.setdefault((kind, item.group, words(item.label) or item.label), item)
        if first is not item:
            first.required = first.required if item.required is None else item.required
            first.options = first.options or item.options
    return list(kept.values())


def _control(item: Item, wish: Wish, lexicon: Lexicon) -> None:
    fact = lexicon.field_fact(item.label)
    if item.kind == "checkbox":
        item.kind, item.type = "field", "checkbox"
        return
    if item.kind == "field" and not item.type:
        item.type = _type(item.label, fact, wish)
        if fact.autocomplete == _CARD_EXPIRY and not _asks_for_a_card(wish, lexicon):
            item.type = "date"
        if item.type == "choice" or item.options:
            item.kind, item.type = "choice", ""
    if item.kind == "choice" and not item.options and fact.type in _TYPED:
        item.kind, item.type = "field", fact.type  # a "quantity selector" is a number
    if item.kind == "choice" and not item.options:
        about = item.label.rsplit(" ", 1)[0]  # a "role filter" has the options of a role
        item.options = list(fact.options or lexicon.field_fact(about).options)


def _asks_for_a_card(wish: Wish, lexicon: Lexicon) -> bool:
    """Whether a form asks for a payment card: an expiry date with no security code beside it is a date like others."""
    return any(lexicon.field_fact(item.label).autocomplete == _CARD_CODE for item in wish.of("field"))


def _type(label: str, fact: FieldFact, wish: Wish) -> str:
    """The type of a field: the topic's, where it means something else there, else what is known of its label."""
    control = wish.topic.control if wish.topic else ""
    meant = wish.topic.types.get(label.casefold(), "") if wish.topic else ""
    asks = label.endswith("?") and len(words(label)) <= _MOST_WORDS_TO_TICK
    return meant or fact.type or (control if not fact.exact else "") or ("checkbox" if asks else "")


def _require(wish: Wish, lexicon: Lexicon, language: str) -> None:
    """Which fields must be filled in: those the wish says, else those the topic knows, in forms only."""
    controls = wish.of("field", "choice")
    if wish.all_required is not None:
        for item in controls:
            item.required = wish.all_required if item.required is None else item.required
    elif wish.topic is not None and not any(item.required for item in controls):
        names = {words(name) for name in wish.topic.required}
        facts = [lexicon.fields.exact(name) for name in names] if language else []
        for item in controls:
            told = words(item.label)
            if item.required is None and (
                told in names or any(lexicon.fields.exact(told) is fact for fact in facts if fact)
            ):
                item.required = True


def leave_out(wish: Wish, dropped: list[str], lexicon: Lexicon) -> None:
    """Leave out what the wish does not want ("without a phone field"); a noun alone means its kind ("no inputs")."""
    names = [words(name) for name in (*dropped, *wish.dropped) if words(name)]
    nouns = [noun for noun in map(lexicon.nouns.exact, names) if noun is not None]
    kinds = {noun.kind for noun in nouns} - {"section", "region", "panel"}
    shapes = {noun.shape for noun in nouns if noun.kind == "section"} - {"page", "form"}
    sets = [set(name) for name in names]
    wish.items = [
        item
        for item in wish.items
        if item.kind not in kinds and not any(name <= set(words(item.label)) for name in sets)
    ]
    wish.parts = [part for part in wish.parts if part.shape not in shapes]
