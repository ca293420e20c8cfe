"""The machine that reads pieces one after the other and puts each where it belongs.

A piece first closes and opens scopes (`moving.py`, `scope.py`), is described, and then goes one of three ways: a part
of the screen (`sections.py`), an item with a noun of its own (`naming.py`) or one without (`plain.py`). What they share
lies on the `Desk`: the open list, and the items that came last (`run`), because a noun may stand at the end: in
"cancel and delete buttons" the first word becomes a button when the second is read.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile

from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.understanding.asking import (
    ask_for_subjects,
    ask_in_dialogs,
    ask_in_regions,
    ask_in_steps,
    ask_in_tabs,
)
from epoch_cli.providers.offline.understanding.beyond import beyond
from epoch_cli.providers.offline.understanding.context import default_kind, is_action, is_element, is_name, is_value
from epoch_cli.providers.offline.understanding.describe import Description, describe
from epoch_cli.providers.offline.understanding.describing import HEADS, group_by_steps, named_before, next_counted
from epoch_cli.providers.offline.understanding.desk import MOST_ITEMS, Desk
from epoch_cli.providers.offline.understanding.listing import Listing, take_again
from epoch_cli.providers.offline.understanding.moving import OPENS, head_lines, list_subject, may_list, move
from epoch_cli.providers.offline.understanding.naming import named
from epoch_cli.providers.offline.understanding.pairing import continues_pairs, give_value
from epoch_cli.providers.offline.understanding.pieces import Piece, split
from epoch_cli.providers.offline.understanding.plain import plain
from epoch_cli.providers.offline.understanding.referring import name_referred, refer
from epoch_cli.providers.offline.understanding.scope import Scope
from epoch_cli.providers.offline.understanding.sections import section
from epoch_cli.providers.offline.understanding.wish import DEFAULT_KIND, Item, Wish

_REPEATED = frozenset({"button", "link", "checkbox", "field", "choice", "badge", "image"})


class Reader:
    """Reads pieces into a wish."""

    def __init__(self, lexicon: Lexicon, wish: Wish) -> None:
        self.lexicon = lexicon
        self.wish = wish
        self.desk = Desk(lexicon, wish, self._take_all, lambda part, fragment: read_into(part, fragment, lexicon))

    @property
    def at(self) -> Scope:
        """Where the next piece belongs."""
        return self.desk.at

    def may_list(self, found: Description) -> None:
        """Remember that what the head is about may be the first of a list: "a table of date, pulse and weight"."""
        may_list(self.desk, self.wish, found)

    def opens_entries(self) -> None:
        """What comes are entries: "a card for each tour: Glacier walk, Lava tunnel"."""
        self.desk.at.listing, self.desk.last = Listing("entry"), None

    def read(self, pieces: list[Piece]) -> None:
        """Read all pieces in order."""
        self._take_all(pieces)
        self._repeat()
        group_by_steps(self.wish, self.lexicon)
        ask_in_dialogs(self.wish, self.lexicon)
        ask_in_regions(self.wish, self.lexicon)
        ask_for_subjects(self.wish, self.lexicon)
        ask_in_tabs(self.wish, self.lexicon)
        ask_in_steps(self.wish, self.lexicon)

    def _take_all(self, pieces: list[Piece]) -> None:
        for number, piece in enumerate(pieces):
            following = pieces[number + 1] if number + 1 < len(pieces) else None
            self.desk.described_next = following is not None and following.joint in OPENS and not following.fresh
            self.desk.listed_next = self.desk.described_next and following is not None and following.joint == "colon"
            self.desk.paired_next = continues_pairs(following, self.desk.at.owner)
            self.desk.ahead = pieces[number + 1 : number + 3]
            self.desk.contents = [piece, *takewhile(_goes_on, pieces[number + 1 :])]
            self.desk.told_next = _tells_of_last(self.desk.contents, pieces[number:])
            self.desk.alone = following is None or following.fresh or bool(following.either)
            self.take(piece)

    def _repeat(self) -> None:
        """Things that were counted and not named, at the end: "three buttons"."""
        listing = self.desk.at.listing
        kind = listing.kind if listing is not None and not listing.filled else ""
        if kind in _REPEATED:
            wanted = self.desk.at.owner.counts.get(kind, 0)
            self.desk.at.owner.unread[kind] = max(0, wanted - MOST_ITEMS)
            for number in range(1, min(wanted, MOST_ITEMS) + 1):
                self.desk.at.owner.items.append(Item(kind, f"{self.lexicon.phrase(kind)} {number}"))

    def take(self, piece: Piece) -> None:
        """Read one piece; what no screen can do is put aside."""
        opens = self.desk.listed_next and any(_goes_on(entry) or entry.level for entry in self.desk.ahead[1:])
        found = describe(piece, self.lexicon, opens=opens)
        said = beyond(found, piece, self.lexicon) if piece.fresh or not self.desk.lists_options else None
        if said is not None:
            self.wish.missed.append(said.missed)
            if not said.rest:
                return
            piece = replace(piece, text=said.rest)
            found = describe(piece, self.lexicon)
        move(self.desk, piece, found)
        referred, self.desk.referred = self.desk.referred, None
        if refer(self.desk, piece) or (referred is not None and name_referred(self.desk, referred, found, piece)):
            self.desk.referred = self.desk.last if isinstance(self.desk.last, Wish) else None
            return
        if "only" in found.flags:
            self.desk.at.owner.only = True
        if piece.heads_lines and found.item.kind == DEFAULT_KIND and found.item.label:
            found.item.kind = "panel"
        self._put(found, piece)
        if piece.heads_lines:
            head_lines(self.desk, piece)

    def _put(self, found: Description, piece: Piece) -> None:
        about, self.desk.about = self.desk.about, None
        if about is not None and piece.joint in {"comma", "and"} and _is_open(piece) and not found.item.kind:
            list_subject(self.desk, about)
        told = self._held_before(found, piece)
        if give_value(piece, self.desk.last, self.desk.at.owner, self.lexicon):
            return
        if self.desk.dropping:
            self.desk.at.home.dropped.append(found.item.label or piece.text)
        elif told is not None:
            self.desk.last = told
            self.desk.take_contents(told, piece)
        elif piece.pressed:
            self.desk.press(piece)
        elif isinstance(self.desk.last, Item) and take_again(self.desk.last, found, self.lexicon):
            self.desk.finish(found, piece)
        elif found.directive or (found.everything and not found.item.kind):
            self._direct(found)
        elif found.item.kind == DEFAULT_KIND or self._is_word(found, piece):
            plain(self.desk, found, piece)
        elif found.item.kind in {"section", "region"}:
            section(self.desk, found, piece)
        else:
            named(self.desk, found, piece)

    def _held_before(self, found: Description, piece: Piece) -> Item | None:
        """The tab or step that a piece names to say what it holds, in brackets or behind it."""
        if not (self.desk.described_next or piece.notes):
            return None
        begins = (piece.fresh or piece.level) and self.desk.listed_next and not found.item.kind
        counted = next_counted(self.desk.scopes, found.item.label, self.lexicon) if begins else None
        return counted or named_before(self.desk.scopes, found.item.label)

    def _direct(self, found: Description) -> None:
        """`required` alone is said of the item before, `all required` of everything."""
        value = found.directive != "optional"
        if self.desk.described_next and not found.everything:
            self.desk.at.listing = Listing(default_kind("", self.desk.at.owner, self.lexicon), required=value)
        elif found.everything:
            self.desk.at.owner.all_required = value
        elif isinstance(self.desk.last, Item):
            self.desk.last.required = value

    def _is_word(self, found: Description, piece: Piece) -> bool:
        """Whether a noun is only a word here: the name of a value, or an element of the open list."""
        listing = self.desk.at.listing
        if self.desk.paired_next:
            return True
        if (piece.fresh or piece.parts) and self.desk.alone and found.item.kind == "field" and not found.after:
            return is_action(piece.text, self.lexicon)  # "Submit entry"
        if self.desk.described_next and found.item.kind in HEADS:
            return False
        run = self.desk.scopes.run
        if run and piece.joint in {"and", "comma"} and is_name(found, piece, run[-1]):
            return True
        listed = listing is not None and is_element(found, piece, listing.kind, self.lexicon)
        if listed and not self.desk.described_next:
            return True
        return is_value(found, self.desk.at.owner.shape, self.lexicon, listing=listing is not None)


def _is_open(piece: Piece) -> bool:
    """Whether a piece goes on what the one before it began."""
    return not (piece.fresh or piece.level or piece.parts)


def _goes_on(piece: Piece) -> bool:
    """Whether a piece belongs to the same list as the one before it."""
    return piece.joint in {"comma", "and"} and _is_open(piece)


def _tells_of_last(contents: list[Piece], pieces: list[Piece]) -> bool:
    """Whether the last of a list has something itself: "Overview with three metrics, *Members* with a table"."""
    behind = pieces[len(contents) : len(contents) + 1]
    return len(contents) > 1 and bool(behind) and behind[0].joint in {"with", "has"} and not behind[0].fresh


def read_into(wish: Wish, fragment: str, lexicon: Lexicon) -> None:
    """Read a fragment such as `email, password, forgot password link` as what this wish holds."""
    pieces = split(fragment, lexicon, within=True)
    if pieces and pieces[0].joint != "without":
        pieces[0].joint = "with"
    Reader(lexicon, wish).read(pieces)
