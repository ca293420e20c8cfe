"""Entries that a node has in a prop, such as those of a menu: texts, and buttons for those that do something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from epoch_cli.catalog.meanings import prop_of
from epoch_cli.convert.a2ui.sheet import Sheet
from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.validation.rules.security import check_url

OPEN: Final = "open"
"""The event of a link: its context has the `url`."""
_SAID = frozenset({"label", "href", "value", "id"})


def event(name: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """The action that tells an event."""
    return {"event": {"name": name, "context": dict(context)}}


def write_entries(sheet: Sheet) -> list[str]:
    """Add the entries of a node; gives their ids."""
    given = sheet.take("items")
    if given is None:
        return []
    if not isinstance(given, list):
        sheet.lose("entries that are bound", LEFT_OUT, *sheet.at("items"))
        return []
    if not sheet.row.loss:
        sheet.lose("entries that are no nodes", "written as texts and buttons", *sheet.at("items"))
    return [_entry(sheet, index, entry) for index, entry in enumerate(given)]


def _entry(sheet: Sheet, index: int, entry: Any) -> str:
    said: Mapping[str, Any] = entry if isinstance(entry, dict) else {"label": entry}
    words = sheet.words(said.get("label"), *sheet.at("items"))
    action = _action(sheet, said)
    if action is None:
        return sheet.add_words(f"{index}", "" if words is None else words)
    properties = {"child": sheet.part(f"{index}.text"), "variant": "borderless", "action": action}
    made = sheet.add(sheet.table.names["press"], f"{index}", **properties)
    sheet.add_words(f"{index}.text", "" if words is None else words)
    return made


def _action(sheet: Sheet, said: Mapping[str, Any]) -> dict[str, Any] | None:
    """What an entry does when it is pressed; None for nothing."""
    prop = prop_of(sheet.component, "items")
    fields = prop.fields if prop is not None else {}
    handlers = [name for name, field in fields.items() if "handler" in field.types]
    for name, value in said.items():
        if name not in _SAID and name not in handlers and value not in (None, False):
            sheet.lose(f"that an entry has {name}", LEFT_OUT, *sheet.at("items"))
    address = said.get("href")
    if isinstance(address, str) and check_url(address) is None:
        return event(OPEN, {"url": sheet.words(address)})
    handler = next((said[name] for name in handlers if isinstance(said.get(name), str)), None)
    return event(handler, {}) if handler else None
