"""A table in A2UI, which has none: a caption, a row with the headings, and a row of texts for each entry."""

from __future__ import annotations

from typing import Any

from epoch_cli.convert.a2ui.sheet import Sheet
from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.document.pointer import format_pointer

EVEN = {"weight": 1}
"""Cells share the width of their row."""


def write_table(sheet: Sheet) -> None:
    """Write a table: bound rows as a list with one row for a template, rows that are given as they stand."""
    columns = [_column(sheet, each) for each in _list(sheet.take("columns")) if isinstance(each, dict)]
    sheet.add(sheet.row.component)
    parts = []
    caption = sheet.take_words("caption")
    if caption is not None:
        parts.append(sheet.add_words("caption", caption, "h4"))
    headings = [sheet.words(each.get("label"), *sheet.at("columns")) for each in columns]
    parts.append(_row(sheet, "head", ["" if each is None else each for each in headings], "caption"))
    parts.append(sheet.add(sheet.table.names["rule"], "rule"))
    parts += _rows(sheet, columns)
    sheet.made[0]["children"] = parts


def _column(sheet: Sheet, given: dict[str, Any]) -> dict[str, Any]:
    """A column, without a key that is no name of a field: the file may be wrong, and is written as far as it goes."""
    key = given.get("key")
    if key is None or isinstance(key, str):
        return given
    sheet.lose("the key of a column, which is no text", f"{LEFT_OUT}: its cells are empty", *sheet.at("columns"))
    return {name: value for name, value in given.items() if name != "key"}


def _rows(sheet: Sheet, columns: list[dict[str, Any]]) -> list[str]:
    rows = sheet.take("rows")
    if isinstance(rows, str):
        path = sheet.bound(rows, *sheet.at("rows"))
        if path is None:
            sheet.lose("its rows", LEFT_OUT, *sheet.at("rows"))
            return []
        repeated = {"componentId": sheet.part("row"), "path": path}
        made = sheet.add(sheet.table.names["list"], "rows", children=repeated)
        outside, sheet.place = sheet.place, sheet.place._replace(in_list=True)
        _row(sheet, "row", [_bound_cell(sheet, column) for column in columns])
        sheet.place = outside
        return [made]
    made_rows = []
    for index, entry in enumerate(_list(rows)):
        cells = [_given_cell(sheet, column, entry) for column in columns]
        made_rows.append(_row(sheet, f"row{index}", cells))
    return made_rows


def _bound_cell(sheet: Sheet, column: dict[str, Any]) -> Any:
    shown = column.get("value")
    if shown is not None:
        return sheet.words(shown, *sheet.at("columns"))
    # keys are names of fields, and a dot in one leads into what the field holds
    return {"path": format_pointer(str(column.get("key", "")).split("."))[1:]}


def _given_cell(sheet: Sheet, column: dict[str, Any], entry: Any) -> Any:
    value = entry.get(column.get("key")) if isinstance(entry, dict) else None
    words = sheet.words(value, *sheet.at("rows"))
    return "" if words is None else words


def _row(sheet: Sheet, suffix: str, cells: list[Any], variant: str | None = None) -> str:
    ids = [sheet.part(f"{suffix}.{index}") for index in range(len(cells))]
    made = sheet.add(sheet.table.names["row"], suffix, children=ids)
    for index, words in enumerate(cells):
        sheet.add(sheet.table.names["words"], f"{suffix}.{index}", text=words, variant=variant, **EVEN)
    return made


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
