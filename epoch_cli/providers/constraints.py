"""What a provider can hold an answer to while its model writes."""

from __future__ import annotations

from collections.abc import Mapping

from epoch_cli.providers.base import ConstraintKind
from epoch_cli.providers.rows import Grammars, ProviderRow

_BY_GRAMMAR: Mapping[Grammars, ConstraintKind] = {
    "gbnf": "gbnf",
    "lark": "lark",
    "structured_outputs": "gbnf",  # vLLM: both its backends read it, xgrammar (the default) and guidance
}


def kind_for(row: ProviderRow) -> ConstraintKind | None:
    """The kind of constraint for a row as its model changes it: a grammar of lines before a schema, else None."""
    return _BY_GRAMMAR.get(row.grammar) or ("json_schema" if row.schema == "json_schema" else None)
