"""Everything there is to find in a whole document, for those that are not certainly clean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from epoch_cli.document.metrics import Metrics
from epoch_cli.validation.additions import rule_of
from epoch_cli.validation.diagnostics import Finding, Selection
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.heaviest import name_heaviest
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.judge import Judgement, State
from epoch_cli.validation.rules import RULES, budgets, structure
from epoch_cli.validation.rules.words import json_type, quote
from epoch_cli.validation.screen import check_screen
from epoch_cli.validation.unmet import unmet_needs
from epoch_cli.validation.validator import Report


def inspect_document(document: Any, inspector: Inspector, rules: Selection, more: Sequence[Finding] = ()) -> Report:
    """As `check_document`, without asking first whether there is anything to find; `more` was found besides."""
    if not isinstance(document, dict):
        finding = Finding("EP101", (), f"expected a document, got {json_type(document)}", 'write {"root": {…}}')
        return Report([rules.diagnose(RULES["EP101"], finding)] if rules.counts("EP101") else [], Metrics())
    nested = structure.check_nesting(document)
    findings, metrics = ([nested], Metrics()) if nested is not None else _check_json(document, inspector)
    counted = [finding for finding in (*findings, *more) if rules.counts(finding.code)]
    order = _reading_order(document, counted)
    return Report([rules.diagnose(rule_of(finding.code, rules), finding) for finding in order], metrics)


def _check_json(document: dict[str, Any], inspector: Inspector) -> tuple[list[Finding], Metrics]:
    """As `_check`, and whether the document can be written as JSON at all."""
    try:
        orjson.dumps(document)
    except TypeError as error:
        if "nteger" in str(error):  # one beyond 64 bits, which the walk finds and says where
            return _check(document, inspector)
        fault = Finding("EP101", (), f"the document is not JSON: {error}", "use plain JSON")
        return [fault], Metrics()
    return _check(document, inspector)


def _check(document: dict[str, Any], inspector: Inspector) -> tuple[list[Finding], Metrics]:
    findings = inspector.document_fields(document)
    if "root" not in document:
        return findings + check_screen(document, inspector.catalog), Metrics()
    state = State(document)
    judgement = Judgement(inspector, state)
    judgement.add(("root",), document["root"], insert=False)
    judgement.plan.commit()
    findings += judgement.local
    top, metrics = state.root, state.ledger.metrics()
    if top is not None:
        findings += unmet_needs(inspector, top, ("root",))
        findings += _duplicate_ids(top)
    over = [_at_root(finding) for finding in budgets.check_totals(metrics, Metrics(), inspector.profile)]
    if metrics.depth > inspector.profile.depth:
        over.append(_at_root(budgets.too_deep(metrics.depth, inspector.profile)))
    name_heaviest(over, top)
    findings += over
    findings += check_screen(document, inspector.catalog)
    return findings, metrics


def _duplicate_ids(top: Facts) -> Iterator[Finding]:
    seen: set[str] = set()
    stack: list[tuple[Facts, tuple[str | int, ...]]] = [(top, ("root",))]
    while stack:
        facts, path = stack.pop()
        if facts.id is not None:
            if facts.id in seen:
                message = f"the id {quote(facts.id)} is taken"
                yield Finding("EP105", (*path, "id"), message, "choose another, or leave it out")
            seen.add(facts.id)
        stack += reversed([(child, (*path, *step)) for step, child in facts.inner()])


def _at_root(finding: Finding) -> Finding:
    finding.path = ("root", *finding.path)
    return finding


def _reading_order(document: dict[str, Any], findings: list[Finding]) -> list[Finding]:
    """Findings in the order in which their places come in the document; those of one place keep their order."""

    def key(finding: Finding) -> tuple[tuple[int, ...], str]:
        ranks: list[int] = []
        here: Any = document
        for step in finding.path:
            if isinstance(here, dict):
                keys = list(here)
                ranks.append(keys.index(str(step)) if step in here else -1)
                here = here.get(str(step))
            elif isinstance(here, list) and isinstance(step, int) and step < len(here):
                ranks.append(step)
                here = here[step]
            else:
                here = None
        return tuple(ranks), finding.code

    return sorted(findings, key=key)
