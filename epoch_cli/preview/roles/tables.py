"""Tables: columns, and rows that are given, or one that stands for each of a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from epoch_cli.preview.markup import Attribute, Bound, Each, Element, Markup, Words
from epoch_cli.preview.subject import Subject
from epoch_cli.preview.words import bound_of, plain, words_of

_MOST_ROWS: Final = 500
_MOST_COLUMNS: Final = 50
_DEEPEST_KEY: Final = 16
_ALIGN: Final = frozenset({"start", "center", "end"})

Column = Mapping[str, Any]
FillCell = Callable[[int, Words], tuple[Markup, ...]]


def draw_table(subject: Subject) -> Element:
    """A table that scrolls inside its box, and says what it shows."""
    caption = subject.words("caption", "title", "label")
    return subject.outer("div", (grid_of(subject, caption), *subject.inner()), named=False)


def plain_cell(_: int, words: Words) -> tuple[Markup, ...]:
    """What a cell holds: its words."""
    return (words,) if words else ()


def grid_of(subject: Subject, caption: Words, fill_cell: FillCell = plain_cell) -> Element:
    """The table itself, in a box that a keyboard can scroll.

    Args:
        subject: the node; its `columns` and `rows`.
        caption: what the table shows.
        fill_cell: what a cell holds, by the place of its column and its words.
    """
    columns = _columns(subject)
    named: dict[str, Attribute]
    if subject.name or not caption:
        named = {"aria-label": subject.name or subject.visible_name("ariaLabel")}
    else:
        named = {"aria-labelledby": subject.part_id("caption")}
    parts: list[Markup] = []
    if caption:
        what: dict[str, Attribute] = {"class": "ui-table-caption", "id": subject.part_id("caption")}
        parts.append(Element("caption", what, (caption,)))
    if columns:
        heads = tuple(_head(subject, column) for column in columns)
        parts.append(Element("thead", {}, (Element("tr", {}, heads),)))
    parts.append(Element("tbody", {}, tuple(_rows(subject, columns, fill_cell))))
    table = Element("table", {"class": "ui-table-grid"}, tuple(parts))
    scroll: dict[str, Attribute] = {"class": "ui-table-scroll", "role": "region", "tabindex": "0", **named}
    return Element("div", scroll, (table,))


def _columns(subject: Subject) -> list[Column]:
    given = subject.entries("columns")[:_MOST_COLUMNS]
    if not given:  # whoever gives rows alone means their keys
        first = next((row for row in subject.entries("rows") if isinstance(row, dict)), {})
        given = [{"key": key, "label": key} for key in list(first)[:_MOST_COLUMNS]]
    return [column if isinstance(column, dict) else {"key": plain(column)} for column in given]


def _head(subject: Subject, column: Column) -> Element:
    attributes: dict[str, Attribute] = {"scope": "col", **_aligned(column)}
    sortable = column.get("sortable")
    if sortable is True or (sortable is None and subject.meant("sortable") is True):
        attributes["data-sortable"] = "true"
    words = words_of(column.get("label")) or words_of(column.get("key"))
    return Element("th" if words else "td", attributes if words else {}, (words,))


def _rows(subject: Subject, columns: list[Column], fill_cell: FillCell) -> Iterator[Markup]:
    source = bound_of(subject.meant("rows"))
    if source is not None:
        yield Each(source, (_row(columns, [_bound_words(column) for column in columns], fill_cell),))
        return
    rows = subject.entries("rows")
    for row in rows[:_MOST_ROWS]:
        yield _row(columns, [_words_in(column, row) for column in columns], fill_cell)
    if more := max(0, len(rows) - _MOST_ROWS):
        yield _remark(columns, f"… {more} more rows")
    elif not rows:
        yield _remark(columns, "No rows")


def _row(columns: list[Column], cells: list[Words], fill_cell: FillCell) -> Element:
    filled = (
        Element("td", _aligned(column), fill_cell(place, words))
        for place, (column, words) in enumerate(zip(columns, cells, strict=True))
    )
    return Element("tr", {}, tuple(filled))


def _remark(columns: list[Column], words: str) -> Element:
    attributes: dict[str, Attribute] = {"class": "ui-table-remark"}
    if len(columns) > 1:
        attributes["colspan"] = str(len(columns))
    return Element("tr", {}, (Element("td", attributes, ((words,),)),))


def _aligned(column: Column) -> dict[str, Attribute]:
    align = column.get("align")
    return {"data-align": align} if isinstance(align, str) and align in _ALIGN else {}


def _bound_words(column: Column) -> Words:
    """What a cell shows of an entry that is not there yet: the column's own words, or the field of its key."""
    value = column.get("value")
    if isinstance(value, str) and value:
        return words_of(value)
    return (Bound("item", _steps(column)),)


def _words_in(column: Column, row: Any) -> Words:
    """What a cell shows of a row that is written out."""
    value = column.get("value")
    if not isinstance(value, str) or not value:
        return words_of(_found(row, _steps(column)) if isinstance(row, dict) else row)
    words: list[str | Bound] = []
    for word in words_of(value):
        if isinstance(word, Bound) and word.root == "item":
            words += words_of(_found(row, word.path))
        else:
            words.append(word)
    return tuple(words)


def _steps(column: Column) -> tuple[str, ...]:
    return tuple(step for step in plain(column.get("key")).split(".") if step)[:_DEEPEST_KEY]


def _found(row: Any, steps: tuple[str, ...]) -> Any:
    """What is at a path of a row; a key with dots in it may be there as it is."""
    if isinstance(row, dict) and ".".join(steps) in row:
        return row[".".join(steps)]
    for step in steps:
        row = row.get(step) if isinstance(row, dict) else None
    return row
