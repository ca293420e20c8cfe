"""Presets that nobody would write, and a fuzzer did: an error like any other, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_cli import CatalogError, ConfigError, load_catalog
from epoch_cli.config.source import parse_toml

BOX = '[preset]\nname = "x"\n[components.A]\nchildren = true\n'
PROP = BOX + "[components.A.props]\na = { type = 'string', pattern = '%s' }\n"
LONG_NUMBER = "9" * 5000
"""More digits than Python makes a number of (CVE-2020-10735)."""


def refused(folder: Path, text: str) -> CatalogError:
    path = folder / "odd.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogError) as caught:
        load_catalog(path)
    assert "\n" not in caught.value.message
    assert caught.value.remedy
    return caught.value


def test_patterns_that_cannot_be_compiled_are_no_patterns(tmp_path: Path) -> None:
    for pattern in ("a{99999999999}", "(" * 2000 + ")" * 2000, "(?:" * 1500 + "a" + ")*" * 1500):
        assert (
            "components.A.props.a.pattern: expected a regular expression" in refused(tmp_path, PROP % pattern).message
        )


def test_a_number_with_too_many_digits_is_not_toml(tmp_path: Path) -> None:
    assert "not TOML" in refused(tmp_path, f"a = {LONG_NUMBER}\n").message
    with pytest.raises(ConfigError, match="not TOML"):
        parse_toml(f"a = {LONG_NUMBER}\n".encode(), Path("epoch.toml"))


@pytest.mark.parametrize(
    "parent", ["~nobody-is-called-that/x", "a" * 300, "a/" * 3000, "a\\u0000b"], ids=["home", "name", "path", "nul"]
)
def test_what_can_be_no_path_is_no_preset(tmp_path: Path, parent: str) -> None:
    error = refused(tmp_path, f'[preset]\nname = "x"\nextends = "{parent}"\n')
    assert error.message.startswith("no preset '")
    assert len(error.message) < 300


def test_a_key_of_several_lines_is_told_on_one(tmp_path: Path) -> None:
    assert r'components."a\u000ab".kids: ' in refused(tmp_path, BOX + '[components."a\\nb"]\nkids = 1\n').message
    assert (
        r'props."a\u000ab".values: '
        in refused(tmp_path, BOX + '[components.A.props]\n"a\\nb" = { type = "enum" }\n').message
    )
    assert (
        r'models."a\u000ab".fields.c: '
        in refused(tmp_path, BOX + '[models."a\\nb"]\nfields = { c = "text" }\n').message
    )
