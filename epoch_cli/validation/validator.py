"""A whole document against a design system: the same rules as for a patch, and the deferred ones (decision 2)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from epoch_cli.catalog import Catalog, Models, Profile, parse_models
from epoch_cli.document.metrics import Metrics
from epoch_cli.validation.clean import weigh_if_clean
from epoch_cli.validation.diagnostics import Diagnostic, Selection, Severity
from epoch_cli.validation.inspector import Inspector, inspector_of
from epoch_cli.validation.rules import GATES


class Report(NamedTuple):
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
        return [diagnostic for diagnostic in self.diagnostics if diagnostic.code in GATES]


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
    return check_document(document, inspector_of(catalog, budget, known), Selection.of(rules))


def check_document(document: Any, inspector: Inspector, rules: Selection) -> Report:
    """As `validate`, with an inspector at hand."""
    proved = weigh_if_clean(document, inspector) if type(document) is dict else None
    if proved is not None and rules.added is None:
        return Report([], proved)
    more = [] if rules.added is None else rules.added.find(document, inspector.catalog, rules)
    if proved is not None and not more:
        return Report([], proved)
    from epoch_cli.validation.inspection import inspect_document  # noqa: PLC0415  most documents are clean

    return inspect_document(document, inspector, rules, more)
