"""Tables: columns, and rows that are given, or samples of what they are bound to."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Literal

from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import DataTable

from epoch_cli.catalog.samples import item_sample, said
from epoch_cli.output.text import visible
from epoch_cli.tui.preview.bound import Item, as_text, chips, list_of, sampled
from epoch_cli.tui.preview.part import Part
from epoch_cli.tui.preview.still import StillText

_MOST_ROWS: Final = 20
_MOST_COLUMNS: Final = 24
_SAMPLES: Final = 4
_WIDEST: Final = 32
_JUSTIFY: Final[dict[str, Literal["left", "center", "right"]]] = {"center": "center", "end": "right"}


class Table(Part):
    """A table: its caption above, what is not shown below."""

    DEFAULT_CSS: ClassVar[str] = """
    Table {
        & > Static { width: 1fr; height: auto; }
        & > .table--foot { color: $text-muted; }
        & > DataTable { width: 1fr; height: auto; max-height: 26; background: transparent; }
        & > DataTable:ansi > .datatable--header { background: ansi_default; color: ansi_default; text-style: bold; }
        & > DataTable:blur > .datatable--cursor { background: transparent; color: $foreground; text-style: none; }
    }
    """

    def compose(self) -> ComposeResult:
        """The caption, the table, a line about its rows."""
        caption = self.props.first("caption")
        if caption:
            yield StillText(self.words(caption, "bold"))
        columns = self._columns()
        rows, foot = self._rows(columns)
        if columns:
            yield self._table(columns, rows)
        else:
            foot = Content.assemble("no columns", foot if foot.plain else "")
        if foot.plain:
            yield StillText(foot, classes="table--foot")

    def _table(self, columns: list[dict[str, Any]], rows: list[list[str]]) -> DataTable[Text]:
        table: DataTable[Text] = DataTable(
            cursor_type="row", zebra_stripes=self.props.flag("striped"), fixed_columns=0, cell_padding=1
        )
        justify = [_JUSTIFY.get(str(column.get("align")), "left") for column in columns]
        for place, column in enumerate(columns):
            label = column.get("label") if column.get("label") not in (None, "") else column.get("key")
            table.add_column(Text(self._short(label) or "…", style="bold", justify=justify[place]), key=str(place))
        for row in rows:
            table.add_row(*(Text(cell, justify=how) for cell, how in zip(row, justify, strict=True)))
        return table

    def _columns(self) -> list[dict[str, Any]]:
        given = self.props.items("columns")[:_MOST_COLUMNS]
        return [column if isinstance(column, dict) else {"key": as_text(column)} for column in given]

    def _rows(self, columns: list[dict[str, Any]]) -> tuple[list[list[str]], Content]:
        """The cells, row by row, and what there is to say about them."""
        source = list_of(self.props.get("rows"), self.scope)
        if source is not None:
            shape, name, _ = source
            rows = [[self._sample(column, Item(shape, name, index)) for column in columns] for index in range(_SAMPLES)]
            bound = chips(self.props.get("rows"), self.scope)
            return rows, Content.assemble("rows of", bound, f" · {_SAMPLES} samples")
        given = self.props.items("rows")
        rows = [[self._cell(column, row) for column in columns] for row in given[:_MOST_ROWS]]
        more = len(given) - len(rows)
        return rows, Content(f"… {more} more rows" if more > 0 else "" if rows else "no rows")

    def _sample(self, column: dict[str, Any], item: Item) -> str:
        value = column.get("value")
        if isinstance(value, str) and value:
            return visible(sampled(value, self.scope._replace(item=item)), _WIDEST)
        key = as_text(column.get("key"))
        path = [step for step in key.split(".") if step][:8]
        return visible(said(item_sample(item.shape, item.name, path, item.number)[1]), _WIDEST)

    def _cell(self, column: dict[str, Any], row: Any) -> str:
        value = row.get(as_text(column.get("key"))) if isinstance(row, dict) else row
        return self._short(value)

    def _short(self, value: Any) -> str:
        return visible(sampled(value, self.scope), _WIDEST)
