"""Makes nodes of the components of a surface, each by the row of the table that reads it.

What is read may be hostile: a component is never shown in itself, what is shown more than once may be as much as the
text again and no more, and what lies deeper than values may is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import orjson

from epoch_cli.catalog import Catalog
from epoch_cli.catalog.meanings import Expressed, express, prop_of
from epoch_cli.convert.a2ui.mapping import Row, Table
from epoch_cli.convert.a2ui.part import Part, Spot, address_of, checks_of
from epoch_cli.convert.a2ui.paths import INPUT, UNNAMED
from epoch_cli.convert.a2ui.surface import Surface
from epoch_cli.convert.formats import LEFT_OUT, Loss
from epoch_cli.document import Node
from epoch_cli.document.node import ID

DEEPEST: Final = 64
"""Components in components that are read, as many as values are (design section 5)."""

SMALL: Final = 65_536
"""Bytes of components that may be shown again of the smallest text."""


class Builder:
    """Makes nodes of the components of a surface.

    Attributes:
        surface, catalog, table: what is read, into what, and by which rows.
        losses: what could not be said.
        kept: paths of the data model that the document has the values of.
    """

    def __init__(self, surface: Surface, catalog: Catalog, table: Table, take_apart: TakeApart) -> None:
        self.surface, self.catalog, self.table = surface, catalog, table
        self._take_apart = take_apart
        self.losses: list[Loss] = [*surface.losses]
        self._shown: set[str] = set()
        self._named: set[str] = set()
        self._left = max(surface.size, SMALL)
        self.kept: set[tuple[str, ...]] = set()

    # ------------------------------------------------------------ components

    def build(self, name: Any, spot: Spot) -> list[Node]:
        """The nodes that a component is: none for one that is not there, two where its button stands before it."""
        part = self.part(name, spot)
        if part is None:
            return []
        nodes = self._take_apart(self, part)
        part.close()
        return nodes

    def part(self, name: Any, spot: Spot) -> Part | None:
        """A component; None for none, and where it cannot be shown."""
        component = self.surface.components.get(name) if isinstance(name, str) else None
        what = ""
        if component is None:
            what = f"the component {str(name)[:60]}, which is not there"
        elif name in spot.around:
            what = f"the component {name[:60]} in itself"
        elif len(spot.around) > DEEPEST:
            what = f"the component {name[:60]}, which lies too deep"
        elif name in self._shown and not self._again(component):
            what = f"the component {name[:60]} in another place"
        if component is None or what:
            self.losses.append(Loss(spot.path, what, LEFT_OUT))
            return None
        self._shown.add(name)
        inside = spot._replace(around=(*spot.around, name))
        return Part(component, inside, self.surface.lines.get(name, 0), self.losses, self.table)

    def is_shown(self, name: Any) -> bool:
        """Whether a component is shown already."""
        return isinstance(name, str) and name in self._shown

    def _again(self, component: Mapping[str, Any]) -> bool:
        self._left -= len(orjson.dumps(component))
        return self._left >= 0

    def peek(self, name: Any) -> Mapping[str, Any]:
        """A component, without showing it; empty for none."""
        return self.surface.components.get(name, {}) if isinstance(name, str) else {}

    def row(self, part: Part) -> Row | None:
        """The row of the table that reads a component."""
        rows = self.table.for_component(part.kind)
        return next((row for row in rows if self._reads(row, part)), None)

    def _reads(self, row: Row, part: Part) -> bool:
        if row.at and (row.at == "root") != (part.spot.path == ("root",)):
            return False
        if row.opens and address_of(part.look("action")) is None:
            return False
        if row.check and row.check not in checks_of(part.look("checks")):
            return False
        return all(part.look(name) == value for name, value in row.has.items())

    # ------------------------------------------------------------ nodes

    def node(
        self, part: Part, role: str, wanted: Mapping[str, Any], *, words: str | None = None, holds: bool = False
    ) -> Node | None:
        """A node of a role, or of one that may stand in for it; None where the design system has none.

        Args:
            part: what it is made of.
            role: what it is for.
            wanted: values by meaning.
            words: what it shows.
            holds: whether something is to stand in it.
        """
        made = self.nameless(part, role, wanted, words=words, holds=holds)
        if made is not None:
            self.name(part, made)
        return made

    def nameless(
        self, part: Part, role: str, wanted: Mapping[str, Any], *, words: str | None = None, holds: bool = False
    ) -> Node | None:
        """The same without an id."""
        label, description = part.accessibility()
        wanted = wanted if label is None else {**wanted, "ariaLabel": label}
        made = self.said(part, role, wanted, words=words, holds=holds)
        if made is not None and description is not None:
            made.setdefault("a11y", {})["description"] = description
        return made

    def said(
        self, part: Part, role: str, wanted: Mapping[str, Any], *, words: str | None = None, holds: bool = False
    ) -> Node | None:
        """The same without an id, and without what any component may say."""
        for each in self.table.roles(role):
            found = self._expressed(part, each, wanted)
            if found is None or (holds and not found.component.children):
                continue
            props, left_out = dict(found.props), set(found.left_out)
            made: Node = {"type": found.component.type}
            if "ariaLabel" in left_out and wanted.get("ariaLabel") is not None:
                made["a11y"] = {"label": wanted["ariaLabel"]}
                left_out.discard("ariaLabel")
            if words is not None:
                if found.component.text:
                    made["text"] = words
                elif own := found.component.means.get("text") or found.component.means.get("label"):
                    props[own] = words
                else:
                    part.lose("its words")
            for meaning in sorted(left_out):
                part.lose(f"the {meaning} {str(wanted[meaning])[:40]}")
            if props:
                made["props"] = props
            return made
        return None

    def _expressed(self, part: Part, role: str, wanted: Mapping[str, Any]) -> Expressed | None:
        """What says most of it; a token that there is none of gives way to the nearest that there is."""
        found = express(self.catalog, role, {**wanted, "text": None})
        if found is None:
            return None
        left_out = list(found.left_out)
        for meaning in wanted:
            prop = prop_of(found.component, meaning)
            value = found.props.get(prop.name) if prop is not None else None
            group = self.catalog.tokens.get(prop.group) if prop is not None and set(prop.types) == {"token"} else None
            if prop is None or group is None or not isinstance(value, str) or group.find(value) is not None:
                continue
            near = self.table.nearer.get(meaning, {}).get(value, ())
            other = next((each for each in near if group.find(each) is not None), None)
            del found.props[prop.name]
            if other is None:
                left_out.append(meaning)
                continue
            part.lose(f"the {meaning} {value}", f"read as {other}")
            if other != prop.default:
                found.props[prop.name] = other
        return found._replace(left_out=tuple(left_out))

    def name(self, part: Part, node: Node) -> None:
        """Give a node the id of its component, unless a writer made that id."""
        if part.id in self._named or part.id == "root" or part.id.startswith("_") or "." in part.id:
            return
        self._named.add(part.id)
        if ID.fullmatch(part.id):
            node["id"] = part.id
        else:
            part.lose(f"the id {part.id[:60]}")

    def holder(self, nodes: Sequence[Node], spot: Spot) -> Node:
        """A node around several."""
        role = "container" if spot.path == ("root",) else "stack"
        found = (express(self.catalog, each, {"direction": "column"}) for each in self.table.roles(role))
        box = next((each for each in found if each is not None and each.component.children), None)
        if box is None:
            return nodes[0] if nodes else {"type": next(iter(self.catalog.components))}
        return {"type": box.component.type, **({"props": box.props} if box.props else {}), "children": [*nodes]}

    # ------------------------------------------------------------ the end

    def close(self) -> None:
        """Note what of the surface was never shown."""
        surface = self.surface
        unused = len(surface.components) - len(self._shown)
        if unused:
            what = f"{unused} component{'s' * (unused > 1)} that nothing shows"
            self.losses.append(Loss((), what, LEFT_OUT))
        if surface.catalog and surface.catalog not in self.table.known:
            self.losses.append(Loss((), f"the catalog {surface.catalog[:80]}", "read as the basic catalog"))
        if surface.theme:
            self.losses.append(Loss((), "its theme", LEFT_OUT))
        if _other_data(surface.data, self.kept):
            self.losses.append(Loss((), "the data model", f"{LEFT_OUT}: a document holds no data"))


TakeApart = Callable[[Builder, Part], list[Node]]
"""Gives the nodes that a component is."""


def _other_data(data: Any, kept: set[tuple[str, ...]]) -> bool:
    """Whether a data model holds anything but the values of controls, which the document has."""
    if not isinstance(data, dict):
        return data is not None
    there = {(root, name) for root in (INPUT, UNNAMED) for name in _names(data.get(root))}
    return bool(set(data) - {INPUT, UNNAMED}) or bool(there - kept)


def _names(values: Any) -> list[str]:
    return [*values] if isinstance(values, dict) else []
