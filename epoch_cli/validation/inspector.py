"""One walk over what is written: checks every node and value against the catalog and takes down its facts.

The same walk serves a whole document and the value of a patch (decision 2), so the two cannot disagree. Checks cost
little where nothing is wrong: names are looked up in compiled tables, strings get one regular expression, and paths
of findings are put together only once there is a finding, on the way out. Here are nodes, their fields and documents;
what is in a prop or a string is in `values.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from epoch_cli.catalog import ANY, Catalog, Models, Profile
from epoch_cli.validation.diagnostics import Finding
from epoch_cli.validation.facts import Facts, Supply
from epoch_cli.validation.rules import accessibility, bindings, budgets, components, props, reading, security, structure
from epoch_cli.validation.values import ANYTHING, TEXT, ValueInspector, entries_of, note, prefix

if TYPE_CHECKING:
    from epoch_cli.validation.prefilter import Prefilter

_LIST = ("array",)


class Inspector(ValueInspector):
    """Checks nodes and values of one catalog, profile and set of data models; holds no state between calls.

    Making one compiles tables; `inspector_of` gives the same one for the same catalog.
    """

    def __init__(self, catalog: Catalog, profile: Profile, models: Models) -> None:
        super().__init__(catalog, profile, models)
        self._fields: dict[str, Callable[[Any, Facts, list[Finding]], None]] = {
            "text": self._text,
            "key": self._text,
            "condition": self._condition,
            "dataSource": self._data_source,
            "a11y": self._a11y,
            "testId": self._plain,
            "id": self._plain,
            "type": self._plain,
        }

    @cached_property
    def prefilter(self) -> Prefilter:
        """The quick proof that there is nothing to find; what it cannot prove is inspected."""
        from epoch_cli.validation.prefilter import Prefilter  # noqa: PLC0415  it asks back what it does not know

        return Prefilter(self)

    # ------------------------------------------------------------ nodes

    def subtree(self, value: Any) -> tuple[Facts, list[Finding]]:
        """Inspect a node with all nodes inside it; paths of findings count from the node."""
        findings: list[Finding] = []
        return self._subtree(value, findings), findings

    def _subtree(self, value: Any, findings: list[Finding]) -> Facts:
        facts, own = self.node(value)
        findings += own
        if not isinstance(value, dict):
            return facts
        children = value.get("children")
        if isinstance(children, list):
            for index, child in enumerate(children):
                start = len(findings)
                facts.adopt(self._subtree(child, findings))
                prefix(findings, start, ("children", index))
        if isinstance(value.get("itemTemplate"), dict):
            start = len(findings)
            facts.adopt(self._subtree(value["itemTemplate"], findings), template=True)
            prefix(findings, start, ("itemTemplate",))
        return facts

    def node(self, value: Any) -> tuple[Facts, list[Finding]]:
        """Inspect a node without the nodes inside it."""
        findings: list[Finding] = []
        if not isinstance(value, dict):
            note(findings, structure.check_is_node(value))
            return Facts(value), findings
        name = value.get("type")
        component = self.catalog.components.get(name) if isinstance(name, str) else None
        facts = Facts(value, component)
        if component is None:
            fault = components.unknown_component(name, self.catalog.components) if isinstance(name, str) else None
            note(findings, fault or structure.check_is_node(value))
        for field, content in value.items():
            self.field(field, content, facts, findings)
        attributes = value.get("props")
        if isinstance(attributes, dict):
            start = len(findings)
            self.props(attributes, facts, findings)
            prefix(findings, start, ("props",))
        findings += self.whole_node(value, facts)
        return facts, findings

    def field(self, name: str, value: Any, facts: Facts, findings: list[Finding]) -> None:
        """One field of a node, but for the props and the nodes in it."""
        fault = structure.check_field(name, value)
        if fault is not None:
            findings.append(fault)
        elif name in self._fields:
            start = len(findings)
            self._fields[name](value, facts, findings)
            prefix(findings, start, (name,))

    def whole_node(self, node: Mapping[str, Any], facts: Facts) -> list[Finding]:
        """What only a node's fields together can tell; also takes down its needs, supplies and flags."""
        findings: list[Finding] = []
        component = facts.component
        identity = node.get("id")
        facts.id = identity if isinstance(identity, str) else None
        facts.condition = bool(node.get("condition"))
        facts.loop = "dataSource" in node
        facts.supply = self._supply_of(node.get("dataSource"))
        children = node.get("children")
        count = len(children) if isinstance(children, list) else 0
        note(findings, budgets.check_children(count, self.profile))
        if component is None:
            return findings
        attributes = node.get("props")
        attributes = attributes if isinstance(attributes, dict) else {}
        if component.required:
            findings += props.missing_props(component, attributes)
        if count:
            note(findings, components.check_children(component, count))
        if isinstance(node.get("text"), str):
            note(findings, components.check_text(component, node["text"]))
        facts.interactive = component.interactive
        facts.supplies_name = bool(component.names_controls and accessibility.supplied_name(node, component))
        if component.requires_any:
            note(findings, accessibility.check_explained(component, attributes))
        unnamed = component.name.required and not accessibility.own_name(node, component)
        facts.needs_name = unnamed and component.name.inherit
        if unnamed and not component.name.inherit:
            findings.append(accessibility.unnamed(component))
        return findings

    def document_fields(self, document: Mapping[str, Any]) -> list[Finding]:
        """Everything of a document but its root."""
        findings: list[Finding] = []
        for name, value in document.items():
            note(findings, structure.check_document_field(name, value))
            if name != "root":
                start = len(findings)
                self.metadata(value, findings)
                prefix(findings, start, (name,))
        return findings

    def metadata(self, value: Any, findings: list[Finding]) -> None:
        """What stands in a document outside of its root: judged for safety, not for length or bindings."""
        if isinstance(value, str):
            note(findings, security.check_string(value) if security.suspicious(value) else None)
            return
        note(findings, reading.check_number(value))
        for key, item in entries_of(value):
            note(findings, security.forbidden_key(key) if isinstance(key, str) else None)
            start = len(findings)
            self.metadata(item, findings)
            prefix(findings, start, (key,))

    # ------------------------------------------------------------ fields of a node

    def _plain(self, value: str, facts: Facts, findings: list[Finding]) -> None:
        self.string(value, facts, findings, TEXT, bindable=False)

    def _text(self, value: str, facts: Facts, findings: list[Finding]) -> None:
        self.string(value, facts, findings, TEXT)

    def _condition(self, value: str, facts: Facts, findings: list[Finding]) -> None:
        self.string(value, facts, findings, ANYTHING)

    def _data_source(self, value: str, facts: Facts, findings: list[Finding]) -> None:
        if not self.string(value, facts, findings, _LIST) and not bindings.parse_bindings(value).faults:
            findings.append(Finding("EP508", (), "a dataSource is one binding to a list", "write {context.users}"))

    def _a11y(self, value: dict[str, Any], facts: Facts, findings: list[Finding]) -> None:
        faults = structure.check_a11y(value)
        findings += [Finding(each.code, each.path[1:], each.message, each.hint) for each in faults]
        for name, item in value.items():
            if isinstance(item, str):
                start = len(findings)
                self.string(item, facts, findings, TEXT)
                prefix(findings, start, (name,))

    def _supply_of(self, source: Any) -> Supply | None:
        """What a dataSource gives to the template; one that is wrong gives anything, so as not to be reported twice."""
        if not isinstance(source, str):
            return None
        found = bindings.parse_bindings(source).bindings
        return self.supply(found[0]) if found and found[0].whole else Supply(ANY)


def inspector_of(catalog: Catalog, profile: Profile, models: Models) -> Inspector:
    """The inspector of a catalog, a profile and models; made once, and gone with the models."""
    key = ("inspector", catalog.name, profile)
    found: Inspector | None = models.memo.get(key)
    if found is None or found.catalog is not catalog:  # the design system may have been loaded again
        found = models.memo[key] = Inspector(catalog, profile, models)
    return found
