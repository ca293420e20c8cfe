"""What every builder of screens works with: the kit, the lexicon, the data models, and the other builders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from epoch_cli.catalog import Models
from epoch_cli.providers.base import UnmetPart
from epoch_cli.providers.offline.building.kit import Kit
from epoch_cli.providers.offline.building.part import Part
from epoch_cli.providers.offline.composition import too_many
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, Thing
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.safety import same
from epoch_cli.providers.offline.understanding.wish import Item, Wish
from epoch_cli.providers.offline.understanding.wording import said, sentence

Builder = Callable[["Studio", Wish, int], list[Part]]
"""Takes the studio, a wish and the level of its headings; gives the parts that show it, from top to bottom."""

_PERCENT = re.compile(r"(\d{1,3})(?:[.,]\d+)? ?%")
_ACTIONS = frozenset({"button", "link", "field", "choice"})
_TEXTS = frozenset({"text", "alert", "heading", "chart", "progress", "region", "option", "step", "question"})
_DATA = frozenset({"image", "badge", "fact", "column", "panel", "metric", "entry"})

SHOWS: dict[str, frozenset[str]] = {
    "table": _ACTIONS | {"column", "badge", "text", "alert", "pager"},
    "list": _ACTIONS | _TEXTS | _DATA,
    "cards": _ACTIONS | _TEXTS | _DATA,
    "gallery": _ACTIONS | _TEXTS | _DATA,
    "card": _ACTIONS | _TEXTS | _DATA,
    "board": _ACTIONS | _TEXTS | _DATA | {"lane"},
    "plans": frozenset({"plan", "fact", "text", "panel", "button", "link"}),
    "questions": _ACTIONS | {"question", "panel", "fact"},
}
"""Kinds of items that the builder of a shape shows; shapes that are missing show everything."""


@dataclass(slots=True)
class Studio:
    """Everything a builder may use.

    `title` is the heading that is there already, `short` what to tell of things that were asked for in larger numbers.
    """

    kit: Kit
    lexicon: Lexicon
    models: Models
    builders: Mapping[str, Builder]
    language: str = ""
    title: str = ""
    short: list[UnmetPart] = field(default_factory=list)

    def build(self, wish: Wish, level: int) -> list[Part]:
        """The parts that show a wish, by the builder of its shape; what that does not show follows below."""
        page = self.builders["page"]
        parts = self.builders.get(wish.shape, page)(self, wish, level)
        rest = wish.without(*SHOWS[wish.shape]) if wish.shape in SHOWS else []
        return (
            [*parts, *page(self, replace(wish, shape="page", title="", items=rest, parts=[]), level)] if rest else parts
        )

    def said(self, item: Item) -> str:
        """The label of an item as it is shown."""
        return said(item, self.lexicon, self.language)

    def sentence(self, text: str) -> str:
        """A text in sentence case."""
        return sentence(text, self.lexicon, self.language)

    def heading(self, text: str, level: int) -> Part | None:
        """A heading, unless it would say again what the heading of the screen says."""
        return None if not text or same(text, self.title) else self.kit.heading(self.sentence(text), level)

    def room(self, part: Part) -> int:
        """How many children a part may have here."""
        return min(part.component.max_children, self.kit.profile.children)

    def at_most(self, most: int, wanted: int, kind: str, title: str = "") -> int:
        """How many of `wanted` things to show; that there are not all of them is told."""
        if wanted > most:
            self.short.append(too_many(kind, self.sentence(title), most, wanted))
        return min(wanted, most)

    def value(self, wish: Wish, label: str, number: int) -> str:
        """A sample value for a label in a table or card about the subject of `wish`; empty when none is known."""
        thing = self.lexicon.thing(wish.subject or wish.title)
        value = self.lexicon.sample(label, number)
        if thing is not None and thing.names and self._names(label, thing, value):
            return thing.names[number % len(thing.names)]
        return value

    def _names(self, label: str, thing: Thing, value: str) -> bool:
        """Whether a label is what the thing itself is called: its name, or the word for it ("order", of orders)."""
        word = self.lexicon.things.exact(words(label)) is thing and not self.lexicon.field_fact(label).exact
        return word or self.lexicon.is_listed("names", label) or (not value and self.lexicon.thing(label) is thing)

    def fact(self, wish: Wish, label: str, number: int = 0) -> str:
        """A label with its sample value: `Price: $49.00`; the label alone when no value is known."""
        value = self.value(wish, label, number)
        return f"{self.sentence(label)}: {value}" if value else self.sentence(label)

    def status(self, item: Item, number: int = 0) -> str:
        """A status in words: `Status: Active`; a badge that is a word itself stays as it is."""
        told = item.note or next(iter(item.options[number:] or item.options), "")
        value = told or ("" if item.verbatim else self.lexicon.sample(item.label, number))
        label = self.said(item) or self.lexicon.phrase("status")
        return f"{label}: {value}" if value else label

    def line(self, item: Item) -> str:
        """A text as it was said; of a progress how far it is, and for no words at all that there is nothing yet."""
        told = self.said(item)
        if item.kind == "progress":
            return ": ".join(filter(None, (told, item.note or self.lexicon.phrase("progress"))))
        return told or self.lexicon.phrase("placeholder")

    def words(self, item: Item) -> Part | None:
        """A text, and what is more than one where the design system has it: a notice, how far something is."""
        text = self.line(item)
        if item.kind == "alert":
            return self.kit.notice(text)
        share = _PERCENT.search(text) if item.kind == "progress" else None
        label = self.said(item) or self.lexicon.phrase("status")
        return (self.kit.progress(label, min(int(share[1]), 100)) if share is not None else None) or self.kit.text(text)

    def badge(self, text: str) -> Part | None:
        """A short status, in the variant that what it says asks for."""
        state = self.lexicon.states.ending(words(text))
        return self.kit.status(text, state.value if state is not None else "")

    def initials(self, name: str) -> str:
        """Two letters that stand for a picture of a person."""
        return "".join(word[0] for word in name.split()[:2] if word[:1].isalpha()).upper()
