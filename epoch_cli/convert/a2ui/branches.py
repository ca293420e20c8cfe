"""The nodes of a document with the ids that their components have, and what of each was written last.

A tree beside the document's, so that a stream knows which components a patch touches without looking at the rest. A
component is called what its node is called where nobody else is, and `_1`, `_2`, … otherwise, which no node can be.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from epoch_cli.catalog import Catalog
from epoch_cli.convert.a2ui.controls import is_one
from epoch_cli.convert.a2ui.mapping import Table
from epoch_cli.convert.a2ui.shapes import write_shape
from epoch_cli.convert.a2ui.sheet import Place, Sheet
from epoch_cli.convert.formats import LEFT_OUT
from epoch_cli.document import Document, Node
from epoch_cli.document.node import ID

ROOT: Final = "root"
"""What A2UI calls the component that everything is in, and a document its node."""
Steps = tuple[str | int, ...]


class Branch:
    """A node, by the id of its component.

    Attributes:
        id: of the component.
        parent: the one around it, None for the root's.
        kids: those of its children, None for one that is no node.
        item: that of its template, if it has one.
        sent: the components that were written for it last, by id.
        data: what of the data model was written for it last, by path.
    """

    __slots__ = ("data", "id", "item", "kids", "parent", "sent")

    def __init__(self, name: str, parent: Branch | None = None) -> None:
        self.id = name
        self.parent = parent
        self.kids: list[Branch | None] = []
        self.item: Branch | None = None
        self.sent: dict[str, dict[str, Any]] = {}
        self.data: dict[str, Any] = {}

    def inner(self) -> list[Branch]:
        """Those right below it."""
        found = [kid for kid in self.kids if kid is not None]
        return [*found, self.item] if self.item is not None else found

    def steps(self) -> Steps:
        """The way to it from the one around it."""
        around = self.parent
        if around is None:
            return (ROOT,)
        if around.item is self:
            return ("itemTemplate",)
        return ("children", next(index for index, kid in enumerate(around.kids) if kid is self))


class Site:
    """Where a branch is: its node, its path in the document, and what stands around it."""

    __slots__ = ("branch", "node", "path", "place")

    def __init__(self, branch: Branch, node: Node, path: Steps, place: Place) -> None:
        self.branch, self.node, self.path, self.place = branch, node, path, place


class Grove:
    """Grows branches and writes what they stand for."""

    def __init__(self, catalog: Catalog, table: Table) -> None:
        self.catalog, self.table = catalog, table
        self._taken = {ROOT}
        self._made = 0

    # ------------------------------------------------------------ growing

    def grow(self, node: Any, parent: Branch | None = None) -> Branch | None:
        """The branch of a node and all below it; None where there is no node. One without a parent is the root's."""
        if not isinstance(node, dict):
            return None
        top = Branch(self._name(node) if parent is not None else ROOT, parent)
        self.regrow(top, node)
        return top

    def regrow(self, branch: Branch, node: Node) -> None:
        """Give a branch new ones for all below it."""
        waiting = [(branch, node)]
        while waiting:
            waiting += self._sprout(*waiting.pop())

    def fell(self, branch: Branch | None) -> list[Branch]:
        """Give up a branch and all below it, whose ids are free again; gives them."""
        gone: list[Branch] = []
        waiting = [branch] if branch is not None else []
        while waiting:
            here = waiting.pop()
            if here.id != ROOT:
                self._taken.discard(here.id)
            gone.append(here)
            waiting += here.inner()
        return gone

    def rename(self, branch: Branch, node: Node) -> None:
        """Give a branch the id that its node has now."""
        if branch.id != ROOT and node.get("id") != branch.id:
            self._taken.discard(branch.id)
            branch.id = self._name(node)

    def _sprout(self, branch: Branch, node: Node) -> list[tuple[Branch, Node]]:
        """Give a branch the ones right below it; gives those with their nodes."""
        children = node.get("children")
        nodes = [*children] if isinstance(children, list) else []
        branch.kids = [Branch(self._name(each), branch) if isinstance(each, dict) else None for each in nodes]
        found = [(kid, nodes[index]) for index, kid in enumerate(branch.kids) if kid is not None]
        template = node.get("itemTemplate")
        if not isinstance(template, dict):
            branch.item = None
            return found
        branch.item = Branch(self._name(template), branch)
        return [*found, (branch.item, template)]

    def _name(self, node: Node) -> str:
        own = node.get("id")
        if isinstance(own, str) and own not in self._taken and ID.fullmatch(own):
            name = own
        else:
            self._made += 1
            name = f"_{self._made}"
        self._taken.add(name)
        return name

    # ------------------------------------------------------------ writing

    def write(self, site: Site) -> Sheet:
        """What a node becomes, without the nodes in it."""
        branch, node = site.branch, site.node
        sheet = Sheet(
            self.catalog,
            self.table,
            node,
            id=branch.id,
            path=site.path,
            place=site.place,
            kids=[kid.id for kid in branch.kids if kid is not None],
            template=branch.item.id if branch.item is not None else "",
        )
        write_shape(sheet)
        if "id" in node and node["id"] != branch.id:
            done = "written as root" if site.place.root else "another node has it, or it is none"
            sheet.lose(f"the id {node['id']}", done, "id")
        for index, kid in enumerate(branch.kids):
            if kid is None:
                sheet.lose("a child that is no node", LEFT_OUT, "children", index)
        return sheet

    def below(self, site: Site) -> Iterator[Site]:
        """What is written by itself right below a node: all but a control that its field is one with."""
        if self.role(site.node) == "field" and is_one(self.catalog, site.node):
            return
        for index, kid in enumerate(site.branch.kids):
            if kid is not None:
                yield self._inside(site, kid, ("children", index))
        if site.branch.item is not None:
            yield self._inside(site, site.branch.item, ("itemTemplate",))

    def all_below(self, site: Site) -> Iterator[Site]:
        """A node and everything in it, parents before children."""
        waiting = [site]
        while waiting:
            here = waiting.pop()
            yield here
            waiting += reversed(list(self.below(here)))

    def find(self, document: Document, branch: Branch) -> Site:
        """Where a branch is in a document that it has grown from."""
        way = [branch]
        while (around := way[-1].parent) is not None:
            way.append(around)
        site = Site(way.pop(), document[ROOT], (ROOT,), Place(root=True))
        while way:
            inner = way.pop()
            site = self._inside(site, inner, inner.steps())
        return site

    def role(self, node: Node) -> str:
        """What a node is for; empty where nobody knows its type."""
        kind = node.get("type")
        component = self.catalog.components.get(kind) if isinstance(kind, str) else None
        return component.role if component is not None else ""

    def submit_prop(self, node: Node) -> str:
        """The prop that names the handler of a form; empty for anything else."""
        form = self.role(node) == "form"
        return self.catalog.components[node["type"]].means.get("submit", "") if form else ""

    def _inside(self, site: Site, branch: Branch, steps: Steps) -> Site:
        node, place = site.node, site.place._replace(root=False)
        if name := self.submit_prop(node):
            props = node.get("props")
            handler = props.get(name) if isinstance(props, dict) else None
            place = place._replace(submit=handler if isinstance(handler, str) else "")
        if steps[0] == "itemTemplate":
            place = place._replace(in_list=place.in_list or "dataSource" in node)
            return Site(branch, node["itemTemplate"], (*site.path, *steps), place)
        return Site(branch, node["children"][steps[1]], (*site.path, *steps), place)
