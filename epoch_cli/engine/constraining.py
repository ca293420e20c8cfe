"""What an answer is held to while it is written, made from the catalog (design section 6)."""

from __future__ import annotations

from dataclasses import replace

from epoch_cli.catalog import Catalog, Models, Profile
from epoch_cli.catalog.exports import SCHEMA_NOTE
from epoch_cli.document.canonical import NODE_ORDER, PATCH_ORDER
from epoch_cli.providers.base import Constraint, ConstraintKind

_GRAMMAR_NOTE = (
    "Your answer is held to a grammar: one operation a line, JSON without spaces around its parts, and keys in one"
    f" order. An operation: {', '.join(key for key in PATCH_ORDER if key != 'meta')}. A node: {', '.join(NODE_ORDER)}."
    " Props: as the components list them. Leave out what you do not need."
)
_OBJECT_NOTE = (
    f'Answer with one JSON object {{"patches": [ … ]}} that holds the operations, instead of lines. {SCHEMA_NOTE}'
    " Bind a prop that is no text with an operation of its own, whose value is the binding."
)


def constraint_for(
    kind: ConstraintKind, catalog: Catalog, profile: Profile, models: Models, *, required: bool
) -> Constraint:
    """The constraint of a kind; made once for a catalog, a profile and data models, and gone with these.

    Args:
        kind: what the provider takes (`providers.constraints.kind_for`).
        catalog: the design system.
        profile: its cap on children is in the grammars.
        models: what context paths in a grammar may name; without any they are free.
        required: without it there is no request; otherwise it may be given up.
    """
    key = ("constraint", kind, catalog.name, profile)
    known = models.memo.get(key)
    if known is None or known[0] is not catalog:  # the design system may have been loaded again
        known = models.memo[key] = (catalog, _made(kind, catalog, profile, models))
    made: Constraint = known[1]
    return replace(made, required=required)


def _made(kind: ConstraintKind, catalog: Catalog, profile: Profile, models: Models) -> Constraint:
    if kind == "json_schema":
        from epoch_cli.catalog.exports.strict_schema import patches_schema  # noqa: PLC0415  most runs are free

        return Constraint(kind, schema=patches_schema(catalog, patterns=False), note=_OBJECT_NOTE)
    from epoch_cli.catalog.exports.gbnf import to_gbnf  # noqa: PLC0415  as above
    from epoch_cli.catalog.exports.language import grammar_of  # noqa: PLC0415
    from epoch_cli.catalog.exports.lark import to_lark  # noqa: PLC0415

    grammar = grammar_of(catalog, "patches", profile=profile, models=models)
    return Constraint(kind, grammar=to_gbnf(grammar) if kind == "gbnf" else to_lark(grammar), note=_GRAMMAR_NOTE)
