"""A preset's files are checked as a whole: everything that is wrong at once, each at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_cli import CatalogError
from epoch_cli.catalog import preset_names
from epoch_cli.linting.preset_files import check_preset
from epoch_cli.validation import Selection, Severity

CATALOG = """[preset]
name = "shop"
extends = "punk"

[components.Button]
role = "acton"
kids = true

[components.Note]
names_controls = "titel"

[components.Note.props]
title = { type = "string" }
size = { type = "enum" }
space = { type = "token", group = "spacin" }
choice = { type = "string", one_of = "options.id" }
kind = { type = "enum", values = ["a"], reads = { b = "c" } }
"""

TOKENS = """[spacing]
kind = "spacing"
tokns = { md = 1 }

[colors.tokens]
brand = { valu = "#000" }
"""


def preset(folder: Path, catalog: str, **others: str) -> Path:
    for name, text in {"catalog.toml": catalog, **others}.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def found(folder: Path | str) -> list[tuple[str, int, int, str]]:
    return [
        (Path(report.name).name, each.line, each.column, each.code)
        for report in check_preset(str(folder))
        for each in report.diagnostics
    ]


def test_everything_that_is_wrong_is_told_at_once_at_its_place(tmp_path: Path) -> None:
    assert found(preset(tmp_path, CATALOG, **{"tokens.toml": TOKENS})) == [
        ("catalog.toml", 6, 8, "ES004"),
        ("catalog.toml", 7, 1, "ES002"),
        ("catalog.toml", 10, 18, "ES005"),
        ("catalog.toml", 14, 1, "ES005"),
        ("catalog.toml", 15, 35, "ES005"),
        ("catalog.toml", 16, 38, "ES005"),
        ("catalog.toml", 17, 55, "ES005"),
        ("tokens.toml", 3, 1, "ES002"),
        ("tokens.toml", 6, 1, "ES003"),
        ("tokens.toml", 6, 11, "ES002"),
    ]


def test_each_finding_says_what_to_do(tmp_path: Path) -> None:
    reports = check_preset(str(preset(tmp_path, CATALOG, **{"tokens.toml": TOKENS})))
    told = {each.pointer: each.hint for report in reports for each in report.diagnostics}
    assert told["/components/Button/role"] == "did you mean 'action'?"
    assert told["/components/Note/names_controls"].startswith("did you mean 'title'?")
    assert told["/components/Note/props/space/group"].startswith("did you mean 'spacing'?")
    assert told["/tokens/colors/tokens/brand/valu"].startswith("did you mean 'value'?")
    assert all(told.values())


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ('[preset]\nname = "x\n', 2, 10, "not TOML"),
        ("[preset]\na = " + "[" * 3000, 0, 0, "nested too deeply"),
    ],
    ids=["a string without end", "brackets without end"],
)
def test_a_file_that_is_no_toml_is_one_finding(text: str, line: int, column: int, said: str, tmp_path: Path) -> None:
    (report,) = check_preset(str(preset(tmp_path, text)))
    (finding,) = report.diagnostics
    assert (finding.code, finding.line, finding.column, report.readable) == ("ES001", line, column, False)
    assert said in finding.message


def test_bytes_that_are_no_utf8_are_told_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_bytes(b'[preset]\nname = "\xff"\n')
    assert found(tmp_path) == [("catalog.toml", 2, 9, "ES001")]


def test_what_it_builds_on_has_to_be_there(tmp_path: Path) -> None:
    folder = preset(tmp_path, '[preset]\nname = "x"\nextends = "pnk"\n')
    (report,) = check_preset(str(folder))
    assert [(each.code, each.line) for each in report.diagnostics] == [("ES005", 3)]
    assert "punk" in report.diagnostics[0].hint


def test_removing_and_models_are_checked_too(tmp_path: Path) -> None:
    text = (
        '[preset]\nname = "x"\nextends = "punk"\nremove = ["Modal", "Modl"]\n[models.User]\nfields = { a = "strng" }\n'
    )
    assert found(preset(tmp_path, text)) == [("catalog.toml", 4, 20, "ES005"), ("catalog.toml", 6, 16, "ES004")]


VALUES = """[spacing.tokens]
fine = 16
rem = "1.5rem"
nothing = nan
below = -999999
far = 1e308
code = "1px;} body {display:none}"
[shadows.tokens]
soft = "0 1px 3px rgb(0 0 0 / 0.2), inset 0 0 2px black"
remote = "url(https://example.com/x)"
[typography.tokens]
big = { value = { size = "40px", weight = 700, lineHeight = "44px" } }
none = { value = { size = "url(x)", weight = -1, lineHeight = "normal;" } }
"""


def test_values_that_no_style_can_use_are_told(tmp_path: Path) -> None:
    head = '[preset]\nname = "x"\nextends = "punk"\n'
    told = [(line, code) for _, line, _, code in found(preset(tmp_path, head, **{"tokens.toml": VALUES}))]
    assert told == [(line, "ES012") for line in (4, 5, 6, 7, 10, 13, 13, 13)]


def test_parts_are_read_each_by_itself(tmp_path: Path) -> None:
    head = '[preset]\nname = "x"\nextends = "punk"\n'
    parts = {"templates/a.toml": 'text = "x"\n', "patterns/b.toml": "[[nou]]\n", "prompts/c.md": "fine"}
    assert [(name, code) for name, _, _, code in found(preset(tmp_path, head, **parts))] == [
        ("b.toml", "ES006"),
        ("a.toml", "ES006"),
    ]


def test_what_is_taken_over_is_not_reported_again(tmp_path: Path) -> None:
    base = '[preset]\nname = "below"\nextends = "punk"\n[components.Rule]\n'
    assert {
        code for *_, code in found(preset(tmp_path / "below", base) if (tmp_path / "below").mkdir() is None else "")
    }
    (tmp_path / "above").mkdir()
    assert found(preset(tmp_path / "above", '[preset]\nname = "above"\nextends = "../below"\n')) == []


def test_the_tokens_file_stands_for_its_preset(tmp_path: Path) -> None:
    folder = preset(tmp_path, '[preset]\nname = "x"\nextends = "punk"\n', **{"tokens.toml": "[a]\nb = 1\n"})
    assert found(folder / "tokens.toml") == found(folder) == [("tokens.toml", 2, 1, "ES002")]


def test_rules_can_be_left_out(tmp_path: Path) -> None:
    folder = preset(tmp_path, '[preset]\nname = "x"\nextends = "punk"\n[components.Rule]\n')
    reports = check_preset(str(folder), Selection(frozenset({"ES017"})))
    assert [each.code for report in reports for each in report.diagnostics] == ["ES019"]


@pytest.mark.parametrize("name", [*preset_names(), "base"])
def test_the_built_in_presets_have_neither_errors_nor_warnings(name: str) -> None:
    found = [each for report in check_preset(name) for each in report.diagnostics]
    assert not [each for each in found if each.severity is not Severity.INFO]


def test_a_preset_that_is_not_there_is_an_error() -> None:
    with pytest.raises(CatalogError, match="no preset"):
        check_preset("nowhere")
