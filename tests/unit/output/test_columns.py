"""Columns of plain text: aligned, safe for a terminal, cut only there."""

from __future__ import annotations

from epoch_cli.output.columns import columns

ROWS = [("a", "short", "x"), ("longer", "b", "the last one is as long as it is")]


def test_cells_stand_under_each_other() -> None:
    assert columns(ROWS, head=("NAME", "KEY", "REST")).splitlines() == [
        "NAME    KEY    REST",
        "a       short  x",
        "longer  b      the last one is as long as it is",
    ]


def test_a_line_is_cut_on_a_terminal_and_never_in_a_pipe() -> None:
    assert columns(ROWS, width=20).splitlines() == ["a       short  x", "longer  b      the …"]
    assert columns(ROWS).splitlines()[1].endswith("as it is")


def test_nothing_reaches_a_terminal_that_it_would_obey() -> None:
    assert columns([("a\x1b[31m", "b\nc")]) == "a\\x1b[31m  b\\nc\n"


def test_no_rows_are_no_lines() -> None:
    assert columns([]) == ""
    assert columns([], head=("NAME",)) == "NAME\n"
