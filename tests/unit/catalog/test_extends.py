"""A design system of one's own: `extends` merges key by key, the extending preset wins, `remove` takes away."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_cli import CatalogError, Draft, load_catalog
from epoch_cli.catalog import Catalog

OWN = """
[preset]
name = "acme"
version = "2.0.0"
extends = "punk"

[components.Button.props]
variant = { values = ["primary", "brand"] }
tone = { type = "enum", values = ["calm", "loud"] }

[components.Chart]
role = "image"
description = "A chart."

[components.Chart.props]
alt = { type = "string", required = true }

[tokens.spacing.tokens]
3xl = 64
md = 12

[budgets.strict]
nodes = 10
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def acme(tmp_path: Path) -> Catalog:
    return load_catalog(write(tmp_path / "acme.toml", OWN))


def test_everything_of_the_base_is_there(acme: Catalog, punk: Catalog) -> None:
    assert set(punk.components) < set(acme.components)
    assert set(punk.tokens) == set(acme.tokens)
    assert set(punk.profiles) == set(acme.profiles)
    assert acme.prompts == punk.prompts
    assert acme.components["Card"] == punk.components["Card"]


def test_what_is_added_is_there_too(acme: Catalog) -> None:
    assert acme.components["Chart"].props["alt"].required
    assert acme.components["Button"].props["tone"].values == ("calm", "loud")
    assert acme.tokens["spacing"].tokens["3xl"].value == 64


def test_a_component_that_is_added_has_the_props_that_all_have(acme: Catalog) -> None:
    assert "ariaLabel" in acme.components["Chart"].props


def test_what_is_given_again_wins_and_the_rest_of_it_stays(acme: Catalog, punk: Catalog) -> None:
    variant = acme.components["Button"].props["variant"]
    assert variant.values == ("primary", "brand")
    assert variant.default == punk.components["Button"].props["variant"].default
    assert acme.components["Button"].props["size"] == punk.components["Button"].props["size"]
    assert acme.tokens["spacing"].tokens["md"].value == 12
    assert acme.tokens["spacing"].tokens["lg"] == punk.tokens["spacing"].tokens["lg"]
    assert acme.profile("strict").nodes == 10
    assert acme.profile("strict").depth == punk.profile("strict").depth


def test_it_goes_by_its_own_name_and_digest(acme: Catalog, punk: Catalog) -> None:
    assert acme.name == "acme"
    assert acme.version == "2.0.0"
    assert acme.digest != punk.digest


def test_the_built_in_preset_stays_as_it_was(acme: Catalog, punk: Catalog) -> None:
    assert load_catalog("punk").digest == punk.digest
    assert "Chart" not in load_catalog("punk").components


def test_the_validator_judges_by_it(acme: Catalog) -> None:
    node = {"type": "Button", "text": "Go", "props": {"variant": "brand", "tone": "loud"}}
    assert Draft(acme).propose({"op": "add", "path": "/root", "value": node}).accepted
    refused = Draft(acme).propose({"op": "add", "path": "/root", "value": {**node, "props": {"variant": "danger"}}})
    assert not refused.accepted


def test_a_removed_component_is_unknown_to_the_validator(tmp_path: Path) -> None:
    path = write(tmp_path / "small.toml", '[preset]\nname = "small"\nextends = "punk"\nremove = ["Modal", "Tabs"]\n')
    small = load_catalog(path)
    assert {"Modal", "Tabs"}.isdisjoint(small.components)
    verdict = Draft(small).propose({"op": "add", "path": "/root", "value": {"type": "Modal"}})
    assert [diagnostic.code for diagnostic in verdict.diagnostics] == ["EP201"]


def test_removing_what_the_base_has_not_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "x.toml", '[preset]\nname = "x"\nextends = "punk"\nremove = ["Modl"]\n')
    with pytest.raises(CatalogError, match=r"x\.toml: preset\.remove: .*'Modl'"):
        load_catalog(path)


def test_removing_without_a_base_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "x.toml", '[preset]\nname = "x"\nremove = ["Modal"]\n')
    with pytest.raises(CatalogError, match=r"x\.toml: preset\.remove"):
        load_catalog(path)


def test_a_relative_base_counts_from_the_file_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        tmp_path / "base" / "catalog.toml", '[preset]\nname = "base"\nextends = "punk"\n[budgets.strict]\nnodes = 7\n'
    )
    top = write(tmp_path / "top" / "deep" / "catalog.toml", '[preset]\nname = "top"\nextends = "../../base"\n')
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert load_catalog(top).profile("strict").nodes == 7


def test_a_folder_is_as_good_as_its_catalog_file(tmp_path: Path) -> None:
    path = write(tmp_path / "mine" / "catalog.toml", OWN)
    assert load_catalog(path.parent).digest == load_catalog(path).digest == load_catalog(str(path)).digest


def test_several_steps_are_followed_and_the_nearest_wins(tmp_path: Path) -> None:
    write(tmp_path / "a.toml", '[preset]\nname = "a"\nextends = "punk"\n[budgets.strict]\nnodes = 1\ndepth = 1\n')
    write(tmp_path / "b.toml", '[preset]\nname = "b"\nextends = "./a.toml"\n[budgets.strict]\nnodes = 2\n')
    write(tmp_path / "c.toml", '[preset]\nname = "c"\nextends = "b.toml"\n')
    strict = load_catalog(tmp_path / "c.toml").profile("strict")
    assert (strict.nodes, strict.depth) == (2, 1)


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_cycle_is_refused(tmp_path: Path, length: int) -> None:
    for index in range(length):
        write(
            tmp_path / f"{index}.toml",
            f'[preset]\nname = "p{index}"\nextends = "./{(index + 1) % length}.toml"\n',
        )
    with pytest.raises(CatalogError, match=r"0\.toml: preset\.extends"):
        load_catalog(tmp_path / "0.toml")


def test_a_base_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "x.toml", '[preset]\nname = "x"\nextends = "./gone.toml"\n')
    with pytest.raises(CatalogError, match=r"gone\.toml"):
        load_catalog(path)


def test_prompts_beside_it_replace_those_of_the_base_one_by_one(tmp_path: Path, punk: Catalog) -> None:
    write(tmp_path / "catalog.toml", '[preset]\nname = "x"\nextends = "punk"\n')
    write(tmp_path / "prompts" / "first.md", "Mine: ${components}")
    mine = load_catalog(tmp_path)
    assert mine.prompts["first"] == "Mine: ${components}"
    assert mine.prompts["edit"] == punk.prompts["edit"]


def test_tokens_beside_it_are_merged_with_those_of_the_base(tmp_path: Path) -> None:
    write(tmp_path / "catalog.toml", '[preset]\nname = "x"\nextends = "punk"\n')
    write(tmp_path / "tokens.toml", '[spacing.tokens]\nhuge = 99\nold = { value = 1, deprecated = "use xs" }\n')
    spacing = load_catalog(tmp_path).tokens["spacing"]
    assert spacing.tokens["huge"].value == 99
    assert spacing.tokens["old"].deprecated == "use xs"
    assert spacing.tokens["md"].value == 16
    assert spacing.prefix == "spacing"


def test_a_whole_design_system_needs_no_base(tmp_path: Path) -> None:
    page = '[components.Page]\nchildren = 2\nprops = { wide = { type = "boolean" } }\n'
    tiny = load_catalog(write(tmp_path / "tiny.toml", f'[preset]\nname = "tiny"\n{page}'))
    assert list(tiny.components) == ["Page"]
    assert tiny.components["Page"].max_children == 2
    root = {"type": "Page", "props": {"wide": True}, "children": []}
    assert Draft(tiny).propose({"op": "add", "path": "/root", "value": root}).accepted
