"""Whatever is asked, every patch keeps the document valid, and the finished screen has no finding at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from composer.composing import EXAMPLES, OWN, Document, brief
from composer.oracle import faults
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples
from support.warm import used_cache

from epoch_cli.catalog import Catalog, Models, Profile, load_catalog, parse_models
from epoch_cli.providers.offline.compose import compose
from epoch_cli.validation import Draft, validate

PUNK = load_catalog("punk")
PROMPTS = [row.prompt for row in (*EXAMPLES, *OWN)]
SOME = PROMPTS[:: len(PROMPTS) // 20]
"""Enough of them where each is composed for a dozen budgets or design systems."""

MODELS = parse_models({
    "User": {"fields": {"name": "string", "email": "string", "tags": {"type": "array", "items": "string"}}},
    "Order": {"fields": {"id": "number", "total": "number", "dueDate": "date"}},
})  # fmt: skip

HOSTILE = [
    "<script>alert(1)</script>", "login form <img src=x onerror=alert(1)>", "javascript:alert(1)",
    "form with java\nscript:alert(1) and data:text/html,x", "&#106;avascript:alert(1)", "&amp;lt;script&amp;gt;",
    "%3Cscript%3E", "table with __proto__, constructor, prototype and innerHTML", "{{x}} {context.} {0} {item.name}",
    "{context.__proto__.x} and {context.constructor}", "form with \x1b[31mred\x1b[0m and \u202eevil\u200b",
    "\ud800 lone", "\x00", "login form " * 900, "a" * 10_000, "(" * 10_000, "{" * 10_000, ", " * 5_000, "ß" * 10_000,
    "a form and a table. Form ß: name, email", "two cards. Card ŉ: name. Table ǰ: a, b",
    "tabs for a, b, each with tabs for c, each with tabs for d",
    "form with " + ", ".join(f"field {n}" for n in range(300)),
    "form with " + ", ".join(f"f{n} button" for n in range(60)),
    "table with columns " + ", ".join("abcdefghijklmnopqrstuvwxyz"),
    "select with options " + ", ".join(str(n) for n in range(500)), "500 cards with 500 images", "form: " + "x" * 700,
]  # fmt: skip


def check(prompt: str, catalog: Catalog, profile: Profile | str = "strict", models: Models | None = None) -> Document:
    """Propose every patch to a draft; give the document."""
    draft = Draft(catalog, profile=profile, models=models)
    for patch in compose(brief(prompt, catalog, profile=profile, models=models)).patches:
        verdict = draft.propose(patch)
        assert verdict.accepted, (prompt[:200], patch, verdict.diagnostics)
        assert not verdict.repairs, (prompt[:200], patch, verdict.repairs)
    return draft.document


@every_row("prompt", PROMPTS, ids=lambda prompt: prompt[:60] or "empty")
def test_a_screen_has_no_finding(prompt: str, punk: Catalog) -> None:
    document = check(prompt, punk)
    assert validate(document, punk).diagnostics == []
    assert faults(document) == []


@every_row("prompt", HOSTILE, ids=lambda prompt: repr(prompt[:40]))
def test_hostile_prompts_give_safe_screens(prompt: str, punk: Catalog) -> None:
    document = check(prompt, punk)
    assert "root" in document
    assert validate(document, punk).ok
    assert faults(document) == []


def known_words(catalog: Catalog) -> list[str]:
    found: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        for entry in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            collect(entry)

    collect(catalog.patterns.files)
    assert len(found) > 1000, "the tables that it walks are not where the words are"
    return sorted(set(found))


VOCABULARY = [
    *known_words(PUNK),
    *HOSTILE[:14],
    "1 to 5",
    "(required)",
    "(a, b)",
    "{context.users}",
    "3",
    "\n- ",
    "Form ß",
    "table ŉ",
    "card ǰ",
]


@settings(max_examples=examples(150), deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_a_valid_document(prompt: str) -> None:
    document = check(prompt, PUNK)
    assert "root" in document
    assert faults(document) == []


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(st.sampled_from(VOCABULARY), max_size=25), st.sampled_from([" ", ", ", " and ", " with ", ". "]))
def test_any_mix_of_known_words_gives_a_valid_document(parts: list[str], joint: str) -> None:
    models = MODELS if len(parts) % 2 else None
    document = check(joint.join(parts), PUNK, models=models)
    assert validate(document, PUNK, models=models).ok
    assert faults(document) == []


# ---------------------------------------------------------------- other budgets

CAPS = [
    {"nodes": 1}, {"nodes": 7}, {"depth": 1}, {"depth": 3}, {"children": 1}, {"children": 3}, {"string": 12},
    {"handlers": 0}, {"handlers": 1}, {"bindings": 0}, {"score": 3}, {"score": 20}, {"patches": 3},
    {"nodes": 12, "depth": 5, "children": 4},
]  # fmt: skip


@every_row("caps", CAPS, ids=str)
def test_a_smaller_budget_leaves_out_and_stays_valid(caps: dict[str, int], punk: Catalog) -> None:
    profile = punk.profile("strict")._replace(**caps)
    for prompt in SOME:
        document = check(prompt, punk, profile)
        assert validate(document, punk, profile=profile).diagnostics == []
        assert "root" in document


def test_what_matters_most_stays_when_there_is_little_room(punk: Catalog) -> None:
    profile = punk.profile("strict")._replace(nodes=12)
    document = check("form with " + ", ".join(f"field {number}" for number in range(40)), punk, profile)
    assert "Button" in str(document)
    assert validate(document, punk, profile=profile).diagnostics == []


def test_many_fields_are_grouped(punk: Catalog) -> None:
    document = check("form with " + ", ".join(f"field {number}" for number in range(20)), punk)
    assert str(document).count("Field 1") >= 1
    assert "Field 19" in str(document)
    assert validate(document, punk).diagnostics == []


# ---------------------------------------------------------------- other design systems

ONE = """
[preset]
name = "one"
version = "1.0.0"
[components.Frame]
role = "box"
children = true
"""
STRICT_NAMES = """
[preset]
name = "names"
version = "1.0.0"
[components.Group]
role = "other"
children = 3
name = { from = ["heading"], required = true }
[components.Group.props.heading]
type = "string"
required = true
[components.Say]
role = "other"
text = true
[components.Press]
role = "action"
interactive = true
name = { from = ["caption"], required = true }
[components.Press.props.caption]
type = "string"
"""
WITHOUT = [
    ["Form"], ["Tabs"], ["DataGrid"], ["FormField"], ["Input"], ["Select"], ["Button"], ["Modal", "Card"], ["Text"],
    ["Text", "Badge"], ["Container", "Stack"], ["Avatar", "Badge"],
    ["Form", "FormField", "Select", "Tabs", "Modal", "DataGrid", "Card", "Avatar"],
]  # fmt: skip


@pytest.mark.parametrize("source", [ONE, STRICT_NAMES], ids=["one component", "names required"])
def test_any_catalog_with_a_container_will_do(source: str, tmp_path: Path) -> None:
    file = tmp_path / "design.toml"
    file.write_text(source, encoding="utf-8")
    catalog = load_catalog(file, cache=used_cache())
    for prompt in SOME:
        assert "root" in check(prompt, catalog)


@pytest.mark.parametrize("removed", WITHOUT, ids=" ".join)
def test_a_missing_role_is_replaced_by_another(removed: list[str], tmp_path: Path) -> None:
    file = tmp_path / "design.toml"
    file.write_text(f'[preset]\nname = "less"\nversion = "1"\nextends = "punk"\nremove = {removed}\n', encoding="utf-8")
    catalog = load_catalog(file, cache=used_cache())
    for prompt in SOME:
        document = check(prompt, catalog)
        assert validate(document, catalog).diagnostics == []
        assert "root" in document


# ---------------------------------------------------------------- data models


def test_a_table_is_bound_to_the_model_it_names(punk: Catalog) -> None:
    document = check("table of users", punk, models=MODELS)
    assert "{context.users}" in str(document)
    assert "'key': 'email'" in str(document)


def test_columns_take_the_keys_of_the_model(punk: Catalog) -> None:
    assert "'key': 'dueDate'" in str(check("orders table with id and due date", punk, models=MODELS))


@pytest.mark.parametrize("path", ["invoices", "users.name", "users.nothing"])
def test_a_path_that_leads_to_no_list_is_not_bound(path: str, punk: Catalog) -> None:
    assert "{context" not in str(check(f"list of {{context.{path}}} with name", punk, models=MODELS))


def test_without_models_only_what_is_named_is_bound(punk: Catalog) -> None:
    assert "{context" not in str(check("table of users", punk))
    assert "{context.users}" in str(check("table of {context.users}", punk))
