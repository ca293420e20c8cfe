"""Screens: one builder for each shape that a wish may have."""

from __future__ import annotations

from epoch_cli.providers.offline.building.screens.cards import board, card, plans, questions, rows
from epoch_cli.providers.offline.building.screens.forms import form
from epoch_cli.providers.offline.building.screens.frames import checklist, dialog, empty, header, layout, steps, tabs
from epoch_cli.providers.offline.building.screens.pages import bare, page, region
from epoch_cli.providers.offline.building.screens.studio import Builder, Studio
from epoch_cli.providers.offline.building.screens.tables import table

BUILDERS: dict[str, Builder] = {
    "form": form,
    "table": table,
    "list": rows,
    "cards": rows,
    "gallery": rows,
    "card": card,
    "dialog": dialog,
    "tabs": tabs,
    "plans": plans,
    "board": board,
    "questions": questions,
    "steps": steps,
    "header": header,
    "layout": layout,
    "region": region,
    "nav": region,
    "empty": empty,
    "dashboard": page,
    "page": page,
    "bare": bare,
    "checklist": checklist,
}
"""By the names of shapes in `patterns/screens.toml`."""

__all__ = ["BUILDERS", "Studio"]
