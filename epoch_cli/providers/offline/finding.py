"""Finding what the words of an edit mean: by name, by kind, by what it asks for, and "it"."""

from __future__ import annotations

from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.arranging import is_actions
from epoch_cli.providers.offline.commanding import without
from epoch_cli.providers.offline.describe import Phrase, describe, label, without_noise
from epoch_cli.providers.offline.lexicon import Lexicon
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.pieces import Piece
from epoch_cli.providers.offline.places import Place, entries, find, of_kind, places
from epoch_cli.validation import Draft


class Finder:
    """Finds the nodes of a document that phrases name, and remembers what was named last.

    Attributes:
        draft: the document as it is now.
        named: what was spoken of last, which "it" means.
    """

    def __init__(self, brief: Brief, lexicon: Lexicon) -> None:
        self.brief, self.lexicon = brief, lexicon
        self.draft = Draft(brief.catalog, brief.document, profile=brief.profile, models=brief.models)
        self.named = ""

    def places(self) -> list[Place]:
        """Every node of the document as it is now."""
        return places(self.draft.document, self.brief.catalog)

    def find(self, text: str) -> Place | None:
        """The place that a phrase names: "the cancel button", "email", "title"; "it" is what was named last."""
        if self._is_one_of("it", text):
            text = self.named
        found = self._find(text)
        if found is not None:
            self.named = text
        return found

    def is_called(self, text: str) -> bool:
        """Whether a phrase is all that something is called by, with or without what it is: "the sign in button"."""
        plain = words(self.plain(text))
        noun = self.lexicon.nouns.ending(plain)
        spelled = {plain, plain[: noun.start] if noun is not None else plain}
        nodes = self.places()
        named = [*nodes, *(entry for place in nodes for entry in entries(place))]
        return any(words(name) in spelled for place in named for name in place.names)

    def _find(self, text: str) -> Place | None:
        text, here = self.plain(text), self.places()
        if self._is_one_of("title", text):
            return self.title()
        if self._is_one_of("page", text):
            return here[0] if here else None
        whole = find(here, text)
        if whole is not None and words(text) in {words(name) for name in whole.names}:
            return whole
        return self._described(text, here) or (self._submit(here) if self._is_one_of("submit", text) else whole)

    def _described(self, text: str, here: list[Place]) -> Place | None:
        """The place that is named by what it is: "the cancel button", "the buttons", "the tabs"."""
        described = describe(Piece(text), self.lexicon)
        kind = described.item.shape or described.item.kind
        if kind == "tab" and not (described.before or described.after):
            kind = "tabs"
        if kind == "button" and not described.before and text.casefold().endswith("buttons"):
            return next((place for place in here if place.role != "action" and is_actions(place, here)), None)
        if kind == "":
            return find(here, text) or self._asking(here, text)
        target = described.before or described.after
        found = find(here, target, kind, described.noun_text)
        if found is None and kind == "button":
            return self._submit(here) if self._is_one_of("submit", target) else None
        return found or self._asking(here, target or text)

    def plain(self, text: str) -> str:
        """The words that name a thing, without those around them: "the label of the email, please" → email."""
        text = label(without(text, self.lexicon.edits.get("place", ()), end=True))
        return without_noise(Phrase(without(text, self.lexicon.edits.get("parts", ()))), self.lexicon).text

    def _asking(self, here: list[Place], text: str) -> Place | None:
        """The only field that asks for what is meant, though it is called otherwise: email for "E-mail address"."""
        fact = self.lexicon.fields.exact(words(text))
        asked = [place for place in here if fact is not None and fact.type and place.props.get("type") == fact.type]
        return asked[0] if len(asked) == 1 and asked[0].role == "input" else None

    def find_all(self, text: str) -> list[Place]:
        """The place that a phrase names, or all of a kind: "all buttons"."""
        phrase = Phrase(text)
        if phrase.words[:1] in {("all",), ("every",), ("each",)}:
            item = describe(Piece(without(phrase.cut(1), ("the", "of the"))), self.lexicon).item
            return of_kind(self.places(), item.shape or item.kind)
        found = self.find(text)
        return [] if found is None else [found]

    def title(self) -> Place | None:
        """The heading of the screen: the first heading, else the title of a dialog."""
        here = self.places()
        headed = [place for place in here if place.component is not None and place.component.heading in place.props]
        titled = [place for place in here if place.role == "dialog"]
        return next(iter([*headed, *titled]), None)

    def _is_one_of(self, name: str, text: str) -> bool:
        """Whether a text is one of the words of this name in `patterns/screens.toml`."""
        return words(text) in {words(entry) for entry in self.lexicon.edits.get(name, ())}

    def _submit(self, here: list[Place]) -> Place | None:
        """The button that sends the form, whatever it is called."""
        buttons = [place for place in here if place.role == "action" and place.names]
        return next((place for place in buttons if not self.lexicon.action(place.names[0]).leaves), None)
