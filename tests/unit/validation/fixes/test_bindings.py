"""Repairs of bindings that are not offered, however near they come: what they would write could be no binding."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row
from support.nodes import MODELS, page, repeated, text

from epoch_cli.catalog import Catalog, parse_models
from epoch_cli.validation.fixes import bindings
from epoch_cli.validation.fixes.case import Case
from epoch_cli.validation.inspector import Inspector


@every_row(
    ("fixer", "value", "made"),
    [
        ("source", "context.users", "{context.users}"),
        ("source", " item.posts ", "{item.posts}"),
        ("source", "context.users[0]", None),
        ("source", "context", None),
        ("source", "users.all", None),
        ("source", "all users", None),
        ("source", 7, None),
        ("rooted", "{users}", "{context.users}"),
        ("rooted", "{ users }", "{context.users}"),
        ("rooted", "{users} and more", None),
        ("rooted", "{all users}", None),
        ("rooted", 7, None),
        ("braces", "{{users}}", "{context.users}"),
        ("braces", "{ context.users }", "{context.users}"),
        ("braces", "{ users }", None),
        ("braces", "{ context.all users }", None),
        ("braces", "{context.users}", None),
        ("braces", 7, None),
    ],
)
def test_what_is_written_for_a_source(punk: Catalog, fixer: str, value: Any, made: str | None) -> None:
    inspector = Inspector(punk, punk.profile("strict"), parse_models(MODELS))
    document = page(repeated(text("a"), value))
    case = Case.of("EP508", ("root", "children", "0", "dataSource"), document, inspector)
    change = getattr(bindings, fixer)(case)
    assert (change and change.patches[0]["value"]) == made
