"""What a topic adds to a wish: the items it usually has, those it always has, and whole parts that are named by it."""

from __future__ import annotations

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.safety import same
from epoch_cli.providers.offline.understanding.evidence import core_length
from epoch_cli.providers.offline.understanding.headline import Headline, named_screen
from epoch_cli.providers.offline.understanding.phrases import Phrase
from epoch_cli.providers.offline.understanding.recalling import recall
from epoch_cli.providers.offline.understanding.wish import FRAMES, Item, Wish

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
    if topic.items and not named and all(part.shape in FRAMES for part in wish.parts):
        meant = recall(wish.shape, topic.items, lexicon, topic)
        own = {item.kind for item in wish.items}
        new = [item for item in meant.items if not any(_is_same(item, other) for other in wish.items)]
        wish.items[:0] = [item for item in new if item.kind in CONTENT or item.kind not in own]
        wish.parts.extend(meant.parts)
        wish.counts = {**meant.counts, **wish.counts}
    asks = any(part.shape in {"form", "tabs"} for part in wish.parts)
    if topic.shape in {"form", wish.shape} and not wish.only and not asks:
        missing = [names.split("|")[0] for names in topic.core if not _has_one(wish, names.split("|"), lexicon)]
        wish.items[:0] = recall(wish.shape, ", ".join(missing), lexicon, topic).items
    wish.intro = wish.intro or topic.intro


def guess_topic(wish: Wish, lexicon: Lexicon) -> None:
    """Give a wish that names nothing it should hold the topic that its words are most like: "adopting a dog"."""
    if wish.topic is not None or wish.items or wish.parts or wish.shape not in {"page", "form", "nav"}:
        return
    name = Phrase(wish.title if wish.shape == "nav" else wish.subject or wish.title)
    core = name.words[: core_length(name, lexicon)]  # "invoice for a customer" is about an invoice
    topic = lexicon.likely_topic(core if lexicon.is_telling(core) else name.words)
    if topic is None or (wish.shape == "form" and topic.shape != "form"):
        return
    if wish.shape == "nav":  # a footer has other links than a sidebar, and stays where it is
        wish.topic = topic if topic.shape == "header" else None
        return
    wish.topic, wish.shape, wish.guessed = topic, topic.shape, False
    wish.submit = wish.submit or topic.button


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


def _is_same(one: Item, other: Item) -> bool:
    """Whether two items are one: a search field is not the button that is called "Search" as well."""
    return same(one.label, other.label) and (one.kind == "button") == (other.kind == "button")


def _has_one(wish: Wish, names: list[str], lexicon: Lexicon) -> bool:
    spoken = [set(words(item.label)) for item in wish.items if item.kind != "button"]
    called = {*names, *(lexicon.named(name) for name in names)}
    return any(set(words(name)) <= label for name in called for label in spoken)
