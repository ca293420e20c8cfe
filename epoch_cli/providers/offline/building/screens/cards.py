"""Cards and rows of things: profiles, products, lists of people, galleries, metrics, plans, boards, questions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from epoch_cli.providers.offline.building.part import CONTENT, DETAIL, ESSENTIAL, EXTRA, SAMPLE, Part
from epoch_cli.providers.offline.building.screens.forms import CONTROLS, actions, button, controls, form
from epoch_cli.providers.offline.building.screens.studio import Studio
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.understanding.phrases import Phrase
from epoch_cli.providers.offline.understanding.wish import Item, Wish

_PRICE = re.compile(r"(?:[$€£¥] ?\d|\d+(?:[.,]\d+)? ?[$€£¥]).*$")
_SAMPLES = {"gallery": 6}
_COPIES = 3
MOST_COUNTED = 60
"""Things that were counted and not named; what a budget has no room for is left out later."""

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
    used: Counter[str] = Counter()
    for item in wish.items:
        if item.kind == "image":
            parts.append(_picture(studio, wish, item, number))
        elif item.kind == "badge":
            parts.append(studio.badge(studio.status(item, number)))
        elif item.kind in {"fact", "column", "panel", "metric"}:
            weight = "semibold" if studio.lexicon.is_listed("names", item.label) else None
            first = studio.value(wish, item.label, 0)  # two facts of one kind do not show the same value
            shown = number + (used[first] if not weight else 0)
            used[first] += 1
            parts.append(kit.text(_fact(studio, wish, item, shown), weight=weight))
        elif item.kind == "heading":
            parts.append(kit.heading(studio.said(item), level))
        elif item.kind in {"text", "alert", "chart", "progress", "region", "option", "step", "question"}:
            parts.append(studio.words(item))
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
    facts = [fact.label for fact in wish.of("fact") if studio.lexicon.is_listed("names", fact.label)]
    person = set(words(label)) & set(studio.lexicon.sample_lists.get("portraits", ()))
    is_title = bool(facts) and studio.lexicon.is_listed("titles", facts[0])
    name = studio.value(wish, facts[0], number) if facts and not (person and is_title) else ""
    name = name or (studio.lexicon.listed("people", number) if person else "")
    shows = f"{label}: {name}" if name else label
    noun = studio.lexicon.nouns.exact(words(label))
    plain = bool(name) and (bool(person) or (noun is not None and noun.kind == item.kind))
    return studio.kit.image(name if plain else shows, studio.initials(name or label), other=shows)


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
    states = sum(studio.lexicon.states.ending(words(entry.note)) is not None for entry in entries) * 2 >= len(entries)
    for number in range(len(entries) or _copies(studio, wish, one)):
        entry = entries[number] if entries else Item("entry", "")
        value = _value(studio, entry, state=states)
        holder.add(_row(studio, one, number, level, entry, value), wave=CONTENT)
    bar = actions(studio, above)
    parts = [studio.heading(wish.title, level), *controls(studio, above, above.of(*CONTROLS)), bar, holder]
    return [part for part in parts if part is not None]


def _copies(studio: Studio, wish: Wish, one: Wish) -> int:
    """How many entries to show: as many as asked for, as far as the budget goes."""
    wanted = wish.counts.get("rows") or _SAMPLES.get(wish.shape, _COPIES)
    room = max(1, (studio.kit.profile.nodes - _OTHER_NODES) // (len(one.items) + 2))
    return studio.at_most(min(room, studio.kit.profile.children), wanted, "entries", wish.title or wish.subject)


def _value(studio: Studio, entry: Item, *, state: bool) -> Part | None:
    """What an entry of a list was given: a state as a badge, anything else as text."""
    text = entry.note[:1].upper() + entry.note[1:]
    if not text:
        return None
    return studio.badge(text) if state and entry.type != "text" else studio.kit.text(text)


def _row(studio: Studio, wish: Wish, number: int, level: int, entry: Item, value: Part | None) -> Part | None:
    """One entry: in a list a row, else a card; `entry` is what the wish calls it, `value` what it was given."""
    kit, told = studio.kit, studio.said(entry)
    part = kit.stack(row=True, tight=True) if wish.shape == "list" else kit.card()
    if part is None:
        return None
    name = kit.text(told) if wish.shape == "list" else kit.heading(told, level)
    facts = [*([] if value is None else [value]), *_facts(studio, wish, number, level)]
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
    kit, items = studio.kit, counted(studio, wish, "metric")
    row = kit.stack(row=True, ident="metrics")
    if row is None or not items:
        return []
    used: Counter[str] = Counter()
    for number, item in enumerate(items):
        first = _figure(studio, item.label, 0)
        value = _figure(studio, item.label, used[first]) or studio.lexicon.listed("metrics", number)
        used[first] += 1
        label = studio.said(item) or f"{studio.lexicon.phrase('metric')} {number + 1}"
        value = f"{{context.{item.binding}}}" if item.binding else item.note or value
        row.add(kit.card(kit.text(label, level="caption"), kit.text(value, weight="bold")), wave=CONTENT)
    return [row]


def _figure(studio: Studio, text: str, number: int) -> str:
    """What is known of the values of a metric; empty for nothing, and where it is counted ("active users")."""
    value = studio.lexicon.figure(text, number)
    is_counted = text.endswith("s") or not studio.lexicon.knows_field(text)
    return value or ("" if is_counted else studio.lexicon.sample(text, number))


def counted(studio: Studio, wish: Wish, kind: str) -> list[Item]:
    """The items of a kind, with numbered ones up to as many as were asked for."""
    items, wanted = wish.of(kind), min(wish.counts.get(kind, 0), MOST_COUNTED)
    wish.unread[kind] = wish.unread.get(kind) or max(0, wish.counts.get(kind, 0) - MOST_COUNTED)
    word = studio.lexicon.phrase(kind)
    return [*items, *(Item(kind, f"{word} {number}") for number in range(len(items) + 1, wanted + 1))]


def plans(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A card for each plan: its name, price, features, and a button to choose it."""
    kit, lexicon = studio.kit, studio.lexicon
    row = kit.stack(row=True, ident="plans")
    if row is None:
        return []
    names = counted(studio, wish, "plan")
    features = [
        studio.said(item)
        for item in (*wish.of("fact", "text", "panel"), *wish.each)
        if item.kind not in {"button", "link"}
    ]
    for number, item in enumerate(names):
        label, price = _priced(studio.said(item) or f"{lexicon.phrase('plan')} {number + 1}", lexicon)
        told = next((option for option in item.options if _PRICE.match(option)), "")
        price = item.note or told or price or f"{lexicon.listed('prices', number)} {lexicon.phrase('price')}"
        part = kit.card(kit.heading(label, level), kit.text(price, weight="bold"), ident=f"{label} plan")
        if part is None:
            continue
        own = [studio.sentence(option) for option in item.options if option != told]
        listed = own or features or [lexicon.listed("features", number)]
        part.add(*(kit.text(feature) for feature in listed if feature), wave=DETAIL, weight=EXTRA)
        part.add(_choose(studio, wish, label), wave=CONTENT)
        row.add(part, wave=CONTENT)
    others = replace(wish, items=[item for item in wish.items if item.kind in {"button", "link"} and not wish.each])
    return [
        part
        for part in (studio.heading(wish.title, level), row, actions(studio, others) if len(others.items) > 1 else None)
        if part
    ]


def _priced(text: str, lexicon: Lexicon) -> tuple[str, str]:
    """A plan's name and the price that was said with it: `Monthly for $10` → `Monthly`, `$10`."""
    match = _PRICE.search(text)
    if match is None or match.start() == 0:
        return text, ""
    name = Phrase(text[: match.start()].rstrip(" -–:,"))
    joint = lexicon.book("costs").ending(name.words)
    return name.cut(0, joint.start) if joint is not None and joint.start else name.text, match[0].strip()


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
    about = studio.lexicon.thing(wish.subject or wish.title)
    tasks = about.names if about is not None and about.names else studio.lexicon.sample_lists.get("tasks") or ("",)
    for number, item in enumerate(counted(studio, wish, "lane")):
        lane = kit.card(kit.heading(studio.said(item), level), ident=f"{item.label} lane")
        if lane is not None:
            facts = _facts(studio, wish, number, level)
            task = kit.card(*(facts or [kit.text(tasks[number % len(tasks)])]))
            lane.add(task, wave=DETAIL, weight=EXTRA if facts else SAMPLE)
            row.add(lane.add(actions(studio, replace(wish, items=wish.each)), wave=CONTENT), wave=CONTENT)
    parts = [studio.heading(wish.title, level), actions(studio, wish), row]
    return [part for part in parts if part is not None]


def questions(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """Questions with their answers: as an accordion where the design system has one, else a card for each."""
    kit, lexicon = studio.kit, studio.lexicon
    asked = [studio.said(item) for item in wish.of("question", "panel", "fact") if item.label]
    count = max(len(asked), min(wish.counts.get("question") or 0, MOST_COUNTED)) or _COPIES
    wish.unread["question"] = max(0, wish.counts.get("question", 0) - count)
    usual, word = lexicon.sample_lists.get("questions", ())[len(asked) : count], lexicon.phrase("question")
    asked += usual
    asked += [f"{word} {number}" for number in range(len(asked) + 1, count + 1)]
    answers = [kit.text(lexicon.phrase("answer")) for _ in asked]
    told = kit.tabs(asked, "accordion")
    cards = (
        [kit.card(kit.heading(question, level), answer) for question, answer in zip(asked, answers, strict=True)]
        if told is None
        else [told.add(*answers)]
    )
    above = [studio.heading(wish.title, level), *controls(studio, wish, wish.of(*CONTROLS))]
    return [part for part in (*above, *cards, actions(studio, wish)) if part is not None]
