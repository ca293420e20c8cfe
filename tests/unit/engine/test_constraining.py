"""What an answer is held to: made from the catalog, once, in the form that the provider takes."""

from __future__ import annotations

import pytest

from epoch_cli.catalog import Catalog, Models, parse_models
from epoch_cli.catalog.exports.strict_schema import patches_schema
from epoch_cli.engine.constraining import constraint_for
from epoch_cli.providers.base import Constraint, ConstraintKind

NO_MODELS = Models()
CHART = '{"op":"add","path":"/root","value":{"type":"%s"}}\n'


def made(kind: ConstraintKind, catalog: Catalog, models: Models = NO_MODELS, *, required: bool = False) -> Constraint:
    return constraint_for(kind, catalog, catalog.profile("strict"), models, required=required)


@pytest.mark.parametrize("kind", ["gbnf", "lark"])
def test_grammars_are_of_lines_of_patches(kind: ConstraintKind, punk: Catalog) -> None:
    from support.decoding import from_gbnf, from_lark

    constraint = made(kind, punk)
    assert (constraint.kind, constraint.schema) == (kind, None)
    takes = (from_gbnf if kind == "gbnf" else from_lark)(constraint.grammar).takes
    assert takes(CHART % "Card")
    assert takes(CHART % "Card" * 3)
    assert not takes(CHART % "Crad")
    assert "one operation a line" in constraint.note


def test_the_schema_is_of_one_object_without_patterns(punk: Catalog) -> None:
    constraint = made("json_schema", punk)
    assert constraint.schema == patches_schema(punk, patterns=False)
    assert constraint.grammar == ""
    assert '{"patches": [ … ]}' in constraint.note
    assert "Null means absent" in constraint.note


def test_a_profile_caps_children(punk: Catalog) -> None:
    from support.decoding import from_gbnf

    strict = from_gbnf(made("gbnf", punk).grammar)
    line = '{{"op":"add","path":"/root","value":{{"type":"Card","children":[{}]}}}}\n'
    most = punk.profile("strict").children
    assert strict.takes(line.format(",".join(['{"type":"Text"}'] * most)))
    assert not strict.takes(line.format(",".join(['{"type":"Text"}'] * (most + 1))))


def test_bindings_lead_somewhere_in_the_data_models(punk: Catalog) -> None:
    from support.decoding import from_gbnf, from_lark

    models = parse_models(
        {
            "User": {
                "fields": {
                    "name": "string",
                    "tags": {"type": "array", "items": "string"},
                    "home": {"type": "object", "fields": {"city": "string"}},
                    "more": "object",
                }
            }
        }
    )
    line = '{"op":"add","path":"/root/dataSource","value":"%s"}\n'
    good = ["user.tags", "users", "users.0.tags", "user.home.city", "user.more.a.b", "user", "users.2"]
    bad = ["usr.tags", "user.tag", "user.name.first", "user.home.town", "users.x"]
    for takes in (
        from_gbnf(made("gbnf", punk, models).grammar).takes,
        from_lark(made("lark", punk, models).grammar).takes,
    ):
        assert [path for path in good if not takes(line % f"{{context.{path}}}")] == []
        assert [path for path in bad if takes(line % f"{{context.{path}}}")] == []
        assert takes(line % "{item.rows}")
    assert from_lark(made("lark", punk).grammar).takes(line % "{context.anything.at.all}")


def test_it_is_made_once(punk: Catalog) -> None:
    first, again = made("lark", punk), made("lark", punk, required=True)
    assert first.grammar is again.grammar
    assert (first.required, again.required) == (False, True)
    assert made("lark", punk, parse_models({"User": {"fields": {"name": "string"}}})).grammar != first.grammar
