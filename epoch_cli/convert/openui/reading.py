"""A document out of OpenUI Lang: the components that `root` names, with their arguments by place (`library`)."""

from __future__ import annotations

from typing import Any, NamedTuple

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import LEFT_OUT, Loss, Options, ReadBack
from epoch_cli.convert.openui.expressions import only_binding
from epoch_cli.convert.openui.library import NODE_KEYS, Parameter, Signature, library_of
from epoch_cli.convert.openui.meaning import Meaning, UnsayableError
from epoch_cli.convert.openui.names import ROOT, identity_of
from epoch_cli.convert.openui.syntax import Array, Call, Constant, Either, Expression, Name, Object, parse
from epoch_cli.convert.openui.words import words_of
from epoch_cli.document import Node, finished
from epoch_cli.document.canonical import NODE_ORDER
from epoch_cli.document.node import ID, NODE_FIELDS
from epoch_cli.errors import UnreadableError

Path = tuple[str | int, ...]


def read(text: str, catalog: Catalog, options: Options) -> ReadBack:
    """The document that a text describes.

    Raises:
        UnreadableError: it is no OpenUI Lang, says where; or no statement makes a component.
    """
    del options
    return _Reading(text, catalog).document()


class _Place(NamedTuple):
    """Where a node goes: `owner` is None for the root; `variables` are what lists around it call their items.

    `source` is the list that a template is repeated for, empty for children.
    """

    owner: Node | None
    path: Path
    variables: tuple[str, ...] = ()
    source: str = ""


class _Item(NamedTuple):
    """Something to visit, the statement it stands in, and the condition that was found on the way."""

    expression: Expression
    place: _Place
    name: str = ""
    line: int = 0
    condition: Expression | None = None


class _Reading:
    """One text; a stack instead of recursion, because documents may be deep. A name on it: that statement is done."""

    def __init__(self, text: str, catalog: Catalog) -> None:
        self._program = parse(text)
        self._library = library_of(catalog)
        self._root: Node | None = None
        self._nodes: list[Node] = []
        self._path: Path = ()  # of what is being read, and its line, for losses
        self._line = 0
        self._losses = [
            Loss((), f"{text!r}, which is no statement", LEFT_OUT, line, 1) for line, text in self._program.skipped
        ]
        self._losses += [
            Loss((), f"the statement {name}, which is written again", f"{LEFT_OUT}, the last one counts", line, 1)
            for name, line in self._program.replaced.items()
        ]
        self._meaning = Meaning(self._program.statements, self._lose)
        self._open: set[str] = set()
        self._named: set[str] = set()  # statements that gave a node its id: one that is used again gives it once
        self._waiting: list[str | _Item] = []

    def document(self) -> ReadBack:
        """Everything from the root on."""
        self._waiting.append(_Item(Name(self._entry()), _Place(None, ())))
        while self._waiting:
            each = self._waiting.pop()
            if isinstance(each, str):
                self._open.discard(each)
            else:
                self._visit(each)
        self._path = ()
        for name, line in self._program.lines.items():
            self._line = line
            if name not in self._meaning.used:
                self._lose(f"the statement {name}", f"{LEFT_OUT}, nothing refers to it")
            elif name[0] == "$":
                self._lose(f"the first value of {name}", f"{LEFT_OUT}, the host gives it")
        for node in self._nodes:
            known = {field: node.pop(field) for field in NODE_ORDER if field in node}
            node.update(known)
        return ReadBack(finished({ROOT: self._root} if self._root else {}), tuple(self._losses))

    def _entry(self) -> str:
        statements = self._program.statements
        components = (name for name, each in statements.items() if isinstance(each, Call) and self._signature(each))
        found = ROOT if ROOT in statements else next(components, None)
        if found is None:
            raise UnreadableError("1:1: no statement makes a component", remedy="begin with root = Component(…)")
        return found

    def _signature(self, call: Call) -> Signature | None:
        return self._library.by_name.get(call.name)

    # ------------------------------------------------------------ nodes

    def _visit(self, item: _Item) -> None:
        """Follow names and conditions to components, and make nodes of them."""
        self._meaning.count()
        self._path, self._line, place = item.place.path, item.line, item.place
        match item.expression:
            case Name(name=name, steps=()) if name not in place.variables and name[0] != "$":
                self._follow(name, item)
            case Array(items=items):
                self._waiting += [item._replace(expression=each, name="") for each in reversed(items)]
            case Either():
                self._choose(item.expression, item)
            case Call(name="@Each", arguments=(source, variable, template)):
                self._list(source, variable, template, item)
            case Call() as call if (signature := self._signature(call)) is not None:
                self._node(call, signature, item)
            case Call(name=name):
                self._lose(f"the component {name}", f"{LEFT_OUT}, with what is in it")
            case Constant(value=None):
                pass
            case _:
                self._lose("what is no component", LEFT_OUT)

    def _follow(self, name: str, item: _Item) -> None:
        found = self._meaning.statement(name)
        if found is None:
            self._lose(f"the statement {name}, which is not there", LEFT_OUT)
        elif name in self._open:
            self._lose(f"the statement {name} inside itself", LEFT_OUT)
        else:
            self._open.add(name)
            self._waiting += [name, item._replace(expression=found, name=name, line=self._program.lines[name])]

    def _choose(self, choice: Either, item: _Item) -> None:
        if choice.otherwise != Constant(None):
            self._lose("what is shown otherwise", LEFT_OUT)
        if item.condition is not None:
            self._lose("a second condition", LEFT_OUT)
        self._waiting.append(item._replace(expression=choice.then, condition=item.condition or choice.condition))

    def _list(self, source: Expression, variable: Expression, template: Expression, item: _Item) -> None:
        place = item.place
        owner, called = place.owner, variable.value if isinstance(variable, Constant) else None
        called = variable.name if isinstance(variable, Name) else called
        data = self._value(source, place.variables)
        if owner is None or place.source or "itemTemplate" in owner or not isinstance(called, str):
            self._lose("a list that is not the only one among the children of a node", LEFT_OUT)
        elif not isinstance(data, str) or only_binding(words_of(data), lists=len(place.variables)) is None:
            self._lose("a list that is not bound to data", LEFT_OUT)
        else:
            inside = _Place(owner, (*place.path, "itemTemplate"), (*place.variables, called), data)
            self._waiting.append(_Item(template, inside, line=item.line))

    def _node(self, call: Call, signature: Signature, item: _Item) -> None:
        place = item.place
        node: Node = {"type": signature.component.type}
        self._nodes.append(node)
        path = self._put(node, place)
        identity = identity_of(item.name, signature.name) if not place.variables else ""
        if ID.fullmatch(identity) and item.name not in self._named:
            self._named.add(item.name)
            node["id"] = identity
        if item.condition is not None:
            self._path = (*path, "condition")
            condition = self._value(item.condition, place.variables)
            if isinstance(condition, str):
                node["condition"] = condition
        inside: list[Expression] = []
        for parameter, argument in zip(signature.parameters, call.arguments, strict=False):
            if argument != Constant(None):
                self._argument(parameter, argument, node, _Place(node, path, place.variables), inside)
        self._path = path
        if len(call.arguments) > len(signature.parameters):
            self._lose(f"{len(call.arguments) - len(signature.parameters)} arguments too many", LEFT_OUT)
        inner = _Place(node, path, place.variables)
        self._waiting += [_Item(each, inner, line=item.line) for each in inside]

    def _put(self, node: Node, place: _Place) -> Path:
        owner = place.owner
        if owner is None:
            self._root = node
            return (ROOT,)
        if place.source:
            owner.update(dataSource=place.source, itemTemplate=node)
            return place.path
        if "itemTemplate" in owner:
            self._lose("a node after a list", "written before it")
        children = owner.setdefault("children", [])
        children.append(node)
        return (*place.path, "children", len(children) - 1)

    # ------------------------------------------------------------ arguments

    def _argument(
        self, parameter: Parameter, argument: Expression, node: Node, place: _Place, inside: list[Expression]
    ) -> None:
        """One argument into a node; `inside` takes what holds nodes."""
        if parameter.place == "children":
            if argument == Array(()):
                node["children"] = []
            inside.append(argument)
            return
        if parameter.place == "node":
            self._fields(argument, node, place)
            return
        text = parameter.place == "text"
        self._path = (*place.path, "text") if text else (*place.path, "props", parameter.name)
        value = self._value(argument, place.variables)
        if value is None:
            return
        if not text:
            node.setdefault("props", {})[parameter.name] = value
        elif isinstance(value, str):
            node["text"] = value
        else:
            self._lose("a text that is none", LEFT_OUT)

    def _fields(self, argument: Expression, node: Node, place: _Place) -> None:
        if not isinstance(argument, Object):
            self._path = place.path
            self._lose("the argument node, which is no object", LEFT_OUT)
            return
        for key, expression in argument.entries:
            self._path = (*place.path, key)
            value = self._value(expression, place.variables)
            if key not in NODE_KEYS or not isinstance(value, NODE_FIELDS[key]):
                self._lose(f"the field {key}", LEFT_OUT)
            else:
                node[key] = value

    def _value(self, expression: Expression, variables: tuple[str, ...]) -> Any:
        """A value; None, and a loss, for one that cannot be said."""
        try:
            return self._meaning.value(expression, variables)
        except UnsayableError as error:
            self._lose(str(error), LEFT_OUT)
            return None

    def _lose(self, what: str, done: str) -> None:
        self._losses.append(Loss(self._path, what, done, self._line, int(self._line > 0)))
