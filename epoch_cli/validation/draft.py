"""A document being built: it accepts or refuses patches, one at a time, and can take them back.

    patch ─▶ Reader (pointers, repairs) ─▶ plan_operation ─▶ Judgement (gates) ─▶ commit, or nothing at all

The theorem (decision 3): `validate(draft.document)` has no gate finding that the starting document did not have.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from epoch_cli.catalog import NO_LIMIT, Catalog, Models, Profile, parse_models
from epoch_cli.document.metrics import Metrics
from epoch_cli.document.node import OPERATIONS, Document
from epoch_cli.document.patch import Patch, Step, clone, plan_operation
from epoch_cli.document.view import ModelView, Place
from epoch_cli.errors import PatchError
from epoch_cli.validation.diagnostics import Diagnostic, Finding, Selection
from epoch_cli.validation.express import Added, add_quickly
from epoch_cli.validation.fixes import Repair
from epoch_cli.validation.inspector import inspector_of
from epoch_cli.validation.judge import Judgement, State
from epoch_cli.validation.proposal import Proposal, Reader, Refused
from epoch_cli.validation.rules import RULES, structure
from epoch_cli.validation.validator import Report, check_document

Fixing = Literal["off", "safe", "all"]
UNDO_LIMIT = 10_000
"""How many accepted patches a draft can take back; beyond it the oldest are forgotten."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a proposed patch.

    `patch` is the operation as applied (plain RFC 6902, None when refused; a list for an array), `inverse` takes it
    back when applied in order, `repairs` are what Epoch changed, `metrics` weigh the document afterwards. Nothing in it
    is the document's own; a value may be the one that was proposed.
    """

    accepted: bool
    diagnostics: list[Diagnostic]
    patch: Any = None
    inverse: list[Patch] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    metrics: Metrics = field(default_factory=Metrics)


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
        self._reader = Reader(self._inspector, self._state)
        self._undo: deque[tuple[int, list[Patch]]] = deque(maxlen=UNDO_LIMIT)
        self._seen: set[str] = set()
        self._journal: list[Callable[[], None]] | None = None
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

    def propose(self, patch: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> Verdict:
        """Judge one patch, as a model wrote it, and apply it if no gate objects.

        An array is judged operation by operation and applied as a whole or not at all. A refused patch leaves the
        document equal to what it was, key order included.
        """
        if isinstance(patch, (list, tuple)):
            return self._propose_all(patch)
        return self._propose_one(patch)

    def _propose_one(self, patch: Any) -> Verdict:
        self.proposed += 1
        number = self.proposed
        try:
            self._check_run(patch)
            if self._journal is None and not self._reader.view:
                added = add_quickly(self._inspector, self._state, patch)
                if added is not None:
                    return self._take_in(patch, number, added)
            proposal = self._reader.read(patch)
        except Refused as refusal:
            return self._refuse(patch, number, [refusal.finding])
        return self._judge(patch, number, proposal)

    def undo(self) -> list[Verdict]:
        """Take back the last accepted patch; gives a verdict for each operation that did it, none when there is none.

        No gate is asked: what was there before the patch may come back. The model does not know, so its view keeps
        what was taken back, and pointers into that are refused.
        """
        if not self._undo:
            return []
        number, inverse = self._undo.pop()
        return [self._apply(operation, number) for operation in inverse]

    def begin_attempt(self) -> None:
        """A new request starts: its author sees the document as it is, so nothing of the last view is kept."""
        self._reader.view = type(self._reader.view)()

    def report(self) -> Report:
        """Everything there is to say of the document now, deferred rules included."""
        return check_document(self.document, self._inspector, self.rules)

    # ------------------------------------------------------------ one patch

    def _check_run(self, patch: Any) -> None:
        """What concerns a patch as one of a run: the cap on their number, and ids seen twice."""
        if self.proposed > self.profile.patches < NO_LIMIT:
            message = f"{self.proposed} patches, {self.profile.patches} at most in profile {self.profile.name}"
            raise Refused(Finding("EP608", (), message, "end here, or choose a larger --budget"))
        meta = patch.get("meta") if isinstance(patch, Mapping) else None
        identity = meta.get("id") if isinstance(meta, Mapping) else None
        if isinstance(identity, str):
            if identity in self._seen:
                raise Refused(Finding("EP907", (), f"the patch {identity!r} was seen before", "skipped; nothing to do"))
            self._seen.add(identity)

    def _judge(self, patch: Any, number: int, proposal: Proposal) -> Verdict:
        state = self._state
        try:
            step = plan_operation(state.document, proposal.operation, owned=True)
        except PatchError as error:
            return self._refuse(patch, number, [_misplaced(proposal, error)])
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
        self._note_accepted(proposal)
        if self._journal is not None:
            self._journal.append(step.taking_back())
        state.document = step.carry_out()
        judgement.plan.commit()
        if proposal.born is not None:
            self._reader.view.born(proposal.target.container, proposal.target.key)
        if proposal.renamed or proposal.unseen:
            self._reader.note_repairs(proposal)
        if step.inverse and self._journal is None:
            self._undo.append((number, step.inverse))
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
        self._undo.append((number, added.inverse))
        operation = {**added.operation, **_meta(patch)} if "meta" in patch else added.operation
        return Verdict(accepted=True, diagnostics=[], patch=operation, inverse=added.inverse, metrics=self.metrics)

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
        if self._journal is None:
            self._note_refused(patch, number, findings)
        diagnostics = [self.rules.diagnose(RULES[finding.code], finding) for finding in findings]
        return Verdict(accepted=False, diagnostics=diagnostics, metrics=self.metrics)

    def _note_accepted(self, proposal: Proposal) -> None:
        view = self._reader.view
        if not view:
            return
        if proposal.op == "move" and proposal.origin is not None:
            view.accepted(proposal.origin, remove=True)
        if proposal.born is not None:
            view.accepted(proposal.born, insert=isinstance(proposal.born.container, list))
        view.accepted(proposal.target, insert=proposal.insert, remove=proposal.op == "remove")

    def _note_refused(self, patch: Any, number: int, findings: Sequence[Finding]) -> None:
        """Remember what the model now believes to be there (decision 16)."""
        op = patch.get("op") if isinstance(patch, Mapping) else None
        codes = {finding.code for finding in findings}
        if op not in OPERATIONS or op == "test" or codes & {"EP907", "EP908"}:
            return
        origin, target = self._reader.believed(patch)
        view = self._reader.view
        if target is None or (op == "move" and origin is None):
            return
        if op == "move" and origin is not None and view.counts(origin):
            view.refused(origin, number, remove=True)
        inserts = op in {"add", "copy", "move"} and (isinstance(target.container, list) or _first_child(target))
        if inserts:
            view.refused(target, number, insert=True)
        elif op == "remove":
            if view.counts(target):
                view.refused(target, number, remove=True)
        elif not codes or codes - _NOWHERE:
            # a write to a place that is not there leaves nothing behind
            view.refused(target, number)

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
                        self._note_refused(each, number, ())
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


_NOWHERE = frozenset({"EP902", "EP903", "EP905", "EP906", "EP908"})


def _first_child(target: Place) -> bool:
    return target.container is None and target.missing is not None and target.missing[1] == "children"


def _misplaced(proposal: Proposal, error: PatchError) -> Finding:
    if proposal.op == "test":
        code = "EP906"
    elif "into itself" in error.message:
        code = "EP908"
    else:
        code = "EP903"
    return Finding(code, proposal.path, error.message, error.remedy)


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
