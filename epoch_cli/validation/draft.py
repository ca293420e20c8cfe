"""A document being built: it accepts or refuses patches, one at a time, and can take them back.

    patch ─▶ Reader (pointers, repairs) ─▶ plan_operation ─▶ Judgement (gates) ─▶ commit, or nothing at all

The theorem (decision 3): `validate(draft.document)` has no gate finding that the starting document did not have.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import orjson

from epoch_cli.catalog import NO_LIMIT, Catalog, Models, Profile, parse_models
from epoch_cli.document.metrics import Metrics
from epoch_cli.document.node import Document
from epoch_cli.document.patch import Patch, Step, clone, plan_operation
from epoch_cli.document.pointer import ABSENT, look, parse_pointer
from epoch_cli.document.view import ModelView
from epoch_cli.errors import PatchError
from epoch_cli.validation.beliefs import note_accepted, note_refused, note_refused_inside
from epoch_cli.validation.diagnostics import Diagnostic, Finding, Fixing, Selection
from epoch_cli.validation.express import Added, Express
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.growth import Told
from epoch_cli.validation.inspector import inspector_of
from epoch_cli.validation.judge import Judgement, State
from epoch_cli.validation.misplaced import misplaced
from epoch_cli.validation.proposal import Proposal, Reader
from epoch_cli.validation.refusal import Refused
from epoch_cli.validation.rules import RULES, structure
from epoch_cli.validation.sites import locate
from epoch_cli.validation.validator import Report, check_document
from epoch_cli.validation.verdict import Verdict

UNDO_LIMIT = 10_000
"""How many accepted patches a draft can take back; beyond it the oldest are forgotten."""


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
        self._undo: deque[tuple[int, list[Patch]]] = deque(maxlen=UNDO_LIMIT)
        self._seen: set[str] = set()
        self._journal: list[Callable[[], None]] | None = None
        self._most_patches = self.profile.patches
        self._notes = True  # refusals are noted in the model's view
        self.proposed = 0
        self._load_root()

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
                return self._refuse(patch, number, [refusal.finding])
        return self._offer(patch, number, owned=owned)

    def _offer(self, patch: Any, number: int, *, owned: bool = False, own: bool = False) -> Verdict:
        """Judge one operation of patch `number`, and apply it if no gate objects; `own` as for `offer`."""
        reader = self._reader
        try:
            if self._journal is None and (own or not reader.view):
                added = self._express.add(patch, owned=owned)
                if added is not None:
                    return self._take_in(patch, number, added)
            if own:
                view, reader.view = reader.view, ModelView()
                try:
                    proposal = reader.read(patch)
                finally:
                    reader.view = view
            else:
                proposal = reader.read(patch)
        except Refused as refusal:
            return self._refuse(patch, number, [refusal.finding])
        return self._judge(patch, number, proposal)

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
        if self._seen and not _identity(head):
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
        before = self.fix, self._notes
        self._notes = not (own or trial)
        if trial:
            self.fix = "off"
        try:
            return self._offer(patch, number, owned=True, own=own)
        finally:
            self.fix, self._notes = before

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
        return None if added is None else self._take_in(None, number, added)

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
            steps[0][0].update(_meta(head))
        return self._told(steps, number)

    def grow_inside(
        self, parent: Facts, level: int, index: int, pointer: str, tree: dict[str, Any], number: int
    ) -> list[Verdict] | None:
        """Add a tree as a child of a node, told node by node; as `append` and `grow`."""
        return self._told(self._express.grow_inside(parent, level, index, pointer, tree), number)

    def _told(self, steps: list[Told] | None, number: int) -> list[Verdict] | None:
        if steps is None:
            return None
        self._remember(number, steps[0][1])
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

    def undo(self) -> list[Verdict]:
        """Take back the last accepted patch, with all its nodes; gives a verdict for each operation that did it.

        No gate is asked: what was there before the patch may come back. The model does not know, so its view keeps
        what was taken back, and pointers into that are refused.
        """
        if not self._undo:
            return []
        number, inverse = self._undo.pop()
        return [self._apply(operation, number) for operation in inverse]

    @property
    def undoable(self) -> int:
        """How many patches can be taken back, one `undo` each."""
        return len(self._undo)

    def undoable_since(self, number: int) -> int:
        """How many of the patches behind patch `number` can be taken back."""
        count = 0
        for each, _ in reversed(self._undo):
            if each <= number:
                break
            count += 1
        return count

    def undo_sizes(self) -> Iterator[int]:
        """How many operations each `undo` takes, the next one first."""
        return (len(inverse) for _, inverse in reversed(self._undo))

    def begin_attempt(self) -> None:
        """A new request starts: its author sees the document as it is, so nothing of the last view is kept.

        It may number its patches from the start again, so ids seen before say nothing.
        """
        self._reader.view = type(self._reader.view)()
        self._seen = set()

    def report(self) -> Report:
        """Everything there is to say of the document now, deferred rules included."""
        return check_document(self.document, self._inspector, self.rules)

    # ------------------------------------------------------------ one patch

    def _check_run(self, patch: Any, number: int) -> None:
        """What concerns a patch as one of a run: the cap on their number, and ids seen twice."""
        if number > self._most_patches < NO_LIMIT:
            message = f"{number} patches, {self.profile.patches} at most in profile {self.profile.name}"
            raise Refused(Finding("EP608", (), message, "end here, or choose a larger --budget"))
        identity = _identity(patch)
        if identity is not None:
            if identity in self._seen:
                raise Refused(Finding("EP907", (), f"the patch {identity!r} was seen before", "skipped; nothing to do"))
            self._seen.add(identity)

    def _judge(self, patch: Any, number: int, proposal: Proposal) -> Verdict:
        state = self._state
        try:
            step = plan_operation(state.document, proposal.operation, owned=True)
        except PatchError as error:
            return self._refuse(patch, number, [misplaced(proposal, error, state.document, state.ledger.ids)])
        if proposal.op == "test":
            return Verdict(
                accepted=True, diagnostics=[], patch=proposal.operation, repairs=proposal.repairs, metrics=self.metrics
            )
        judgement = Judgement(self._inspector, state)
        nested = structure.check_nesting(step.value, len(proposal.path)) if step.put is not None else None
        if nested is not None:
            nested.path = proposal.path
            return self._refuse(patch, number, [nested])
        _consider(judgement, proposal, step)
        gates = self._gates(judgement.findings())
        if gates:
            better = self._fixed(proposal, gates)
            if better is None:
                return self._refuse(patch, number, gates)
            proposal, step, judgement = better
        note_accepted(self._reader.view, proposal)
        if self._journal is not None:
            self._journal.append(step.taking_back())
        state.document = step.carry_out()
        judgement.plan.commit()
        self._express.forget()
        if proposal.born is not None:
            self._reader.view.born(proposal.target.container, proposal.target.key)
        if proposal.renamed or proposal.unseen or proposal.skipped:
            self._reader.note_repairs(proposal)
        if step.inverse and self._journal is None:
            self._remember(number, step.inverse)
        # the document goes on changing its values; a verdict keeps what was said
        operation = {**clone(proposal.operation), **_meta(patch)}
        return Verdict(
            accepted=True,
            diagnostics=[],
            patch=operation,
            inverse=step.inverse,
            repairs=proposal.repairs,
            metrics=self.metrics,
        )

    def _take_in(self, patch: Any, number: int, added: Added) -> Verdict:
        """The verdict on what went the quick way."""
        self._remember(number, added.inverse)
        operation = {**added.operation, **_meta(patch)} if patch and "meta" in patch else added.operation
        return Verdict(accepted=True, diagnostics=[], patch=operation, inverse=added.inverse, metrics=added.metrics)

    def _remember(self, number: int, inverse: list[Patch]) -> None:
        """Keep what takes a patch back. Of one that came node by node the first node holds all others."""
        if not self._undo or self._undo[-1][0] != number:
            self._undo.append((number, inverse))

    def _gates(self, findings: list[Finding]) -> list[Finding]:
        """Those that refuse a patch."""
        return [each for each in findings if RULES[each.code].kind == "gate" and self.rules.counts(each.code)]

    def _fixed(self, proposal: Proposal, gates: list[Finding]) -> tuple[Proposal, Step, Judgement] | None:
        """A refused proposal with its findings mended, planned and judged; None when a gate still objects."""
        if self.fix == "off":
            return None
        # nothing that is accepted needs these
        from epoch_cli.validation.fixes.choice import ALL, SAFE  # noqa: PLC0415
        from epoch_cli.validation.fixing_patches import ROUNDS, fix_proposal  # noqa: PLC0415

        grades = ALL if self.fix == "all" else SAFE
        for _ in range(ROUNDS):
            better = fix_proposal(proposal, gates, self._state, self._inspector, grades)
            if better is None:
                return None
            proposal = better
            try:
                step = plan_operation(self._state.document, better.operation, owned=True)
            except PatchError:
                return None
            judgement = Judgement(self._inspector, self._state)
            _consider(judgement, better, step)
            gates = self._gates(judgement.findings())
            if not gates:
                return better, step, judgement
        return None

    def _refuse(self, patch: Any, number: int, findings: list[Finding]) -> Verdict:
        if self._journal is None and self._notes:
            note_refused(self._reader, patch, number, {finding.code for finding in findings})
        diagnostics = [self.rules.diagnose(RULES[finding.code], finding) for finding in findings]
        return Verdict(accepted=False, diagnostics=diagnostics, metrics=self.metrics)

    # ------------------------------------------------------------ several, and back

    def _propose_all(self, patches: Sequence[Mapping[str, Any]]) -> Verdict:
        accepted: list[Verdict] = []
        seen, view, first = set(self._seen), self._reader.view.copy(), self.proposed + 1
        self._journal = []
        try:
            for patch in patches:
                verdict = self._propose_one(patch)
                if not verdict.accepted:
                    self._seen = seen
                    self._restore(self._journal, view)
                    for number, each in enumerate(patches, first):
                        note_refused(self._reader, each, number)
                    return Verdict(accepted=False, diagnostics=verdict.diagnostics, metrics=self.metrics)
                accepted.append(verdict)
        finally:
            self._journal = None
        inverse = [operation for verdict in reversed(accepted) for operation in verdict.inverse]
        if inverse:
            self._undo.append((self.proposed, inverse))
        return Verdict(
            accepted=True,
            diagnostics=[],
            patch=[verdict.patch for verdict in accepted],
            inverse=inverse,
            repairs=[repair for verdict in accepted for repair in verdict.repairs],
            metrics=self.metrics,
        )

    def _restore(self, journal: list[Callable[[], None]], view: ModelView) -> None:
        """Go back to before an array, key order and all: its containers, its view, and the facts of the document."""
        for take_back in reversed(journal):
            take_back()
        self._express.forget()
        self._state.root = None
        self._state.ledger = type(self._state.ledger)()
        self._reader.view = view
        self._load_root()

    def _apply(self, operation: Patch, number: int) -> Verdict:
        """Apply an operation that takes patch `number` back, without asking any gate."""
        proposal = self._reader.read_own(operation)
        step = plan_operation(self._state.document, proposal.operation)
        judgement = Judgement(self._inspector, self._state)
        _consider(judgement, proposal, step)
        if proposal.origin is not None:
            self._reader.view.taken_back(proposal.origin, number, gone=True)
        self._reader.view.taken_back(proposal.target, number, gone=proposal.op == "remove", insert=proposal.insert)
        self._state.document = step.carry_out()
        judgement.plan.commit()
        self._express.forget()
        return Verdict(accepted=True, diagnostics=[], patch=dict(operation), inverse=step.inverse, metrics=self.metrics)

    def _load_root(self) -> None:
        """Take down the facts of the document as it stands."""
        if "root" not in self.document:
            return
        judgement = Judgement(self._inspector, self._state)
        judgement.add(("root",), self.document["root"], insert=False)
        judgement.plan.commit()


def _consider(judgement: Judgement, proposal: Proposal, step: Step) -> None:
    """Tell a judgement what a planned operation does."""
    tokens, origin = proposal.target.tokens, proposal.origin
    if proposal.op == "remove":
        judgement.remove(tokens)
    elif proposal.op == "move" and origin is not None:
        if step.put is not None:
            judgement.move(origin.tokens, tokens, step.value, step.put[0])
    else:
        judgement.add(tokens, step.value, insert=step.insert)


def _identity(patch: Any) -> str | None:
    """The id that a model gave to its patch."""
    meta = patch.get("meta") if isinstance(patch, Mapping) else None
    identity = meta.get("id") if isinstance(meta, Mapping) else None
    return identity if isinstance(identity, str) else None


def _meta(patch: Any) -> dict[str, Any]:
    """What a model says about its patch, as far as it is JSON; the rest is left out."""
    meta = patch.get("meta") if isinstance(patch, Mapping) else None
    if not isinstance(meta, Mapping):
        return {}
    try:
        kept = orjson.loads(orjson.dumps(dict(meta)))
    except (TypeError, ValueError):
        return {}
    return {"meta": kept} if kept == meta else {}
