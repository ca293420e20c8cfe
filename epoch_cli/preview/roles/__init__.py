"""Which function draws a node, by the role of its component. A design system that has another role adds a row here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from epoch_cli.preview.markup import Element

if TYPE_CHECKING:
    from epoch_cli.catalog import Component
    from epoch_cli.preview.subject import Subject

_HOMES: Final[Mapping[str, str]] = {
    "container": "boxes:draw_box",
    "box": "boxes:draw_box",
    "stack": "boxes:draw_box",
    "card": "boxes:draw_box",
    "other": "boxes:draw_box",
    "unknown": "boxes:draw_unknown",
    "inline": "boxes:draw_inline",
    "form": "forms:draw_form",
    "field": "forms:draw_field",
    "input": "inputs:draw_input",
    "choice": "choices:draw_choice",
    "action": "actions:draw_action",
    "link": "actions:draw_link",
    "text": "texts:draw_text",
    "status": "texts:draw_status",
    "separator": "texts:draw_separator",
    "alert": "notices:draw_alert",
    "progress": "notices:draw_progress",
    "placeholder": "notices:draw_placeholder",
    "image": "pictures:draw_image",
    "chart": "pictures:draw_chart",
    "slides": "pictures:draw_slides",
    "table": "tables:draw_table",
    "list": "lists:draw_list",
    "navigation": "lists:draw_navigation",
    "menu": "lists:draw_menu",
    "popover": "panels:draw_popover",
    "dialog": "panels:draw_dialog",
    "tabs": "panels:draw_tabs",
}
ROLES: Final = frozenset(_HOMES) - {"unknown", "inline"}
"""The roles of components that can be drawn."""
INLINE: Final = frozenset({"text", "status", "image"})
"""Those whose elements may stand in a button or a link; others are told there by their words alone."""


def role_of(component: Component | None) -> str:
    """The row of the table for a component; `unknown` for none."""
    return "unknown" if component is None else component.role if component.role in ROLES else "other"


@cache
def show_of(row: str) -> Callable[[Subject], Element]:
    """The function of a row."""
    module, _, name = _HOMES[row].partition(":")
    found: Callable[[Subject], Element] = getattr(import_module(f"epoch_cli.preview.roles.{module}"), name)
    return found
