"""Pages and what they are made of: groups of items in the order in which they were named, then the smaller parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from epoch_cli.providers.offline.building.part import CONTENT, EXTRA, SAMPLE, SECTION, WITH_PARENT, Part
from epoch_cli.providers.offline.building.screens.cards import card, metrics, plans, questions
from epoch_cli.providers.offline.building.screens.forms import CONTROLS, actions, controls, form
from epoch_cli.providers.offline.building.screens.studio import Studio
from epoch_cli.providers.offline.knowledge.phrasebook import singular, words
from epoch_cli.providers.offline.understanding.recalling import recall
from epoch_cli.providers.offline.understanding.wish import Item, Wish

_FAMILIES = {
    "field": "controls", "choice": "controls",
    "button": "buttons", "link": "buttons",
    "metric": "metrics",
    "fact": "facts", "column": "facts", "lane": "panels",
    "panel": "panels", "tab": "panels", "step": "panels",
    "chart": "charts",
    "plan": "plans", "question": "questions",
    "image": "pictures", "badge": "badges",
    "text": "texts", "alert": "texts", "heading": "texts", "progress": "texts", "option": "texts",
}  # fmt: skip
"""Items of one family are shown together, at the place of the first."""

_SAMPLES = 3
"""Entries that a panel shows of what it is about."""


def page(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A page: buttons of the whole page first, then each family of items, then each part under its own heading."""
    families: dict[str, list[Item]] = {}
    for item in wish.items:
        families.setdefault(_FAMILIES.get(item.kind, "texts"), []).append(item)
    if wish.counts.get("metric"):
        families = {"metrics": []} | families  # "4 metrics and a table"
    if "controls" in families and "buttons" in families:
        families["controls"] += families.pop("buttons")
    buttons = families.pop("buttons", [])
    parts: list[Part | None] = [studio.heading(wish.title, level)]
    if wish.parts:
        parts.append(actions(studio, replace(wish, items=buttons)))
    for family, items in families.items():
        parts += _BUILDERS[family](studio, replace(wish, title="", items=items, parts=[]), level)
    parts += nested(studio, wish, level)
    if not wish.parts:
        parts.append(actions(studio, replace(wish, items=buttons)))
    return [part for part in parts if part is not None]


def nested(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """The smaller parts of a wish, one after the other, each with its own heading."""
    parts: list[Part] = []
    for inner in wish.parts:
        made = studio.build(inner, level)
        name = f"{inner.title or inner.subject or inner.shape} section"
        stack = studio.kit.stack(ident=name) if len(made) > 1 else None
        if stack is None:
            parts += made
            continue
        for number, part in enumerate(made):  # the heading comes with its section
            holds = SECTION if part.component.children else CONTENT
            stack.add(part, wave=holds if number else WITH_PARENT)
        parts.append(stack)
    return parts


def bare(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """Controls without a form: "a button that says Save" is a button."""
    if wish.of(*CONTROLS) and wish.of("button") and len(wish.items) > 2:
        return form(studio, wish, level)
    parts: list[Part | None] = []
    for item in wish.items:
        parts += _BUILDERS[_FAMILIES.get(item.kind, "texts")](
            studio, replace(wish, items=[item], parts=[], shape="bare"), level
        )
    return [part for part in (*parts, *nested(studio, wish, level)) if part is not None]


# ---------------------------------------------------------------- families


def _controls(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A form, where something is sent; a row, where something is searched or filtered."""
    fields = wish.of(*CONTROLS)
    searches = any(item.type == "search" or words(item.label)[-1:] == ("filter",) for item in fields) and not wish.of(
        "button"
    )
    if wish.shape != "bare" and not searches and (wish.of("button") or len(fields) > 1):
        return form(studio, wish, level)
    made = controls(studio, wish, fields)
    row = studio.kit.stack(row=True, ident="filters") if len(made) > 1 and wish.shape != "bare" else None
    return made if row is None else [row.add(*made, wave=CONTENT)]


def _buttons(studio: Studio, wish: Wish, _level: int) -> list[Part | None]:
    return [actions(studio, wish)]


def _facts(studio: Studio, wish: Wish, level: int) -> list[Part]:
    if wish.shape == "dialog":
        return [part for part in (studio.kit.text(studio.fact(wish, item.label)) for item in wish.items) if part]
    return card(studio, wish, level)


def _panels(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A card for each panel, with its heading and what was said of it, a few entries, or a line of text."""
    found = []
    for item in wish.items:
        part = studio.kit.card(studio.kit.heading(studio.said(item), level), ident=f"{item.label} section")
        if part is not None:
            lines = [item.note] if item.note else _entries(studio, item.label)
            text = studio.kit.text(lines[0] if lines else studio.lexicon.phrase("placeholder"))
            part.add(text, wave=CONTENT, weight=EXTRA)
            found.append(part.add(*map(studio.kit.text, lines[1:]), wave=CONTENT, weight=SAMPLE))
    return found


def _entries(studio: Studio, label: str) -> list[str]:
    """Sample lines for a panel with several of a known thing: "Order 1042 – Northwind – $49.00"."""
    lexicon = studio.lexicon
    thing = lexicon.thing(label)
    if thing is None or not (thing.list or label != singular(label)):
        return []
    about = recall("list", thing.parts, lexicon)
    about.subject = label
    shown = [item.label for item in about.items if item.kind in {"fact", "field", "column", "entry"}]
    values = ([studio.value(about, name, number) for name in shown] for number in range(_SAMPLES))
    return [line for line in (" – ".join(filter(None, row)) for row in values) if line]


def region(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A region of a page, such as a sidebar: its heading, and what belongs there or a line of text."""
    kit = studio.kit
    links = _links(studio, wish)
    if links is not None:
        return [links]
    part = kit.holder("box", "card", padding="md", background="surface", ident=wish.title)
    if part is None:
        return []
    part.add(kit.heading(studio.sentence(wish.title), level))
    asked = bool(wish.items or wish.parts)
    return [part.add(*_inside(studio, wish, level), wave=CONTENT, weight=EXTRA if asked else SAMPLE)]


def _links(studio: Studio, wish: Wish) -> Part | None:
    """A navigation with links alone, where the design system has one."""
    asked = wish.of("link", "button")
    if wish.shape != "nav" or wish.parts or len(asked) < len(wish.items):
        return None
    labels = [studio.said(item) for item in asked] or list(studio.lexicon.sample_lists.get("links", ()))
    return studio.kit.links(studio.sentence(wish.title), labels, ident=wish.title)


def _inside(studio: Studio, wish: Wish, level: int) -> list[Part]:
    if wish.items or wish.parts:
        return page(studio, replace(wish, title=""), level + 1)
    if wish.shape == "nav":
        row = sample_links(studio)
        return [row] if row is not None else []
    text = studio.kit.text(studio.lexicon.phrase("placeholder"))
    return [text] if text is not None else []


def sample_links(studio: Studio) -> Part | None:
    """Links such as most sites have, in a row: for a navigation of which nothing more was said."""
    links = [Item("link", text, verbatim=True) for text in studio.lexicon.sample_lists.get("links", ())]
    return actions(studio, Wish("bare", items=links))


def _charts(studio: Studio, wish: Wish, level: int) -> list[Part]:
    kit = studio.kit
    made = [
        kit.card(kit.heading(studio.said(item), level), kit.text(studio.lexicon.phrase("chart")), ident=item.label)
        for item in wish.items
    ]
    return [part for part in made if part is not None]


def _pictures(studio: Studio, wish: Wish, _level: int) -> list[Part | None]:
    return [studio.kit.image(studio.said(item) or studio.lexicon.phrase("image")) for item in _counted(wish)]


def _badges(studio: Studio, wish: Wish, _level: int) -> list[Part | None]:
    found = [studio.badge(_state(studio, item)) for item in _counted(wish)]
    return [studio.kit.stack(*found, row=True, tight=True)] if len(found) > 1 else list(found)


def _state(studio: Studio, item: Item) -> str:
    """What a badge of a page says: with its state where one was given, else its own words."""
    return studio.status(item) if item.note or item.options else studio.said(item) or studio.lexicon.phrase("status")


def _texts(studio: Studio, wish: Wish, level: int) -> list[Part | None]:
    return [
        studio.kit.heading(studio.line(item), level) if item.kind == "heading" else studio.words(item)
        for item in wish.items
    ]


def _counted(wish: Wish) -> list[Item]:
    """The items of a wish, as often as they were asked for."""
    return [item for item in wish.items for _ in range(min(item.count or 1, 12))]


_BUILDERS: dict[str, Callable[[Studio, Wish, int], list[Part] | list[Part | None]]] = {
    "controls": _controls,
    "buttons": _buttons,
    "metrics": metrics,
    "facts": _facts,
    "panels": _panels,
    "charts": _charts,
    "plans": plans,
    "questions": questions,
    "pictures": _pictures,
    "badges": _badges,
    "texts": _texts,
}
