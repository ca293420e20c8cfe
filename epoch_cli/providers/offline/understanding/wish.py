"""What was asked for, as data: the result of understanding, the input of composing.

A `Wish` is a screen or a part of one; its parts are `Item`s (a field, a button, a column, …) and smaller wishes (a
table inside a page). Every string in it went through `safety.clean`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from epoch_cli.providers.offline.knowledge.lexicon import Topic

ASKING = frozenset({"field", "choice", "checkbox"})
"""Kinds of items that ask for a value."""

FRAMES = frozenset({"header", "nav"})
"""Shapes that stand around a screen: they take nothing of what it shows, and do not name it."""

DEFAULT_KIND = ""
"""The kind of an item that was named without a noun of its own; the shape it belongs to decides."""


@dataclass(slots=True)
class Item:
    """One thing that was named: `email (required)`, `a Save button`, `country select: France, Spain`.

    `kind` is one of the nouns' kinds in `patterns/words.toml`; `type` an input type; `count` how many were asked for,
    0 when nothing was said; `note` what stood in brackets and was nothing else, such as a price; `group` the title of
    the fields it belongs to; `verbatim` that the label was quoted, `named`
    that a noun said its kind, and `noun` which one; `looks` values that say how it looks ("a big red button");
    `panel` what a tab shows, `place` how many parts of
    the screen were named before it.
    """

    kind: str
    label: str
    type: str = ""
    shape: str = ""
    options: list[str] = field(default_factory=list)
    required: bool | None = None
    count: int = 0
    note: str = ""
    placeholder: str = ""
    binding: str = ""
    group: str = ""
    verbatim: bool = False
    named: bool = False
    noun: str = ""
    looks: list[str] = field(default_factory=list)
    place: int = 0
    panel: Wish | None = None


@dataclass(slots=True)
class Wish:
    """A screen or a part of one.

    `subject` are the words that say what it is about ("recent orders"); `each` and `each_parts` are what every item of
    it has ("tabs, each with a table"); `counts` how many of a kind were asked for; `dropped` what it must not have
    ("without"); `binding` the context path of its data, without braces; `asked` the whole prompt;
    `only` and `fixed` that topics and things add nothing that a wish of this kind usually has;
    `framed` that it stands in a card; `missed` what was said and is shown nowhere, and `guessed` that no word said what
    the screen is; `unread` how many of a kind were too many to be read, of no kind for whatever came behind the last
    piece; `valued` that `with` told what each of its elements has ("a list of trucks with axle load").
    """

    shape: str
    title: str = ""
    subject: str = ""
    topic: Topic | None = None
    items: list[Item] = field(default_factory=list)
    parts: list[Wish] = field(default_factory=list)
    each: list[Item] = field(default_factory=list)
    each_parts: list[Wish] = field(default_factory=list)
    traits: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    binding: str = ""
    intro: str = ""
    submit: str = ""
    asked: str = ""
    language: str = ""
    only: bool = False
    fixed: bool = False
    framed: bool = False
    all_required: bool | None = None
    missed: list[str] = field(default_factory=list)
    guessed: bool = False
    valued: bool = False

    def of(self, *kinds: str) -> list[Item]:
        """The items of these kinds, in the order in which they were named."""
        return [item for item in self.items if item.kind in kinds]

    def without(self, *kinds: str) -> list[Item]:
        """The items of all other kinds."""
        return [item for item in self.items if item.kind not in kinds]

    def walk(self) -> Iterable[Wish]:
        """This wish and every part of it."""
        yield self
        panels = (item.panel for item in self.items if item.panel is not None)
        for part in (*self.parts, *self.each_parts, *panels):
            yield from part.walk()
