"""What a TOML text from anybody may cost: a long key, a long number and a deep value are refused in little time."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from epoch_cli.catalog.load import load_catalog
from epoch_cli.config.source import parse_toml
from epoch_cli.config.toml_keys import MOST_PARTS, parse_tables
from epoch_cli.errors import CatalogError, ConfigError

BOMBS = {
    "a key of many parts": ".".join(["a"] * 20_000) + " = 1",
    "a table of many parts": "x = 1\n  [" + " . ".join(["a"] * 20_000) + "]",
    "quoted parts": ".".join(['"a b"', "'c'"] * 10_000) + " = 1",
    "an inline table": "x = {" + ".".join(["a"] * 20_000) + " = 1}",
    "a number": "x = " + "9" * 100_000,
    "arrays in arrays": "x = " + "[" * 20_000,
    "tables in tables": "x = " + "{a = " * 20_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_in_little_time(text: str) -> None:
    began = time.process_time()
    with pytest.raises(ConfigError, match="not TOML"):
        parse_toml(text.encode(), Path("epoch.toml"))
    assert time.process_time() - began < 1


def test_a_preset_is_read_with_the_same_care(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_text(BOMBS["a key of many parts"])
    began = time.process_time()
    with pytest.raises(CatalogError, match=r"a key of more than 200 parts \(at line 1, column 1\)"):
        load_catalog(tmp_path)
    assert time.process_time() - began < 1


def test_what_only_looks_like_a_long_key_is_read() -> None:
    dots = "".join(f"word{number}. Next, v1.2.{number}\\n" for number in range(1_000))
    text = f'a.b."c.d" = "{dots}"\nlines = """{"." * 1_000}"""\n' + "".join(f"x.y{n} = 1.5\n" for n in range(500))
    assert parse_tables(text) == tomllib.loads(text)
    deep = ".".join(["a"] * MOST_PARTS) + " = 1"
    assert parse_tables(deep) == tomllib.loads(deep)
