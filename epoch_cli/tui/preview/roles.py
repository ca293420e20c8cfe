"""Which part a node becomes, by the role of its component. A design system that has another role adds a row here.

Modules are imported when a document has the first node of their roles: tables, text areas and lists are slow to import.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final

from epoch_cli.tui.preview.part import Part, Shared
from epoch_cli.tui.preview.plan import Wanted

_HOMES: Final = {
    "container": "boxes:BoxPart",
    "box": "boxes:BoxPart",
    "stack": "boxes:BoxPart",
    "card": "boxes:BoxPart",
    "form": "boxes:BoxPart",
    "unknown": "boxes:BoxPart",
    "text": "words:Words",
    "status": "words:Badge",
    "image": "words:Picture",
    "note": "words:Note",
    "pending": "words:Skeleton",
    "table": "tables:Table",
    "action": "actions:Action",
    "field": "fields:Field",
    "input": "fields:input_part",
    "choice": "choices:choice_part",
    "dialog": "screens:dialog_part",
    "tabs": "screens:TabSet",
    "alert": "boxes:BoxPart",
    "list": "boxes:BoxPart",
    "menu": "boxes:BoxPart",
    "navigation": "boxes:BoxPart",
    "popover": "boxes:BoxPart",
    "slides": "boxes:BoxPart",
    "link": "actions:Action",
    "chart": "tables:Table",
    "separator": "gauges:Divider",
    "progress": "gauges:Gauge",
    "placeholder": "words:Skeleton",
}
ROLES: Final = frozenset(_HOMES) - {"unknown", "note", "pending"}
"""The roles that there are parts for."""


def part_for(wanted: Wanted, shared: Shared) -> Part:
    """A new part that shows what is wanted."""
    module, _, name = _HOMES[wanted.kind].partition(":")
    make: Callable[[Wanted, Shared], Part] = getattr(import_module(f"epoch_cli.tui.preview.{module}"), name)
    return make(wanted, shared)
