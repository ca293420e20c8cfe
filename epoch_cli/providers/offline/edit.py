"""Edits of a document that exists: add, remove, rename, and set what a word can say ("make email required").

What is not understood changes nothing. Every patch is proposed to a draft of the document first, so that an edit of a
document of any shape never writes what the validator would refuse.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.document import Node
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.additions import Additions
from epoch_cli.providers.offline.describe import Phrase, describe, label, without_noise
from epoch_cli.providers.offline.kit import Kit
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.phrasebook import Phrasebook, words
from epoch_cli.providers.offline.pieces import Piece, split
from epoch_cli.providers.offline.places import Place, control_in, find, places, unit
from epoch_cli.providers.offline.props import fits
from epoch_cli.providers.offline.screens import BUILDERS, Studio
from epoch_cli.providers.offline.wording import sentence
from epoch_cli.validation import Draft

Patch = dict[str, Any]

_VERBS = ("add", "remove", "rename", "make")


@dataclass(slots=True)
class Command:
    """One thing to do: its verb and the pieces that say with what."""

    verb: str
    pieces: list[Piece] = field(default_factory=list)


def edit(brief: Brief, lexicon: Lexicon) -> list[Patch]:
    """The patches that do what the prompt asks of the brief's document; empty when nothing was understood."""
    editor = Editor(brief, lexicon)
    for command in commands(brief.prompt, lexicon):
        editor.run(command)
    return editor.patches


def commands(prompt: str, lexicon: Lexicon) -> list[Command]:
    """The commands of a prompt; its first words decide, and a new verb begins a new command."""
    book = Phrasebook.of((lexicon.edits.get(verb, ()), verb) for verb in _VERBS)
    found: list[Command] = []
    for piece in split(prompt, lexicon):
        phrase = _polite(Phrase(piece.text), lexicon)
        match = book.at(phrase.words, 0)
        if piece.joint == "without":
            found.append(Command("remove", [piece]))
        elif match is not None:
            verb = _verb(match.value, phrase, lexicon)
            piece.text = phrase.cut(match.end)
            found.append(Command(verb, [piece]))
        elif found and not (piece.fresh and _flagged(phrase, lexicon)):
            found[-1].pieces.append(piece)
        elif _flagged(phrase, lexicon):
            found.append(Command("make", [piece]))
        else:
            found.append(Command("more", [piece]))
    return found


def _polite(phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """Without "please" and "can you", but with the verb."""
    verbs = {words(verb) for name in _VERBS for verb in lexicon.edits.get(name, ())}
    lead, start = lexicon.noise.get("lead"), 0
    while lead is not None and (match := lead.at(phrase.words, start)) is not None:
        if phrase.words[start : match.end] in verbs:
            break
        start = match.end
    return Phrase(phrase.cut(start)) if start else phrase


def _verb(verb: str, phrase: Phrase, lexicon: Lexicon) -> str:
    """`set`, `change` and `turn` rename ("set the title to X") or make ("set email required")."""
    if verb in {"rename", "make"} and (_flagged(phrase, lexicon) or _target_and_rest(phrase.text, lexicon) is None):
        return "make"
    return "rename" if verb == "make" and phrase.words[:1] == ("set",) else verb


def _flagged(phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether the phrase ends in `required` or `optional`."""
    found = lexicon.flags.ending(phrase.words)
    return found is not None and found.value in {"required", "optional"}


def _target_and_rest(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """What stands before and behind the first `to`: ("the title", "Welcome"); None when there is no such word."""
    entries = sorted(lexicon.edits.get("to", ()), key=len, reverse=True)
    alternatives = "|".join(re.escape(entry) for entry in entries)
    match = re.search(rf"\s(?:{alternatives})(?:\s+|$)", text, re.IGNORECASE) if entries else None
    return (text[: match.start()], text[match.end() :]) if match else None


class Editor:
    """Carries out commands on a draft, and keeps the patches that were accepted."""

    def __init__(self, brief: Brief, lexicon: Lexicon) -> None:
        self.brief, self.lexicon = brief, lexicon
        self.draft = Draft(brief.catalog, brief.document, profile=brief.profile, models=brief.models)
        self.patches: list[Patch] = []

    def run(self, command: Command) -> None:
        """Carry out one command, as far as it was understood."""
        if command.verb in {"add", "more"}:
            self._add(command)
        for piece in command.pieces:
            if command.verb == "remove":
                self._remove(piece)
            elif command.verb == "rename":
                self._rename(piece)
        if command.verb == "make":
            self._make(command)

    def propose(self, *patches: Patch) -> bool:
        """Try patches in order, and stop at the first that is refused."""
        for patch in patches:
            if not self.draft.propose(patch).accepted:
                return False
            self.patches.append(patch)
        return True

    def places(self) -> list[Place]:
        """Every node of the document as it is now."""
        return places(self.draft.document, self.brief.catalog)

    def find(self, text: str) -> Place | None:
        """The place that a phrase names: "the cancel button", "email", "title"."""
        text = label(_without(text, self.lexicon.edits.get("place", ()), end=True))
        text = without_noise(Phrase(_without(text, self.lexicon.edits.get("parts", ()))), self.lexicon).text
        if words(text) in {words(entry) for entry in self.lexicon.edits.get("title", ())}:
            return self._title()
        here = self.places()
        whole = find(here, text)
        if whole is not None and words(text) in {words(name) for name in whole.names}:
            return whole
        described = describe(Piece(text), self.lexicon)
        kind = described.item.shape or described.item.kind
        if kind == "":
            return whole
        target = described.before or described.after
        return find(here, target, kind, described.noun_text)

    def _title(self) -> Place | None:
        """The heading of the screen: the first heading, else the title of a dialog."""
        here = self.places()
        headed = [place for place in here if place.component is not None and place.component.heading in place.props]
        titled = [place for place in here if place.role == "dialog"]
        return next(iter([*headed, *titled]), None)

    # ------------------------------------------------------------ the four verbs

    def _add(self, command: Command) -> None:
        wish = self._additions().wish(command.pieces, sure=command.verb == "add")
        for item in wish.items:
            for patches in self._additions().patches(wish, item):
                self.propose(*patches)
        for part in wish.parts:
            additions = self._additions()
            for patches in additions.parts(additions.studio.build(part, 2)):
                self.propose(*patches)

    def _additions(self) -> Additions:
        """A planner for the document as it is now."""
        here = self.places()
        kit = Kit(
            self.brief.catalog, self.brief.profile, {str(place.node["id"]) for place in here if "id" in place.node}
        )
        return Additions(Studio(kit, self.lexicon, self.brief.models, BUILDERS), self.brief, here)

    def _remove(self, piece: Piece) -> None:
        place = self.find(piece.quotes[0] if piece.quotes else piece.text)
        if place is None:
            return
        place = unit(place)
        last = place.listed and place.parent is not None and len(place.parent.props.get(place.listed, ())) < 2
        if place.path != "/root" and not last and place.listed != "tabs":
            self.propose({"op": "remove", "path": place.path})

    def _rename(self, piece: Piece) -> None:
        split_text = _target_and_rest(piece.text, self.lexicon) or (piece.text, "")
        target, new = split_text
        quotes = list(piece.quotes)
        if quotes and not words(new):
            new = quotes.pop()
        target = quotes[0] if quotes else target
        place = self.find(target)
        new = new if piece.quotes else sentence(label(new), self.lexicon)
        if place is None or not new:
            return
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

    def _make(self, command: Command) -> None:
        """Set a prop that a word names: `required`, `disabled`, a variant, a size."""
        text = command.pieces[-1].text
        flag = self.lexicon.flags.ending(Phrase(text).words)
        if flag is not None and flag.value in {"required", "optional"}:
            self._require(command.pieces, value=flag.value == "required")
            return
        phrase = Phrase(text)
        word = phrase.raw(len(phrase) - 1) if len(phrase) > 1 else ""
        place = self.find(phrase.cut(0, len(phrase) - 1)) if word else None
        if place is None or place.component is None:
            return
        for candidate in (place, control_in(place) or place):
            patch = self._setting(candidate, word)
            if patch is not None and self.propose(patch):
                return

    def _setting(self, place: Place, word: str) -> Patch | None:
        component = self.brief.catalog.components.get(str(place.node.get("type")))
        for name, prop in component.props.items() if component is not None else ():
            closed = {"enum", "token"} & set(prop.types)
            value: Any = True if name == word and "boolean" in prop.types else word
            if (closed or value is True) and fits(prop, value, self.brief.catalog.tokens):
                return _set_prop(place.node, place.path, name, value)
        return None

    def _require(self, pieces: list[Piece], *, value: bool) -> None:
        everything = {words(entry) for entry in self.lexicon.edits.get("all", ())}
        for piece in pieces:
            phrase = _unflagged(Phrase(piece.text), self.lexicon)
            if phrase.words in everything:
                targets = [place for place in self.places() if place.role == "field"]
            else:
                place = self.find(phrase.text) if phrase.words else None
                targets = [unit(place)] if place is not None else []
            for place in targets:
                for part in (place, control_in(place)):
                    component = self.brief.catalog.components.get(str(part.node.get("type"))) if part else None
                    if part is not None and component is not None and "required" in component.props:
                        self.propose(_set_prop(part.node, part.path, "required", value))


def _set_prop(node: Node, path: str, name: str, value: Any) -> Patch:
    """The patch that sets one prop, whether the node has props or not."""
    if isinstance(node.get("props"), dict):
        return {"op": "add", "path": f"{path}/props/{name}", "value": value}
    return {"op": "add", "path": f"{path}/props", "value": {name: value}}


def _unflagged(phrase: Phrase, lexicon: Lexicon) -> Phrase:
    """Without `required` at the end and `should be` before it."""
    match = lexicon.flags.ending(phrase.words)
    if match is None or match.value not in {"required", "optional"}:
        return phrase
    text = phrase.cut(0, match.start)
    return Phrase(_without(text, ("should be", "must be", "should become", "as", "to be", "be", "is", "are"), end=True))


def _without(text: str, phrases: tuple[str, ...], *, end: bool = False) -> str:
    """Text without the first of the phrases that it begins or ends with."""
    spelled = Phrase(text)
    for entry in sorted(phrases, key=len, reverse=True):
        told = words(entry)
        size = len(told)
        if not size or size > len(spelled):
            continue
        if end and spelled.words[-size:] == told:
            return spelled.cut(0, len(spelled) - size)
        if not end and spelled.words[:size] == told:
            return spelled.cut(size)
    return text
