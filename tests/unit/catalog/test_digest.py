"""The digest of a catalog: the same for the same files wherever they lie, another when any of them changes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from epoch_cli import load_catalog
from epoch_cli.config.paths import presets_dir

FILES = sorted(
    str(path.relative_to(presets_dir()))
    for preset in ("base", "punk")
    for pattern in ("*.toml", "prompts/*.md", "patterns/*.toml")
    for path in (presets_dir() / preset).glob(pattern)
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of a preset that builds on a copy of what it builds on."""
    shutil.copytree(presets_dir() / "base", tmp_path / "base")
    copied = Path(shutil.copytree(presets_dir() / "punk", tmp_path / "punk"))
    catalog = copied / "catalog.toml"
    catalog.write_text(catalog.read_text("utf-8").replace('extends = "base"', 'extends = "../base"'), "utf-8")
    return copied


def test_it_does_not_depend_on_where_the_files_lie(tmp_path: Path) -> None:
    places = [tmp_path / "copy", tmp_path / "elsewhere" / "deeper"]
    digests = {load_catalog(shutil.copytree(presets_dir() / "punk", place)).digest for place in places}
    assert digests == {load_catalog("punk").digest}


@pytest.mark.parametrize("file", FILES)
def test_it_changes_when_a_file_changes(copy: Path, file: str) -> None:
    before = load_catalog(copy).digest
    path = copy.parent / file
    path.write_bytes(path.read_bytes() + b"\n")
    assert load_catalog(copy).digest != before


@pytest.mark.parametrize("file", [file for file in FILES if "catalog" not in file and "tokens" not in file])
def test_it_changes_when_a_file_is_gone_or_called_otherwise(copy: Path, file: str) -> None:
    before = load_catalog(copy).digest
    path = copy.parent / file
    renamed = path.rename(path.with_stem("zz"))
    called_otherwise = load_catalog(copy).digest
    renamed.unlink()
    assert len({before, called_otherwise, load_catalog(copy).digest}) == 3


def test_it_changes_when_the_base_of_a_preset_changes(copy: Path, tmp_path: Path) -> None:
    top = tmp_path / "top.toml"
    top.write_text('[preset]\nname = "top"\nextends = "./punk"\n', "utf-8")
    before = load_catalog(top).digest
    tokens = copy / "tokens.toml"
    tokens.write_text(tokens.read_text("utf-8").replace("#007AFF", "#007AFE"), "utf-8")
    assert load_catalog(top).digest != before


def test_files_that_are_no_part_of_a_preset_do_not_count(copy: Path) -> None:
    before = load_catalog(copy).digest
    (copy / "README.md").write_text("hello", "utf-8")
    assert load_catalog(copy).digest == before
