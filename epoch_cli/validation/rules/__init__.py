"""Every rule, by code: one module a family, in the order of the codes.

    EP0xx reading   EP1xx structure   EP2xx components   EP3xx props      EP4xx tokens
    EP5xx bindings  EP6xx budgets     EP7xx security     EP8xx accessibility   EP9xx patches
    ES0xx catalogs  EW0xx wishes      EX0xx conversions

A code is never used again for something else.
"""

from __future__ import annotations

from epoch_cli.validation.diagnostics import Rule
from epoch_cli.validation.rules import (
    accessibility,
    bindings,
    budgets,
    catalogs,
    components,
    conversions,
    pointers,
    props,
    reading,
    security,
    structure,
    tokens,
    wishes,
)

FAMILIES: dict[str, tuple[Rule, ...]] = {
    module.__name__.rpartition(".")[2]: module.RULES
    for module in (
        reading, structure, components, props, tokens, bindings, budgets, security, accessibility, pointers, catalogs,
        wishes, conversions,
    )
}  # fmt: skip

RULES: dict[str, Rule] = {rule.code: rule for family in FAMILIES.values() for rule in family}

GATES: frozenset[str] = frozenset(code for code, rule in RULES.items() if rule.kind == "gate")
"""The codes of the rules that refuse a patch; those of others than Epoch never do."""
