"""A document being built: it accepts or refuses patches, one at a time, and can take them back.

Here are patches: their numbers and ids, several as one, those that come node by node, and the way back. What is asked
of each operation before it may change the document is in `gatekeeper.py`.

The theorem (decision 3): `validate(draft.document)` has no gate finding that the starting document did not have.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from epoch_cli.catalog import NO_LIMIT, Catalog, Models, Profile, parse_models
from epoch_cli.document.metrics import Metrics
from epoch_cli.document.node import Document
from epoch_cli.document.patch import clone
from epoch_cli.document.pointer import ABSENT, look, parse_pointer
from epoch_cli.validation.beliefs import note_refused, note_refused_inside
from epoch_cli.validation.diagnostics import Diagnostic, Finding, Fixing, Selection
from epoch_cli.validation.express import Express
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.gatekeeper import Gatekeeper
from epoch_cli.validation.growth import Told
from epoch_cli.validation.inspector import inspector_of
from epoch_cli.validation.judge import State
from epoch_cli.validation.patch_meta import identity_of, meta_of
from epoch_cli.validation.proposal import Reader
from epoch_cli.validation.refusal import Refused
from epoch_cli.validation.sites import locate
from epoch_cli.validation.undo_stack import UndoStack
from epoch_cli.validation.validator import Report, check_document
from epoch_cli.validation.verdict import Verdict


class Draft:
    """A document in the making.

    Args:
        catalog: the design system to hold it to.
        document: where to start; copied. None is `{}`, which is a valid document.
        profile: a budget profile or its name.
        models: data models for bindings; None takes those of the catalog.
        rules: a `Selection`, or codes (or prefixes of codes) that do not count.
        fix: which repairs a refused patch gets before its refusal stands: none, the lossless ones, or lossy ones, too.
    """

    def __init__(
        self,
        catalog: Catalog,
        document: Mapping[str, Any] | None = None,
        *,
        profile: str | Profile = "strict",
        models: Models | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        rules: Selection | Collection[str] | None = None,
        fix: Fixing = "off",
    ) -> None:
        self.catalog = catalog
        self.fix = fix
        self.profile = catalog.profile(profile) if isinstance(profile, str) else profile
        self.models = catalog.models if models is None else parse_models(models)
        self.rules = Selection.of(rules)
        self._inspector = inspector_of(catalog, self.profile, self.models)
        self._state = State(clone(dict(document or {})))
        self._reader = Reader(self._inspector, self._state, guesses=fix == "all")
        self._express = Express(self._inspector, self._state)
        self._undo = UndoStack()
        self._gatekeeper = Gatekeeper(self._reader, self._express, self._undo, self.rules, fix)
        self._seen: set[str] = set()
        self._most_patches = self.profile.patches
        self.proposed = 0
        self._gatekeeper.take_down()

    @property
    def document(self) -> Document:
        """The document as it is now. It is the draft's own: change it only by proposing patches."""
        return self._state.document

    @property
    def metrics(self) -> Metrics:
        """What the document weighs now."""
        return self._state.ledger.metrics()

    def propose(self, patch: Mapping[str, Any] | Sequence[Mapping[str, Any]], *, owned: bool = False) -> Verdict:
        """Judge one patch, as a model wrote it, and apply it if no gate objects.

        An array is judged operation by operation and applied as a whole or not at all. A refused patch leaves the
        document equal to what it was, key order included. `owned` says that the patch came out of a parser and that
        nobody will change it, which saves a copy.
        """
        if isinstance(patch, (list, tuple)):
            return self._propose_all(patch)
        return self._propose_one(patch, owned=owned)

    def _propose_one(self, patch: Any, *, owned: bool = False) -> Verdict:
        self.proposed = number = self.proposed + 1
        if number > self._most_patches or type(patch) is not dict or "meta" in patch:
            try:
                self._check_run(patch, number)
            except Refused as refusal:
                return self._gatekeeper.refuse(patch, number, [refusal.finding])
        return self._gatekeeper.admit(patch, number, owned=owned)

    def overwritten_by(self, patch: Mapping[str, Any]) -> tuple[str, ...] | None:
        """The place of what an operation would put its value in the place of; None when it would not.

        Args:
            patch: as a model wrote it.
        """
        op, path = patch.get("op"), patch.get("path")
        if op not in {"add", "replace"} or not isinstance(path, str):
            return None
        try:
            place = self._reader.find(path, insert=op == "add")
        except Refused:
            return None
        if op == "add" and isinstance(place.container, list):
            return None
        return None if look(self.document, place.tokens) is ABSENT else place.tokens

    def unread(self, patch: Mapping[str, Any]) -> None:
        """Count a patch that could not be read, and remember it as one that was refused (decision 16).

        Args:
            patch: what is known of it, `op` and `path` at least.
        """
        self.proposed += 1
        note_refused(self._reader, patch, self.proposed)

    # ------------------------------------------------------------ for the intake: one patch, node by node

    def begin(self, head: Mapping[str, Any]) -> int:
        """The number of a patch whose value is going to be offered node by node, 0 when it has to come as a whole.

        Args:
            head: the members of an `add` before its value.

        As a whole come what would overwrite something, so that a cut stream never destroys it; what is no node; what
        one of a run may not; and in a run whose patches have ids, one that may still turn out to be a duplicate.
        """
        if self._seen and not identity_of(head):
            return 0
        if not self._is_free(head["path"]):
            return 0
        try:
            self._check_run(head, self.proposed + 1)
        except Refused:
            return 0
        self.proposed += 1
        return self.proposed

    def offer(self, patch: Mapping[str, Any], number: int, *, own: bool = False, trial: bool = False) -> Verdict:
        """Judge one operation that is a part of patch `number`, and apply it if no gate objects.

        Args:
            patch: came out of a parser; it is the draft's from now on.
            number: as `begin` gave it.
            own: pointers are the document's, and a refusal is told to `refused_inside` later.
            trial: repair nothing, and forget a refusal at once.
        """
        keeper = self._gatekeeper
        before = keeper.fix, keeper.notes
        keeper.notes = not (own or trial)
        if trial:
            keeper.fix = "off"
        try:
            return keeper.admit(patch, number, owned=True, own=own)
        finally:
            keeper.fix, keeper.notes = before

    def append(self, parent: Facts, level: int, index: int, pointer: str, node: Any, number: int) -> Verdict | None:
        """Add a child to a node that part of patch `number` has made; None when it is not certain that nothing objects.

        Args:
            parent: the node.
            level: of the child in the document; the root's is 1.
            index: where among the children.
            pointer: of the parent.
            node: came out of a parser, and is nobody else's.
            number: as `begin` gave it.
        """
        added = self._express.append(parent, level, index, pointer, node)
        return None if added is None else self._gatekeeper.take_in(None, number, added)

    def grow(self, head: Mapping[str, Any], tree: dict[str, Any], number: int) -> list[Verdict] | None:
        """Add a tree, told node by node; None when it is not certain that nothing objects.

        Args:
            head: the members of the patch before its value.
            tree: came out of a parser; it is the draft's from now on.
            number: as `begin` gave it.
        """
        if self._reader.view:
            return None
        steps = self._express.grow(head["path"], tree)
        if steps is not None and "meta" in head:
            steps[0][0].update(meta_of(head))
        return self._told(steps, number)

    def grow_inside(
        self, parent: Facts, level: int, index: int, pointer: str, tree: dict[str, Any], number: int
    ) -> list[Verdict] | None:
        """Add a tree as a child of a node, told node by node; as `append` and `grow`."""
        return self._told(self._express.grow_inside(parent, level, index, pointer, tree), number)

    def _told(self, steps: list[Told] | None, number: int) -> list[Verdict] | None:
        if steps is None:
            return None
        self._undo.keep(number, steps[0][1])
        return [Verdict(True, [], operation, inverse, [], metrics) for operation, inverse, metrics in steps]

    def facts_at(self, pointer: str) -> Facts | None:
        """What is known of the node at a pointer of the document."""
        site = locate(self._state.root, parse_pointer(pointer))
        return self._state.root if site.kind == "root" else site.occupant

    def refused_inside(self, facts: Facts, number: int, *, missing: Mapping[int, str], fields: Sequence[str]) -> None:
        """Remember what a model believes in a node that part of its patch `number` has made (decision 16).

        Args:
            facts: the node.
            number: of the patch.
            missing: ids of the children that were refused (or empty), by their places as the model counts them.
            fields: which of the node's fields were refused.
        """
        note_refused_inside(self._reader.view, facts.node, number, missing, fields)

    def lost(self, node: Any, number: int, diagnostics: Sequence[Diagnostic]) -> None:
        """Remember the ids of a node, and of those below it, that part of patch `number` has not made."""
        self._reader.note_lost({"value": node}, number, {each.code for each in diagnostics})

    def seen(self, identity: str) -> None:
        """Remember the id of a patch that came after its value."""
        self._seen.add(identity)

    def _is_free(self, path: str) -> bool:
        """Whether an `add` to a path makes a new node, and overwrites nothing."""
        if path == "/root":
            return "root" not in self.document
        if not self._reader.view and self._express.takes(path):
            return True
        try:
            place = self._reader.find(path)
        except Refused:
            return True  # which nothing can be added to: it is refused node by node as well
        return len(place.tokens) > 2 and locate(self._state.root, place.tokens[:-1]).kind == "children"

    # ------------------------------------------------------------ back, and what there is

    def undo(self) -> list[Verdict]:
        """Take back the last accepted patch, with all its nodes; gives a verdict for each operation that did it.

        No gate is asked: what was there before the patch may come back. The model does not know, so its view keeps
        what was taken back, and pointers into that are refused.
        """
        if not self._undo:
            return []
        number, inverse = self._undo.pop()
        return [self._gatekeeper.put_back(operation, number) for operation in inverse]

    @property
    def undoable(self) -> int:
        """How many patches can be taken back, one `undo` each."""
        return len(self._undo)

    def undoable_since(self, number: int) -> int:
        """How many of the patches behind patch `number` can be taken back."""
        return self._undo.count_since(number)

    def undo_sizes(self) -> Iterator[int]:
        """How many operations each `undo` takes, the next one first."""
        return self._undo.sizes()

    def begin_attempt(self) -> None:
        """A new request starts: its author sees the document as it is, so nothing of the last view is kept.

        It may number its patches from the start again, so ids seen before say nothing.
        """
        self._reader.view = type(self._reader.view)()
        self._seen = set()

    def report(self) -> Report:
        """Everything there is to say of the document now, deferred rules included."""
        return check_document(self.document, self._inspector, self.rules)

    # ------------------------------------------------------------ one of many, and several as one

    def _check_run(self, patch: Any, number: int) -> None:
        """What concerns a patch as one of a run: the cap on their number, and ids seen twice."""
        if number > self._most_patches < NO_LIMIT:
            message = f"{number} patches, {self.profile.patches} at most in profile {self.profile.name}"
            raise Refused(Finding("EP608", (), message, "end here, or choose a larger --budget"))
        identity = identity_of(patch)
        if identity is not None:
            if identity in self._seen:
                raise Refused(Finding("EP907", (), f"the patch {identity!r} was seen before", "skipped; nothing to do"))
            self._seen.add(identity)

    def _propose_all(self, patches: Sequence[Mapping[str, Any]]) -> Verdict:
        accepted: list[Verdict] = []
        seen, view, first = set(self._seen), self._reader.view.copy(), self.proposed + 1
        self._gatekeeper.journal = []
        try:
            for patch in patches:
                verdict = self._propose_one(patch)
                if not verdict.accepted:
                    self._seen = seen
                    self._gatekeeper.restore(view)
                    for number, each in enumerate(patches, first):
                        note_refused(self._reader, each, number)
                    return Verdict(accepted=False, diagnostics=verdict.diagnostics, metrics=self.metrics)
                accepted.append(verdict)
        finally:
            self._gatekeeper.journal = None
        inverse = [operation for verdict in reversed(accepted) for operation in verdict.inverse]
        if inverse:
            self._undo.keep(self.proposed, inverse)
        return Verdict(
            accepted=True,
            diagnostics=[],
            patch=[verdict.patch for verdict in accepted],
            inverse=inverse,
            repairs=[repair for verdict in accepted for repair in verdict.repairs],
            metrics=self.metrics,
        )
