"""Models and what they cost, as people read them: columns of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from epoch_cli.output.columns import columns
from epoch_cli.output.text import visible
from epoch_cli.providers.prices import FREE, Price, money

_HEAD = ("MODEL", "NAMES", "WINDOW", "OUTPUT", "IN", "OUT", "CACHED", "NOTE")
_NOTE = _HEAD.index("NOTE")
_LEAST = (16, 6)
"""The fewest columns that ids and short names are cut to."""

FIRST_LISTED = "(first it lists)"
"""Stands for the model of a provider that has no default."""


class ModelLine(NamedTuple):
    """One model: its id, its short names, its sizes in tokens, its price, and what there is to say of it."""

    id: str
    names: Sequence[str]
    context: int | None
    output: int | None
    price: Price | None
    notes: Sequence[str]


class CostLine(NamedTuple):
    """What one prompt costs at one model; `cost` None is unknown."""

    cost: Decimal | None
    provider: str
    model: str
    note: str = ""


def models_text(groups: Iterable[tuple[str, Sequence[ModelLine]]], *, asked: bool = False, width: int = 0) -> str:
    """Models under the names of their providers, with prices in dollars per million tokens.

    On a terminal of `width` columns in which a line does not fit, ids and names are cut and notes stand below; 0 is a
    pipe, where every model is one line. `asked` is for providers that were asked for their own lists.
    """
    groups = list(groups)
    rows = [_cells(line) for _, lines in groups for line in lines]
    below = bool(width) and _needed(rows) > width
    if below:
        rows = _cut(rows, width)
    shown = columns(
        [row[:_NOTE] if below else row for row in rows], head=_HEAD[:_NOTE] if below else _HEAD, width=width
    )
    head, *table = shown.splitlines()
    made, left = [head], iter(zip(table, rows, strict=True))
    for title, lines in groups:
        made += ["", visible(title, width)]
        if not lines:
            made.append(visible("(nothing listed)" if asked else "(whatever its server has; --live asks it)", width))
        for line, row in (next(left) for _ in lines):
            made.append(line)
            if below and row[_NOTE]:
                made.append(visible(f"    {row[_NOTE]}", width))
    told = "IN, OUT, CACHED: dollars per million tokens; + more for long prompts, - unknown."
    return "\n".join([*made, "", visible(told, width)]) + "\n"


def costs_text(lines: Sequence[CostLine], *, width: int = 0) -> str:
    """What a prompt costs, a model a line, in the order given."""
    rows = [(money(line.cost), line.provider, line.model or FIRST_LISTED, line.note) for line in lines]
    return columns(rows, head=("COST", "PROVIDER", "MODEL", "NOTE"), width=width)


def _cells(line: ModelLine) -> tuple[str, ...]:
    return (
        line.id,
        ", ".join(line.names),
        _size(line.context),
        _size(line.output),
        *_prices(line.price),
        ", ".join(line.notes),
    )


def _prices(price: Price | None) -> tuple[str, str, str]:
    if price is None:
        return "-", "-", "-"
    if price == FREE:
        return "free", "free", "free"
    more = "+" if price.tiers else ""  # long prompts cost more
    rates = price.rates
    return f"{_number(rates.input)}{more}", f"{_number(rates.output)}{more}", _number(rates.cached)


def _number(dollars: Decimal | None) -> str:
    if dollars is None:
        return "-"
    text = f"{dollars:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _size(tokens: int | None) -> str:
    """`1M`, `1.05M`, `128K`; of windows that are powers of two, too."""
    if tokens is None:
        return "-"
    if tokens >= 1_000_000:
        return f"{tokens / 1_000_000:.3g}M"
    return f"{tokens / 1000:.0f}K" if tokens >= 1000 else str(tokens)


def _needed(rows: Sequence[Sequence[str]]) -> int:
    """The columns of the longest line."""
    return max(map(len, columns(rows, head=_HEAD).splitlines()))


def _cut(rows: Sequence[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    """The rows with names, and then ids, cut so that a line without its note fits, as far as they may be."""
    sizes = [max((len(visible(row[column])) for row in rows), default=0) for column in (0, 1)]
    over = _needed([(*row[:_NOTE], "") for row in rows]) - len("  NOTE") - width
    for column in (1, 0):
        given = max(0, min(over, sizes[column] - _LEAST[column]))
        sizes[column] -= given
        over -= given
    return [(visible(row[0], sizes[0]), visible(row[1], sizes[1]), *row[2:]) for row in rows]
