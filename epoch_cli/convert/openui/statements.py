"""Nodes as statements: `name = Component(argument, …)`.

| of a node                        | in OpenUI Lang                                              |
| -------------------------------- | ----------------------------------------------------------- |
| id                               | the statement's name (`names`)                              |
| children                         | names of their statements                                   |
| condition that is one binding    | `name = $context.x ? Component(…) : null`                   |
| dataSource with itemTemplate     | `@Each($context.list, "item", Component(…))`, after children |
| handler                          | `Action([@Run(name)])` and `name = Mutation("handler")`     |
| other fields, other conditions   | the argument `node` (`library`)                             |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from epoch_cli.catalog import Catalog, Component
from epoch_cli.catalog.json_schema import HANDLER_PATTERN
from epoch_cli.convert.formats import LEFT_OUT, Loss
from epoch_cli.convert.openui.expressions import DEEPEST, UnspellableError, key_of, member, only_binding, spell
from epoch_cli.convert.openui.library import NODE_KEYS, Parameter, Signature, library_of
from epoch_cli.convert.openui.names import ROOT, is_free_of_ids, name_for, stem_of, variable
from epoch_cli.convert.openui.words import words_of
from epoch_cli.document.node import NODE_FIELDS, Node

Path = tuple[str | int, ...]

_HANDLER: Final = re.compile(HANDLER_PATTERN)


class Statement(NamedTuple):
    """A line, what could not be said in it, the nodes that it refers to, and the handlers."""

    name: str
    expression: str
    losses: tuple[Loss, ...] = ()
    children: tuple[tuple[Path, Node], ...] = ()
    handlers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name} = {self.expression}\n"


class Statements:
    """Makes statements of a document's nodes. A node keeps its name as long as it keeps its id and component."""

    def __init__(self, catalog: Catalog) -> None:
        self._library = library_of(catalog)
        self._named: dict[int, tuple[Node, Any, str]] = {}
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._handlers: dict[str, str] = {}
        self._told: set[str] = set()

    def root(self, root: Any) -> Statement:
        """What a text begins with: the root itself, or which statement it is."""
        if root is None:
            return Statement(ROOT, "null")
        if self.signature(root) is None:
            return Statement(ROOT, "null", (_unknown(("root",), root),))
        name = self.name(root, is_root=True)
        return self.of(root, ("root",)) if name == ROOT else Statement(ROOT, name, (), ((("root",), root),))

    def all(self, root: Any) -> Iterator[Statement]:
        """Every node's statement: the root's first, each before those that it refers to."""
        waiting = [self.root(root)]
        while waiting:
            statement = waiting.pop()
            yield statement
            waiting += reversed([self.of(node, path) for path, node in statement.children])

    def of(self, node: Node, path: Path) -> Statement:
        """The statement of a node whose component is known."""
        writing = _Writing(self, path)
        expression = writing.node(node, path, 0)
        told = tuple(writing.losses), tuple(writing.children), tuple(writing.handlers)
        return Statement(self.name(node), expression, *told)

    def new_handlers(self, statement: Statement) -> Iterator[Statement]:
        """Statements of the handlers that this one is the first to name."""
        for handler in statement.handlers:
            if handler not in self._told:
                self._told.add(handler)
                yield Statement(self._handlers[handler], f"Mutation({spell(handler)})")

    def name(self, node: Node, *, is_root: bool = False) -> str:
        """What the statement of a node is called."""
        signature = self._library.by_type[node["type"]]
        key = (node.get("id"), node["type"])
        known = self._named.get(id(node))
        if known is not None and known[1] == key:
            return known[2]
        identity = node.get("id")
        name = name_for(identity, signature.name) if isinstance(identity, str) else ""
        if not name or name in self._taken:
            name = ROOT if is_root else self._numbered(stem_of(signature.name))
        if known is not None:
            self._taken.discard(known[2])
        self._taken.add(name)
        self._named[id(node)] = (node, key, name)  # the node is kept, so that no other has its address
        return name

    def forget(self, node: Node) -> None:
        """Free the name of a node that is in the document no more."""
        known = self._named.pop(id(node), None)
        if known is not None:
            self._taken.discard(known[2])

    def inner(self, node: Node) -> list[Node]:
        """The nodes that the statement of a node refers to."""
        signature, children = self.signature(node), node.get("children")
        if signature is None or not signature.component.children or not isinstance(children, list):
            return []
        return [child for child in children if self.signature(child) is not None]

    def handler(self, handler: str) -> str:
        """What the statement of a handler is called."""
        name, number = handler, 1
        while handler not in self._handlers:
            if name not in self._taken and not is_free_of_ids(name):
                self._taken.add(name)
                self._handlers[handler] = name
            number += 1
            name = f"{handler}{number}"
        return self._handlers[handler]

    def signature(self, node: Any) -> Signature | None:
        """How the component of a node is called; None for what is no node of this design system."""
        kind = node.get("type") if isinstance(node, dict) else None
        return self._library.by_type.get(kind) if isinstance(kind, str) else None

    def _numbered(self, stem: str) -> str:
        while True:
            self._numbers[stem] = number = self._numbers.get(stem, 0) + 1
            if (name := f"{stem}{number}") not in self._taken:
                return name


class _Writing:
    """The expression of one statement, and of the templates in it."""

    def __init__(self, statements: Statements, path: Path) -> None:
        self._statements = statements
        self._own = path
        self.losses: list[Loss] = []
        self.children: list[tuple[Path, Node]] = []
        self.handlers: list[str] = []

    def node(self, node: Node, path: Path, lists: int) -> str:
        """A node; with its condition, where that is an expression of the language and not that of the root."""
        signature = self._statements.signature(node)
        assert signature is not None  # noqa: S101  whoever calls has looked
        condition = node.get("condition")
        words = words_of(condition) if isinstance(condition, str) else ()
        bound = only_binding(words, lists) if path != ("root",) else None
        call = self._call(node, signature, path, lists, said=bound is not None)
        return call if bound is None else f"{member(bound, lists)} ? {call} : null"

    def _call(self, node: Node, signature: Signature, path: Path, lists: int, *, said: bool) -> str:
        arguments = [self._argument(each, node, signature.component, path, lists) for each in signature.parameters[:-1]]
        arguments.append(self._node_argument(node, signature, path, lists, said=said))
        while arguments and not arguments[-1]:
            arguments.pop()
        self._tell_what_is_left(node, signature.component, path)
        return f"{signature.name}({', '.join(each or 'null' for each in arguments)})"

    # ------------------------------------------------------------ arguments

    def _argument(self, parameter: Parameter, node: Node, component: Component, path: Path, lists: int) -> str:
        if parameter.place == "text":
            return spell(node["text"], lists) if isinstance(node.get("text"), str) else ""
        if parameter.place == "children":
            return self._children(node, path, lists)
        props = node.get("props")
        if not isinstance(props, dict) or parameter.name not in props:
            return ""
        value, where = props[parameter.name], (*path, "props", parameter.name)
        if value is None:
            return self._lose(where, "null, which is no value of a prop")
        types = parameter.prop.types if parameter.prop is not None else ()
        if "handler" in types and isinstance(value, str) and _HANDLER.match(value):
            self.handlers.append(value)
            return f"Action([@Run({self._statements.handler(value)})])"
        scope = component.item_scope
        of_rows = scope is not None and parameter.name in scope.props and isinstance(props.get(scope.rows), str)
        return self._spelled(value, where, 0 if of_rows else lists)

    def _spelled(self, value: Any, path: Path, lists: int) -> str:
        try:
            return spell(value, lists)
        except UnspellableError as error:
            return self._lose(path, str(error))

    def _children(self, node: Node, path: Path, lists: int) -> str:
        children, made = node.get("children"), []
        for index, child in enumerate(children if isinstance(children, list) else ()):
            where = (*path, "children", index)
            if self._statements.signature(child) is None:
                self.losses.append(_unknown(where, child))
            elif lists:
                made.append(self._inside(child, where, lists))
            else:
                made.append(self._statements.name(child))
                self.children.append((where, child))
        made.append(self._each(node, path, lists))
        made = [each for each in made if each]
        return f"[{', '.join(made)}]" if made else ""

    def _each(self, node: Node, path: Path, lists: int) -> str:
        template, where = node.get("itemTemplate"), (*path, "itemTemplate")
        if template is None:
            return ""
        source = node.get("dataSource")
        bound = only_binding(words_of(source), lists) if isinstance(source, str) else None
        if bound is None:
            return self._lose(where, "a template without a list")
        if self._statements.signature(template) is None:
            self.losses.append(_unknown(where, template))
            return ""
        made = self._inside(template, where, lists + 1)
        return made and f"@Each({member(bound, lists)}, {spell(variable(lists))}, {made})"

    def _inside(self, node: Node, path: Path, lists: int) -> str:
        """A node of a template, which has to stand where it is used."""
        if len(path) - len(self._own) > DEEPEST:
            return self._lose(path, "a node too deep in a template")
        return self.node(node, path, lists)

    def _node_argument(self, node: Node, signature: Signature, path: Path, lists: int, *, said: bool) -> str:
        """What neither the name nor another argument says; `said` when the condition is an expression."""
        identity = node.get("id")
        name = name_for(identity, signature.name) if isinstance(identity, str) and not lists else ""
        told = {"id"} if name and self._statements.name(node) == name else set()
        if said:
            told.add("condition")
        elif "condition" in node:
            self._lose((*path, "condition"), "a condition that is not one binding", "written as data, not obeyed")
        if "itemTemplate" in node and signature.component.children:
            told.add("dataSource")
        fields = {name: node[name] for name in NODE_KEYS if node.get(name) is not None and name not in told}
        made = {name: self._spelled(value, (*path, name), lists) for name, value in fields.items()}
        return f"{{{', '.join(f'{key_of(name)}: {value}' for name, value in made.items() if value)}}}" if made else ""

    # ------------------------------------------------------------ losses

    def _tell_what_is_left(self, node: Node, component: Component, path: Path) -> None:
        for name, value in node.items():
            if name not in NODE_FIELDS:
                self._lose((*path, name), "a field that nodes do not have")
            elif not isinstance(value, NODE_FIELDS[name]):
                self._lose((*path, name), "a field of another type")
        if node.get("text") and not component.text:
            self._lose((*path, "text"), "the text of a component that shows none")
        if (node.get("children") or node.get("itemTemplate")) and not component.children:
            self._lose((*path, "children" if node.get("children") else "itemTemplate"), "nodes where none can be")
        props = node.get("props")
        for name in props if isinstance(props, dict) else ():
            if name not in component.props:
                self._lose((*path, "props", name), "a prop that the component does not have")

    def _lose(self, path: Path, what: str, done: str = LEFT_OUT) -> str:
        self.losses.append(Loss(path, what, done))
        return ""


def _unknown(path: Path, node: Any) -> Loss:
    kind = node.get("type") if isinstance(node, dict) else None
    what = f"the component {kind}" if isinstance(kind, str) else "what is no node"
    return Loss(path, what, f"{LEFT_OUT}, with what is in it")
