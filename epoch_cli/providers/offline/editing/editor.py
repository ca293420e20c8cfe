"""The document while it is edited: what is found in it, what is proposed to it, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from epoch_cli.document import Document, Patch, equal, parse_pointer, resolve
from epoch_cli.document.difference import difference
from epoch_cli.errors import PatchError
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.building.kit import Kit
from epoch_cli.providers.offline.building.screens import BUILDERS, Studio
from epoch_cli.providers.offline.editing.additions import Additions
from epoch_cli.providers.offline.editing.finding import Finder
from epoch_cli.providers.offline.editing.places import Place, unit
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon
from epoch_cli.providers.offline.knowledge.said import Said, parts
from epoch_cli.validation import Diagnostic, Draft

Slots = Mapping[str, Said]
"""What stands in the slots of a sentence (`patterns/edits.toml`)."""


class Gap(NamedTuple):
    """Where new nodes go: the pointer of a node, an index among its children, and how many there were then."""

    holder: str
    first: int
    before: int


class Editor(Finder):
    """Carries out changes on a draft, and keeps the patches that were accepted.

    Attributes:
        refused: why the last patch was refused that was.
        is_so: whether a patch was not written because it would have changed nothing.
        strict: whether a change is done only when all that it names is there.
        unfound: what was named and is not there, as it was said.
        there: what was to be added and is there already.
        spared: what a change of everything is not to change.
    """

    def __init__(self, brief: Brief, lexicon: Lexicon) -> None:
        super().__init__(brief, lexicon)
        self.patches: list[Patch] = []
        self.refused: list[Diagnostic] = []
        self.is_so = False
        self.strict = True
        self.unfound: list[str] = []
        self.there: list[str] = []
        self.spared: list[Place] = []

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self.draft.document

    def propose(self, *patches: Patch) -> bool:
        """Try patches in order, and stop at the first that is refused; one that changes nothing is not written."""
        for patch in patches:
            if self._is_so(patch):
                self.is_so = True
                continue
            verdict = self.draft.propose(patch)
            if not verdict.accepted:
                self.refused = verdict.diagnostics
                self.draft.begin_attempt()  # what was refused is never written, so that no pointer counts with it
                return False
            self.patches.append(patch)
            self.changed()
        return True

    def take_back(self, count: int) -> None:
        """Undo all but the first patches."""
        del self.patches[count:]
        brief = self.brief
        self.draft = Draft(brief.catalog, brief.document, profile=brief.profile, models=brief.models)
        for patch in self.patches:
            self.draft.propose(patch)
        self.changed()

    def one_of(self, patches: Iterable[Patch]) -> bool:
        """Propose the first patch that is taken."""
        return any(self.propose(patch) for patch in patches)

    def _is_so(self, patch: Patch) -> bool:
        """Whether a patch sets a member to what it is already."""
        *around, name = parse_pointer(patch["path"])
        try:
            holder = resolve(self.draft.document, around)
        except PatchError:
            return False
        if "value" not in patch or patch["op"] not in {"add", "replace"}:
            return False
        if isinstance(holder, list):
            return patch["op"] == "replace" and equal(holder[int(name)], patch["value"])
        return name in holder and equal(holder[name], patch["value"])

    def become(self, document: Document | None) -> bool:
        """Make the document another one, step by step; one that is refused is left out with all behind it."""
        if document is None:
            return False
        steps = difference(self.draft.document, document)
        self.is_so = self.is_so or not steps
        return self.propose(*steps)

    def each_target(self, said: Said) -> list[Place]:
        """The places that words name, where "everything" means each field: "everything in Delivery but the notes"."""
        spared: list[Place] = []
        for start, end in self.between("except", said):
            if spared := self.listed(said.cut(end)):
                said = said.cut(0, start)
                break
        fields = self.fields_of(said)
        found = fields or self.targets(said)
        gone = {unit(place).path for place in (*spared, *self.spared)}
        return [place for place in found if unit(place).path not in gone]

    def targets(self, said: Said, *, kinds: tuple[str, ...] = ()) -> list[Place]:
        """The places that words name, from the last to the first, so that removing one moves none of the others."""
        found = self.listed(said, all_of=self.strict, kinds=kinds)
        pieces = parts(said, self.joints)
        if not self.strict or (len(pieces) < 2 and not found):
            self.unfound += [piece.plain for piece in pieces if not self.find_all(piece, kinds=kinds)]
        return found

    def meant(self, slots: Slots) -> Said:
        """The sentence that another one means, with what stands in the slots of that: "remove {x}"."""
        text = slots["as"].text
        for name, said in slots.items():
            text = text.replace(f"{{{name}}}", said.text)
        return replace(next(iter(slots[name] for name in slots if name != "as")), text=text)

    def parts(self, said: Said) -> list[Said]:
        """What stands between commas and words such as "and"."""
        return parts(said, self.joints)

    def again(self, place: Place) -> Place | None:
        """The same place in the document as it is now."""
        return next((each for each in self.places() if each.path == place.path), None)

    def additions(self, at: Gap | None = None) -> Additions:
        """A planner for the document as it is now; `at` is where new things go."""
        here = self.places()
        taken = {str(place.node["id"]) for place in here if "id" in place.node}
        brief, english = self.brief, self.lexicon.english
        kit = Kit(brief.catalog, brief.profile, taken, spacing=brief.spacing, variant=brief.variant, english=english)
        additions = Additions(Studio(kit, self.lexicon, self.brief.models, BUILDERS), self.brief, here, self.scope)
        if at is not None:
            holder = next(place for place in here if place.path == at.holder)
            additions.at = (holder, at.first + len(holder.children) - at.before)
        return additions
