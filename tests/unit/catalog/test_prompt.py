"""The system prompt is rendered from the catalog, never written beside it (decision 15)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest

from epoch_cli import CatalogError, Draft, load_catalog
from epoch_cli.catalog import Catalog, parse_models
from epoch_cli.engine.prompts import TemplateName, render_system

TEMPLATES: tuple[TemplateName, ...] = get_args(TemplateName)
TYPE = re.compile(r'"type"\s*:\s*"([A-Z]\w*)"')


def rendered(catalog: Catalog, name: TemplateName = "first", **more: Any) -> str:
    profile = more.pop("profile", "strict")
    models = parse_models(more.pop("models", None))
    return render_system(name, catalog, catalog.profile(profile), models, **more)


def extended(tmp_path: Path, text: str) -> Catalog:
    path = tmp_path / "mine.toml"
    path.write_text(f'[preset]\nname = "mine"\nextends = "punk"\n{text}', "utf-8")
    return load_catalog(path)


def operations(text: str) -> list[dict[str, Any]]:
    """Every line of a prompt that is a JSON Patch operation."""
    return [json.loads(line) for line in text.splitlines() if line.startswith('{"op"')]


def components_named(text: str) -> set[str]:
    return set(TYPE.findall(text)) | set(re.findall(r"^- ([A-Z]\w+): ", text, re.MULTILINE))


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_component_and_every_prop_is_in_it(punk: Catalog, name: TemplateName) -> None:
    lines = rendered(punk, name).splitlines()
    for component in punk.components.values():
        (line,) = [line for line in lines if line.startswith(f"- {component.type}: ")]
        for prop in component.props.values():
            assert re.search(rf"\b{prop.name}!? \(", line), (component.type, prop.name)
            for value in prop.values:
                assert value in line, (component.type, prop.name, value)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_token_is_in_it(punk: Catalog, name: TemplateName) -> None:
    lines = rendered(punk, name).splitlines()
    for group in punk.tokens.values():
        (line,) = [line for line in lines if line.startswith(f"- {group.name}: ")]
        assert line.removeprefix(f"- {group.name}: ").split(", ") == list(group.tokens)


@pytest.mark.parametrize("name", TEMPLATES)
def test_it_names_no_component_that_the_catalog_does_not_know(punk: Catalog, name: TemplateName) -> None:
    assert components_named(rendered(punk, name)) == set(punk.components)


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("gone", ["Card", "DataGrid", "FormField", "Input", "Container", "Text", "Form", "Button"])
def test_it_does_not_name_a_component_that_a_preset_has_taken_away(
    tmp_path: Path, name: TemplateName, gone: str
) -> None:
    smaller = extended(tmp_path, f'remove = ["{gone}"]\n')
    assert gone not in components_named(rendered(smaller, name))


def test_its_examples_hold_in_a_preset_with_other_tokens(tmp_path: Path, punk: Catalog) -> None:
    prefixes = 'spacing = { prefix = "space" }\n'
    mine = extended(tmp_path, f"[tokens]\n{prefixes}")
    assert_examples_are_accepted(rendered(mine), mine)


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_a_preset_adds_is_in_it(tmp_path: Path, name: TemplateName) -> None:
    larger = extended(
        tmp_path, '[components.Chart]\nrole = "other"\n[components.Chart.props]\ncurve = { type = "boolean" }\n'
    )
    (line,) = [line for line in rendered(larger, name).splitlines() if line.startswith("- Chart: ")]
    assert "curve (boolean)" in line


def test_every_example_is_accepted_in_its_order(punk: Catalog) -> None:
    assert_examples_are_accepted(rendered(punk), punk)


def assert_examples_are_accepted(text: str, catalog: Catalog) -> None:
    """Each group of examples begins with `add /root`; without refusal, and nothing is left to say of its result."""
    examples = operations(text)
    assert len(examples) >= 5
    drafts: list[Draft] = []
    for patch in examples:
        if (patch["op"], patch["path"]) == ("add", "/root"):
            drafts.append(Draft(catalog))
        verdict = drafts[-1].propose(patch)
        assert verdict.accepted, (patch, verdict.diagnostics)
        assert not verdict.repairs, (patch, verdict.repairs)
    assert len(drafts) >= 2
    for draft in drafts:
        assert draft.report().diagnostics == []


@pytest.mark.parametrize("profile", ["strict", "foundation", "unlimited"])
def test_the_caps_of_the_profile_are_in_it(punk: Catalog, profile: str) -> None:
    text = rendered(punk, profile=profile)
    caps = punk.profile(profile)
    for cap in ("depth", "children", "nodes", "string", "bindings", "handlers", "patches", "score"):
        limit = getattr(caps, cap)
        assert (f"at most {limit} " in text) == (profile != "unlimited")
    assert str(1 << 60) not in text


def test_data_models_are_in_it_and_their_absence_is_said(punk: Catalog) -> None:
    models = {"Invoice": {"fields": {"total": "number", "lines": {"type": "array", "items": "string"}}}}
    text = rendered(punk, models=models)
    assert "Invoice" in text
    assert "invoices" in text
    assert "total: number" in text
    assert "No data models are declared" in rendered(punk)


def test_the_document_is_in_the_edit_prompt_and_the_problems_in_the_recovery_prompt(punk: Catalog) -> None:
    document = {"root": {"type": "Text", "text": "a price of $5 or ${components}"}}
    text = rendered(punk, "edit", document=document)
    assert "a price of $5 or ${components}" in text
    assert "patch 3: no such component" in rendered(punk, "recovery", problems="patch 3: no such component")


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_left_to_fill_in(punk: Catalog, name: TemplateName) -> None:
    assert "${" not in rendered(punk, name)


def test_an_unknown_placeholder_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_text('[preset]\nname = "mine"\nextends = "punk"\n', "utf-8")
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "first.md").write_text("${componets}", "utf-8")
    with pytest.raises(CatalogError, match=r"prompts/first\.md: 'componets'"):
        rendered(load_catalog(tmp_path))


def test_a_line_of_prose_that_begins_with_a_brace_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_text('[preset]\nname = "mine"\nextends = "punk"\n', "utf-8")
    (tmp_path / "prompts").mkdir()
    prose = "# Data\n\n## Bindings\n\n{context.path} binds data.\n{item.field} is a field.\n"
    (tmp_path / "prompts" / "first.md").write_text(prose, "utf-8")
    assert rendered(load_catalog(tmp_path)) == prose


def test_a_preset_without_prompts_says_what_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "bare.toml"
    path.write_text('[preset]\nname = "bare"\n[components.Page]\nchildren = true\n', "utf-8")
    with pytest.raises(CatalogError, match=r"no prompts/first\.md"):
        rendered(load_catalog(path))
