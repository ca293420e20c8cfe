"""One operation on a document: judged, and carried out or refused. Which patch it is part of is for `draft.py`.

operation ─▶ Express, when nothing can be said against it
          └▶ Reader (pointers, repairs) ─▶ plan_operation ─▶ Judgement (gates) ─▶ commit, or nothing at all
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from epoch_cli.document.patch import Patch, Step, clone, plan_operation
from epoch_cli.document.view import ModelView
from epoch_cli.errors import PatchError
from epoch_cli.validation.beliefs import note_accepted, note_refused
from epoch_cli.validation.diagnostics import Finding, Fixing, Selection
from epoch_cli.validation.express import Added, Express
from epoch_cli.validation.judge import Judgement
from epoch_cli.validation.misplaced import misplaced
from epoch_cli.validation.patch_meta import meta_of
from epoch_cli.validation.proposal import Proposal, Reader
from epoch_cli.validation.refusal import Refused
from epoch_cli.validation.rules import RULES, structure
from epoch_cli.validation.undo_stack import UndoStack
from epoch_cli.validation.verdict import Verdict


class Gatekeeper:
    """Lets operations into the document of a draft, one at a time, and keeps what takes them back.

    Args:
        reader: reads what the model wrote, and has its view of the document.
        express: the quick way in.
        undo: where what takes a patch back is kept.
        rules: which rules count.
        fix: as for a `Draft`.

    Attributes:
        fix: the repairs that a refused operation gets now.
        notes: whether refusals are noted in the model's view.
        journal: while several patches are judged as one, what takes back each that was carried out, key order and all;
            None while each is judged by itself.
    """

    __slots__ = ("_express", "_inspector", "_reader", "_rules", "_state", "_undo", "fix", "journal", "notes")

    def __init__(self, reader: Reader, express: Express, undo: UndoStack, rules: Selection, fix: Fixing) -> None:
        self._inspector = reader.inspector
        self._state = reader.state
        self._reader = reader
        self._express = express
        self._undo = undo
        self._rules = rules
        self.fix = fix
        self.notes = True
        self.journal: list[Callable[[], None]] | None = None

    # ------------------------------------------------------------ in

    def admit(self, patch: Any, number: int, *, owned: bool = False, own: bool = False) -> Verdict:
        """Judge one operation of patch `number`, and apply it if no gate objects.

        Args:
            patch: as a model wrote it.
            number: of the patch.
            owned: it came out of a parser, and nobody else will change it.
            own: its pointers are the document's, not the model's.
        """
        reader = self._reader
        try:
            if self.journal is None and (own or not reader.view):
                added = self._express.add(patch, owned=owned)
                if added is not None:
                    return self.take_in(patch, number, added)
            if own:
                view, reader.view = reader.view, ModelView()
                try:
                    proposal = reader.read(patch)
                finally:
                    reader.view = view
            else:
                proposal = reader.read(patch)
        except Refused as refusal:
            return self.refuse(patch, number, [refusal.finding])
        return self._judge(patch, number, proposal)

    def take_in(self, patch: Any, number: int, added: Added) -> Verdict:
        """The verdict on what went the quick way."""
        self._undo.keep(number, added.inverse)
        operation = {**added.operation, **meta_of(patch)} if patch and "meta" in patch else added.operation
        return Verdict(accepted=True, diagnostics=[], patch=operation, inverse=added.inverse, metrics=added.metrics)

    def refuse(self, patch: Any, number: int, findings: list[Finding]) -> Verdict:
        """The verdict on what a gate objects to."""
        if self.journal is None and self.notes:
            note_refused(self._reader, patch, number, {finding.code for finding in findings})
        diagnostics = [self._rules.diagnose(RULES[finding.code], finding) for finding in findings]
        return Verdict(accepted=False, diagnostics=diagnostics, metrics=self._state.ledger.metrics())

    def _judge(self, patch: Any, number: int, proposal: Proposal) -> Verdict:
        state = self._state
        try:
            step = plan_operation(state.document, proposal.operation, owned=True)
        except PatchError as error:
            return self.refuse(patch, number, [misplaced(proposal, error, state.document, state.ledger.ids)])
        if proposal.op == "test":
            metrics = state.ledger.metrics()
            return Verdict(
                accepted=True, diagnostics=[], patch=proposal.operation, repairs=proposal.repairs, metrics=metrics
            )
        judgement = Judgement(self._inspector, state)
        nested = structure.check_nesting(step.value, len(proposal.path)) if step.put is not None else None
        if nested is not None:
            nested.path = proposal.path
            return self.refuse(patch, number, [nested])
        _consider(judgement, proposal, step)
        gates = self._gates(judgement.findings())
        if gates:
            better = self._fixed(proposal, gates)
            if better is None:
                return self.refuse(patch, number, gates)
            proposal, step, judgement = better
        note_accepted(self._reader.view, proposal)
        if self.journal is not None:
            self.journal.append(step.taking_back())
        state.document = step.carry_out()
        judgement.plan.commit()
        self._express.forget()
        if proposal.born is not None:
            self._reader.view.born(proposal.target.container, proposal.target.key)
        if proposal.renamed or proposal.unseen or proposal.skipped:
            self._reader.note_repairs(proposal)
        if step.inverse and self.journal is None:
            self._undo.keep(number, step.inverse)
        # the document goes on changing its values; a verdict keeps what was said
        operation = {**clone(proposal.operation), **meta_of(patch)}
        return Verdict(
            accepted=True,
            diagnostics=[],
            patch=operation,
            inverse=step.inverse,
            repairs=proposal.repairs,
            metrics=state.ledger.metrics(),
        )

    def _gates(self, findings: list[Finding]) -> list[Finding]:
        """Those that refuse a patch."""
        return [each for each in findings if RULES[each.code].kind == "gate" and self._rules.counts(each.code)]

    def _fixed(self, proposal: Proposal, gates: list[Finding]) -> tuple[Proposal, Step, Judgement] | None:
        """A refused proposal with its findings mended, planned and judged; None when a gate still objects."""
        if self.fix == "off":
            return None
        # nothing that is accepted needs these
        from epoch_cli.validation.fixes.choice import ALL, SAFE  # noqa: PLC0415
        from epoch_cli.validation.fixing_patches import ROUNDS, fix_proposal  # noqa: PLC0415

        grades = ALL if self.fix == "all" else SAFE
        for _ in range(ROUNDS):
            better = fix_proposal(proposal, gates, self._state, self._inspector, grades, self._rules.added)
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

    # ------------------------------------------------------------ and back

    def put_back(self, operation: Patch, number: int) -> Verdict:
        """Apply an operation that takes patch `number` back, without asking any gate."""
        state, view = self._state, self._reader.view
        proposal = self._reader.read_own(operation)
        step = plan_operation(state.document, proposal.operation)
        judgement = Judgement(self._inspector, state)
        _consider(judgement, proposal, step)
        if proposal.origin is not None:
            view.taken_back(proposal.origin, number, gone=True)
        view.taken_back(proposal.target, number, gone=proposal.op == "remove", insert=proposal.insert)
        state.document = step.carry_out()
        judgement.plan.commit()
        self._express.forget()
        metrics = state.ledger.metrics()
        return Verdict(accepted=True, diagnostics=[], patch=dict(operation), inverse=step.inverse, metrics=metrics)

    def restore(self, view: ModelView) -> None:
        """Go back to where the journal began, when the model saw `view`: containers, and facts of the document."""
        for take_back in reversed(self.journal or ()):
            take_back()
        self._express.forget()
        self._state.root = None
        self._state.ledger = type(self._state.ledger)()
        self._reader.view = view
        self.take_down()

    def take_down(self) -> None:
        """Take down the facts of the document as it stands; none of it is known yet."""
        document = self._state.document
        if "root" not in document:
            return
        judgement = Judgement(self._inspector, self._state)
        judgement.add(("root",), document["root"], insert=False)
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
