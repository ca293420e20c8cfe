"""Validation: one rule set for a patch on a draft and for a whole document.

    diagnostics.py, selecting.py    what a rule, a finding and a fix are; which rules count
    rules/                          the rules, a module a family; why they are there in a TOML file beside each
    inspector.py, values.py         the one walk over nodes, and the values in them; facts.py is what it takes down
    prefilter.py                    the quick proof that there is nothing to find, before any of the rest; strings, keys
                                    and rows of data are proved by prefilter_data.py
    validator.py                    a whole document: proved clean (clean.py), or inspected (inspection.py, screen.py,
                                    heaviest.py)
    intake.py, split.py             reads become proposals: node by node, with second chances, or patch by patch
    draft.py                        a document under patches: counts them, takes arrays whole, undoes (undo_stack.py)
    gatekeeper.py                   one operation: added quickly (express.py, growth.py), or read (proposal.py), judged
                                    (judge.py with plan, sites, unmet and ledger), and then accepted or refused; its
                                    author is told (verdict.py), or believes something else (beliefs.py)
    patch_meta.py                   what a patch says of itself: its number and its id
    fixes/                          how a finding can be fixed; made by fixing_documents.py and fixing_patches.py
    explanations.py                 why each rule is there, for people

Nothing here knows of files (`linting`) or of models that write (`engine`).
"""

from typing import TYPE_CHECKING

from epoch_cli.lazy import lazy_names

if TYPE_CHECKING:
    from epoch_cli.validation.diagnostics import Diagnostic, Rule, Selection, Severity
    from epoch_cli.validation.draft import Draft
    from epoch_cli.validation.fixes.repairs import Repair
    from epoch_cli.validation.rules import FAMILIES, RULES
    from epoch_cli.validation.validator import Report, validate
    from epoch_cli.validation.verdict import Verdict

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
        "epoch_cli.validation.draft": ("Draft",),
        "epoch_cli.validation.fixes.repairs": ("Repair",),
        "epoch_cli.validation.rules": ("FAMILIES", "RULES"),
        "epoch_cli.validation.validator": ("Report", "validate"),
        "epoch_cli.validation.verdict": ("Verdict",),
    },
)
