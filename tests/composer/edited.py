"""What an edit made of a screen, against what a person wanted: screens are compared, not patches.

A row of `edits/spoken.jsonl` says `document`, `phrase`, `patches` (one right edit), perhaps `also` (further right ones)
and `expect`, which replaces the comparison where many screens are right:

    order    what is shown, in this order         absent   what is not shown
    kinds    how many nodes of a type there are   has      nodes that there must be
    panels   tabs with what is behind each; `tabs_index`: of which tabs
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from epoch_cli.catalog import Catalog, Component
from epoch_cli.document import apply_patch, clone

Document = dict[str, Any]
Node = dict[str, Any]
Patch = dict[str, Any]
Row = Mapping[str, Any]

HERE = Path(__file__).resolve().parent / "edits"

_OURS = frozenset(
    {"name", "autocomplete", "placeholder", "onClick", "onSubmit", "onClose", "hint", "caption"}
)  # fmt: skip
"""Props that a composer may make up, so that they count only where somebody named their value."""

_CONTROLS, _NAMED = frozenset({"input", "choice"}), frozenset({"input", "choice", "action", "status", "text"})
_MARK = re.compile(r"\s*(\(required\)|\*)$")


def rows() -> list[Row]:
    """What people said, and what they wanted."""
    return [json.loads(line) for line in (HERE / "spoken.jsonl").read_text("utf-8").splitlines() if line.strip()]


def documents() -> dict[str, Document]:
    """The documents that they spoke of, by name."""
    found: dict[str, Document] = json.loads((HERE / "documents.json").read_text("utf-8"))
    return found


def applied(patches: list[Patch], document: Document) -> Document:
    """The document after patches; the steps in between may be what the rules refuse."""
    return apply_patch(clone(document), patches).document


def problems(row: Row, before: Document, after: Document, catalog: Catalog) -> list[str]:
    """What is wrong with the screen after an edit; empty when it is what was wanted."""
    return _Comparison(row, before, after, catalog).problems()


def low(text: Any) -> str:
    """A text as it is compared: without case, and without a mark of what is required."""
    return _MARK.sub("", str(text)).strip().casefold()


def shown(node: Node) -> str:
    """What is to be read on a node."""
    props = node.get("props", {})
    return str(node.get("text") or props.get("label") or props.get("title") or props.get("caption") or "")


def walk(node: Node, around: tuple[Node, ...] = ()) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """A node and all in it, each with the nodes that it stands in."""
    yield node, around
    for child in node.get("children", []):
        yield from walk(child, (*around, node))


def read(root: Node) -> Iterator[str]:
    """All that is to be read, in its order."""
    for node, _ in walk(root):
        if shown(node):
            yield low(shown(node))
        yield from (low(tab["label"]) for tab in node.get("props", {}).get("tabs", []))


def named(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every word and number in a value, with the name of the member that it is or is listed in."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from named(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from named(inner, name)
    elif isinstance(value, str | int | float):
        yield name, str(value)


class _Comparison:
    def __init__(self, row: Row, before: Document, after: Document, catalog: Catalog) -> None:
        self.row, self.before, self.after, self.catalog = row, before, after, catalog

    def problems(self) -> list[str]:
        if not self.row["patches"]:
            return [] if self.after == self.before else ["something changed"]
        if "expect" in self.row:
            return list(self._unmet(self.row["expect"]))
        wanted = [applied(patches, self.before) for patches in (self.row["patches"], *self.row.get("also", []))]
        lost = [f"lost id {ident}" for ident in self._ids(wanted[0]) - set(self._by_id(self.after))]
        return lost + ([] if any(map(self._is_like, wanted)) else ["another screen than expected"])

    def _by_id(self, document: Document) -> dict[str, str]:
        return {node["id"]: node["type"] for node, _ in walk(document["root"]) if "id" in node}

    def _ids(self, wanted: Document) -> set[str]:
        """The ids that stay with a node of the same type."""
        old = self._by_id(self.before)
        return {ident for ident, kind in self._by_id(wanted).items() if old.get(ident) == kind}

    # ------------------------------------------------------------ as a whole

    def _is_like(self, wanted: Document) -> bool:
        known = set(named(self.before)) | set(named(wanted))
        labels = {low(shown(node)) for node, _ in walk(self.before["root"])}
        form = _Form(self.catalog, known, labels)
        return form.of(self.after["root"]) == form.of(wanted["root"])

    # ------------------------------------------------------------ by expectations

    def _unmet(self, expect: Mapping[str, Any]) -> Iterator[str]:
        said = list(read(self.after["root"]))
        rest = iter(said)
        yield from (f"not in order: {text}" for text in expect.get("order", []) if low(text) not in rest)
        yield from (f"still there: {text}" for text in expect.get("absent", []) if low(text) in said)
        nodes = list(walk(self.after["root"]))
        for kind, wanted in expect.get("kinds", {}).items():
            count = sum(node["type"] == kind for node, _ in nodes)
            if count != wanted:
                yield f"{count} {kind}, not {wanted}"
        for wish in expect.get("has", []):
            if not any(_fits(wish, node, around) for node, around in nodes):
                yield f"missing: {wish}"
        if "panels" in expect:
            yield from self._panels(expect["panels"], expect.get("tabs_index", 0))

    def _panels(self, wanted: Mapping[str, list[str]], index: int) -> Iterator[str]:
        found = [node for node, _ in walk(self.after["root"]) if "tabs" in node.get("props", {})]
        if len(found) <= index:
            yield "no tabs"
            return
        tabs = found[index]
        labels = [low(tab["label"]) for tab in tabs["props"]["tabs"]]
        behind = {label: " | ".join(read(child)) for label, child in zip(labels, tabs["children"], strict=True)}
        if labels != [low(label) for label in wanted]:
            yield f"tabs are {labels}"
        for label, said in wanted.items():
            yield from (f"{text} not behind {label}" for text in said if low(text) not in behind.get(low(label), ""))


def _fits(wish: Mapping[str, Any], node: Node, around: tuple[Node, ...]) -> bool:
    """Whether a node is one that there must be: of a type, called so, in something, with props."""
    props = node.get("props", {})
    in_row = any(each.get("props", {}).get("direction") == "row" for each in around if each["type"] != "Form")
    return (
        ("type" not in wish or node["type"] in wish["type"])
        and ("shows" not in wish or low(shown(node)) == low(wish["shows"]))
        and ("within" not in wish or any(_is_called(each, wish["within"]) for each in around))
        and (in_row or not wish.get("within_row"))
        and all(props.get(name) in (value if isinstance(value, list) else [value])
                for name, value in wish.get("props", {}).items())
    )  # fmt: skip


def _is_called(node: Node, name: str) -> bool:
    """Whether a node is of a type, or it or a text in it says a name."""
    said = [node, *(child for child in node.get("children", []) if child["type"] == "Text")]
    return node["type"] == name or any(low(shown(each)) == low(name) for each in said)


class _Form:
    """Nodes in a form in which those that mean the same are equal.

    A field and its control are one; defaults are left out, and so is what nobody named (`_OURS`, and the looks of a new
    button).
    """

    def __init__(self, catalog: Catalog, known: set[tuple[str, str]], labels: set[str]) -> None:
        self.catalog, self.known, self.labels = catalog, known, labels

    def of(self, node: Node, around: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A node and all in it."""
        component = self.catalog.components[node["type"]]
        props = self._props(node, component)
        children = node.get("children", [])
        if component.role == "field" and len(children) == 1 and self._role(children[0]) in _CONTROLS:
            return self.of(children[0], props)
        label = ""
        if component.role in _CONTROLS:
            props = self._control({**(around or {}), **props}, component)
        if component.role in _NAMED:
            label = low(node.get("text") or props.get("label", ""))
            props.pop("label", None)
            if label not in self.labels:
                left = {"action": ("variant", "size"), "input": ("required",), "choice": ("required",)}
                props = {name: value for name, value in props.items() if name not in left.get(component.role, ())}
        return {"type": node["type"], "label": label, "props": props, "children": [self.of(each) for each in children]}

    def _role(self, node: Node) -> str:
        return self.catalog.components[node["type"]].role

    def _props(self, node: Node, component: Component) -> dict[str, Any]:
        props = dict(node.get("props", {}))
        for name, value in list(props.items()):
            plain = component.props[name].default if name in component.props else None
            if value == plain or (name in _OURS and (name, str(value)) not in self.known):
                del props[name]
        if "columns" in props:
            props["columns"] = [self._column(column) for column in props["columns"]]
        if "tabs" in props:
            props["tabs"] = [{"label": low(tab["label"]), **self._named(tab, "id")} for tab in props["tabs"]]
        return {**props, **({"title": low(props["title"])} if "title" in props else {})}

    def _control(self, props: dict[str, Any], component: Component) -> dict[str, Any]:
        if "defaultValue" in props and component.role == "input":
            props["defaultValue"] = str(props["defaultValue"])
        if "options" in props:
            options = [low(each["label"] if isinstance(each, dict) else each) for each in props["options"]]
            chosen = {"defaultValue": low(props["defaultValue"])} if "defaultValue" in props else {}
            props = {**props, "options": options, **chosen}
        return props

    def _column(self, column: Mapping[str, Any]) -> dict[str, Any]:
        rest = {name: value for name, value in column.items() if name not in {"key", "label", "value"}}
        return {"label": low(column["label"]), **rest, **self._named(column, "key"), **self._named(column, "value")}

    def _named(self, entry: Mapping[str, Any], name: str) -> dict[str, Any]:
        """A member, where somebody named its value."""
        return {name: entry[name]} if (name, str(entry.get(name))) in self.known else {}
