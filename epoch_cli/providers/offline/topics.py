"""What a topic adds to a wish: the items it usually has, those it always has, and whole parts that are named by it."""

from __future__ import annotations

from epoch_cli.providers.offline.headline import Headline, named_screen
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.reader import read_into
from epoch_cli.providers.offline.safety import same
from epoch_cli.providers.offline.wish import Item, Wish

CONTENT = frozenset(
    {"field", "choice", "fact", "column", "metric", "plan", "lane", "question", "tab", "step", "panel", "text", "chart"}
    | {"entry"}
)
"""Kinds that are what a screen is there for; a wish that names none of them leaves its content to its topic."""

_SHOWN = frozenset({"card", "table", "list"})


def fill_in(wish: Wish, lexicon: Lexicon) -> None:
    """Add what the topic of a wish usually has, where the wish names nothing of the kind, and what it always has."""
    topic = wish.topic
    if topic is None:
        return
    named = [item for item in wish.items if _is_content(item, topic.control, lexicon)]
    if topic.items and not named and not wish.parts:
        meant = Wish(wish.shape, topic=topic)
        read_into(meant, topic.items, lexicon)
        own = {item.kind for item in wish.items}
        new = [item for item in meant.items if not any(same(item.label, other.label) for other in wish.items)]
        wish.items[:0] = [item for item in new if item.kind in CONTENT or item.kind not in own]
        wish.parts.extend(meant.parts)
        wish.counts = {**meant.counts, **wish.counts}
    asks = any(part.shape in {"form", "tabs"} for part in wish.parts)
    if topic.shape in {"form", wish.shape} and not wish.only and not asks:
        missing = [names.split("|")[0] for names in topic.core if not _has_one(wish, names.split("|"))]
        core = Wish(wish.shape, topic=topic)
        read_into(core, ", ".join(missing), lexicon)
        wish.items[:0] = core.items
    wish.intro = wish.intro or topic.intro


def open_parts(wish: Wish, lexicon: Lexicon) -> None:
    """Make parts of items that are screens known by their name: "a newsletter signup" on a page, in its place."""
    opened = 0
    for item in list(wish.items):
        name = _named_screen(item, lexicon)
        if name is None:
            continue
        part = Wish(name.shape, name.title, name.subject or item.label, name.topic, submit=name.button)
        wish.items.remove(item)
        wish.parts.insert(item.place + opened, part)
        opened += 1


def _named_screen(item: Item, lexicon: Lexicon) -> Headline | None:
    """What an item is called, when that is the whole name of a topic: panels of any shape, fields only of data."""
    if item.kind not in {"panel", "field"} or item.verbatim or item.named:
        return None
    name = named_screen(item.label, lexicon)
    if name is None or item.kind == "panel":
        return name
    return name if len(name.used) > 1 and name.shape in _SHOWN and not lexicon.knows_field(item.label) else None


def _is_content(item: Item, control: str, lexicon: Lexicon) -> bool:
    """Whether an item is what the topic would give: "remember me" alone is no login form yet."""
    if item.kind == "field" and control != "checkbox":
        return lexicon.field_fact(item.label).type != "checkbox"
    return item.kind in CONTENT or (item.kind == "checkbox" and control == "checkbox")


def _has_one(wish: Wish, names: list[str]) -> bool:
    spoken = [set(words(item.label)) for item in wish.items]
    return any(set(words(name)) <= label for name in names for label in spoken)
