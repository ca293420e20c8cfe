"""What an edit adds: fields and buttons into a form, columns into a table, anything else at the end of the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from epoch_cli.catalog import FIELDS
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.building.part import CONTENT, SECTION, Part
from epoch_cli.providers.offline.building.screens import Studio
from epoch_cli.providers.offline.building.screens.forms import CONTROLS, button, control
from epoch_cli.providers.offline.building.screens.pages import page
from epoch_cli.providers.offline.building.write import patches_for
from epoch_cli.providers.offline.editing.places import Place, entries, name_of
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.safety import key, same
from epoch_cli.providers.offline.understanding.data import column_key, row_shape
from epoch_cli.providers.offline.understanding.phrases import Phrase, without_noise
from epoch_cli.providers.offline.understanding.pieces import Piece
from epoch_cli.providers.offline.understanding.reader import Reader
from epoch_cli.providers.offline.understanding.settle import settle
from epoch_cli.providers.offline.understanding.wish import Item, Wish

Patch = dict[str, Any]


class Additions:
    """Plans what to add to a document as it is; writes nothing.

    `at` is the node, and the index among its children, where what is added goes; None is where such things belong.
    `scope` is the pointer of the part of the document that is spoken of; empty for all of it.
    `there` is what the last wish named and is there already.
    """

    def __init__(self, studio: Studio, brief: Brief, here: list[Place], scope: str = "") -> None:
        self.studio, self.brief, self.here = studio, brief, here
        inner = [place for place in here if scope and f"{place.path}/".startswith(f"{scope}/")]
        self.form = _first_of("form", inner, here)
        self.table = _first_of("table", inner, here)
        self.root = next((place for place in inner if place.component and place.component.children), here[0])
        self.at: tuple[Place, int] | None = None
        self.there: list[str] = []

    def part(self, pieces: list[Piece], asked: Callable[[Item], None] | None = None) -> Part | None:
        """One new thing, for the place of another; `asked` may say more of it. None where nothing was understood."""
        wish = self.wish(pieces, sure=True, again=True)
        item = next(iter(wish.items), None)
        if item is None:
            made = self.studio.build(wish.parts[0], 2) if wish.parts else []
            return made[0] if len(made) == 1 else self.studio.kit.stack(*made) if made else None
        if asked is not None:
            asked(item)
        if item.kind in CONTROLS:
            return control(self.studio, wish, item)
        if item.kind in {"button", "link"}:
            return button(self.studio, item, primary=False)
        return next(iter(page(self.studio, Wish("bare", items=[item]), 2)), None)

    def wish(self, pieces: list[Piece], *, sure: bool, again: bool = False) -> Wish:
        """What is to be added, read as parts of what is there: columns where there is a table and no form.

        Without `sure` (no verb said "add") only what is plainly a part of a screen counts, and a form that is wished
        for means the fields that the form here does not have yet. What is there is left out, but `again`.
        """
        fields = self.form is not None or any(place.role in FIELDS for place in self.here)
        columns = self.table is not None and not fields and self.at is None
        wish = Wish("table" if columns else "form", fixed=True)
        lexicon = self.studio.lexicon
        for number, piece in enumerate(pieces):
            piece.joint, piece.fresh = ("with", False) if number == 0 else (piece.joint, piece.fresh)
            piece.text = _without_place(piece.text, lexicon.edits.get("place", ()))
        Reader(lexicon, wish).read(pieces)
        settle(wish, lexicon, self.brief.models)
        if not sure:
            wish.items = [item for item in wish.items if item.named or lexicon.knows_field(item.label)]
            for part in [part for part in wish.parts if part.shape == "form" and self.form is not None]:
                wish.items += part.items
                wish.parts.remove(part)
            wish.parts = [part for part in wish.parts if not any(place.role == part.shape for place in self.here)]
        self.there = [] if again else [item.label for item in wish.items if self._is_there(item)]
        wish.items = [item for item in wish.items if again or not self._is_there(item)]
        return wish

    def patches(self, wish: Wish, item: Item) -> Iterator[list[Patch]]:
        """Groups of patches that add one item, each to be tried as a whole."""
        if item.kind in CONTROLS:
            yield self._control(wish, item)
        elif item.kind in {"button", "link"}:
            yield self._button(item)
        elif item.kind == "column":
            yield self._column(item)
        else:
            yield from self.parts(page(self.studio, Wish("bare", items=[item]), 2))

    def parts(self, parts: list[Part]) -> Iterator[list[Patch]]:
        """The patches that put parts at the end of the screen."""
        for part in parts:
            part.wave = SECTION if part.component.children else CONTENT
        # all of them at once: a document that grows meanwhile would be counted twice
        yield from [self._into(self.root, part, offset=number) for number, part in enumerate(parts)]

    def more_tabs(self, part: Part) -> list[list[Patch]] | None:
        """The patches that put new tabs beside those that are there; None where there are none, or it is no tabs."""
        tabs = next((place for place in self.here if place.role == "tabs"), None)
        prop = part.component.panels
        if tabs is None or part.component is not tabs.component or not prop:
            return None
        listed = tabs.props.get(prop)
        if not isinstance(listed, list) or len(listed) != len(tabs.children):
            return None
        taken, count = {name_of(entry).casefold() for entry in listed}, len(listed)
        found: list[list[Patch]] = []
        for entry, panel in zip(part.node["props"][prop], part.children, strict=False):
            if name_of(entry).casefold() in taken:
                continue
            place = f"{tabs.path}/children/{count}"
            added = {"op": "add", "path": f"{tabs.path}/props/{prop}/-", "value": entry}
            found.append([added, *patches_for(panel, f"{tabs.path}/children/-", place)])
            count += 1
        return found

    def _is_there(self, item: Item) -> bool:
        roles = FIELDS if item.kind in CONTROLS else {"action"} if item.kind in {"button", "link"} else set()
        return any(same(name, item.label) for place in self.here if place.role in roles for name in place.names)

    # ------------------------------------------------------------ what goes where

    def _control(self, wish: Wish, item: Item) -> list[Patch]:
        part = control(self.studio, wish, item)
        return [] if part is None else self._into(self.form or self.root, part, before_actions=True)

    def _button(self, item: Item) -> list[Patch]:
        target = self.form or self.root
        rows = [place for place in self.here if place.parent is target and place.is_row_of_buttons and place.children]
        part = button(self.studio, item, primary=False)
        return [] if part is None else self._into(rows[-1] if rows else target, part)

    def _column(self, item: Item) -> list[Patch]:
        return self.column(self.studio.said(item), self.table)

    def column(self, label: str, table: Place | None, index: int | None = None) -> list[Patch]:
        """A column of a table, with a key that the table does not have yet; the last one, or at an index."""
        listed = table.props.get("columns") if table is not None else None
        if table is None or not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
            return []
        if not label or any(same(str(entry.get("label")), label) for entry in listed):
            return []
        data = table.props.get("data")
        path = data.removeprefix("{context.").removesuffix("}") if isinstance(data, str) else ""
        name = column_key(label, row_shape(path, self.brief.models)) or key(label, "column")
        name = _written_alike(name, self.here)
        taken = {entry.get("key") for entry in listed}
        while name in taken:
            name += "_2"
        value = {"key": name, "label": label}
        at = "-" if index is None or index >= len(listed) else index
        column = {"op": "add", "path": f"{table.path}/props/columns/{at}", "value": value}
        return [column, *self._samples(table, name, label)]

    def _samples(self, table: Place, name: str, label: str) -> Iterator[Patch]:
        """The patches that fill a new column of rows that are written out."""
        rows = table.props.get("data")
        wish = Wish("table", table.title, table.title)
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict) and name not in row:
                sample = self.studio.value(wish, label, number) or f"{label} {number + 1}"
                yield {"op": "add", "path": f"{table.path}/props/data/{number}/{name}", "value": sample}

    def _into(self, target: Place, part: Part, *, before_actions: bool = False, offset: int = 0) -> list[Patch]:
        """The patches that put a part into a node, in front of its buttons when it is to stand there."""
        count = len(target.children) + offset
        index = count
        if self.at is not None:
            target, index = self.at[0], self.at[1] + offset
            count = len(target.children) + offset
        elif before_actions:
            last = f"{target.path}/children/{count - 1}"
            index -= any(place.path == last and place.is_row_of_buttons for place in self.here)
        place = f"{target.path}/children/{index}"
        if not isinstance(target.node.get("children"), list) and not offset:
            first, *others = patches_for(part, place)
            return [{"op": "add", "path": f"{target.path}/children", "value": [first["value"]]}, *others]
        return patches_for(part, place if index < count else f"{target.path}/children/-", place)


def _written_alike(name: str, here: list[Place]) -> str:
    """A key in the spelling of the keys that are there: `lastLogin` where there is `sentAt`."""
    keys = [str(entry.entry.get("key")) for place in here for entry in entries(place) if isinstance(entry.entry, dict)]
    humps = any(key[:1].islower() and key != key.lower() for key in keys) and not any("_" in key for key in keys)
    first, *others = name.split("_")
    return first + "".join(word.capitalize() for word in others) if humps else name


def _first_of(role: str, inner: list[Place], here: list[Place]) -> Place | None:
    """The first node of a role in the part that is spoken of, or around it; where nothing is, in the document.

    What is added to a card or a dialog goes there, and to no form elsewhere; a table may stand elsewhere.
    """
    around = [place for place in here if any(f"{each.path}/".startswith(f"{place.path}/") for each in inner[:1])]
    elsewhere = () if inner and role == "form" else here
    return next((place for place in (*inner, *reversed(around), *elsewhere) if place.role == role), None)


def quote_what_it_says(piece: Piece, lexicon: Lexicon) -> None:
    """Take words behind a text as what it says, without quotation marks, too: "a text Hello"."""
    phrase = without_noise(Phrase(piece.text), lexicon)
    match = None if piece.quotes else lexicon.quoted_nouns.at(phrase.words, 0)
    if match is None or match.value.kind != "text" or match.end >= len(phrase) or lexicon.knows_field(phrase.text):
        return
    said = phrase.cut(match.end)
    if said[0].isupper() and phrase.text[0].islower():
        piece.text, piece.quotes = phrase.cut(0, match.end), [said]


def _without_place(text: str, phrases: tuple[str, ...]) -> str:
    folded = text.casefold().rstrip(" .!")
    for phrase in sorted(phrases, key=len, reverse=True):
        if folded.endswith(" " + phrase):
            return text[: len(folded) - len(phrase)].rstrip()
    return text
