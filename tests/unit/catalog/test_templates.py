"""Prompt templates of presets: what is in them, how they are filled in, and how presets build on each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.every_row import every_row
from support.scripted import run

from epoch_cli import Catalog, CatalogError, UsageError, load_catalog
from epoch_cli.catalog.templates import find_template, load_templates
from epoch_cli.config.cache import Cache
from epoch_cli.engine.continuing import continued

TEMPLATE = """
description = "A list."
text = "list of ${what} for $$5${more}"
[parameters.what]
description = "what is listed"
required = true
[parameters.more]
default = ", now"
"""


def preset(folder: Path, extends: str = "punk", **templates: str) -> Path:
    """A preset in a folder of its own, with these templates."""
    (folder / "templates").mkdir(parents=True)
    (folder / "catalog.toml").write_text(f'[preset]\nname = "{folder.name}"\nextends = "{extends}"\n', "utf-8")
    for name, text in templates.items():
        (folder / "templates" / f"{name}.toml").write_text(text, "utf-8")
    return folder


@every_row(
    ("name", "values", "roles"),
    [
        ("crud", {"entity": "orders"}, {"table", "form", "action"}),
        ("login", {}, {"form", "input"}),
        ("settings", {}, {"tabs", "form"}),
        ("dashboard", {}, {"table", "card"}),
        ("contact", {}, {"form", "input"}),
        ("confirm", {"thing": "this order"}, {"dialog", "action"}),
    ],
)
def test_the_built_in_ones_make_a_screen_even_without_a_model(
    name: str, values: dict[str, str], roles: set[str], punk: Catalog
) -> None:
    found = continued(run("offline", punk, prompt=load_templates("punk")[name].filled(values)))
    text = str(found.document)
    assert roles <= {component.role for component in punk.components.values() if f"'{component.type}'" in text}


def test_the_built_in_ones_are_all_tried_above() -> None:
    assert list(load_templates("punk")) == ["confirm", "contact", "crud", "dashboard", "login", "settings"]
    for template in load_templates("punk").values():
        assert template.description.endswith(".")
        assert all(each.description and (each.required or each.default) for each in template.parameters)


def test_values_take_the_place_of_parameters(tmp_path: Path) -> None:
    template = load_templates(preset(tmp_path / "own", list=TEMPLATE))["list"]
    assert template.filled({"what": "${more} $x"}) == "list of ${more} $x for $5, now"
    assert template.filled({"what": "a", "more": ""}) == "list of a for $5"


@pytest.mark.parametrize(
    ("values", "words"),
    [({}, r"needs what \(what is listed\)"), ({"what": " "}, "needs what"), ({"wat": "x"}, "no parameter 'wat'")],
)
def test_values_that_are_missing_or_unknown_are_named(tmp_path: Path, values: dict[str, str], words: str) -> None:
    template = load_templates(preset(tmp_path / "own", list=TEMPLATE))["list"]
    with pytest.raises(UsageError, match=words) as error:
        template.filled(values)
    assert "what" in error.value.remedy


def test_a_preset_has_those_of_the_one_it_extends_and_may_replace_them(tmp_path: Path) -> None:
    below = preset(tmp_path / "below", list=TEMPLATE, login=TEMPLATE)
    above = preset(tmp_path / "above", extends="../below", login='description = "Mine."\ntext = "mine"\n')
    found = load_templates(above)
    assert {"crud", "list", "login"} <= set(found)
    assert found["login"].text == "mine"
    assert found["list"].file == below / "templates" / "list.toml"
    assert load_templates("punk")["login"].text != "mine"


def test_a_preset_of_one_file_has_those_of_its_base(tmp_path: Path) -> None:
    preset(tmp_path, other=TEMPLATE)  # they belong to catalog.toml, not to what lies beside it
    file = tmp_path / "single.toml"
    file.write_text('[preset]\nname = "single"\nextends = "punk"\n', "utf-8")
    assert load_templates(file).keys() == load_templates("punk").keys()


def test_templates_do_not_change_the_catalog(tmp_path: Path) -> None:
    folder = preset(tmp_path / "own")
    before = load_catalog(folder).digest
    (folder / "templates" / "list.toml").write_text(TEMPLATE, "utf-8")
    assert load_catalog(folder).digest == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('description = "d"\ntext = 1', "text: expected a string"),
        ('text = "x"', "description: is missing"),
        ('description = "d"\ntext = "${nope}"', "text: no parameter 'nope'"),
        ('description = "d"\ntext = "cost: $ 5"', r"write \$\{name\}"),
        ('description = "d"\ntext = "x"\nparams = 1', "params: no such key"),
        ('description = "d"\ntext = "x"\n[parameters.Big]\n', "Big"),
        ("=", "not TOML"),
    ],
)
def test_a_wrong_file_is_said_with_its_key(tmp_path: Path, text: str, words: str) -> None:
    folder = preset(tmp_path / "own", list=text)
    with pytest.raises(CatalogError) as error:
        load_templates(folder)
    shown = f"{error.value.message}; {error.value.remedy}"
    assert "list.toml" in shown
    assert re.search(words, shown)


def test_a_name_that_is_none_gets_the_nearest() -> None:
    with pytest.raises(UsageError, match="no template 'crad'") as error:
        find_template("crad", load_templates("punk"))
    assert "'crud'" in error.value.remedy


def test_a_circle_of_presets_is_said(tmp_path: Path) -> None:
    preset(tmp_path / "a", extends="../b")
    preset(tmp_path / "b", extends="../a")
    with pytest.raises(CatalogError, match="comes back"):
        load_templates(tmp_path / "a")


def test_a_cache_gives_the_same(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    first = load_templates("punk", cache=cache)
    assert cache.stats().entries > 0
    assert load_templates("punk", cache=cache) == first == load_templates("punk")
