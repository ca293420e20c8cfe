"""Random edits of a document, most of them valid: what the property tests of a draft propose.

Written for decision 3: there is an edit for everything that can change what a node inherits (labels and lists that
come and go, nodes that leave their field or their list, types that change) or what is counted over the document.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from support.choices import Choices
from support.nodes import (
    Node,
    add,
    box,
    button,
    check,
    control,
    duplicate,
    field,
    move,
    node,
    remove,
    repeated,
    replace,
    table,
    text,
)

from epoch_cli.catalog import Catalog, Component
from epoch_cli.document import format_pointer

Path = tuple[str | int, ...]

IDS = ("a", "b", "c", "d-2", "e")
SOURCES = ("{context.users}", "{item.posts}", "{context.category.users}", "{context.user.tags}", "{item.tags}")
OPTIONS = ["one", 2, {"value": "three", "label": "Three"}]
COLUMNS = [{"key": "name", "label": "Name", "value": "{item.name}"}, {"key": "age", "label": "{context.user.name}"}]

GOOD: tuple[Callable[[], Any], ...] = (
    text,
    lambda: box(text("one"), text("two")),
    lambda: field(),
    lambda: control(label="Own"),
    lambda: {**node("Input"), "a11y": {"label": "Read aloud"}},
    lambda: button(onClick="go"),
    lambda: box(),
    lambda: text("{context.user.name} and {context.user.email}", condition="{context.user.admin}"),
    lambda: field(node("Select", options=OPTIONS), label="Choose"),
    lambda: repeated(text("{item.name}")),
    lambda: repeated(field(label="{item.email}")),
    lambda: repeated(box(text("{item.name}"), repeated(text("{item.title}"), "{item.posts}"))),
    lambda: table(*COLUMNS, data="{context.users}"),
    lambda: table(data=[{"name": "Ada"}], caption="People"),
    lambda: node("Form", field(), button("Send"), onSubmit="send"),
    lambda: node("Card", text(size="h2"), padding="lg"),
    lambda: node("Modal", button("Close"), title="Sure?", onClose="close"),
    lambda: node("Tabs", text(), tabs=[{"id": "one", "label": "One"}]),
    lambda: node("Badge", text="New", a11y={"label": "a new thing"}),
)
BAD: tuple[Callable[[], Any], ...] = (
    control,
    lambda: control(placeholder="Your name"),
    lambda: text("{item.name}"),
    lambda: box(control(), control()),
    lambda: node("Select", options=OPTIONS),
    lambda: {"type": "Nope", "props": {"label": "x"}},
    lambda: text(size="32px"),
    lambda: "no node",
    lambda: {"children": []},
    lambda: node("FormField", control()),
    lambda: node("Button", button("Inside"), text="Around"),
    lambda: field(control(), control(), control(), control()),
    lambda: repeated(text("{item.nothing} {item.name.first}")),
    lambda: repeated(text("{item.name}"), "{context.user}"),
    lambda: table(data="{context.users}", columns=[{"key": "x", "label": "{item.nothing}"}, {"label": "no key"}]),
    lambda: text("x" * 600),
    lambda: box(text(id="a"), text(id="a")),
    lambda: node("Button", text="{{user.name}}", onClick="alert(1)"),
)


def nodes_of(document: Any) -> Iterator[tuple[Path, Node]]:
    """Every node with its path, in reading order."""
    stack: list[tuple[Path, Any]] = [(("root",), document.get("root"))]
    while stack:
        path, here = stack.pop()
        if not isinstance(here, dict):
            continue
        yield path, here
        if "itemTemplate" in here:
            stack.append(((*path, "itemTemplate"), here["itemTemplate"]))
        children = here.get("children")
        if isinstance(children, list):
            stack += [((*path, "children", index), child) for index, child in reversed(list(enumerate(children)))]


class Author:
    """Writes patches for a document as it is now."""

    def __init__(self, choices: Choices, catalog: Catalog) -> None:
        self.choices = choices
        self.catalog = catalog
        self.kinds: tuple[Callable[[], Any], ...] = (
            self.insert, self.insert, self.prop, self.prop, self.remove_node, self.replace_node, self.label,
            self.move_node, self.move_node, self.copy_node, self.remove_field, self.move_field, self.source,
            self.template, self.whole_children, self.retype, self.own_field, self.inside_prop, self.whole_props,
            self.by_id, self.metadata, self.odd, self.whole_root,
        )  # fmt: skip

    def patch(self, document: Any) -> Any:
        """One patch, or now and then an array of them."""
        if self.choices.one_in(10):
            # later operations of an array are made for the document before it: some fit, some do not
            return [self.single(document) for _ in range(2 + self.choices.number(2))]
        return self.single(document)

    def single(self, document: Any) -> Any:
        """One operation."""
        self.nodes = list(nodes_of(document))
        if not self.nodes:
            return add("/root", copy.deepcopy(self.choices.of(GOOD)()))
        return self.choices.of(self.kinds)()

    # ------------------------------------------------------------ what there is

    def some_node(self) -> tuple[Path, Node]:
        return self.choices.of(self.nodes)

    def component(self, here: Node) -> Component | None:
        kind = here.get("type")
        return self.catalog.components.get(kind) if isinstance(kind, str) else None

    def parent(self) -> tuple[Path, Node]:
        """A node, if possible one that takes children."""
        takers = [pair for pair in self.nodes if (known := self.component(pair[1])) and known.children]
        return self.choices.of(takers) if takers and not self.choices.one_in(12) else self.some_node()

    def slot(self) -> str:
        """A place for one more child."""
        path, here = self.parent()
        children = here.get("children")
        count = len(children) if isinstance(children, list) else 0
        where = "-" if self.choices.number(2) else self.choices.number(count + 1)
        return format_pointer((*path, "children", count + 3 if self.choices.one_in(25) else where))

    def fresh(self) -> Any:
        """A node that is not in the document yet."""
        made = copy.deepcopy(self.choices.of(BAD)() if self.choices.one_in(6) else self.choices.of(GOOD)())
        if isinstance(made, dict) and self.choices.one_in(4):
            made["id"] = self.choices.of(IDS)
        return made

    def child(self) -> str:
        """An existing node, if possible not the root."""
        return format_pointer(self.choices.of(self.nodes[1:] or self.nodes)[0])

    def value_for(self, component: Component | None) -> tuple[str, Any]:
        """A prop of a component with a value that, mostly, fits it."""
        if component is None or self.choices.one_in(12):
            return self.choices.of((
                ("size", "32px"), ("label", 5), ("nothing", True), ("onClick", "go()"), ("padding", "color-primary"),
                ("src", "javascript:alert(1)"), ("ariaLabel", "{item.name}"), ("label", "{context.users}"),
                ("data", "{context.user}"), ("columns", "{context.users}"), ("__proto__", {}), ("tabs", [{"id": 1}]),
            ))  # fmt: skip
        prop = self.choices.of(tuple(component.props.values()))
        shaped = {
            "columns": (COLUMNS, COLUMNS[:1], []),
            "data": ("{context.users}", [{"name": "{context.user.name}"}], "{item.posts}"),
            "options": (OPTIONS, [], OPTIONS[:1]),
            "tabs": ([{"id": "one", "label": "One"}], []),
        }
        if prop.name in shaped:
            return prop.name, copy.deepcopy(self.choices.of(shaped[prop.name]))
        kind = self.choices.of(prop.types)
        if kind == "enum":
            return prop.name, self.choices.of(prop.values)
        if kind == "token":
            return prop.name, self.choices.of(tuple(self.catalog.tokens[prop.group].tokens))
        if kind == "string":
            words = ("word", "", "{context.user.name}", "{item.name}", "x" * 300, "two words", " ")
            return prop.name, self.choices.of(words[:1] if prop.pattern else words)
        if kind == "boolean":
            return prop.name, self.choices.of((True, False, "{context.user.admin}"))
        return prop.name, {"number": 7, "handler": "go", "object": {}, "array": ["one"], "any": None}[kind]

    # ------------------------------------------------------------ nodes

    def insert(self) -> Any:
        return add(self.slot(), self.fresh())

    def remove_node(self) -> Any:
        return remove(self.child())

    def replace_node(self) -> Any:
        made = replace(self.child(), self.fresh())
        return {**made, "op": "add"} if self.choices.one_in(8) else made

    def move_node(self) -> Any:
        source = self.child()
        if self.choices.one_in(5):
            return move(source, format_pointer((*self.some_node()[0], "itemTemplate")))
        return move(source, self.child() if self.choices.one_in(5) else self.slot())

    def copy_node(self) -> Any:
        source = self.child()
        if self.choices.one_in(5):
            return duplicate(source, format_pointer((*self.some_node()[0], "itemTemplate")))
        return duplicate(source, self.child() if self.choices.one_in(8) else self.slot())

    def whole_children(self) -> Any:
        path, here = self.parent()
        children = here.get("children")
        made = copy.deepcopy(children) if isinstance(children, list) else []
        kind = self.choices.number(6)
        if kind == 0:
            made.reverse()
        elif kind == 1:
            made = made[1:]
        elif kind == 2:
            made = [self.fresh() for _ in range(self.choices.number(4))]
        elif kind == 3:
            made.append(self.fresh())
        elif kind == 4:
            made = [box(*made)]
        elif self.choices.one_in(2):
            return remove(format_pointer((*path, "children")))
        else:
            made = self.choices.of(({}, "text", None, [[]], [None], 0))
        return add(format_pointer((*path, "children")), made)

    def whole_root(self) -> Any:
        if self.choices.number(4):
            return self.choices.of((move, duplicate))(self.child(), "/root")
        return replace("/root", box(self.fresh(), self.fresh()))

    # ------------------------------------------------------------ fields

    def label(self) -> Any:
        """Labels come and go: of fields, which name what is inside, and of what is inside."""
        named = [pair for pair in self.nodes if pair[1].get("type") in {"FormField", "Input", "Select", "Button"}]
        path, here = self.choices.of(named or self.nodes)
        place = format_pointer((*path, "props", self.choices.of(("label", "label", "ariaLabel", "hint"))))
        props = here.get("props")
        if isinstance(props, dict) and "label" in props and self.choices.number(2):
            return remove(place) if self.choices.number(2) else add(place, self.choices.of(("", " ", "New", 5)))
        return add(place, "Label")

    def prop(self) -> Any:
        path, here = self.some_node()
        name, made = self.value_for(self.component(here))
        return add(format_pointer((*path, "props", name)), made)

    def whole_props(self) -> Any:
        path, here = self.some_node()
        made = dict(self.value_for(self.component(here)) for _ in range(self.choices.number(3)))
        if self.choices.number(2) and isinstance(here.get("props"), dict):
            made = copy.deepcopy(here["props"]) | made
        return add(format_pointer((*path, "props")), None if self.choices.one_in(20) else made)

    def inside_prop(self) -> Any:
        """Somewhere inside the value of a prop."""
        deep: list[tuple[Path, Any]] = []
        for path, here in self.nodes:
            props = here.get("props")
            for name, item in props.items() if isinstance(props, dict) else ():
                deep += [((*path, "props", name, *step), inner) for step, inner in _inside(item)]
        if not deep:
            return self.prop()
        path, item = self.choices.of(deep)
        kind = self.choices.number(6)
        place = format_pointer(path)
        if kind == 0:
            return remove(place)
        if kind == 1:
            return move(place, format_pointer((*path[:-1], 0 if isinstance(path[-1], int) else "label")))
        if kind == 2:
            return duplicate(place, format_pointer((*path[:-1], "-" if isinstance(path[-1], int) else "value")))
        same = [other for where, other in deep if type(other) is type(item)] + ["{item.name}", "{context.user.age}", 1]
        made = copy.deepcopy(self.choices.of(same))
        return replace(place, made) if kind == 3 else add(place, made)

    def own_field(self) -> Any:
        path, _ = self.some_node()
        name, made = self.choices.of((
            ("text", "words"), ("id", "a"), ("id", "b"), ("id", "c"), ("id", "not an id"), ("text", ""),
            ("condition", "{context.user.admin}"), ("condition", ""), ("key", "{item.id}"), ("testId", "t"),
            ("a11y", {"label": "Named"}), ("a11y", {}), ("a11y", {"role": 1}), ("text", "{item.name}"), ("text", 1),
            ("text", "x" * 501), ("colour", "red"), ("text", "{context.user.address.city} {{age}}"), ("key", None),
        ))  # fmt: skip
        return add(format_pointer((*path, name)), copy.deepcopy(made))

    def fields(self) -> list[Path]:
        """Every field and prop of every node that is there."""
        found: list[Path] = []
        for path, here in self.nodes:
            found += [(*path, name) for name in here]
            for name in ("props", "a11y"):
                inner = here.get(name)
                found += [(*path, name, key) for key in inner] if isinstance(inner, dict) else []
        return found

    def remove_field(self) -> Any:
        return remove(format_pointer(self.choices.of(self.fields() or [("root", "type")])))

    def move_field(self) -> Any:
        """A field or prop to another name or another node."""
        source = self.choices.of(self.fields() or [("root", "type")])
        path = self.some_node()[0] if self.choices.number(2) else source[: _depth(source)]
        inside = source[_depth(source) :]
        if len(inside) == 2:
            inside = (inside[0], self.choices.of((inside[1], "label", "ariaLabel", "title", "hint")))
        elif self.choices.one_in(3):
            inside = self.choices.of((("props", "label"), ("text",), ("children",), ("itemTemplate",), ("props",)))
        kind = duplicate if self.choices.one_in(4) else move
        return kind(format_pointer(source), format_pointer((*path, *inside)))

    def source(self) -> Any:
        """A list comes, goes or becomes another."""
        lists = [pair for pair in self.nodes if "itemTemplate" in pair[1]]
        path, here = self.choices.of(lists) if lists and self.choices.number(4) else self.some_node()
        place = format_pointer((*path, "dataSource"))
        if "dataSource" in here and self.choices.one_in(3):
            return remove(place)
        return add(place, self.choices.of((*SOURCES, "{context.user}", "users", "{{users}}", 5)))

    def template(self) -> Any:
        lists = [pair for pair in self.nodes if "itemTemplate" in pair[1] or "dataSource" in pair[1]]
        path, here = self.choices.of(lists) if lists and self.choices.number(5) else self.some_node()
        place = format_pointer((*path, "itemTemplate"))
        if "itemTemplate" in here and self.choices.one_in(3):
            return remove(place)
        if "itemTemplate" in here and self.choices.one_in(4):
            return move(place, format_pointer((*path, "children", "-")))
        words = ("{item.name}", "{item.title}", "{item.posts}", "{{name}}", "{item}", "plain")
        return add(place, self.fresh() if self.choices.one_in(2) else text(self.choices.of(words)))

    def retype(self) -> Any:
        path, _ = self.some_node()
        kinds = (*self.catalog.components, "Nope", 7) if self.choices.one_in(6) else tuple(self.catalog.components)
        return replace(format_pointer((*path, "type")), self.choices.of(kinds))

    # ------------------------------------------------------------ other places

    def by_id(self) -> Any:
        rest = self.choices.of(("/props/label", "/text", "/children/-", "", "/id"))
        made = self.fresh() if rest in {"/children/-", ""} else "by id"
        return add(f"#{self.choices.of(IDS)}{rest}", made)

    def metadata(self) -> Any:
        return self.choices.of((
            lambda: add("/metadata", {"title": "A page", "kind": "page"}),
            lambda: move(self.child(), "/metadata/stash"),
            lambda: move("/metadata/stash", self.slot()),
            lambda: duplicate("/metadata/stash", self.child()),
            lambda: add("/metadata/stash", self.fresh()),
            lambda: remove("/metadata"),
            lambda: add("/metadata/title", "<script>"),
            lambda: add("/punkVersion", "1.0.0"),
        ))()  # fmt: skip

    def odd(self) -> Any:
        place = self.child()
        return self.choices.of((
            lambda: check("/root/type", self.nodes[0][1].get("type")),
            lambda: check("/root/type", "Nope"),
            lambda: remove("/root"),
            lambda: move("/root", place),
            lambda: move(place, place),
            lambda: duplicate("/root", f"{place}/children/0"),
            lambda: add(f"{place}/children/0/children/0", text()),
            lambda: add("", {}),
            lambda: replace("/root/children/99", text()),
            lambda: {"op": "spam", "path": "/root"},
            lambda: add("/root/children/01", text()),
            lambda: remove(f"{place}/children"),
        ))()  # fmt: skip


def _inside(item: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    entries = item.items() if isinstance(item, dict) else enumerate(item) if isinstance(item, list) else ()
    for key, inner in entries:
        yield (*path, key), inner
        yield from _inside(inner, (*path, key))


def _depth(path: Path) -> int:
    """How much of a path leads to its node."""
    at = 1
    while at < len(path):
        if path[at] == "itemTemplate" and at + 1 < len(path):
            at += 1
        elif path[at] == "children" and at + 2 < len(path):
            at += 2
        else:
            break
    return at
