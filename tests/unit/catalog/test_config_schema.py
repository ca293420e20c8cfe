"""The JSON Schema of configuration takes what the loader takes, and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from epoch_cli.catalog.json_schema import config_schema
from epoch_cli.config.cache import Cache
from epoch_cli.config.settings import load_settings
from epoch_cli.errors import ConfigError

Check = Callable[[Any], bool]


@pytest.fixture(scope="module")
def accepts() -> Check:
    return Draft202012Validator(config_schema()).is_valid


@pytest.fixture
def loads(tmp_path: Path) -> Check:
    """Whether the loader takes a text as a project's `epoch.toml`."""
    (tmp_path / ".git").mkdir()

    def loads(text: str) -> bool:
        (tmp_path / "epoch.toml").write_text(text, "utf-8")
        try:
            load_settings(tmp_path, {}, cache=Cache(tmp_path / "cache"))
        except ConfigError:
            return False
        return True

    return loads


GOOD = [
    "",
    'preset = "punk"',
    'budget = "caps.toml"',
    'data = "models.toml"',
    'provider = "auto"\nmodel = "sonnet"',
    "exclude = []",
    'exclude = ["a/**", "b"]',
    '[rules]\nselect = ["EP3"]\nignore = ["unknown-prop"]',
    '[rules.severity]\nEP813 = "error"\nEP814 = "warning"\nmissing-prop = "info"',
    '[rules.per-file."legacy/**"]\nselect = ["EP1"]\nignore = ["EP4"]\nseverity = { EP105 = "info" }',
    '[rules.per-file."a"]\n[rules.per-file."b"]',
    '[screen]\ntheme = "nord"\nmouse = false\n[screen.keys]\n"live.refine" = "ctrl+r"',
]
BAD = [
    'prest = "a"',
    "[keys]\nx = 1",
    "[rules]\nselct = []",
    '[rules.per_file."a"]',
    '[rules.per-file."a"]\nper-file = {}',
    '[rules.per-file."a"]\nexclude = []',
    "preset = 3",
    'preset = ""',
    "data = []",
    'provider = ""',
    "model = 5",
    '[providers.openai]\nmodel = "m"',
    'exclude = "a"',
    "exclude = [1]",
    'exclude = [""]',
    'rules = "EP3"',
    "[rules]\nselect = [3]",
    '[rules]\nignore = "EP3"',
    '[rules.severity]\nEP813 = "fatal"',
    "[rules.severity]\nEP813 = true",
    '[rules.severity]\n"" = "error"',
    "[rules]\nper-file = []",
    '[screen]\ntheme = ""',
    '[screen]\nmouse = "yes"',
    "[screen.keys]\na = 1",
    '[rules.per-file]\na = "EP3"',
]


@pytest.mark.parametrize("text", GOOD)
def test_what_configures_passes(accepts: Check, loads: Check, text: str) -> None:
    assert loads(text)
    assert accepts(tomllib.loads(text))


@pytest.mark.parametrize("text", BAD)
def test_what_does_not_is_refused(accepts: Check, loads: Check, text: str) -> None:
    assert not loads(text)
    assert not accepts(tomllib.loads(text))


def test_every_key_says_what_it_is_for_and_no_other_is_taken() -> None:
    schema = config_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == "urn:epoch:schema:config"
    tables = list(objects(schema))
    assert len(tables) >= 3
    for table in tables:
        assert table["additionalProperties"] is False
        assert all(each.get("description") for each in table["properties"].values())


def test_the_defaults_pass(accepts: Check) -> None:
    keys = config_schema()["properties"]
    without = {name for name, each in keys.items() if "default" not in each}
    assert without == {"data", "provider", "model", "preferences"}
    defaults = {name: each["default"] for name, each in keys.items() if "default" in each}
    assert len(defaults) >= 4
    assert accepts(defaults)


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    """Every table with keys of its own, wherever it is defined."""
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from objects(inner)
    if isinstance(schema, dict) and isinstance(schema.get("properties"), dict) and "type" in schema:
        yield schema
