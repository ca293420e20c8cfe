"""Cards and rows of things: profiles, products, lists of people, galleries, metrics, plans, boards, questions."""

from __future__ import annotations

import re
from dataclasses import replace

from epoch_cli.providers.offline.kit import CONTENT, DETAIL, ESSENTIAL, EXTRA, Part
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.screens.forms import CONTROLS, actions, button, controls, form
from epoch_cli.providers.offline.screens.studio import NAMES, Studio
from epoch_cli.providers.offline.wish import Item, Wish

_PRICE = re.compile(r"(?:for )?(?:[$€£¥] ?\d|\d+(?:[.,]\d+)? ?[$€£¥]).*$")
_VALUE = re.compile(r"\s[$€£¥+-]?\d[\d.,]*\s?(?:%|k|m|bn?)?\+?$", re.IGNORECASE)
_SAMPLES = {"gallery": 6}
_COPIES = 3
_OTHER_NODES = 8
"""Nodes left for everything that is not a copy of the same row."""


def card(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """One card: pictures, facts, badges, controls, buttons."""
    title = studio.heading(wish.title, level)
    part = studio.kit.card(title, ident=f"{wish.title or wish.subject or studio.title} card")
    if part is None:
        return []
    facts = _facts(studio, wish, 0, level)
    if not facts and not wish.items:
        facts = [studio.kit.text(studio.lexicon.phrase("placeholder"))]
    part.add(*facts, wave=CONTENT)
    if wish.of(*CONTROLS):
        rest = replace(wish, title="", items=wish.of(*CONTROLS, "button", "link"), parts=[])
        inner = form(studio, rest, level + 1) if wish.of("button") else controls(studio, wish, wish.of(*CONTROLS))
        return [part.add(*inner, wave=CONTENT)]
    return [part.add(actions(studio, wish), wave=CONTENT, weight=ESSENTIAL)]


def _facts(studio: Studio, wish: Wish, number: int, level: int) -> list[Part | None]:
    """Pictures, facts, texts and badges, in the order in which they were named; `number` picks the sample values."""
    kit, parts = studio.kit, []
    for item in wish.items:
        if item.kind == "image":
            parts.append(_picture(studio, wish, item, number))
        elif item.kind == "badge":
            parts.append(kit.status(studio.status(item, number)))
        elif item.kind in {"fact", "column", "panel", "metric"}:
            parts.append(kit.text(_fact(studio, wish, item, number)))
        elif item.kind == "heading":
            parts.append(kit.heading(studio.said(item), level))
        elif item.kind in {"text", "alert", "chart", "progress", "region", "option", "step", "question"}:
            parts.append(kit.text(studio.said(item) or studio.lexicon.phrase("placeholder")))
    return parts


def _fact(studio: Studio, wish: Wish, item: Item, number: int) -> str:
    label = studio.said(item)
    if item.note:
        return f"{label}: {item.note}"
    if item.binding:
        return f"{label}: {{context.{item.binding}}}" if label else f"{{context.{item.binding}}}"
    return studio.fact(wish, item.label, number) if not item.verbatim else label


def _picture(studio: Studio, wish: Wish, item: Item, number: int) -> Part | None:
    """A picture with words for those who cannot see it: whose it is, where that is known."""
    label = studio.said(item) or studio.lexicon.phrase("image")
    facts = [fact.label for fact in wish.of("fact") if " ".join(words(fact.label)) in NAMES]
    person = set(words(label)) & set(studio.lexicon.sample_lists.get("portraits", ()))
    name = studio.value(wish, facts[0], number) if facts and not (person and words(facts[0]) == ("title",)) else ""
    name = name or (studio.lexicon.listed("people", number) if person else "")
    return studio.kit.image(f"{label}: {name}" if name else label, studio.initials(name or label))


# ---------------------------------------------------------------- several of the same


def rows(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A list, a row of cards or a gallery, with sample entries; buttons that act on the whole stand above."""
    kit = studio.kit
    whole = [item for item in wish.of("button", "link") if studio.lexicon.action(item.label).whole]
    above = replace(wish, items=[*wish.of(*CONTROLS), *whole])
    holder = kit.stack(ident=f"{wish.title or wish.subject or studio.title} list", row=wish.shape != "list")
    if holder is None:
        return []
    entries = wish.of("entry")
    one = replace(wish, items=[item for item in wish.items if item not in above.items and item not in entries])
    for number in range(len(entries) or _copies(studio, wish, one)):
        told = studio.said(entries[number]) if entries else ""
        holder.add(_row(studio, one, number, level, told), wave=CONTENT)
    bar = actions(studio, above)
    parts = [studio.heading(wish.title, level), *controls(studio, above, above.of(*CONTROLS)), bar, holder]
    return [part for part in parts if part is not None]


def _copies(studio: Studio, wish: Wish, one: Wish) -> int:
    """How many entries to show: as many as asked for, as far as the budget goes."""
    wanted = wish.counts.get("rows") or _SAMPLES.get(wish.shape, _COPIES)
    room = max(1, (studio.kit.profile.nodes - _OTHER_NODES) // (len(one.items) + 2))
    return min(wanted, room, studio.kit.profile.children)


def _row(studio: Studio, wish: Wish, number: int, level: int, told: str) -> Part | None:
    """One entry: in a list a row, else a card; `told` is what the wish calls it."""
    kit = studio.kit
    part = kit.stack(row=True, tight=True) if wish.shape == "list" else kit.card()
    if part is None:
        return None
    name = kit.text(told) if wish.shape == "list" else kit.heading(told, level)
    facts = _facts(studio, wish, number, level)
    if not facts and name is None:
        facts = [kit.text(_entry(studio, wish, number))]
    return part.add(name, *facts, actions(studio, wish))


def _entry(studio: Studio, wish: Wish, number: int) -> str:
    """The text of an entry of which nothing is known but its place."""
    thing = studio.lexicon.thing(wish.subject or wish.title)
    if thing is not None and thing.names:
        return thing.names[number % len(thing.names)]
    about = " ".join(words(wish.subject or wish.title)) or studio.lexicon.phrase("option")
    return f"{studio.sentence(about)} {number + 1}"


# ---------------------------------------------------------------- metrics, plans, lanes, questions


def metrics(studio: Studio, wish: Wish, _level: int) -> list[Part]:
    """A row of cards, each with the name of a metric and its value."""
    kit, number = studio.kit, -1
    row = kit.stack(row=True, ident="metrics")
    if row is None:
        return []
    for number, item in enumerate(wish.of("metric")):
        text, value = _valued(item.label)
        item = replace(item, label=text)  # noqa: PLW2901
        value = value or _figure(studio, item.label, number)
        label = studio.said(item) or f"{studio.lexicon.phrase('metric')} {number + 1}"
        value = f"{{context.{item.binding}}}" if item.binding else value
        row.add(kit.card(kit.text(label, size="caption"), kit.text(value, weight="bold")), wave=CONTENT)
    return [row] if number >= 0 else []


def _valued(text: str) -> tuple[str, str]:
    """A metric's name and the value that was said with it: `revenue $2M` → `revenue`, `$2M`."""
    match = _VALUE.search(text)
    return (text[: match.start()].rstrip(" -–:,"), match[0].strip()) if match and match.start() else (text, "")


def _figure(studio: Studio, text: str, number: int) -> str:
    """A value for a metric: what is known of it, else a number where it is counted ("active users")."""
    value = studio.lexicon.figure(text, number)
    counted = text.endswith("s") or not studio.lexicon.knows_field(text)
    return value or ("" if counted else studio.lexicon.sample(text, number)) or studio.lexicon.listed("metrics", number)


def plans(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A card for each plan: its name, price, features, and a button to choose it."""
    kit, lexicon = studio.kit, studio.lexicon
    row = kit.stack(row=True, ident="plans")
    if row is None:
        return []
    names = wish.of("plan")
    wanted = wish.counts.get("plan", 0)
    names += [Item("plan", f"{lexicon.phrase('plan')} {number + 1}") for number in range(len(names), min(wanted, 6))]
    features = [
        studio.said(item)
        for item in (*wish.of("fact", "text", "panel"), *wish.each)
        if item.kind not in {"button", "link"}
    ]
    for number, item in enumerate(names):
        label, price = _priced(studio.said(item) or f"{lexicon.phrase('plan')} {number + 1}")
        price = item.note or price or f"{lexicon.listed('prices', number)} {lexicon.phrase('price')}"
        part = kit.card(kit.heading(label, level), kit.text(price, weight="bold"), ident=f"{label} plan")
        if part is None:
            continue
        listed = features or [lexicon.listed("features", number)]
        part.add(*(kit.text(feature) for feature in listed if feature), wave=DETAIL, weight=EXTRA)
        part.add(_choose(studio, wish, label), wave=CONTENT)
        row.add(part, wave=CONTENT)
    others = replace(wish, items=[item for item in wish.items if item.kind in {"button", "link"} and not wish.each])
    return [
        part
        for part in (studio.heading(wish.title, level), row, actions(studio, others) if len(others.items) > 1 else None)
        if part
    ]


def _priced(text: str) -> tuple[str, str]:
    """A plan's name and the price that was said with it: `Monthly $10` → `Monthly`, `$10`."""
    match = _PRICE.search(text)
    if match is None or match.start() == 0:
        return text, ""
    return text[: match.start()].rstrip(" -–:,"), text[match.start() :].removeprefix("for ").strip()


def _choose(studio: Studio, wish: Wish, plan: str) -> Part | None:
    """The button of a plan: the one that was asked for, or "Choose", with the name of the plan."""
    asked = [item for item in (*wish.each, *wish.items) if item.kind in {"button", "link"}]
    verb = (studio.said(asked[0]) if asked else "") or studio.lexicon.phrase("choose")
    return button(studio, Item("button", f"{verb} – {plan}" if " " in verb else f"{verb} {plan}", verbatim=True))


def board(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """Lanes beside each other, each a card with its name and a few cards in it."""
    kit = studio.kit
    row = kit.stack(row=True, ident="board")
    if row is None:
        return []
    for number, item in enumerate(wish.of("lane")):
        lane = kit.card(kit.heading(studio.said(item), level), ident=f"{item.label} lane")
        if lane is not None:
            inner = [_facts(studio, wish, number, level) or [kit.text(studio.lexicon.listed("tasks", number))]]
            row.add(lane.add(*(kit.card(*facts) for facts in inner), wave=DETAIL, weight=EXTRA), wave=CONTENT)
    parts = [studio.heading(wish.title, level), actions(studio, wish), row]
    return [part for part in parts if part is not None]


def questions(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A card for each question with its answer."""
    kit, lexicon = studio.kit, studio.lexicon
    asked = [studio.said(item) for item in wish.of("question", "panel", "fact") if item.label]
    count = max(len(asked), min(wish.counts.get("question") or 0, studio.kit.profile.children))
    asked += [
        lexicon.listed("questions", number) or lexicon.phrase("question") for number in range(len(asked), count or 3)
    ]
    cards = [kit.card(kit.heading(question, level), kit.text(lexicon.phrase("answer"))) for question in asked]
    above = [studio.heading(wish.title, level), *controls(studio, wish, wish.of(*CONTROLS))]
    return [part for part in (*above, *cards, actions(studio, wish)) if part is not None]
