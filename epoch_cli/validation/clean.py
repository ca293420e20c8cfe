"""Whether a whole document is certainly clean: the prefilter's walk over a finished screen, deferred rules included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epoch_cli.document.metrics import Metrics
from epoch_cli.document.node import DOCUMENT_FIELDS, Document
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.prefilter import Prefilter
from epoch_cli.validation.prefilter_tables import NodeTable, Unproven, said
from epoch_cli.validation.rules import accessibility, budgets, entries, security

_DEEPEST = 50
"""Levels of nodes that are looked at; what is deeper may be too deep (EP106)."""
_FREE_FIELDS = tuple(name for name in DOCUMENT_FIELDS if name not in {"root", "metadata"})


def weigh_if_clean(document: Document, inspector: Inspector) -> Metrics | None:
    """What a document weighs when it is certain that no rule finds anything in it, None when it has to be inspected."""
    prefilter = inspector.prefilter
    prefilter.begin()
    try:
        _check_head(document, prefilter)
        if "root" not in document:
            return Metrics()
        walk = _Screen(prefilter)
        walk.visit(document["root"], 1, "", False, False)
        prefilter.settle()
    except Unproven:
        return None
    metrics = Metrics(
        nodes=walk.nodes,
        depth=walk.depth,
        children=walk.widest,
        bindings=prefilter.bindings,
        handlers=prefilter.handlers,
        conditions=prefilter.conditions,
        loops=prefilter.loops,
        longest_string=prefilter.longest,
    )
    return metrics if budgets.within(metrics, inspector.profile) else None


def _check_head(document: Document, prefilter: Prefilter) -> None:
    """Everything of a document but its root."""
    for name, value in document.items():
        if name == "root":
            continue
        if name == "metadata":
            _check_metadata(value, prefilter)
        elif name not in _FREE_FIELDS or type(value) is not str or not prefilter.is_plain(value):
            raise Unproven


def _check_metadata(value: Any, prefilter: Prefilter) -> None:
    """Metadata of plain strings; what kind of document it is, or what it asks of the linter, is for others."""
    if type(value) is not dict:
        raise Unproven
    for key, item in value.items():
        if key in {"kind", "epoch"} or key in security.FORBIDDEN_KEYS or type(item) is not str:
            raise Unproven
        if not prefilter.is_plain(item) or not prefilter.is_plain(key):
            raise Unproven


class _Screen:
    """One walk over a whole document, deferred rules included."""

    __slots__ = ("actions", "controls", "depth", "heading", "names", "nodes", "prefilter", "widest")

    def __init__(self, prefilter: Prefilter) -> None:
        self.prefilter = prefilter
        self.nodes = 1
        self.depth = self.widest = self.heading = self.actions = self.controls = 0
        self.names: set[tuple[str, str]] = set()

    def visit(self, node: Any, level: int, field: str, marked: bool, inside: bool) -> None:
        """A node and all inside it.

        `field` is the label of the field around it, `marked` says whether that field is required, `inside` whether an
        interactive node is around it.

        Raises:
            Unproven: something has to be looked at.
        """
        table, props, text, children, rare = self.prefilter.fields(node)
        if inside and table.interactive:
            raise Unproven
        if table.heading and table.heading in props:
            self._heading(table, props[table.heading])
        if table.special:
            name = ""
            if table.speaks:
                name = accessibility.own_name(node, table.component) if rare else table.own_name(props, text)
            if table.tone and table.tone in props and not table.shows_words(props, text):
                raise Unproven
            if table.panels and not _as_many(props.get(table.panels), children):
                raise Unproven
            field, marked = self._special(table, props, name, field, marked)
        if children:
            self.nodes += len(children)
            if len(children) > self.widest:
                self.widest = len(children)
            if level > _DEEPEST:
                raise Unproven
            if table.counts:
                self._counted(table, children, level + 1, field, marked)
            else:
                within = inside or table.interactive
                for child in children:
                    self.visit(child, level + 1, field, marked, within)
        elif table.counts:
            raise Unproven
        elif level > self.depth:
            self.depth = level
        if rare and "itemTemplate" in node:
            self.nodes += 1
            self.prefilter.lists += 1
            self.visit(node["itemTemplate"], level + 1, field, marked, inside or table.interactive)
            self.prefilter.lists -= 1

    def _special(
        self, table: NodeTable, props: Mapping[str, Any], name: str, field: str, marked: bool
    ) -> tuple[str, bool]:
        """What a component asks for beyond its props; gives the field and its mark for the nodes inside."""
        if table.names_controls:
            field = said(props.get(table.names_controls)) or field
            marked = marked or (table.mandatory != "" and props.get(table.mandatory) is True)
        if table.alternatives and not any(said(props.get(each)) for each in table.alternatives):
            raise Unproven
        for other in table.reviewed:
            if other in props and next(entries.check_entries(table.component, props), None) is not None:
                raise Unproven
        if table.control:
            self.controls += 1
            name = name or (field if table.inherits else "")
            key = (table.role, name.casefold())
            if not name or key in self.names or (table.mandatory and props.get(table.mandatory) and not marked):
                raise Unproven
            if "{" not in name:
                self.names.add(key)
        elif table.named and not name:
            raise Unproven
        elif table.role == "action":
            self.actions += 1
        if table.caption and not (name or said(props.get(table.caption))):
            raise Unproven
        return field, marked

    def _heading(self, table: NodeTable, size: Any) -> None:
        level = table.headings.get(size) if type(size) is str else 0
        if level is None:
            raise Unproven
        if level:
            if self.heading and level > self.heading + 1:
                raise Unproven
            self.heading = level

    def _counted(self, table: NodeTable, children: list[Any], level: int, field: str, marked: bool) -> None:
        """A form, which has an action and is a scope of names; a field, which has one control."""
        actions, controls, names = self.actions, self.controls, self.names
        if table.role == "form":
            self.names = set()
        for child in children:
            self.visit(child, level, field, marked, table.interactive)
        if table.role == "form":
            self.names = names
            if self.actions == actions:
                raise Unproven
        elif self.controls != controls + 1:
            raise Unproven


def _as_many(entries: Any, children: list[Any]) -> bool:
    return type(entries) is list and len(entries) == len(children)
