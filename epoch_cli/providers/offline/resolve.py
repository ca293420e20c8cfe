"""Fields: groups become their fields, each gets the control that fits, some are required, and some are left out."""

from __future__ import annotations

from epoch_cli.providers.offline.lexicon import FieldFact, Lexicon
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.wish import Item, Wish

_CONTROLS = ("field", "choice", "checkbox")
_TYPED = frozenset({"number", "date", "time", "datetime-local", "month", "color", "range"})


def resolve(wish: Wish, lexicon: Lexicon, language: str) -> None:
    """Give every field its control: groups become their fields, types come from what is known about the label."""
    for items in (wish.items, wish.each):
        items[:] = _distinct([entry for item in items for entry in _expanded(item, lexicon)])
        for item in items:
            if item.kind in _CONTROLS:
                _control(item, wish, lexicon)
    _require(wish, lexicon, language)


def _expanded(item: Item, lexicon: Lexicon) -> list[Item]:
    if item.kind == "checkbox" and item.options:
        return [Item("field", option, "checkbox", group=item.label) for option in item.options]
    group = lexicon.groups.exact(words(item.label)) if item.kind == "field" and not item.type else None
    if group is None:
        return [item]
    return [Item("field", name, required=item.required, group=item.label) for name in group]


def _distinct(items: list[Item]) -> list[Item]:
    """Without items of one kind and group that say the same; what the later ones add is kept."""
    kept: dict[tuple[str, str, tuple[str, ...] | str], Item] = {}
    for item in items:
        kind = "control" if item.kind in _CONTROLS else item.kind
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
        item.type = _type(fact, wish)
        if item.type == "choice" or item.options:
            item.kind, item.type = "choice", ""
    if item.kind == "choice" and not item.options and fact.type in _TYPED:
        item.kind, item.type = "field", fact.type  # a "quantity selector" is a number
    if item.kind == "choice" and not item.options:
        about = item.label.rsplit(" ", 1)[0]  # a "role filter" has the options of a role
        item.options = list(fact.options or lexicon.field_fact(about).options)


def _type(fact: FieldFact, wish: Wish) -> str:
    control = wish.topic.control if wish.topic else ""
    return fact.type or (control if not fact.exact else "")


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


def leave_out(wish: Wish, dropped: list[str]) -> None:
    """Leave out what the wish does not want ("without a phone field")."""
    names = [set(words(name)) for name in (*dropped, *wish.dropped) if words(name)]
    wish.items = [item for item in wish.items if not any(name <= set(words(item.label)) for name in names)]
