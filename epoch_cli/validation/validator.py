"""A whole document against a design system: the same rules as for a patch, and the deferred ones (decision 2)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from epoch_cli.catalog import Catalog, Models, Profile, parse_models
from epoch_cli.document.metrics import Metrics
from epoch_cli.validation.diagnostics import Diagnostic, Finding, Selection, Severity
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.judge import Judgement, State
from epoch_cli.validation.rules import RULES, budgets, structure
from epoch_cli.validation.rules.words import json_type, quote
from epoch_cli.validation.screen import check_screen
from epoch_cli.validation.unmet import unmet_needs


@dataclass(frozen=True, slots=True)
class Report:
    """All findings on a document, in reading order, and what it weighs."""

    diagnostics: list[Diagnostic]
    metrics: Metrics

    @property
    def ok(self) -> bool:
        """Whether there is no finding of severity error."""
        return not any(diagnostic.severity is Severity.ERROR for diagnostic in self.diagnostics)

    @property
    def gates(self) -> list[Diagnostic]:
        """The findings that would have refused a patch."""
        return [diagnostic for diagnostic in self.diagnostics if RULES[diagnostic.code].kind == "gate"]


def validate(
    document: Any,
    catalog: Catalog,
    *,
    profile: str | Profile = "strict",
    models: Models | Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    rules: Selection | Collection[str] | None = None,
) -> Report:
    """Check a whole document.

    Args:
        document: `{root, …}`; `{}` is valid.
        catalog: the design system to hold it to.
        profile: a budget profile or its name.
        models: data models for bindings; None takes those of the catalog.
        rules: a `Selection`, or codes (or prefixes of codes) that do not count.
    """
    budget = catalog.profile(profile) if isinstance(profile, str) else profile
    known = catalog.models if models is None else parse_models(models)
    return check_document(document, Inspector(catalog, budget, known), Selection.of(rules))


def check_document(document: Any, inspector: Inspector, rules: Selection) -> Report:
    """As `validate`, with an inspector at hand."""
    if not isinstance(document, dict):
        finding = Finding("EP101", (), f"expected a document, got {json_type(document)}", 'write {"root": {…}}')
        return Report([rules.diagnose(RULES["EP101"], finding)], Metrics())
    nested = structure.check_nesting(document)
    findings, metrics = ([nested], Metrics()) if nested is not None else _check_json(document, inspector)
    counted = [finding for finding in findings if rules.counts(finding.code)]
    order = _reading_order(document, counted)
    return Report([rules.diagnose(RULES[finding.code], finding) for finding in order], metrics)


def _check_json(document: dict[str, Any], inspector: Inspector) -> tuple[list[Finding], Metrics]:
    """As `_check`, and whether the document can be written as JSON at all."""
    try:
        orjson.dumps(document)
    except TypeError as error:
        if "nteger" in str(error):
            return _check(document, inspector)  # which says where
        fault = Finding("EP101", (), f"the document is not JSON: {error}", "use plain JSON")
        return [fault], Metrics()
    return _check(document, inspector)


def _check(document: dict[str, Any], inspector: Inspector) -> tuple[list[Finding], Metrics]:
    findings = inspector.document_fields(document)
    if "root" not in document:
        return findings, Metrics()
    state = State(document)
    judgement = Judgement(inspector, state)
    judgement.add(("root",), document["root"], insert=False)
    judgement.plan.commit()
    findings += judgement.local
    top, metrics = state.root, state.ledger.metrics()
    if top is not None:
        findings += unmet_needs(inspector, top, ("root",))
        findings += _duplicate_ids(top)
    findings += [_at_root(finding) for finding in budgets.check_totals(metrics, Metrics(), inspector.profile)]
    if metrics.depth > inspector.profile.depth:
        findings.append(_at_root(budgets.too_deep(metrics.depth, inspector.profile)))
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
