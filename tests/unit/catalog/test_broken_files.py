"""What is wrong with a preset is said with the file, the key, and what was expected there."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from epoch_cli import CatalogError, load_catalog

HEAD = '[preset]\nname = "x"\nextends = "punk"\n'


class Broken(NamedTuple):
    """Text of the file, the key that is wrong, and a word of what was expected instead."""

    text: str
    key: str
    expected: str


BROKEN = {
    "no preset table": Broken("[components]\n", "preset", "missing"),
    "no name": Broken('[preset]\nversion = "1"\n', "preset.name", "missing"),
    "name with capitals": Broken('[preset]\nname = "My System"\n', "preset.name", "pattern"),
    "unknown table": Broken(HEAD + "[compnents.X]\n", "compnents", "not known"),
    "unknown key of the header": Broken('[preset]\nname = "x"\nextend = "punk"\n', "preset.extend", "not known"),
    "unknown key of a component": Broken(HEAD + "[components.X]\nkids = true\n", "components.X.kids", "not known"),
    "unknown role": Broken(HEAD + '[components.X]\nrole = "blob"\n', "components.X.role", "'container'"),
    "children is a word": Broken(HEAD + '[components.X]\nchildren = "yes"\n', "components.X.children", "bool"),
    "children below nothing": Broken(HEAD + "[components.X]\nchildren = -1\n", "components.X.children", "0"),
    "text is a number": Broken(HEAD + "[components.X]\ntext = 1\n", "components.X.text", "boolean"),
    "unknown type of a prop": Broken(
        HEAD + '[components.X.props]\na = { type = "colour" }\n', "components.X.props.a.type", "'enum'"
    ),
    "a prop without a type": Broken(
        HEAD + "[components.X.props]\na = { required = true }\n", "components.X.props.a.type", "missing"
    ),
    "an enum without values": Broken(
        HEAD + '[components.X.props]\na = { type = "enum" }\n', "components.X.props.a.values", "values"
    ),
    "a token without a group": Broken(
        HEAD + '[components.X.props]\na = { type = "token" }\n', "components.X.props.a.group", "spacing"
    ),
    "a token of an unknown group": Broken(
        HEAD + '[components.X.props]\na = { type = "token", group = "sizes" }\n',
        "components.X.props.a.group",
        "spacing",
    ),
    "a pattern that is none": Broken(
        HEAD + "[components.X.props]\na = { type = \"string\", pattern = '(' }\n",
        "components.X.props.a.pattern",
        "regular expression",
    ),
    "a field of a field": Broken(
        HEAD + '[components.X.props]\na = { type = "array", items = "object", fields = { b = { typ = 1 } } }\n',
        "components.X.props.a.fields.b.typ",
        "not known",
    ),
    "a name from a prop that is not there": Broken(
        HEAD + '[components.X]\nname = { from = ["title"] }\n', "components.X.name.from", "'title'"
    ),
    "rows that are no prop": Broken(
        HEAD + '[components.X]\nitem_scope = { rows = "data", props = [] }\n', "components.X.item_scope", "'data'"
    ),
    "a budget of words": Broken(HEAD + '[budgets.strict]\nnodes = "many"\n', "budgets.strict.nodes", "integer"),
    "a budget of nothing": Broken(HEAD + "[budgets.strict]\nnodes = 0\n", "budgets.strict.nodes", "1"),
    "an unknown cap": Broken(HEAD + "[budgets.strict]\nlevels = 3\n", "budgets.strict.levels", "not known"),
    "a token group of an unknown kind": Broken(
        HEAD + '[tokens.motion]\nkind = "time"\n', "tokens.motion.kind", "'spacing'"
    ),
    "a token that is a list": Broken(
        HEAD + "[tokens.spacing.tokens]\nmd = [1, 2]\n", "tokens.spacing.tokens.md", "expected"
    ),
    "a model without fields": Broken(HEAD + "[models.User]\n", "models.User.fields", "missing"),
    "a model field of an unknown type": Broken(
        HEAD + '[models.User]\nfields = { age = "int" }\n', "models.User.fields.age", "number"
    ),
    "a model field of an unknown type, as a table": Broken(
        HEAD + '[models.User.fields]\nage = { type = "int" }\n', "models.User.fields.age.type", "'number'"
    ),
    "nothing that takes children": Broken('[preset]\nname = "x"\n[components.X]\n', "components", "children"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_preset_is_refused_with_file_key_and_expectation(tmp_path: Path, broken: Broken) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(broken.text, "utf-8")
    with pytest.raises(CatalogError) as refused:
        load_catalog(path)
    message = refused.value.message
    assert broken.key in message
    assert broken.expected in message
    assert "broken.toml" in message
    assert "\n" not in message
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_every_refusal_says_what_to_do_next(tmp_path: Path, broken: Broken) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(broken.text, "utf-8")
    with pytest.raises(CatalogError) as refused:
        load_catalog(path)
    assert refused.value.remedy


def test_what_is_not_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('[preset]\nname = "x\n', "utf-8")
    with pytest.raises(CatalogError, match=r"broken\.toml: not TOML: .*line 2"):
        load_catalog(path)


def test_what_is_not_utf_8_is_refused_with_its_byte(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(b'[preset]\nname = "\xff"\n')
    with pytest.raises(CatalogError, match=r"broken\.toml: expected UTF-8 .*17"):
        load_catalog(path)


def test_a_folder_without_a_catalog_is_no_preset(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as refused:
        load_catalog(tmp_path)
    assert str(tmp_path) in refused.value.message
    assert "punk" in refused.value.remedy


def test_a_fault_of_the_tokens_is_told_with_the_file_of_the_tokens(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_text(HEAD, "utf-8")
    (tmp_path / "tokens.toml").write_text('[spacing]\nkind = "width"\n', "utf-8")
    with pytest.raises(CatalogError, match=r"tokens\.toml: spacing\.kind: expected"):
        load_catalog(tmp_path)


def test_a_fault_of_the_base_is_told_with_the_file_of_the_base(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(HEAD + "[components.X]\nkids = true\n", "utf-8")
    (tmp_path / "top.toml").write_text('[preset]\nname = "top"\nextends = "./base.toml"\n', "utf-8")
    with pytest.raises(CatalogError, match=r"base\.toml: components\.X\.kids"):
        load_catalog(tmp_path / "top.toml")


def test_a_pattern_file_that_is_not_toml_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_text(HEAD, "utf-8")
    (tmp_path / "patterns").mkdir()
    (tmp_path / "patterns" / "words.toml").write_text("= 1", "utf-8")
    catalog = load_catalog(tmp_path)  # which reads them when a wish is to be understood
    with pytest.raises(CatalogError, match=r"words\.toml: not TOML"):
        catalog.patterns.tables()
