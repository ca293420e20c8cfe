"""The bars of a chart: each as long as its number, all on one scale, which is known when the data is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from epoch_cli.preview.markup import Element, Markup, elements_in

BAR: Final = "ui-chart-bar"
"""The class of a bar."""


def on_one_scale(chart: Element) -> Element:
    """A filled chart whose bars end where its greatest number does."""
    scale = end_of(_number(bar) for bar in bars_in((chart,)))
    return chart._replace(children=tuple(_scaled(child, scale) for child in chart.children))


def bars_in(markups: Iterable[Markup]) -> Iterator[Element]:
    """The bars of a chart, filled or not."""
    return (each for each in elements_in(markups) if each.attributes.get("class") == BAR)


def end_of(numbers: Iterable[float]) -> str:
    """Where the scale of these numbers ends, as an attribute says it."""
    most = max(numbers, default=0.0)
    return f"{most if most > 0 else 1.0:.12g}"


def _number(bar: Element) -> float:
    value = bar.attributes.get("value")
    return float(value) if isinstance(value, str) else 0.0


def _scaled(child: Markup, scale: str) -> Markup:
    if not isinstance(child, Element):
        return child
    if child.attributes.get("class") == BAR:
        return child._replace(attributes={**child.attributes, "max": scale})
    return child._replace(children=tuple(_scaled(inner, scale) for inner in child.children))
