"""Edits of a document that exists: add, remove, rename, move, swap, replace, and set what words can say.

What is not understood changes nothing. Every patch is proposed to a draft of the document first, so that an edit of a
document of any shape never writes what the validator would refuse.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from epoch_cli.document import Document, Patch, equal, parse_pointer, resolve
from epoch_cli.document.difference import difference
from epoch_cli.errors import PatchError
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.additions import Additions, quote_what_it_says
from epoch_cli.providers.offline.arranging import Position, inside, moved, positions, swapped
from epoch_cli.providers.offline.commanding import (
    Command,
    commands,
    target_and_rest,
    targets_and_rests,
    unflagged,
    without,
)
from epoch_cli.providers.offline.describe import Phrase, describe, label
from epoch_cli.providers.offline.finding import Finder
from epoch_cli.providers.offline.kit import Kit
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.pieces import Piece
from epoch_cli.providers.offline.places import Place, control_in, entries, find, unit
from epoch_cli.providers.offline.replacing import control_kind, conversion, kind_behind_article, replacement
from epoch_cli.providers.offline.screens import BUILDERS, Studio
from epoch_cli.providers.offline.setting import likenings, named_prop, prop_patch, resizings, settings, value_ends
from epoch_cli.providers.offline.wording import sentence

_ARTICLES = ("a", "an")


def edit(brief: Brief, lexicon: Lexicon) -> list[Patch]:
    """The patches that do what the prompt asks of the brief's document; empty when nothing was understood."""
    editor = Editor(brief, lexicon)
    for command in commands(brief.prompt, lexicon):
        editor.run(command)
    return editor.patches


class _Gap(NamedTuple):
    """Where new nodes go: the pointer of a node, an index among its children, and how many there were then."""

    holder: str
    first: int
    before: int


class Editor(Finder):
    """Carries out commands on a draft, and keeps the patches that were accepted."""

    def __init__(self, brief: Brief, lexicon: Lexicon) -> None:
        super().__init__(brief, lexicon)
        self.patches: list[Patch] = []

    def run(self, command: Command) -> None:
        """Carry out one command, as far as it was understood."""
        done = {
            "add": self._add, "more": self._add, "make": self._make, "move": self._move, "swap": self._swap,
            "replace": self._replace,
        }.get(command.verb)  # fmt: skip
        if done is not None:
            done(command)
        for piece in command.pieces if done is None else ():
            if command.verb == "remove":
                self._remove(piece)
            elif command.verb == "rename":
                self._rename(piece, command)
            else:
                self._switch(piece, disabled=command.verb == "disable")

    def propose(self, *patches: Patch) -> bool:
        """Try patches in order, and stop at the first that is refused; one that changes nothing is not written."""
        for patch in patches:
            if self._is_so(patch):
                continue
            if not self.draft.propose(patch).accepted:
                self.draft.begin_attempt()  # what was refused is never written, so that no pointer counts with it
                return False
            self.patches.append(patch)
        return True

    def _is_so(self, patch: Patch) -> bool:
        """Whether a patch sets a member to what it is already."""
        *around, name = parse_pointer(patch["path"])
        try:
            holder = resolve(self.draft.document, around)
        except PatchError:
            return False
        return isinstance(holder, dict) and "value" in patch and name in holder and equal(holder[name], patch["value"])

    def _become(self, document: Document | None) -> bool:
        """Make the document another one, step by step."""
        return document is not None and self.propose(*difference(self.draft.document, document))

    # ------------------------------------------------------------ adding and removing

    def _add(self, command: Command) -> None:
        if command.verb == "add":
            command.pieces = [piece for piece in command.pieces if not self._adds_prop(piece)]
            if not command.pieces:
                return
        at = self._add_where(command) if command.verb == "add" else None
        for piece in command.pieces if command.verb == "add" else ():
            quote_what_it_says(piece, self.lexicon)
        wish = self._additions(at).wish(command.pieces, sure=command.verb == "add")
        for item in wish.items:
            self.named = item.label
            for patches in self._additions(at).patches(wish, item):
                self.propose(*patches)
        for part in wish.parts:
            additions = self._additions(at)
            for made in additions.studio.build(part, 2):
                more = additions.more_tabs(made)
                for patches in self._additions(at).parts([made]) if more is None else more:
                    self.propose(*patches)

    def _additions(self, at: _Gap | None = None) -> Additions:
        """A planner for the document as it is now; `at` is where new things go."""
        here = self.places()
        taken = {str(place.node["id"]) for place in here if "id" in place.node}
        kit = Kit(self.brief.catalog, self.brief.profile, taken, spacing=self.brief.spacing)
        additions = Additions(Studio(kit, self.lexicon, self.brief.models, BUILDERS), self.brief, here)
        if at is not None:
            holder = next(place for place in here if place.path == at.holder)
            additions.at = (holder, at.first + len(holder.children) - at.before)
        return additions

    def _adds_prop(self, piece: Piece) -> bool:
        """Whether a piece adds words to a node, and did: a placeholder "you@example.com" to the email field."""
        named = named_prop(piece.text, self.lexicon, behind=("to", "under", "below"))
        place = self.find(named[1]) if named is not None and piece.quotes else None
        return named is not None and place is not None and self._set(place, named[0], piece.quotes[0])

    def _add_where(self, command: Command) -> _Gap | None:
        """Where the new things go, when that is said; it is taken out of the words."""
        for piece in command.pieces:
            for position in positions(piece.text, self.lexicon):
                at = self._gap(position)
                if at is not None:
                    piece.text = position.subject
                    return at
            self._forget_place(piece)
        return None

    def _forget_place(self, piece: Piece) -> None:
        """Take a place that is not there out of the words, where they name something without it."""
        for position in positions(piece.text, self.lexicon):
            if position.relation in {"above", "below"} and self._is_thing(position.subject):
                piece.text = position.subject
                return

    def _gap(self, position: Position) -> _Gap | None:
        """The place in the document that is meant; None where there is none, and where new things go anyway."""
        here = self.places()
        if position.relation == "first":
            holder = next((place for place in here if place.role == "form"), here[0])
            first = inside(holder, here)[:1]
            return _Gap(holder.path, int(bool(first) and first[0] == self.title()), len(holder.children))
        if position.relation not in {"above", "below", "into", "first_of"}:
            return None
        anchor = self.find(position.anchor)
        anchor = None if anchor is None or anchor.listed else unit(anchor)
        if anchor is None:
            return None
        if position.relation in {"above", "below"}:
            index = int(anchor.path.rpartition("/")[2]) if anchor.parent is not None else 0
            below = position.relation == "below"
            return _Gap(anchor.parent.path, index + below, len(anchor.parent.children)) if anchor.parent else None
        holds = anchor.component is not None and anchor.component.children
        if not holds or (anchor.role == "form" and position.relation == "into"):
            return None
        return _Gap(anchor.path, len(anchor.children) if position.relation == "into" else 0, len(anchor.children))

    def _remove(self, piece: Piece) -> None:
        place = self.find(piece.quotes[0] if piece.quotes else piece.text)
        if place is None:
            return
        place = unit(place)
        last = place.listed and place.parent is not None and len(place.parent.props.get(place.listed, ())) < 2
        if place.path != "/root" and not last and place.listed != "tabs":
            self.propose({"op": "remove", "path": place.path})

    # ------------------------------------------------------------ names and props

    def _rename(self, piece: Piece, command: Command) -> None:
        quotes = list(piece.quotes)
        target, new = self._old_and_new(f" {piece.text}" if quotes else piece.text)  # 'rename "Sign in" to Go'
        if quotes and not words(new):
            new = quotes.pop()
        target = quotes[0] if quotes else target
        if "rename" not in command.said and self._set_named(target, new, quoted=bool(piece.quotes)):
            return
        self._call(target, new if piece.quotes else sentence(label(new), self.lexicon))

    def _old_and_new(self, text: str) -> tuple[str, str]:
        """What is to be called otherwise, and how: "Sign in" and "Go", where there is something of the name."""
        ways = list(targets_and_rests(text, self.lexicon))
        called = (way for way in ways if self.is_called(way[0]))
        return next(called, ways[0] if ways else (text, "")) if len(ways) != 1 else ways[0]

    def _set_named(self, target: str, new: str, *, quoted: bool) -> bool:
        """Set a prop that is named ("the size of the title"), or make a control another one ("into a textarea")."""
        named = named_prop(target, self.lexicon)
        place = self.find(named[1]) if named is not None else None
        if named is not None and place is not None and self._set(place, named[0], new):
            return True
        phrase = Phrase(new)
        if quoted or phrase.words[:1] not in {(article,) for article in _ARTICLES}:
            return False
        kind = phrase.cut(1)
        return bool(control_kind(kind, self.lexicon)) and self._convert(target, kind, [])

    def _call(self, target: str, new: str) -> None:
        place = self.find(target)
        if place is not None and new:
            self.propose(*self._renaming(place, new))

    def _renaming(self, place: Place, new: str) -> list[Patch]:
        """The patch that gives a place a new name, where it has one."""
        if place.listed:
            key = f"{place.path}/label" if isinstance(place.entry, dict) else place.path
            return [{"op": "replace", "path": key, "value": new}]
        place = unit(place)
        if "text" in place.node:
            return [{"op": "replace", "path": f"{place.path}/text", "value": new}]
        named = next((name for name in ("label", "title", "caption", "alt") if name in place.props), "")
        return [{"op": "replace", "path": f"{place.path}/props/{named}", "value": new}] if named else []

    def _set(self, place: Place, props: tuple[str, ...], text: str) -> bool:
        return self._one_of(settings(place, props, text, self.brief.catalog, self.lexicon))

    def _one_of(self, patches: Iterable[Patch]) -> bool:
        """Propose the first patch that is taken."""
        return any(self.propose(patch) for patch in patches)

    def _make(self, command: Command) -> None:
        """Set a prop that a word names: `required`, `disabled`, a variant, a size; or make it another control."""
        flag = self.lexicon.flags.ending(Phrase(command.pieces[-1].text).words)
        if flag is not None and flag.value in {"required", "optional"}:
            self._require(command.pieces, value=flag.value == "required")
            return
        text = without(command.pieces[0].text, ("please",), end=True)
        for name, step in (("bigger", 1), ("smaller", -1)):
            subject = without(text, self.lexicon.edits.get(name, ()), end=True)
            place = self.find(subject) if subject != text else None
            if place is not None and self._one_of(resizings(place, step, self.brief.catalog)):
                return
        became = kind_behind_article(text, self.lexicon)
        if became is not None and self._convert(*became, [piece.text for piece in command.pieces[1:]]):
            return
        for subject, value in value_ends(text):
            named = named_prop(subject, self.lexicon)
            place = self.find(named[1]) if named is not None else None
            if named is not None and place is not None and self._set(place, named[0], value):
                return
            found = self.find_all(subject)
            done = [self._one_of(likenings(place, value, self.brief.catalog, self.lexicon)) for place in found]
            if any(done):
                return

    def _require(self, pieces: list[Piece], *, value: bool) -> None:
        everything = {words(entry) for entry in self.lexicon.edits.get("all", ())}
        for piece in pieces:
            phrase = unflagged(Phrase(piece.text), self.lexicon)
            if phrase.words in everything:
                targets = [place for place in self.places() if place.role == "field"]
            else:
                place = self.find(phrase.text) if phrase.words else None
                targets = [unit(place)] if place is not None else []
            for place in targets:
                for part in (place, control_in(place)):
                    component = self.brief.catalog.components.get(str(part.node.get("type"))) if part else None
                    if part is not None and component is not None and "required" in component.props:
                        self.propose(prop_patch(part, "required", value))

    def _switch(self, piece: Piece, *, disabled: bool) -> None:
        """Disable what can be disabled, or take that back."""
        place = self.find(piece.quotes[0] if piece.quotes else piece.text)
        for part in (place, control_in(unit(place)) if place is not None else None):
            component = self.brief.catalog.components.get(str(part.node.get("type"))) if part is not None else None
            if part is None or component is None or "disabled" not in component.props:
                continue
            if disabled:
                self.propose(prop_patch(part, "disabled", True))
            elif "disabled" in part.props:
                self.propose({"op": "remove", "path": f"{part.path}/props/disabled"})
            return

    # ------------------------------------------------------------ places

    def _move(self, command: Command) -> None:
        """Move what is named to where it is said to go; "put" adds what is not there."""
        for number, piece in enumerate(command.pieces):
            for position in positions(piece.text, self.lexicon):
                texts = [*(each.text for each in command.pieces[:number]), position.subject]
                anchor = self.find(position.anchor) if position.anchor else None
                subjects = [text for text in texts if self.find(text) is not None]
                if (position.anchor and anchor is None) or not subjects:
                    continue
                backwards = position.relation in {"below", "first", "first_of"}
                for text in reversed(subjects) if backwards else subjects:
                    self._move_one(text, position)
                return
        if command.said in {("put",), ("place",)} and self._is_thing(command.pieces[0].text):
            self._add(Command("add", command.pieces))

    def _is_thing(self, text: str) -> bool:
        """Whether something is named that could be added, wherever it goes."""
        texts = [position.subject for position in positions(text, self.lexicon)] or [text]
        found = describe(Piece(texts[0]), self.lexicon)
        return bool(found.item.kind) or found.known

    def _move_one(self, text: str, position: Position) -> None:
        subject = self.find(text)
        anchor = self.find(position.anchor) if position.anchor else None
        self.named = text
        if subject is not None:
            self._become(moved(self.draft.document, subject, position.relation, anchor, self.places()))

    def _swap(self, command: Command) -> None:
        texts = [piece.quotes[0] if piece.quotes else piece.text for piece in command.pieces]
        if len(texts) == 1:
            texts = list(target_and_rest(texts[0], self.lexicon) or texts)
        if len(texts) == 2:
            one, other = self._alike(self.find(texts[0]), self.find(texts[1]), texts)
            if one is not None and other is not None:
                self._become(swapped(self.draft.document, one, other))

    def _alike(self, one: Place | None, other: Place | None, texts: list[str]) -> tuple[Place | None, Place | None]:
        """Both as entries of one list, where one of them is: the column "Order", and not the heading "Orders"."""
        if one is None or other is None or one.listed == other.listed:
            return one, other
        if one.listed and one.parent is not None:
            return one, find(list(entries(one.parent)), self.plain(texts[1]))
        return (find(list(entries(other.parent)), self.plain(texts[0])) if other.parent is not None else None), other

    def _replace(self, command: Command) -> None:
        """Put one thing in the place of another, or other words in the place of words."""
        first, *others = command.pieces
        if not others:
            target, new = target_and_rest(first.text, self.lexicon) or (first.text, "")
            others = [Piece(new, quotes=first.quotes)]
        else:
            target = first.quotes[0] if first.quotes else first.text
        place, piece = self.find(target), others[0]
        if place is None:
            return
        patch = replacement(self._additions(), place, piece, others[1:])
        if (patch is not None and self.propose(patch)) or (patch is not None and not piece.quotes):
            return
        self._call(target, piece.quotes[-1] if piece.quotes else sentence(label(piece.text), self.lexicon))

    def _convert(self, target: str, kind: str, options: list[str]) -> bool:
        place = self.find(target)
        patch = None if place is None else conversion(self._additions(), place, kind, options)
        return patch is not None and self.propose(patch)
