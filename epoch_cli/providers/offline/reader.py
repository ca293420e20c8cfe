"""The machine that reads pieces one after the other and puts each where it belongs.

It remembers the part of the screen that is being described (`owner`), the list that is open (`listing`: options of a
select, tabs, columns), and the plain items that came last (`run`), because a noun may stand at the end: in "cancel and
delete buttons" the first word becomes a button when the second is read.
"""

from __future__ import annotations

from epoch_cli.providers.offline.context import default_kind, is_element, is_part_of_page, is_value, mark_known
from epoch_cli.providers.offline.data import spaced
from epoch_cli.providers.offline.describe import Description, describe, label
from epoch_cli.providers.offline.headline import headline, named_screen
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.listing import (
    Listing,
    add_option,
    complete_last,
    named_by,
    question_labels,
    rest_options,
    take_type,
)
from epoch_cli.providers.offline.notes import take_notes, take_span
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.pieces import Piece, split
from epoch_cli.providers.offline.wish import DEFAULT_KIND, Item, Wish

MOST_ITEMS = 60
"""Items of one part that are read; no budget people use shows more."""

_REGIONS = frozenset({"nav", "region"})
_ROWS = frozenset({"list", "cards", "gallery", "checklist"})
_VALUES = frozenset({"field", "column", "fact"})
_REPEATED = frozenset({"button", "link", "checkbox", "field", "choice", "badge", "image"})


class Reader:
    """Reads pieces into a wish."""

    def __init__(self, lexicon: Lexicon, wish: Wish) -> None:
        self.lexicon = lexicon
        self.wish = wish
        self.owner = wish
        self.last: Wish | Item | None = wish
        self.listing: Listing | None = None
        self.run: list[Item] = []
        self.each = False
        self.dropping = False
        self.described_next = False

    def read(self, pieces: list[Piece]) -> None:
        """Read all pieces in order."""
        for number, piece in enumerate(pieces):
            following = pieces[number + 1] if number + 1 < len(pieces) else None
            self.described_next = following is not None and following.joint in {"with", "colon"} and not following.fresh
            self.take(piece)
        self._repeat()

    def _repeat(self) -> None:
        """Things that were counted and not named, at the end: "three buttons"."""
        kind = self.listing.kind if self.listing is not None and not self.listing.filled else ""
        if kind in _REPEATED:
            for number in range(1, min(self.owner.counts.get(kind, 0), 12) + 1):
                self.owner.items.append(Item(kind, f"{self.lexicon.phrase(kind)} {number}"))

    def take(self, piece: Piece) -> None:
        """Read one piece."""
        self._move(piece)
        found = describe(piece, self.lexicon)
        if "only" in found.flags:
            self.owner.only = True
        if self.dropping:
            self.owner.dropped.append(found.item.label or piece.text)
        elif found.directive or (found.everything and not found.item.kind):
            self._direct(found)
        elif found.item.kind == DEFAULT_KIND or self._is_word(found, piece):
            self._plain(found, piece)
        elif found.item.kind in {"section", "region"}:
            self.section(found, piece)
        else:
            self.named(found, piece)

    # ------------------------------------------------------------ where the piece belongs

    def _move(self, piece: Piece) -> None:
        joint = piece.joint
        if piece.fresh:
            asked = self.last if isinstance(self.last, Item) and self.last.label.endswith("?") else None
            self.owner, self.listing, self.run, self.each = self.wish, None, [], False
            if asked is not None and asked.kind == "field" and not piece.text.endswith("?"):
                self.listing = Listing("option", asked, colon=True)  # "Which colour? Red, green, blue"
        if joint == "without" or (joint not in {"and", "comma"}) or piece.fresh:
            self.dropping = joint == "without"
        if joint == "each":
            self.each, self.listing, self.run = True, None, []
        elif joint in {"with", "colon"}:
            self._open(joint)

    def _open(self, joint: str) -> None:
        """`with` or a colon: the thing that was named last is described, or its options are listed."""
        self.run = []
        here = self.lexicon.shape(self.owner.shape)
        if joint == "with" and here.items in here.each and self.owner.of(here.items):
            self.each = True  # "plans Free and Pro with a buy button"
        if isinstance(self.last, Wish):
            self.owner, self.each = self.last, False
        if self.listing is not None and not self.listing.filled:
            self.listing.colon = True
            return
        group = self.owner.items[-1] if self.listing is not None and self.owner.items else None
        if joint == "colon" and group is not None and group.kind == "checkbox":
            self.listing = Listing("option", group, colon=True)  # "checkboxes for toppings: ham, cheese"
            return
        self.listing = None
        item = self.last if isinstance(self.last, Item) else None
        if item is not None and item.kind == "panel" and item in self.wish.items:
            self._describe_panel(item)
        if item is not None and not item.label and joint == "colon" and item.kind != "choice":
            self.listing = Listing("label", item)
            return
        takes_options = {"choice", "field"} if joint == "colon" else {"choice"}
        if item is not None and not item.options and item.kind in takes_options:
            self.listing = Listing("option", item, colon=joint == "colon")

    def _describe_panel(self, item: Item) -> None:
        """A part of a page that is described further is a part of its own: "an about section with a team photo"."""
        name = named_screen(item.label, self.lexicon)
        part = Wish("region", item.label, item.label)
        if name is not None:
            part = Wish(name.shape, name.title, name.subject, name.topic, submit=name.button)
        self.wish.items.remove(item)
        self.wish.parts.append(part)
        self.owner = self.last = part

    def _direct(self, found: Description) -> None:
        """`required` alone is said of the item before, `all required` of everything."""
        value = found.directive != "optional"
        if self.described_next and not found.everything:
            self.listing = Listing(default_kind("", self.owner, self.lexicon), required=value)
        elif found.everything:
            self.owner.all_required = value
        elif isinstance(self.last, Item):
            self.last.required = value

    def _is_word(self, found: Description, piece: Piece) -> bool:
        """Whether a noun is only a word here: the name of a value, or an element of the open list."""
        if self.listing is not None and not self.described_next and is_element(found, piece, self.lexicon):
            return True
        return is_value(found, self.owner.shape, self.lexicon, listing=self.listing is not None)

    # ------------------------------------------------------------ items without a noun of their own

    def _plain(self, found: Description, piece: Piece) -> None:
        item = found.item
        if item.kind:
            item.type = "url" if item.kind == "link" else ""
            item.kind, item.label = DEFAULT_KIND, label(found.phrase.text) if not piece.quotes else item.label
        if item.binding and not item.label and self._bound(item):
            return
        if not item.label:
            if piece.span and isinstance(self.last, Item):
                take_span(self.last, piece.span)
            elif piece.notes and isinstance(self.last, Item):
                take_notes(self.last, piece.notes, self.lexicon)
            return
        if item.required is not None and mark_known(item, self.wish, self.run):
            return
        if not (self._listed(found, piece) or self._announced(item)):
            self._value(found, piece)

    def _value(self, found: Description, piece: Piece) -> None:
        """Put an item without a noun where it belongs; what it is, the part of the screen decides."""
        item = found.item
        inside = self.owner is not self.wish and piece.joint in {"comma", "and"}
        if inside and is_part_of_page(item.label, self.wish, self.lexicon):
            self.owner = self.wish
        if piece.joint == "and":
            complete_last(self.run, item.label, self.lexicon)
        item.kind = default_kind(item.label, self.owner, self.lexicon)
        if item.kind == "region":
            item.shape = item.kind
            self.section(found, piece)
            return
        self._finish(found, piece)
        self.run.append(item)

    def _bound(self, item: Item) -> bool:
        """A binding without a word is the data of the table that is described, a table of its own, or a value."""
        owner, name = self.owner, spaced(item.binding.rpartition(".")[2])
        if owner.shape in {"table", "list", "cards"} and not owner.binding:
            owner.binding = item.binding
            owner.title = owner.title or name
            return True
        if "." not in item.binding and self.lexicon.shape(owner.shape).items not in _VALUES:
            self.last = Wish("table", name, name, binding=item.binding)
            self.wish.parts.append(self.last)
            return True
        item.label = name
        return False

    def _announced(self, item: Item) -> bool:
        """Open a list of entries where one is announced: "3 features: Fast, Secure, Simple"."""
        first, _, rest = item.label.partition(" ")
        counted = first.isdecimal() or self.lexicon.numbers.exact(words(first)) is not None
        if not (counted and rest and self.described_next and self.owner.shape in _ROWS):
            return False
        self.listing, self.last = Listing("entry"), None
        return True

    def _listed(self, found: Description, piece: Piece) -> bool:
        """Add an element to the open list; False when the piece is the next thing after the list."""
        listing = self.listing
        if listing is None:
            return False
        target = listing.target
        if target is None:
            listing.filled = True
            found.item.kind = listing.kind
            found.item.required = listing.required if found.item.required is None else found.item.required
            self._finish(found, piece)
            return True
        if listing.kind == "label":
            target.label, target.verbatim, self.listing = found.item.label, found.item.verbatim, None
            return True
        if not listing.filled and listing.colon and take_type(target, found.item.label, self.lexicon):
            self.listing = None
            return True
        if add_option(listing, target, found, piece, self.lexicon):
            return True
        self.listing = None
        return False

    # ------------------------------------------------------------ items with a noun

    def named(self, found: Description, piece: Piece) -> None:
        """A control, a column, a tab…: one of them, or the noun that opens or closes a list of them."""
        item, here = found.item, self.lexicon.shape(self.owner.shape).items
        item.named = True
        if self._remark(found, piece):
            return
        if item.kind == "column" and here == "field" and not item.label:
            self.listing = Listing(here)
            return
        item.kind = here if item.kind == "column" and here in {"lane", "field"} else item.kind
        if item.kind == "metric" and self.wish.shape in {"page", "dashboard"}:
            self.owner = self.wish
        if item.kind == "question" and here == "field":
            self._questions(found)
            return
        if found.plural and not item.label and self._counted(found, piece):
            return
        self._enter(item.kind)
        if item.count:
            rows = item.kind == "image" and here == "fact"
            self.owner.counts["rows" if rows else item.kind] = item.count
            item.count = 1 if rows else item.count
        self._turn_back(found, piece)
        if found.plural and not found.ahead:
            self.listing = Listing(item.kind, filled=bool(item.label), required=item.required)
            self.last = None
            if item.label:
                self._finish(found, piece)
                self.last = None
            return
        self._finish(found, piece)
        self.run = []
        self.listing = rest_options(item, found.rest) if item.kind == "choice" and found.rest else None

    def _counted(self, found: Description, piece: Piece) -> bool:
        """A plural without a label, where something else is listed: "list with checkboxes", "table with actions"."""
        item, owner = found.item, self.owner
        alone = not (self.described_next or item.count)
        if item.kind == "checkbox" and owner.shape == "list":
            owner.shape = "checklist"
        elif owner.shape == "checklist" and item.count:
            owner.counts["rows"] = item.count
        elif alone and (item.kind in {"step", "question"} or (owner.shape == "table" and item.kind != "column")):
            item.kind, item.label = DEFAULT_KIND, label(found.phrase.text)  # "ingredients, steps and cooking time"
            self._plain(found, piece)
        else:
            return False
        return True

    def _questions(self, found: Description) -> None:
        """Questions of a form are choices: "a quiz with three questions"; those that are listed are fields."""
        if self.described_next and not found.item.label:
            self.listing = Listing("field")
            return
        for text in question_labels(found.item, self.lexicon.phrase("question")):
            self.owner.items.append(Item("choice", text))
        self.last = self.owner.items[-1]

    def _remark(self, found: Description, piece: Piece) -> bool:
        """Nouns that say something about what came before: options, placeholders, numbers of rows, traits."""
        item, last = found.item, self.last
        if item.kind == "option" and found.before:
            item.kind, item.label = "choice", label(found.before)
            return False
        if item.kind == "option" and isinstance(last, Item) and last.kind in {"choice", "field", "checkbox"}:
            last.kind = "choice" if last.kind == "field" else last.kind
            self.listing = Listing("option", last)
            if item.label:
                last.options.append(item.label)
                self.listing.filled = True
            elif piece.span:
                take_span(last, piece.span)
            return True
        if item.kind == "placeholder" and isinstance(last, Item):
            last.placeholder = item.label
            return True
        if item.kind == "rows":
            self.owner.counts["rows"] = item.count
            return True
        if item.kind == "trait":
            part = last if isinstance(last, Wish) else self.owner
            part.traits.append(found.phrase.text)
            return True
        return False

    def _enter(self, kind: str) -> None:
        """Tabs, plans, lanes, questions and steps live in a part of their own: open it where there is none."""
        if self.lexicon.shape(self.owner.shape).items == kind:
            return
        shape = next((name for name, row in self.lexicon.shapes.items() if kind in row.each), "")
        if not shape:
            return
        part = Wish(shape)
        (self.owner.each_parts if self.each else self.wish.parts).append(part)
        self.owner, self.each = part, False

    def _turn_back(self, found: Description, piece: Piece) -> None:
        """A noun at the end of a list names what stands before it: "cancel and delete buttons"."""
        if not found.ahead or piece.joint not in {"and", "comma"}:
            return
        for item in reversed(named_by(self.run, found, self.lexicon)):
            if self.owner is not self.wish and item in self.wish.items:
                self.wish.items.remove(item)
                self.owner.items.append(item)
            item.kind, item.type = found.item.kind, found.item.type

    # ------------------------------------------------------------ parts of the screen

    def section(self, found: Description, piece: Piece) -> None:
        """A table, a list, a form: a smaller wish, which `with` or a colon will describe."""
        item, wish = found.item, self.wish
        name = headline(found, self.lexicon)
        shape = item.shape if item.shape in _REGIONS else name.shape or item.shape
        same_shape = shape == wish.shape or (item.shape == "card" and wish.shape == "cards")
        if same_shape and not name.subject and not (wish.items or wish.parts or self.each or piece.quotes):
            part = wish
        else:
            title = name.title if name.subject or name.topic else ""
            part = Wish(shape, title, name.subject, name.topic, binding=piece.binding, submit=name.button)
            if shape in _REGIONS or piece.quotes:
                part.title = item.label
            part.topic = None if shape in _REGIONS else part.topic
            self._place(part, piece)
        if item.count:
            part.counts["rows"] = item.count
        for note in piece.notes:
            read_into(part, note, self.lexicon)
        self.last, self.listing, self.run = part, None, []

    def _place(self, part: Wish, piece: Piece) -> None:
        """Put a part into the screen, into the region that is being described, or into each element of a list."""
        if self.each:
            self.owner.each_parts.append(part)
        elif self.owner.shape in _REGIONS and piece.joint in {"with", "colon"} and part.shape not in _REGIONS:
            self.owner.parts.append(part)
        else:
            self.owner = self.wish
            self.wish.parts.append(part)

    def _finish(self, found: Description, piece: Piece) -> None:
        """Take what brackets and ranges say, and put the item where it belongs."""
        item = found.item
        take_notes(item, piece.notes, self.lexicon)
        if piece.span:
            take_span(item, piece.span)
        item.place = len(self.owner.parts)
        place = self.owner.each if self.each or found.each else self.owner.items
        if len(place) < MOST_ITEMS:
            place.append(item)
        self.last = item


def read_into(wish: Wish, fragment: str, lexicon: Lexicon) -> None:
    """Read a fragment such as `email, password, forgot password link` as what this wish holds."""
    pieces = split(fragment, lexicon)
    if pieces:
        pieces[0].joint = "with"
    Reader(lexicon, wish).read(pieces)
