"""The style sheet is parsed anew for other variables, and only then."""

from __future__ import annotations

from epoch_cli.tui.style_sheet import OnceParsed

CSS = "Widget { color: $one; }"


def _sheet() -> OnceParsed:
    sheet = OnceParsed(variables={"one": "#ff0000"})
    sheet.add_source(CSS, read_from=("test", "CSS"))
    sheet.reparse()
    return sheet


def test_the_same_variables_give_the_same_rules() -> None:
    sheet = _sheet()
    rules = sheet.rules
    sheet.set_variables({"one": "#ff0000"})
    sheet.reparse()
    assert sheet.rules is rules


def test_other_variables_give_other_rules() -> None:
    sheet = _sheet()
    sheet.set_variables({"one": "#00ff00"})
    sheet.reparse()
    assert sheet.rules[0].styles.color.hex == "#00FF00"


def test_what_was_added_is_parsed() -> None:
    sheet = _sheet()
    sheet.add_source("Screen { color: $one; }", read_from=("test", "more"))
    sheet.reparse()
    assert len(sheet.rules) == 2
