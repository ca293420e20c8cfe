"""A catalog as plain data and as TOML: what is read from it is the same catalog."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples

from epoch_cli import CatalogError, load_catalog
from epoch_cli.catalog import preset_names
from epoch_cli.catalog.data import catalog_data
from epoch_cli.catalog.writing import preset_text

ODD = """
[preset]
name = "odd"
[components."A-b c"]
children = 2
[components."A-b c".props]
"x y" = { type = ["number", "string"], min = 0, max = 0.5, pattern = 'a"b\\\\', default = 0 }
flag = { type = "boolean", default = false, binding = false }
[tokens.t.tokens]
zero = 0
gone = { value = 0, deprecated = "use zero" }
both = { value = { light = "#fff", dark = "#000" } }
[budgets.tiny]
bindings = 0
[models.User]
fields = { name = "string", tags = { type = "array", items = "string" } }
"""


def written_again(catalog: Any, folder: Path) -> Any:
    file = folder / "again.toml"
    file.write_text(preset_text(catalog_data(catalog)), "utf-8")
    return load_catalog(file)


@pytest.mark.parametrize("name", [*preset_names(), "odd"])
def test_what_is_written_is_read_as_the_same(name: str, tmp_path: Path) -> None:
    if name == "odd":
        (tmp_path / "odd.toml").write_text(ODD, "utf-8")
    catalog = load_catalog(tmp_path / "odd.toml" if name == "odd" else name)
    again = written_again(catalog, tmp_path)
    assert again.components == catalog.components
    assert again.tokens == catalog.tokens
    assert {name: each[1:] for name, each in again.profiles.items()} == {
        name: each[1:] for name, each in catalog.profiles.items()
    }
    assert again.models.to_json() == catalog.models.to_json()
    assert catalog_data(again) == catalog_data(catalog)


KEYS = st.text(min_size=1, max_size=8)
VALUES = st.recursive(
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=examples(50), deadline=None)
@given(st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=3), max_size=3))
def test_any_data_is_written_as_toml_that_reads_back(data: dict[str, Any]) -> None:
    assert tomllib.loads(preset_text(data, "a comment\nof two lines")) == data


def test_what_toml_cannot_say_is_refused() -> None:
    with pytest.raises(CatalogError, match="64 bits"):
        preset_text({"a": 2**64})
    with pytest.raises(CatalogError, match="cannot be written"):
        preset_text({"a": [None]})
