"""Validation: one rule set for a patch on a draft and for a whole document."""

from epoch_cli.validation.diagnostics import Diagnostic, Rule, Selection, Severity
from epoch_cli.validation.draft import Draft, Verdict
from epoch_cli.validation.fixes import Repair
from epoch_cli.validation.rules import FAMILIES, RULES
from epoch_cli.validation.validator import Report, validate

__all__ = [
    "FAMILIES",
    "RULES",
    "Diagnostic",
    "Draft",
    "Repair",
    "Report",
    "Rule",
    "Selection",
    "Severity",
    "Verdict",
    "validate",
]
