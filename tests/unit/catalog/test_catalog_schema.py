"""The JSON Schema of a `catalog.toml` takes what the loader takes, as far as one file's shape goes."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.documents import EVERYTHING

from epoch_cli import CatalogError
from epoch_cli.catalog.json_schema import catalog_schema
from epoch_cli.catalog.source import check_catalog
from epoch_cli.config.paths import presets_dir

Check = Callable[[Any], bool]


@pytest.fixture(scope="module")
def accepts_catalog() -> Check:
    return Draft202012Validator(catalog_schema()).is_valid


def test_the_built_in_presets_pass(accepts_catalog: Check) -> None:
    for path in presets_dir().glob("*/catalog.toml"):
        data = tomllib.loads(path.read_text("utf-8"))
        tokens = path.with_name("tokens.toml")
        if tokens.is_file():
            data["tokens"] = tomllib.loads(tokens.read_text("utf-8"))
        assert accepts_catalog(data)
    assert accepts_catalog(tomllib.loads(EVERYTHING))


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[preset]\nname = "No Name"',
        '[preset]\nname = "a"\nremoves = []',
        '[preset]\nname = "a"\n[components.A]\nchildren = -1',
        '[preset]\nname = "a"\n[components.A]\nrole = "hero"',
        '[preset]\nname = "a"\n[components.A]\nchildern = true',
        '[preset]\nname = "a"\n[components.A.props.x]\ntype = "text"',
        '[preset]\nname = "a"\n[components.A.props.x]\ntype = ["string", 1]',
        '[preset]\nname = "a"\n[components.A.props.x.fields.y]\nmax = "3"',
        '[preset]\nname = "a"\n[components.A.name]\nfrom = "label"',
        '[preset]\nname = "a"\n[budgets.b]\nnodes = 0',
        '[preset]\nname = "a"\n[models.M]\nplural = "ms"',
        '[preset]\nname = "a"\n[tokens.spacing]\nkind = "size"',
    ],
)
def test_a_catalog_that_cannot_be_loaded_for_its_shape_is_refused(accepts_catalog: Check, text: str) -> None:
    data = tomllib.loads(text)
    with pytest.raises(CatalogError):
        check_catalog(data, "catalog.toml")
    assert not accepts_catalog(data)
