"""A document as OpenUI Lang while it grows: statements as nodes come, and again under the same name as they change.

The parser takes the last statement of a name, once a line feed and something else follow it. So what is said again
comes before what is new, and a text that ends with something said again ends with it twice. A patch costs the
statements of the nodes that it changed: a node's has the names of all its children.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options, Written, losses_beside_root
from epoch_cli.convert.openui.names import ROOT
from epoch_cli.convert.openui.statements import Path, Statement, Statements
from epoch_cli.document import Document, Node, Patch
from epoch_cli.document.pointer import array_index, parse_pointer

_NAMING = (("id",), ("type",))
"""Fields that give a node its name, which the node around it says."""
_BELOW: Path = (ROOT, "children")
"""Where a node is that is not the root; what cannot be said, and where, is told at the end."""


def stream(catalog: Catalog, options: Options) -> OpenUIStream:
    """Begin a stream of one document."""
    del options
    return OpenUIStream(catalog)


class OpenUIStream:
    """Says what changed, by the path of each patch; all of it again where that is the root."""

    def __init__(self, catalog: Catalog) -> None:
        self._statements = Statements(catalog)
        self._said: dict[str, str] = {}
        self._root: Any = None
        # the nodes that have statements, each with its children as they were then; kept, so that no other has its id
        self._known: dict[int, tuple[Node, list[Any]]] = {}
        self._again = ""  # the last statement, if it was said before with another meaning

    def feed(self, document: Document, patch: Patch) -> str:
        """The statements of what a patch changed."""
        root, op = document.get(ROOT), patch.get("op")
        if op == "test" or (root is None and self._root is None):
            return ""
        names = ("from", "path") if op == "move" else ("path",)
        paths = [parse_pointer(str(patch.get(name, ""))) for name in names]
        if root is not self._root or id(root) not in self._known:
            return self._say(self._everything(root))
        ways = [path[1:] for path in paths if path[:1] == (ROOT,)]
        owners = [
            owner
            for way in ways
            # where something was taken from is looked for among the nodes as they were
            for owner in self._owners(way, before=op == "move" and way is ways[0] and len(ways) == len(names))
        ]
        return self._say(self._anew(list({id(each): each for each in owners}.values())))

    def close(self, document: Document) -> Written:
        """What is left to be said, and all losses."""
        statements = list(self._statements.all(document.get(ROOT)))
        losses = [loss for statement in statements for loss in statement.losses]
        return Written(self._say(statements) + self._again, (*losses_beside_root(document), *losses))

    # ------------------------------------------------------------ what changed

    def _owners(self, way: Sequence[str], *, before: bool) -> list[Node]:
        """The innermost node with a statement on a way from the root; behind the one that says its name, if it changed.

        Args:
            way: tokens below the root.
            before: go by the children as they were.
        """
        around, node = None, self._root
        while len(way) > 2 and way[0] == "children":
            children = self._known[id(node)][1] if before else node.get("children")
            at = array_index(way[1], len(children)) if isinstance(children, list) else None
            if not isinstance(children, list) or at is None or id(children[at]) not in self._known:
                break
            around, node, way = node, children[at], way[2:]
        return [around, node] if tuple(way) in _NAMING and around is not None else [node]

    def _everything(self, root: Any) -> list[Statement]:
        for node, _ in self._known.values():
            self._statements.forget(node)
        self._known.clear()
        self._root = root
        return [self._statements.root(root)] if self._statements.signature(root) is None else [*self._of(root)]

    def _anew(self, owners: list[Node]) -> list[Statement]:
        """The statements of nodes that have changed, and of those that have come into them; others in them are gone."""
        kept = {id(child) for owner in owners for child in self._statements.inner(owner)}
        for owner in owners:
            self._drop(self._known[id(owner)][1] if id(owner) in self._known else (), kept)
        return [each for owner in owners if id(owner) in self._known for each in self._of(owner)]

    def _drop(self, nodes: Iterable[Any], kept: set[int]) -> None:
        """Forget nodes and all in them, but for those that are kept."""
        waiting = [*nodes]
        while waiting:
            found = self._known.pop(id(node), None) if id(node := waiting.pop()) not in kept else None
            if found is not None:
                self._statements.forget(node)
                waiting += found[1]

    def _of(self, changed: Node) -> Iterator[Statement]:
        """The statements of a node, and of all in it that have none yet."""
        waiting = [changed]
        while waiting:
            node = waiting.pop()
            children = node.get("children")
            self._known[id(node)] = node, [*children] if isinstance(children, list) else []
            statement = self._statements.of(node, _BELOW) if node is not self._root else self._statements.root(node)
            yield statement
            if statement.children[:1] == (((ROOT,), node),):  # the root has a name of its own
                statement = self._statements.of(node, (ROOT,))
                yield statement
            waiting += [each for _, each in reversed(statement.children) if id(each) not in self._known]

    # ------------------------------------------------------------ what is said

    def _say(self, statements: list[Statement]) -> str:
        changed = [each for each in statements if self._said.get(each.name) != each.expression]
        new = {each.name for each in changed} - self._said.keys()
        changed.sort(key=lambda each: each.name in new)
        lines = [line for each in changed for line in (each, *self._statements.new_handlers(each))]
        if lines:
            self._again = "" if lines[-1].name not in self._said else str(lines[-1])
        self._said.update((each.name, each.expression) for each in lines)
        return "".join(map(str, lines))
