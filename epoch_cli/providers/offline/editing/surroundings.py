"""A document as places: what stands in what, below which heading, and what is meant by the name of a heading."""

from __future__ import annotations

from collections.abc import Iterator

from epoch_cli.catalog import FIELDS
from epoch_cli.nearest import nearest_few
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.editing.places import Place, entries, panel_of, places, unit
from epoch_cli.providers.offline.editing.pointing import names_in
from epoch_cli.providers.offline.editing.wordgroups import WordGroups
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.said import Said
from epoch_cli.validation import Draft


class Surroundings(WordGroups):
    """The places of a document that changes.

    Attributes:
        brief: what is asked for, of which document.
        draft: the document as it is now.
    """

    def __init__(self, brief: Brief, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        self.brief = brief
        self.draft = Draft(brief.catalog, brief.document, profile=brief.profile, models=brief.models)
        self._places: list[Place] = []

    def places(self) -> list[Place]:
        """Every node of the document as it is now."""
        if not self._places:
            self._places = places(self.draft.document, self.brief.catalog)
        return self._places

    def changed(self) -> None:
        """Forget what was there: the document is another one now."""
        self._places = []

    def entries_of(self, place: Place) -> list[Place]:
        """The columns, options and tabs of a node."""
        return list(entries(place))

    def heading(self, here: list[Place] | None = None) -> Place | None:
        """The heading of the screen: the first heading, else the title of a dialog."""
        here = self.places() if here is None else here
        headed = [place for place in here if place.component is not None and place.component.heading in place.props]
        titled = [place for place in here if place.role == "dialog"]
        return next(iter([*headed, *titled]), None)

    def sender(self, here: list[Place]) -> Place | None:
        """The button that sends the form, whatever it is called."""
        buttons = [place for place in here if place.role == "action" and place.names]
        return next((place for place in buttons if not self.lexicon.action(place.names[0]).leaves), None)

    def within(self, holder: Place, here: list[Place]) -> list[Place]:
        """The places in a place: below a heading those up to the next one, of a tab those of its panel."""
        root = panel_of(holder) if holder.listed else holder
        if root is None:
            return []
        if root.is_heading and root.parent is not None:
            return list(self._below_heading(root, here))
        return [place for place in here if f"{place.path}/".startswith(f"{root.path}/")]

    def _below_heading(self, heading: Place, here: list[Place]) -> Iterator[Place]:
        for place in self.section(heading):
            yield from (each for each in here if f"{each.path}/".startswith(f"{place.path}/"))

    def section(self, heading: Place) -> list[Place]:
        """The nodes between a heading and the next one beside it."""
        beside = heading.parent.inside() if heading.parent is not None else []
        behind = [place for place in beside if place.number > heading.number]
        end = next((index for index, place in enumerate(behind) if place.is_heading), len(behind))
        if end == len(behind) and behind and behind[-1].is_row_of_buttons:
            end -= 1  # they belong to all that stands above them
        return behind[:end]

    def whole(self, said: Said, found: list[Place], *, deep: bool = False) -> list[Place]:
        """What is meant by the name of a heading: the card that it heads, or what stands below it; else the places.

        `deep`: what stands below it even where nobody says "section".
        """
        found = self._first_section(said, found)
        if len(found) != 1 or not found[0].is_heading or self.is_one_of("title", said.words):
            return found
        kinds = {name.kind for name in names_in(self._bare(said).plain, self.lexicon)}
        if kinds & {"heading", "text"}:
            return found
        heading, holder = found[0], found[0].parent
        beside = [] if holder is None else [place for place in holder.inside() if place.is_heading]
        heads = holder is not None and holder.path != "/root" and heading.number == 0 and len(beside) == 1
        if holder is not None and heads and holder.role in {"card", "box", "form"}:
            return [holder]
        return [heading, *self.section(heading)] if deep or kinds & {"panel", "section", "region"} else found

    def _first_section(self, said: Said, found: list[Place]) -> list[Place]:
        """The heading that a place begins with, where only that is called so and other headings follow in it."""
        inner = found[0].inside() if len(found) == 1 else []
        several = sum(place.is_heading for place in inner) > 1
        named = several and inner[0].is_heading and words(inner[0].names[0]) == self._bare(said).words
        return inner[:1] if named else found

    def names(self, most: int = 6) -> list[str]:
        """The names of the first things in the document that are no texts."""
        shown = [name for place in self.places() if place.role != "text" for name in place.names[:1]]
        return list({name.casefold(): name for name in reversed(shown)}.values())[::-1][:most]

    def nearest(self, text: str) -> list[str]:
        """Names in the document that look like a text, for who is told that there is no such thing."""
        here = self.places()
        known = {name for place in here for each in (place, *entries(place)) for name in each.shown}
        return nearest_few(text, sorted(known), most=3, cutoff=0.5)

    def scopes_in(self, said: Said) -> Iterator[tuple[int, int]]:
        """Where words such as "in the" stand in a text, the last first: where they begin, and where they end."""
        inside = self.group("within")
        for index in range(len(said) - 2, 0, -1):
            size = next((size for size in (3, 2, 1) if said.words[index : index + size] in inside), 0)
            if size and index + size < len(said):
                yield index, index + size

    def _bare(self, said: Said) -> Said:
        """The words that name a thing, without those around them: "the label of the email, please" → email."""
        before = None
        while before != said.text and len(said) > 1:
            before = said.text
            said = self.without_end("place", self.without("parts", said))
        return said

    def _units(self, found: list[Place]) -> list[Place]:
        made: list[Place] = []
        for place in found:
            whole = unit(place)
            if all(whole.path != other.path for other in made):
                made.append(whole)
        return made

    def _fields_so_far(self, said: Said) -> list[Place]:
        """All fields that are required, or are not, as it is now: "all optional fields"."""
        rest = self.without("every", said)
        for group, wanted in (("optional", False), ("required", True)):
            bare = self.without(group, rest)
            if bare != rest and (self.is_one_of("fields", bare.words) or bare.words[-1:] in self.group("fields")):
                fields = self._units([place for place in self.places() if place.role in FIELDS and place.names])
                return [place for place in fields if bool(place.props.get("required")) == wanted]
        return []
