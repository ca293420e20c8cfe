"""Validation: one rule set for a patch on a draft and for a whole document."""

from typing import TYPE_CHECKING

from epoch_cli.lazy import lazy_names

if TYPE_CHECKING:
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

# a file that is checked needs no draft, and a draft needs nothing of files
__getattr__ = lazy_names(
    __name__,
    {
        "epoch_cli.validation.diagnostics": ("Diagnostic", "Rule", "Selection", "Severity"),
        "epoch_cli.validation.draft": ("Draft", "Verdict"),
        "epoch_cli.validation.fixes": ("Repair",),
        "epoch_cli.validation.rules": ("FAMILIES", "RULES"),
        "epoch_cli.validation.validator": ("Report", "validate"),
    },
)
