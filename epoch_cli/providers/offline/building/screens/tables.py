"""Tables: columns with keys, rows bound to data or made up, and a bar of search, filters and buttons above."""

from __future__ import annotations

import re
from typing import Any

from epoch_cli.providers.offline.building.part import ESSENTIAL, EXTRA, Part
from epoch_cli.providers.offline.building.screens.forms import actions, controls
from epoch_cli.providers.offline.building.screens.studio import Studio
from epoch_cli.providers.offline.knowledge.safety import key, same
from epoch_cli.providers.offline.understanding.data import column_key, row_shape
from epoch_cli.providers.offline.understanding.wish import Item, Wish

MOST_COLUMNS = 40
MOST_ROWS = 10
_ROWS = 3
_AMOUNT = re.compile(r"[$€£¥]? ?\d[\d.,  ]*(?:[%€]| %| €)?\Z")


def table(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A heading, the bar of controls, and the table."""
    title = studio.sentence(wish.title or wish.subject) or studio.title
    columns = _columns(studio, wish)
    traits = " ".join(wish.traits).casefold()
    grid = studio.kit.table(
        columns,
        "{context." + wish.binding + "}" if wish.binding else _rows(studio, wish, columns),
        title or studio.lexicon.phrase("column"),
        titled=bool(wish.title) or same(title, studio.title),
        sortable=True if "sort" in traits else None,
        striped=True if "strip" in traits or "zebra" in traits else None,
    )
    if grid is not None:
        grid.weight = ESSENTIAL
    parts = [studio.heading(wish.title, level), _bar(studio, wish), grid, _pager(studio, wish)]
    return [part for part in parts if part is not None]


def _columns(studio: Studio, wish: Wish) -> list[dict[str, Any]]:
    """Columns with distinct keys: the model's field where the label means one, else a name made of the label."""
    shape = row_shape(wish.binding, studio.models)
    columns: dict[str, dict[str, Any]] = {}
    named = [item for item in wish.of("column", "badge") if item.kind == "column" or _has_values(studio, item)]
    wanted = max(len(named) + wish.unread.pop("column", 0), wish.counts.get("column", 0))
    most = studio.at_most(MOST_COLUMNS, wanted, "columns", wish.title)
    for number, item in enumerate(named[:most], start=1):
        name = column_key(item.label, shape) or key(studio.kit.spelled(item.label), f"column_{number}")
        while name in columns:
            name = f"{name}_{number}"
        label = studio.said(item) or f"{studio.lexicon.phrase('column')} {number}"
        columns[name] = {"key": name, "label": label} | ({"align": "end"} if _is_number(studio, wish, label) else {})
    if not columns:
        columns["name"] = {"key": "name", "label": studio.lexicon.phrase("column")}
    return list(columns.values())


def _is_number(studio: Studio, wish: Wish, label: str) -> bool:
    """Whether a column holds amounts, which are compared by their last digits."""
    if studio.lexicon.field_fact(label).type == "number":
        return True
    shown = studio.value(wish, label, 0)
    return shown == studio.lexicon.figure(label, 0) and _AMOUNT.match(shown) is not None


def _has_values(studio: Studio, item: Item) -> bool:
    """Whether a badge stands in the rows, such as a status, and is no word of its own, such as "paid"."""
    return not item.verbatim and bool(studio.lexicon.field_fact(item.label).samples)


def _rows(studio: Studio, wish: Wish, columns: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Rows of sample values, so that a table without data shows what it is for."""
    count = studio.at_most(MOST_ROWS, wish.counts.get("rows") or _ROWS, "rows", wish.title or wish.subject)
    return [{column["key"]: _cell(studio, wish, column["label"], row) for column in columns} for row in range(count)]


def _cell(studio: Studio, wish: Wish, label: str, row: int) -> str:
    return studio.value(wish, label, row) or f"{label} {row + 1}"


def _bar(studio: Studio, wish: Wish) -> Part | None:
    """Search, filters, badges and buttons above the table, in a row."""
    fields = controls(studio, wish, wish.of("field", "choice"))
    badges = [studio.badge(studio.status(item)) for item in wish.of("badge")]
    others = [studio.words(item) for item in wish.of("text", "alert")]
    found = [part for part in (*fields, *others, *badges, actions(studio, wish)) if part is not None]
    if len(found) < 2:
        return found[0] if found else None
    row = studio.kit.stack(row=True, ident="toolbar")
    if row is None:
        return None
    return row.add(*found[: studio.room(row)], weight=None)


def _pager(studio: Studio, wish: Wish) -> Part | None:
    """Buttons for the page before and the page after, where the wish asks for pages."""
    if not wish.of("pager"):
        return None
    labels = (studio.lexicon.phrase("previous"), studio.lexicon.phrase("next"))
    pages = Wish("bare", items=[Item("button", label, verbatim=True) for label in labels])
    part = actions(studio, pages)
    if part is not None:
        part.weight = EXTRA
    return part
