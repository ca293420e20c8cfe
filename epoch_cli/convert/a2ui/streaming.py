"""A document as A2UI messages while it grows: after each patch the components that it changed.

The node that a patch is about is written again, and the one around it; what comes out as it was is not sent again. A
surface cannot be told to drop a component, so one that is removed is only no longer a child of anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.convert.a2ui.branches import ROOT, Branch, Grove, Site
from epoch_cli.convert.a2ui.mapping import find_table
from epoch_cli.convert.a2ui.messages import Messages
from epoch_cli.convert.a2ui.writing import losses_of, nothing
from epoch_cli.convert.formats import Options, Written
from epoch_cli.document import Document, Patch, parse_pointer

Tokens = tuple[str, ...]


def stream(catalog: Catalog, options: Options) -> A2uiStream:
    """Begin a stream.

    Raises:
        UsageError: there is no such version of the format.
    """
    return A2uiStream(catalog, options)


class A2uiStream:
    """A stream of one document."""

    def __init__(self, catalog: Catalog, options: Options) -> None:
        self._catalog, self._table = catalog, find_table(options.version)
        self._messages = Messages(self._table, options)
        self._grove = Grove(catalog, self._table)
        self._root: Branch | None = None
        self._begun = False
        self._values: dict[str, dict[int, Any]] = {}  # by path, what each branch says there
        self._known: dict[str, Any] = {}

    def feed(self, document: Document, patch: Patch) -> str:
        """The messages that a patch makes; costs what was written, and the children of the node around it."""
        begun, self._begun = self._begun, True
        lines = "" if begun else self._messages.create()
        op, tokens = str(patch.get("op")), parse_pointer(str(patch.get("path", "")))
        if op == "test":
            return lines
        ways = [(op, tokens)] if op != "move" else [("remove", parse_pointer(str(patch["from"]))), (op, tokens)]
        root = self._root
        if root is None or any(len(each) < _BELOW_ROOT for _, each in ways):
            return lines + self._everything(document, [])
        gone: list[Branch] = []
        touched = [self._change(document, root, how, each, gone) for how, each in ways if each[0] == ROOT]
        if len(touched) > 1 and any(each.anew for each in touched):
            return lines + self._everything(document, gone)  # where both places are now depends on both
        return lines + self._sent([site for each in touched for site in self._sites(document, each, gone)], gone)

    def close(self, document: Document) -> Written:
        """The rest: a root for a document that has none, and all losses."""
        lines = "" if self._begun else self._messages.create()
        if self._root is None:
            lines += self._messages.components([nothing(self._table)])
        return Written(lines, losses_of(document, self._catalog, self._table))

    # ------------------------------------------------------------ what a patch does to the branches

    def _everything(self, document: Document, gone: list[Branch]) -> str:
        """All of a document, after its root was replaced."""
        gone += self._grove.fell(self._root)
        had, self._root = self._root is not None, self._grove.grow(document.get(ROOT))
        if self._root is not None:
            return self._sent(self._grove.all_below(self._grove.find(document, self._root)), gone)
        return self._sent((), gone) + (self._messages.components([nothing(self._table)]) if had else "")

    def _change(self, document: Document, root: Branch, op: str, tokens: Tokens, gone: list[Branch]) -> _Touched:
        """Take away or put in the branch at a path, which in the document has been done."""
        branch, rest = _deepest(root, tokens[1:])
        if len(rest) != _CHILD or rest[0] != "children":
            return _Touched(branch, field=rest, anew=rest[0] in _INNER)
        index = len(branch.kids) if rest[1] == "-" else int(rest[1])
        if op in {"remove", "replace"}:
            gone += self._grove.fell(branch.kids.pop(index))
        if op == "remove":
            return _Touched(branch)
        branch.kids.insert(index, None)
        node = self._grove.find(document, branch).node["children"][index]
        branch.kids[index] = fresh = self._grove.grow(node, branch)
        return _Touched(branch, fresh=fresh)

    # ------------------------------------------------------------ what is written of it

    def _sites(self, document: Document, touched: _Touched, gone: list[Branch]) -> list[Site]:
        """The nodes that have to be written again, after what stands in them has grown anew."""
        branch, field = touched.branch, touched.field
        site = self._grove.find(document, branch)
        if touched.anew:
            for inner in branch.inner():
                gone += self._grove.fell(inner)
            self._grove.regrow(branch, site.node)
        if field == ("id",):
            self._grove.rename(branch, site.node)
        around = [self._grove.find(document, branch.parent)] if branch.parent is not None else []
        if around and self._grove.role(around[0].node) == "field":
            return list(self._grove.all_below(around[0]))
        if touched.anew or self._grove.role(site.node) == "field" or self._reaches_in(site, field):
            return [*around, *self._grove.all_below(site)]
        fresh = self._grove.all_below(self._grove.find(document, touched.fresh)) if touched.fresh is not None else ()
        return [*around, site, *fresh]

    def _reaches_in(self, site: Site, field: Tokens) -> bool:
        """Whether a field changes what is written of the nodes inside."""
        if not field or field[0] in {"type", "dataSource"}:
            return bool(field)
        name = self._grove.submit_prop(site.node)
        return bool(name) and field[0] == "props" and (len(field) == 1 or field[1] == name)

    def _sent(self, sites: Iterable[Site], gone: list[Branch]) -> str:
        """Messages for what is different from what was sent before."""
        components: list[dict[str, Any]] = []
        before = {id(branch): branch.data for branch in gone}
        after: dict[int, dict[str, Any]] = {}
        for site in sites:
            branch, sheet = site.branch, self._grove.write(site)
            components += [each for each in sheet.made if branch.sent.get(each["id"]) != each]
            branch.sent = {each["id"]: each for each in sheet.made}
            before.setdefault(id(branch), branch.data)
            branch.data = after[id(branch)] = sheet.data
        return self._messages.components(components) + self._kept(before, after)

    def _kept(self, before: dict[int, dict[str, Any]], after: dict[int, dict[str, Any]]) -> str:
        """Messages for the data of nodes that were written again; two of them may have the same path."""
        touched = dict.fromkeys(path for each in (*before.values(), *after.values()) for path in each)
        for branch, data in before.items():
            for path in data:
                self._values.get(path, {}).pop(branch, None)
        for branch, data in after.items():
            for path, value in data.items():
                self._values.setdefault(path, {})[branch] = value
        values: dict[str, Any] = {}
        forgotten: list[str] = []
        for path in touched:
            said = [*self._values.get(path, {}).values()]
            if not said:
                self._values.pop(path, None)
                forgotten += [path] if self._known.pop(path, None) is not None else []
            elif self._known.get(path) != said[-1]:
                self._known[path] = values[path] = said[-1]
        return self._messages.data(values) + self._messages.forget(forgotten)


class _Touched:
    """What a patch changed: a node, a field of it, a child that is new, or all that stands in it anew."""

    __slots__ = ("anew", "branch", "field", "fresh")

    def __init__(self, branch: Branch, *, field: Tokens = (), fresh: Branch | None = None, anew: bool = False) -> None:
        self.branch, self.field, self.fresh, self.anew = branch, field, fresh, anew


def _deepest(root: Branch, rest: Tokens) -> tuple[Branch, Tokens]:
    """The innermost node on the way to a path, and the rest of the path in it, which is not empty."""
    branch = root
    while True:
        inner, steps = None, 0
        if rest[0] == "itemTemplate" and len(rest) > 1:
            inner, steps = branch.item, 1
        elif rest[0] == "children" and len(rest) > _CHILD and rest[1].isdecimal() and int(rest[1]) < len(branch.kids):
            inner, steps = branch.kids[int(rest[1])], 2
        if inner is None:
            return branch, rest
        branch, rest = inner, rest[steps:]


_INNER = frozenset({"children", "itemTemplate"})
_BELOW_ROOT = 2
"""Tokens of the shortest path that is neither the document nor its root."""
_CHILD = 2
"""Tokens of a child's path in its parent."""
