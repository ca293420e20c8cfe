"""Which kind of constraint a provider takes."""

from __future__ import annotations

from support.every_row import every_row

from epoch_cli.providers.constraints import kind_for
from epoch_cli.providers.rows import Grammars, ProviderRow, Schemas


@every_row(
    ("grammar", "schema", "kind"),
    [
        ("gbnf", "json_schema", "gbnf"),
        ("lark", "json_schema", "lark"),
        ("structured_outputs", "none", "gbnf"),
        ("none", "json_schema", "json_schema"),
        ("none", "json_object", None),
        ("none", "cloudflare", None),
        ("none", "none", None),
    ],
)
def test_a_grammar_of_lines_comes_before_a_schema(grammar: Grammars, schema: Schemas, kind: str | None) -> None:
    row = ProviderRow("any", "Any", "openai_chat", "http://localhost/v1", grammar=grammar, schema=schema)
    assert kind_for(row) == kind
