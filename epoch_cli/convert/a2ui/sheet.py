"""What one node becomes: the components of A2UI that say it, the data they begin with, and what they cannot say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from epoch_cli.catalog import Catalog, Component
from epoch_cli.catalog.components import Prop
from epoch_cli.catalog.meanings import express, meant, prop_of
from epoch_cli.convert.a2ui.mapping import Row, Table
from epoch_cli.convert.a2ui.paths import UnsayableError, dynamic, path_of, whole_binding
from epoch_cli.convert.formats import LEFT_OUT, Loss
from epoch_cli.document import Node
from epoch_cli.document.node import NODE_FIELDS

_SAID_ELSEWHERE = frozenset({"type", "id", "props", "children", "itemTemplate", "dataSource", "text", "a11y"})
_HOLDERS = frozenset({"props", "children", "itemTemplate", "a11y"})
"""Fields with more in them, which are looked into only where they are what they should be."""


class Place(NamedTuple):
    """What stands around a node, as far as it matters to what is written of it.

    Attributes:
        root: whether it is the root.
        in_list: whether it is there once for each entry of a list.
        submit: the handler of the form that it stands in.
    """

    root: bool = False
    in_list: bool = False
    submit: str = ""


class Template(NamedTuple):
    """What is there once for each entry of a list: the component, and the path of the list."""

    component: str
    path: str


class Sheet:
    """A node while it is written.

    Attributes:
        made: their components, the node's own first.
        data: what the data model begins with, by path.
        losses: what could not be said.
    """

    def __init__(
        self,
        catalog: Catalog,
        table: Table,
        node: Node,
        *,
        id: str,  # noqa: A002  what A2UI calls it
        path: tuple[str | int, ...],
        place: Place,
        kids: Sequence[str] = (),
        template: str = "",
    ) -> None:
        self.catalog, self.table, self.node = catalog, table, node
        self.id, self.path, self.place, self.kids = id, path, place, list(kids)
        kind = node.get("type")
        self.type = kind if isinstance(kind, str) else ""
        self.component: Component | None = catalog.components.get(self.type)
        self.role = self.component.role if self.component is not None else ""
        self.made: list[dict[str, Any]] = []
        self.data: dict[str, Any] = {}
        self.losses: list[Loss] = []
        props = node.get("props")
        self._props: Mapping[str, Any] = props if isinstance(props, dict) else {}
        self._taken: set[str] = set()
        self.template = self._template(template)
        self.row = self._fitting()
        self._taken.update(self.row.when)

    # ------------------------------------------------------------ what the node says

    def look(self, meaning: str) -> Any:
        """What it says of a meaning, a token by its short name; None for nothing."""
        value = meant(self.component, self._props, meaning)
        prop = prop_of(self.component, meaning)
        group = self.catalog.tokens.get(prop.group) if prop is not None else None
        token = group.find(value) if group is not None and isinstance(value, str) else None
        return token.name if token is not None else value

    def at(self, meaning: str) -> tuple[str, ...]:
        """Where the node says something of a meaning; empty where it does not do so itself."""
        prop = prop_of(self.component, meaning)
        name = prop.name if prop is not None else meaning
        return ("props", name) if name in self._props else ()

    def own(self, meaning: str) -> Any:
        """What it says of a meaning in a prop of its own, however it stands there; None for nothing.

        A list or an object, which no comparison is for, counts as nothing.
        """
        value = self._props.get(prop.name) if (prop := prop_of(self.component, meaning)) is not None else None
        return None if isinstance(value, (dict, list)) else value

    def take(self, meaning: str) -> Any:
        """What it says of a meaning as `look` gives it, and it counts as said."""
        self._taken.add(meaning)
        return self.look(meaning)

    def take_words(self, meaning: str) -> Any:
        """What it says of a meaning as a dynamic string; None for nothing."""
        return self.words(self.take(meaning), *self.at(meaning))

    def own_words(self) -> Any:
        """The words that it shows, as a dynamic string; None for none."""
        text = self.node.get("text")
        if text is not None:
            return self.words(text, "text")
        told = self.take_words("text")
        return told if told is not None or self.role != "action" else self.take_words("label")

    def words(self, value: Any, *path: str | int) -> Any:
        """A value as a dynamic string; None for nothing, and for what has no words."""
        if value is None:
            return None
        if not isinstance(value, str):
            if isinstance(value, (dict, list)):
                self.lose("a value that is no text", LEFT_OUT, *path)
                return None
            return str(value).lower() if isinstance(value, bool) else str(value)
        try:
            return dynamic(value, in_list=self.place.in_list)
        except UnsayableError as binding:
            self.lose(f"the binding {binding}", "its words are shown", *path)
            return value

    def accessible_name(self) -> Any:
        """The name that is read aloud, as a dynamic string; None for none. It does not count as said."""
        a11y = self.node.get("a11y")
        name = self.look("ariaLabel")
        return self.words(a11y.get("label") if name is None and isinstance(a11y, dict) else name)

    def bound(self, value: Any, *path: str | int) -> str | None:
        """The path of a value that is one binding; None for any other, and for one that has no path."""
        binding = whole_binding(value)
        if binding is None:
            return None
        try:
            return path_of(binding, in_list=self.place.in_list)
        except UnsayableError:
            self.lose(f"the binding {binding}", LEFT_OUT, *path)
            return None

    # ------------------------------------------------------------ what is written

    def add(self, component: str, suffix: str = "", **properties: Any) -> str:
        """Add a component of theirs, `suffix` for a part of the node; gives its id."""
        made = {"id": self.part(suffix) if suffix else self.id, "component": component}
        self.made.append({**made, **{name: value for name, value in properties.items() if value is not None}})
        return str(made["id"])

    def add_words(self, suffix: str, words: Any, variant: str | None = None) -> str:
        """Add a text."""
        return self.add(self.table.names["words"], suffix, text=words, variant=variant)

    def fill(self, at: int, ids: list[str]) -> None:
        """Give the component that was added as number `at` its children, and what is there for each entry of a list."""
        children: Any = ids
        if self.template is not None:
            repeated = {"componentId": self.template.component, "path": self.template.path}
            listed = [*ids, self.add(self.table.names["list"], "items", children=repeated)] if ids else []
            children = listed or repeated
        self.made[at]["children"] = children

    def part(self, suffix: str) -> str:
        """The id of a part, which no node can have."""
        return f"{self.id}.{suffix}"

    def lose(self, what: str, done: str, *path: str | int) -> None:
        """Note what cannot be said."""
        self.losses.append(Loss((*self.path, *path), what, done))

    def properties(self) -> dict[str, Any]:
        """What the row of the table says of the node's meanings."""
        found = dict(self.row.has)
        for meaning, saying in self.row.says.items():
            value = self.take(meaning)
            word = saying.words.get(value) if isinstance(value, str) else None
            if word is None and isinstance(value, str) and value in saying.near:
                word = saying.near[value]
                self._lose_said(meaning, f"the {meaning} {value}", f"written as {word}")
            elif word is None and value is not None:
                self._lose_said(meaning, f"the {meaning} {_short(value)}", LEFT_OUT)
            if word is not None and value != saying.absent:
                found[saying.property] = word
        return found

    def close(self) -> None:
        """The last step: what any node may say, and a loss for all that nobody has taken."""
        own = self.made[0]
        accessible = self._accessibility()
        if accessible:
            own["accessibility"] = accessible
        for field, value in self.node.items():
            if field in _HOLDERS and not isinstance(value, NODE_FIELDS[field]):
                self.lose(f"the {field}, which is of another type", LEFT_OUT, field)
            elif field not in _SAID_ELSEWHERE:
                self.lose(f"the {field} {_short(value)}", _FIELDS_DONE.get(field, LEFT_OUT), field)
        if "dataSource" in self.node and self.template is None:
            self.lose("the list that it is bound to", LEFT_OUT, "dataSource")
        if self.row.loss:
            self.lose(f"the {self.type or 'node without a type'}", self.row.loss)
        elif self.component is not None:
            other = self._returns_as()
            if other != self.type:
                done = f"written as {self.row.component}, which comes back as {other or 'something else'}"
                self.lose(f"the {self.type}", done)
            else:
                self._lose_implied(self.component)
        self._lose_the_rest()

    def _accessibility(self) -> dict[str, Any]:
        a11y = self.node.get("a11y")
        a11y = a11y if isinstance(a11y, dict) else {}
        label = self.take_words("ariaLabel")
        if "label" in a11y:
            if label is None:
                label = self.words(a11y["label"], "a11y", "label")
                done = "written as its accessible name" if prop_of(self.component, "ariaLabel") else ""
            else:
                done = LEFT_OUT
            if done:
                self.lose("the label of a11y", done, "a11y", "label")
        found = {"label": label, "description": self.words(a11y.get("description"), "a11y", "description")}
        for field in a11y:
            if field not in found:
                self.lose(f"the {field} of a11y", LEFT_OUT, "a11y", field)
        return {name: value for name, value in found.items() if value is not None}

    # ------------------------------------------------------------ what is left

    def _lose_the_rest(self) -> None:
        component = self.component
        meanings: dict[str, list[str]] = {}
        for meaning, name in component.means.items() if component is not None else ():
            meanings.setdefault(name, []).append(meaning)
        for name, value in self._props.items():
            known = meanings.get(name, [name] if component is None else [])
            if not self._taken.intersection(known) and value is not None and not self._is_default(name, value):
                self.lose(f"the prop {name}", LEFT_OUT, "props", name)

    def _lose_implied(self, component: Component) -> None:
        for meaning, value in component.implies.items():
            if meaning not in self._taken:
                self.lose(f"that the {meaning} is {_short(value)}", LEFT_OUT)

    def _returns_as(self) -> str:
        """The component that says as much when the node is read again; empty for none."""
        said = {meaning: value for meaning in self._taken if (value := self.look(meaning)) is not None}
        exact = (*self.row.when, *self.row.says)
        key = (
            self.row.role,
            *sorted((meaning, str(value) if meaning in exact else "") for meaning, value in said.items()),
        )
        known: dict[Any, str] = self.catalog.memo.setdefault("a2ui components that come back", {})
        if key not in known:
            found = express(self.catalog, self.row.role, {**said, "text": None})
            known[key] = found.component.type if found is not None else ""
        return known[key]

    def _lose_said(self, meaning: str, what: str, done: str) -> None:
        """A loss of what the node says itself; what its design system does by itself is none."""
        prop = prop_of(self.component, meaning)
        implied = self.component is not None and meaning in self.component.implies
        name = prop.name if prop is not None else meaning
        if implied or (name in self._props and not self._is_default(name, self._props[name])):
            self.lose(what, done, *self.at(meaning))

    def _is_default(self, name: str, value: Any) -> bool:
        prop: Prop | None = self.component.props.get(name) if self.component is not None else None
        return prop is not None and prop.default is not None and prop.default == value

    # ------------------------------------------------------------ how it is written

    def _template(self, component: str) -> Template | None:
        if not component:
            return None
        path = self.bound(self.node.get("dataSource"), "dataSource")
        if path is None:
            self.lose("what is repeated", "written once: it is bound to no list", "itemTemplate")
            self.kids.append(component)
            return None
        return Template(component, path)

    def _fitting(self) -> Row:
        rows = self.table.for_role(self.role)
        inner = bool(self.kids or self.template)
        return next(row for row in rows if self._fits(row) and not (inner and row.shape in _HOLD_NOTHING))

    def _fits(self, row: Row) -> bool:
        if row.at and (row.at == "root") != self.place.root:
            return False
        if row.able and (self.component is None or row.able not in self.component.means):
            return False
        return all(self.look(meaning) == value for meaning, value in row.when.items())


_HOLD_NOTHING = frozenset({"words", "leaf", "image", "control", "table"})
"""Shapes without a place for what stands in a node; what has none should hold nothing, but nothing is lost."""
_FIELDS_DONE = {"condition": f"{LEFT_OUT}: it is always shown"}


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
