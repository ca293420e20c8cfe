"""How the parts of a node are put together in A2UI: one function a shape, by the name that rows of the table give it.

Each adds its components to the sheet, the node's own first. Parts have ids with a dot in them (`sheet.part`), which no
node can have, so that a reader knows them again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from epoch_cli.convert.a2ui.controls import write_control, write_field
from epoch_cli.convert.a2ui.entries import OPEN, event, write_entries
from epoch_cli.convert.a2ui.paths import ITEM
from epoch_cli.convert.a2ui.sheet import Sheet
from epoch_cli.convert.a2ui.tables import write_table
from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.validation.rules.security import check_url

PRESSED: Final = "pressed"
"""The event of a button whose document names no handler."""
_WORDS = ("label", "title", "text", "alt", "description", "caption", "value", "placeholder", "fallback")
"""Meanings that are words, or may stand for what cannot be drawn."""


def write_shape(sheet: Sheet) -> None:
    """Write a node by its row."""
    _SHAPES[sheet.row.shape](sheet)
    sheet.close()


# ---------------------------------------------------------------- words and pictures


def _leaf(sheet: Sheet) -> None:
    sheet.add(sheet.row.component, **sheet.properties())


def _words(sheet: Sheet) -> None:
    words = sheet.own_words()
    sheet.add(sheet.row.component, text="" if words is None else words, **sheet.properties())


def _image(sheet: Sheet) -> None:
    address, properties = safe_address(sheet, "src"), sheet.properties()
    if address is not None:
        sheet.add(sheet.row.component, url=address, description=sheet.take_words("alt"), **properties)
        return
    words = [sheet.take_words(meaning) for meaning in ("fallback", "alt")]
    sheet.add(sheet.table.names["words"], text=next((each for each in words if each is not None), ""))
    sheet.lose("a picture without an address", "written as the words for it")


def safe_address(sheet: Sheet, meaning: str) -> Any:
    """An address as a dynamic string; None for none, and for one whose scheme could run something."""
    said = sheet.look(meaning)
    if isinstance(said, str) and check_url(said) is not None:
        return None  # nobody takes it, so that its loss is told
    return sheet.take_words(meaning)


# ---------------------------------------------------------------- boxes


def content(sheet: Sheet) -> list[str]:
    """The ids of what stands in a node: its own words first, which are added here, as its entries are."""
    return [*_own_parts(sheet), *write_entries(sheet), *sheet.kids]


def _own_parts(sheet: Sheet) -> list[str]:
    said = (("title", sheet.take_words("title"), "h3"), ("description", sheet.take_words("description"), "caption"))
    parts = [sheet.add_words(suffix, words, variant) for suffix, words, variant in said if words is not None]
    words = sheet.own_words()
    return parts if words is None else [*parts, sheet.add_words("text", words)]


def _children(sheet: Sheet) -> None:
    _take_submit(sheet)
    sheet.add(sheet.row.component, **sheet.properties())
    sheet.fill(0, content(sheet))


def _take_submit(sheet: Sheet) -> None:
    if sheet.role == "form" and sheet.take("submit") is not None:
        sheet.lose("what a form tells when it is sent", "told by the buttons in it", *sheet.at("submit"))


def _card(sheet: Sheet) -> None:
    sheet.add(sheet.row.component, child=sheet.part("body"), **sheet.properties())
    sheet.add(sheet.table.names["column"], "body")
    sheet.fill(1, content(sheet))


def _told(sheet: Sheet) -> None:
    sheet.add(sheet.row.component, **sheet.properties())
    said = [(meaning, sheet.take_words(meaning)) for meaning in _WORDS if _is_plain(sheet.look(meaning))]
    own = [("words", sheet.own_words())] if sheet.node.get("text") is not None else []
    parts = [sheet.add_words(name, words) for name, words in (*said, *own) if words is not None]
    sheet.fill(0, [*parts, *sheet.kids])


def _is_plain(value: Any) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def _tabs(sheet: Sheet) -> None:
    given = sheet.take("tabs")
    tabs = [each if isinstance(each, dict) else {"label": each} for each in given] if isinstance(given, list) else []
    if not isinstance(given, list):
        sheet.lose("tabs that are bound", LEFT_OUT, *sheet.at("tabs"))
    count = max(len(tabs), len(sheet.kids))
    if not count or sheet.template is not None:
        sheet.lose("tabs without panels of their own", "written as a column")
        sheet.add(sheet.table.names["column"])
        sheet.fill(0, content(sheet))
        return
    sheet.add(sheet.row.component, **sheet.properties())
    sheet.made[0]["tabs"] = [_tab(sheet, index, tabs) for index in range(count)]
    if [tab.get("id") for tab in tabs] != tab_ids([str(tab.get("label", "")) for tab in tabs]):
        sheet.lose("the ids of its tabs", "made of their titles when they are read", *sheet.at("tabs"))


def _tab(sheet: Sheet, index: int, tabs: list[dict[str, Any]]) -> dict[str, Any]:
    tab = tabs[index] if index < len(tabs) else {}
    for name in tab:
        if name not in {"id", "label"} and tab[name] not in (None, False):
            sheet.lose(f"that a tab has {name}", LEFT_OUT, *sheet.at("tabs"))
    title = sheet.words(tab.get("label"), *sheet.at("tabs"))
    if index >= len(tabs):
        sheet.lose("a panel without a tab", "given one", "children", index)
    if index < len(sheet.kids):
        child = sheet.kids[index]
    else:
        sheet.lose("a tab without a panel", "given an empty one", *sheet.at("tabs"))
        child = sheet.add(sheet.table.names["column"], f"panel{index}", children=[])
    return {"title": f"{index + 1}" if title is None else title, "child": child}


def tab_ids(titles: list[str]) -> list[str]:
    """Ids of tabs, made of their titles: a letter first, and no two the same."""
    found: dict[str, None] = {}
    numbers: dict[str, int] = {}
    for title in titles:
        words = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in title.lower()).split()
        stem = "-".join(words)[:48]
        stem = stem if stem[:1].isalpha() else f"tab-{stem}".rstrip("-")
        made = stem
        while made in found:
            numbers[stem] = number = numbers.get(stem, 1) + 1
            made = f"{stem}-{number}"
        found[made] = None
    return list(found)


def _dialog(sheet: Sheet) -> None:
    title, label = sheet.look("title"), sheet.look("label")
    sheet.add(sheet.row.component, trigger=sheet.part("trigger"), content=sheet.part("body"))
    sheet.add(sheet.table.names["column"], "body")
    sheet.fill(1, content(sheet))
    sheet.take("label")
    name = sheet.words(label if isinstance(label, str) else title if isinstance(title, str) else "Open")
    action = event(OPEN, {})
    sheet.add(sheet.table.names["press"], "trigger", child=sheet.part("trigger.text"), action=action)
    sheet.add_words("trigger.text", name)
    sheet.lose("what opens it", "a button is written that does")


# ---------------------------------------------------------------- what is pressed


def _press(sheet: Sheet) -> None:
    words = sheet.own_words()
    sheet.add(sheet.row.component, **sheet.properties())
    own = sheet.made[0]
    own["child"] = _face(sheet, words)
    own["action"] = _action(sheet)
    disabled = _disabled(sheet)
    if disabled is not None:
        own["checks"] = [{"condition": disabled, "message": sheet.table.checks["disabled"]}]


def _face(sheet: Sheet, words: Any) -> str:
    """The id of what stands on a button: its words, or the nodes in it."""
    if not sheet.kids and sheet.template is None:
        if words is None:
            words = sheet.accessible_name()
            sheet.lose("a button without words", "its accessible name is shown" if words else "it is empty")
        return sheet.add_words("text", words or "")
    if words is None and len(sheet.kids) == 1 and sheet.template is None:
        return sheet.kids[0]
    row = sheet.add(sheet.table.names["row"], "row")
    at = len(sheet.made) - 1
    before = [] if words is None else [sheet.add_words("text", words)]
    sheet.fill(at, [*before, *sheet.kids])
    sheet.lose("what stands beside its words", "written as a row in it")
    return row


def _disabled(sheet: Sheet) -> Any:
    """The check that has to hold for a button to be pressed; None where it always can be."""
    said = sheet.take("disabled")
    if said is True:
        return False
    path = sheet.bound(said, *sheet.at("disabled"))
    if path is not None:
        return {"call": "not", "args": {"value": {"path": path}}}
    if said not in (None, False):
        sheet.lose("that it is disabled", LEFT_OUT, *sheet.at("disabled"))
    return None


def _action(sheet: Sheet) -> dict[str, Any]:
    address = safe_address(sheet, "href")
    if address is not None:
        if sheet.role != "link":
            sheet.lose("a button that leads somewhere", "written as a link")
        return event(OPEN, {"url": address})
    context = {"item": {"path": ITEM}} if sheet.place.in_list else {}
    handler, kind = sheet.take("press"), sheet.look("kind")
    if isinstance(handler, str) and handler:
        return event(handler, context)
    if sheet.place.submit and kind in (None, "submit"):
        sheet.take("kind")
        return event(sheet.place.submit, context)
    sheet.lose("a button without a handler", f"it tells {PRESSED}")
    return event(PRESSED, context)


_SHAPES: Mapping[str, Callable[[Sheet], None]] = {
    "leaf": _leaf,
    "words": _words,
    "image": _image,
    "children": _children,
    "card": _card,
    "told": _told,
    "tabs": _tabs,
    "dialog": _dialog,
    "press": _press,
    "table": write_table,
    "control": write_control,
    "field": write_field,
}
