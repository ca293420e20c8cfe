"""How a component of A2UI is taken apart: one function a shape, as in `shapes`, which puts them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from epoch_cli.convert.a2ui.builder import Builder
from epoch_cli.convert.a2ui.mapping import Row
from epoch_cli.convert.a2ui.part import Part, Spot, address_of, checks_of, spaced
from epoch_cli.convert.a2ui.paths import ITEM, binding_of
from epoch_cli.convert.a2ui.reading_controls import read_control, read_field_with_hint
from epoch_cli.convert.a2ui.shapes import PRESSED, tab_ids
from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.document import Node
from epoch_cli.validation.rules.security import check_handler, check_url

_OWN_PARTS: Final = ("title", "description", "text")
_WORDS: Final = ("text", "label", "description", "name", "url")
"""Properties that may stand for a component that cannot be shown."""
_MOST_IN_FACE: Final = 16
"""Components on a button that are looked at; it has to have a child or two."""


def read_part(builder: Builder, part: Part) -> list[Node]:
    """The nodes that a component is."""
    row = builder.row(part)
    if row is None:
        return _unknown(builder, part)
    if part.take("weight") is not None:
        part.lose("its weight")
    return _SHAPES[row.shape](builder, part, row)


def _unknown(builder: Builder, part: Part) -> list[Node]:
    """One that has no row: what stands in it, and words for what it shows."""
    words = next((part.take_words(name) for name in _WORDS if part.look(name)), None)
    part.lose(
        f"the component {part.kind[:60]}", "written as its words" if words else f"{LEFT_OUT}, but for what is in it"
    )
    if words:
        return _some(builder.node(part, "text", {}, words=words))
    child = part.take("child") or part.take("content")
    if part.look("children") is None and child is not None:
        return builder.build(child, part.spot)
    return _children(builder, part, Row("stack", part.kind, "children")) if part.look("children") is not None else []


def _some(node: Node | None) -> list[Node]:
    return [] if node is None else [node]


# ---------------------------------------------------------------- words and pictures


def _leaf(builder: Builder, part: Part, row: Row) -> list[Node]:
    node = builder.node(part, row.role, part.said(row))
    if node is None:
        part.lose(f"the {part.kind}")
    return _some(node)


def _words(builder: Builder, part: Part, row: Row) -> list[Node]:
    return _made(part, builder.node(part, row.role, part.said(row), words=part.take_words("text") or None))


def _image(builder: Builder, part: Part, row: Row) -> list[Node]:
    address = part.take_words("url")
    if address is not None and check_url(address) is not None:
        part.lose("an address that could run something")
        address = None
    words = part.take_words("description")
    node = builder.node(part, row.role, {**part.said(row), "src": address, "alt": words})
    if node is None and words:
        part.lose("a picture", "written as the words for it")
        return _some(builder.node(part, "text", {}, words=words))
    return _made(part, node)


def _made(part: Part, node: Node | None) -> list[Node]:
    """The node that a component became; it is told where a design system has none for it."""
    if node is None:
        part.lose(f"the {part.kind}")
    return _some(node)


# ---------------------------------------------------------------- boxes


def _children(builder: Builder, part: Part, row: Row) -> list[Node]:
    if part.look("children") == [f"{part.id}.control", f"{part.id}.hint"]:
        return read_field_with_hint(builder, part)
    wanted = part.said(row)
    return _some(_box(builder, part, row.role, wanted, part))


def _box(builder: Builder, part: Part, role: str, wanted: Mapping[str, Any], inside: Part) -> Node | None:
    """A node with what stands in a component: its own title first, where the design system has one for it."""
    ids, template = _listed(part, inside)
    own: dict[str, str | None] = {}
    for name in _OWN_PARTS[:2]:
        if ids and ids[0] == f"{part.id}.{name}" and "text" in builder.peek(ids[0]):
            own[name] = _text_of(builder, ids.pop(0), part.spot)
    node = builder.node(part, role, {**wanted, **own}, holds=True)
    if node is None:
        part.lose(f"the {part.kind}")
        return None
    children: list[Node] = []
    for each in ids:
        children += builder.build(each, part.spot.child(len(children)))
    if children:
        node["children"] = children
    if template is not None:
        _repeat(builder, part, node, template)
    return node


def _listed(part: Part, inside: Part) -> tuple[list[Any], Mapping[str, Any] | None]:
    """The ids of children, and the template among them."""
    given = inside.take("children")
    if isinstance(given, list):
        return [*given], None
    if isinstance(given, dict):
        return [], given
    if given is not None:
        part.lose("children that are no list")
    return [], None


def _repeat(builder: Builder, part: Part, node: Node, template: Mapping[str, Any]) -> None:
    source = binding_of(template.get("path"), in_list=part.spot.in_list)
    if source is None:
        part.lose(f"the list {str(template.get('path'))[:40]}")
        return
    made = builder.build(template.get("componentId"), part.spot.template())
    node["dataSource"] = source
    if made:
        node["itemTemplate"] = made[0] if len(made) == 1 else builder.holder(made, part.spot.template())


def _text_of(builder: Builder, name: Any, spot: Spot) -> str | None:
    """The words of a component that stands for nothing but them."""
    part = builder.part(name, spot)
    return part.take_words("text") if part is not None else None


def _card(builder: Builder, part: Part, row: Row) -> list[Node]:
    wanted, child = part.said(row), part.take("child")
    inside = _plain_column(builder, child, part.spot)
    if inside is not None:
        return _some(_box(builder, part, row.role, wanted, inside))
    node = builder.node(part, row.role, wanted, holds=True)
    children = builder.build(child, part.spot.child(0)) if child is not None else []
    if node is not None and children:
        node["children"] = children
    return children if node is None else [node]


def _plain_column(builder: Builder, name: Any, spot: Spot) -> Part | None:
    """A column that says nothing but its children: there is no need for it in what takes several."""
    found = builder.peek(name)
    plain = found.get("component") == builder.table.names["column"] and set(found) == {"id", "component", "children"}
    return builder.part(name, spot) if plain and name != "root" else None


def _tabs(builder: Builder, part: Part, row: Row) -> list[Node]:
    given = part.take("tabs")
    tabs = [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    titles = [part.words(each.get("title")) or "" for each in tabs]
    wanted = {
        **part.said(row),
        "tabs": [{"id": key, "label": title} for key, title in zip(tab_ids(titles), titles, strict=True)],
    }
    node = builder.node(part, row.role, wanted, holds=True)
    if node is None:
        part.lose(f"the {part.kind}")
        return []
    panels: list[Node] = []
    for each in tabs:
        spot = part.spot.child(len(panels))
        made = builder.build(each.get("child"), spot)
        panels.append(made[0] if len(made) == 1 else builder.holder(made, spot))
    return [{**node, "children": panels}]


def _dialog(builder: Builder, part: Part, row: Row) -> list[Node]:
    trigger = part.take("trigger")
    known = builder.is_shown(trigger) or _is_own_trigger(builder, part, trigger)
    before = [] if known else builder.build(trigger, part.spot)
    if before:
        part.lose("which button opens it", "the button stands before it")
        part.spot = part.spot._replace(path=(*part.spot.path[:-1], _after(part.spot.path[-1])))
    content = part.take("content")
    inside = _plain_column(builder, content, part.spot)
    if inside is not None:
        return [*before, *_some(_box(builder, part, row.role, part.said(row), inside))]
    node = builder.node(part, row.role, part.said(row), holds=True)
    children = builder.build(content, part.spot.child(0))
    if node is None:
        return [*before, *children]
    return [*before, {**node, "children": children} if children else node]


def _after(step: str | int) -> str | int:
    return step + 1 if isinstance(step, int) else step


def _is_own_trigger(builder: Builder, part: Part, trigger: Any) -> bool:
    """Whether the button is one that a writer of ours put there."""
    if trigger != f"{part.id}.trigger":
        return False
    for each in (trigger, f"{trigger}.text"):
        builder.part(each, part.spot)
    return True


# ---------------------------------------------------------------- what is pressed


def _press(builder: Builder, part: Part, row: Row) -> list[Node]:
    words, icon = _face(builder, part)
    wanted = {**part.said(row), "icon": icon, **_done(part), **_disabled(part)}
    return _made(part, builder.node(part, row.role, wanted, words=words or None))


def _face(builder: Builder, part: Part) -> tuple[str, str | None]:
    """The words on a button, and its icon."""
    words: list[str] = []
    icons: list[str] = []
    waiting = [part.take("child")]
    looked = 0
    while waiting and looked < _MOST_IN_FACE:
        looked += 1
        inner = builder.part(waiting.pop(0), part.spot)
        if inner is None:
            continue
        text, name, children = inner.take_words("text"), inner.take("name"), inner.take("children")
        words += [text] if text else []
        icons += [name] if isinstance(name, str) else []
        waiting += children if isinstance(children, list) else []
    if waiting:
        part.lose("what else stands on a button")
    accessible = part.accessibility()[0]
    icon = spaced(icons[0]).replace(" ", "-") if icons else None
    if words or accessible:
        return " ".join(words) or accessible or "", icon
    event = part.look("action")
    event = event.get("event") if isinstance(event, dict) else None
    name = spaced(icons[0] if icons else event.get("name") if isinstance(event, dict) else "")
    if name:
        part.lose("a button without words", f"called {name}")
    return name, icon


def _done(part: Part) -> dict[str, Any]:
    """What an action does: the handler of its event, or the address that it leads to."""
    action = part.take("action")
    address = address_of(action)
    if address is not None:
        said = part.words(address)
        if said is not None and check_url(said) is None:
            return {"href": said}
        part.lose("an address that could run something")
        return {}
    event = action.get("event") if isinstance(action, dict) else None
    name = event.get("name") if isinstance(event, dict) else None
    if not isinstance(event, dict) or not isinstance(name, str):
        part.lose("what it does")
        return {}
    if event.get("context") not in (None, {}, {"item": {"path": ITEM}}):
        part.lose("what its event tells", f"{LEFT_OUT}, but for the event")
    handler = name
    if check_handler(name) is not None:
        handler = "".join(sign if sign.isascii() and (sign.isalnum() or sign == "_") else "_" for sign in name)[:64]
        handler = handler if handler[:1].isalpha() else f"on_{handler}"[:64]
        part.lose(f"the event {name[:60]}", f"called {handler}")
    return {} if name == PRESSED else {"press": handler}


def _disabled(part: Part) -> dict[str, Any]:
    checks = part.take("checks")
    negated = checks_of(checks).get("not", {}).get("condition", {}).get("args")
    value = negated.get("value") if isinstance(negated, dict) else None
    one = checks[0] if isinstance(checks, list) and len(checks) == 1 and isinstance(checks[0], dict) else {}
    if one.get("condition") is False:
        return {"disabled": True}
    if one and isinstance(value, dict) and "path" in value:
        return {"disabled": part.binding(value)}
    if checks:
        part.lose("what has to hold before it is pressed")
    return {}


_SHAPES: Mapping[str, Callable[[Builder, Part, Row], list[Node]]] = {
    "leaf": _leaf,
    "words": _words,
    "image": _image,
    "children": _children,
    "card": _card,
    "tabs": _tabs,
    "dialog": _dialog,
    "press": _press,
    "control": read_control,
}
