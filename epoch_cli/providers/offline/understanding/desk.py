"""What reading works with: the wish, where the next piece belongs, and what the pieces around it are."""

from __future__ import annotations

from collections.abc import Callable

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.understanding.describe import Description
from epoch_cli.providers.offline.understanding.describing import HOLDERS
from epoch_cli.providers.offline.understanding.listing import Listing
from epoch_cli.providers.offline.understanding.notes import take_notes, take_span
from epoch_cli.providers.offline.understanding.phrases import label
from epoch_cli.providers.offline.understanding.pieces import Piece, split
from epoch_cli.providers.offline.understanding.scope import Scope, Scopes
from epoch_cli.providers.offline.understanding.wish import ASKING, Item, Wish

MOST_ITEMS = 60
"""Items of one part that are read; no budget people use shows more."""

ROWS = frozenset({"list", "cards", "gallery", "checklist"})
"""Shapes that show one thing after the other."""

REPEATS = ROWS | {"table"}
"""Shapes whose items stand in every element anyway."""

_SURE = 3
"""Known fields in brackets that are no options."""


class Desk:
    """The state of one reading, and the ways to put an item into the wish.

    `described_next` is true when the next piece describes this one, `listed_next` when a colon joins it, `paired_next`
    when it is the value of it, `alone` when a sentence ends behind this one; `contents` is the piece with those that
    go on its list, `ahead` are the next ones, and `told_next` is true when of the last of the contents something is
    told; `resumed` when a list of tabs goes on with one of which something is told. `about` is a part whose subject may
    be the first of a list, `several` are parts of one kind that were counted, `referred` the part that a sentence has
    just begun to describe. `dropping` is true in a list of what the wish must not have. `take_all` reads more pieces
    here, `read_inside` a fragment into another wish.
    """

    def __init__(
        self,
        lexicon: Lexicon,
        wish: Wish,
        take_all: Callable[[list[Piece]], None],
        read_inside: Callable[[Wish, str], None],
    ) -> None:
        self.lexicon = lexicon
        self.wish = wish
        self.take_all = take_all
        self.read_inside = read_inside
        self.scopes = Scopes(wish)
        self.dropping = False
        self.described_next = False
        self.listed_next = False
        self.paired_next = False
        self.alone = False
        self.contents: list[Piece] = []
        self.ahead: list[Piece] = []
        self.told_next = False
        self.resumed = False
        self.about: Wish | None = None
        self.several: list[Wish] = []
        self.referred: Wish | None = None
        self.joined_by = ""
        self.joined_list: Listing | None = None

    @property
    def at(self) -> Scope:
        """Where the next piece belongs."""
        return self.scopes.now

    @property
    def last(self) -> Wish | Item | None:
        """What was named last."""
        return self.scopes.last

    @last.setter
    def last(self, named: Wish | Item | None) -> None:
        self.scopes.last = named

    @property
    def lists_options(self) -> bool:
        """Whether what comes are options or the like, which may say anything."""
        return self.at.listing is not None and self.at.listing.target is not None

    def read_notes(self, piece: Piece) -> None:
        """Read what stands in brackets behind a noun that opens a list: "four fields (name, age, …)"."""
        for note in piece.notes:
            self.take_all(split(note, self.lexicon))

    def press(self, piece: Piece) -> None:
        """Buttons that were drawn: "[Apply] [Reset]"."""
        for text in piece.pressed:
            self.last = Item("button", label(text), verbatim=True)
            self.at.owner.items.append(self.last)

    def finish(self, found: Description, piece: Piece) -> None:
        """Take what brackets and ranges say, and put the item where it belongs."""
        item = found.item
        if self._is_group(item, piece) and self._group(item, piece):
            return
        if item.kind == "text" and item.verbatim and piece.notes and self.at.owner.shape == "form":
            item.kind = "field"  # `label "Age" (number)`
        item.group = item.group or (self.at.group if item.kind in ASKING else "")
        self.take_contents(item, piece)
        if piece.span:
            take_span(item, piece.span)
        if item.options and item.kind == "text":
            item.kind = "choice"  # a dialog asks "was it warm? (yes, no)"
        item.place = len(self.at.owner.parts)
        shared = found.each and self.at.owner.shape == "form"
        for other in self.scopes.run if shared else ():  # "comfort, location each from 1 to 5"
            other.kind, other.options = item.kind, list(item.options)
        apart = self.at.each or (found.each and not shared and self.at.owner.shape not in REPEATS)
        place = self.at.owner.each if apart else self.at.owner.items
        if len(place) < MOST_ITEMS:
            place.append(item)
        else:
            unread = self.at.owner.unread
            unread[item.kind] = unread.get(item.kind, 0) + 1
        self.last = item

    def _is_group(self, item: Item, piece: Piece) -> bool:
        """Whether brackets hold the fields of a section: it is called one, or they hold nothing but known fields."""
        if item.kind == "panel":
            return item.named or self.at.listing is not None
        held = [entry for note in piece.notes for entry in split(note, self.lexicon)]
        known = item.kind == "field" and not item.named and not self.lexicon.field_fact(item.label).options
        return known and len(held) >= _SURE and all(self.lexicon.is_control(entry.text) for entry in held)

    def _group(self, item: Item, piece: Piece) -> bool:
        """Take a section in whose brackets its fields stand: "Driver (name, licence) and Vehicle (plate, brand)"."""
        owner = self.at.owner
        held = [entry for note in piece.notes for entry in split(note, self.lexicon)]
        if len(held) < 2:
            return False
        asks = owner.shape == "form" or all(self.lexicon.knows_field(entry.text) for entry in held)
        inside = Wish("form") if asks else Wish("region", item.label, item.label)
        for note in piece.notes:
            self.read_inside(inside, note)
        if owner.shape != "form":
            inside.title = inside.subject = item.label
            self.at.home.parts.append(inside)
            self.last = inside
            return True
        for asked in inside.items:
            asked.group = item.label
        owner.items += inside.items
        owner.parts += inside.parts
        return True

    def take_contents(self, item: Item, piece: Piece) -> None:
        """Take brackets: what a tab or a step holds, else what is said of the item."""
        if item.kind not in HOLDERS:
            take_notes(item, piece.notes, self.lexicon)
            return
        for note in piece.notes:
            item.panel = item.panel or Wish("form" if item.kind == "step" else "page", subject=item.label)
            self.read_inside(item.panel, note)
