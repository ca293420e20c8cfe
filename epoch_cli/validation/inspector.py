"""One walk over what is written: checks every node and value against the catalog and takes down its facts.

The same walk serves a whole document and the value of a patch (decision 2), so the two cannot disagree. Checks cost
little where nothing is wrong: names are looked up in compiled tables, strings get one regular expression, and paths
of findings are put together only once there is a finding, on the way out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from epoch_cli.catalog import ANY, Catalog, Field, Models, Profile, Prop, follow
from epoch_cli.document.pointer import ABSENT
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.facts import Facts, Needs, Supply, add_counts
from epoch_cli.validation.rules import (
    accessibility,
    bindings,
    budgets,
    components,
    props,
    reading,
    security,
    structure,
    tokens,
)
from epoch_cli.validation.rules.bindings import Binding, places_of

if TYPE_CHECKING:
    from epoch_cli.validation.prefilter import Prefilter

_STRING_TYPES = frozenset({"enum", "token", "string", "handler", "any"})
_TEXT = ("string",)
_LIST = ("array",)
_ANYTHING = ("any",)


class Inspector:
    """Checks nodes and values of one catalog, profile and set of data models; holds no state between calls.

    Making one compiles tables; `inspector_of` gives the same one for the same catalog.
    """

    def __init__(self, catalog: Catalog, profile: Profile, models: Models) -> None:
        self.catalog = catalog
        self.profile = profile
        self.models = models
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
                _prefix(findings, start, ("children", index))
        if isinstance(value.get("itemTemplate"), dict):
            start = len(findings)
            facts.adopt(self._subtree(value["itemTemplate"], findings), template=True)
            _prefix(findings, start, ("itemTemplate",))
        return facts

    def node(self, value: Any) -> tuple[Facts, list[Finding]]:
        """Inspect a node without the nodes inside it."""
        findings: list[Finding] = []
        if not isinstance(value, dict):
            _note(findings, structure.check_is_node(value))
            return Facts(value), findings
        name = value.get("type")
        component = self.catalog.components.get(name) if isinstance(name, str) else None
        facts = Facts(value, component)
        if component is None:
            fault = components.unknown_component(name, self.catalog.components) if isinstance(name, str) else None
            _note(findings, fault or structure.check_is_node(value))
        for field, content in value.items():
            self.field(field, content, facts, findings)
        attributes = value.get("props")
        if isinstance(attributes, dict):
            start = len(findings)
            self._props(attributes, facts, findings)
            _prefix(findings, start, ("props",))
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
            _prefix(findings, start, (name,))

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
        _note(findings, budgets.check_children(count, self.profile))
        if component is None:
            return findings
        attributes = node.get("props")
        attributes = attributes if isinstance(attributes, dict) else {}
        if component.required:
            findings += props.missing_props(component, attributes)
        if count:
            _note(findings, components.check_children(component, count))
        if isinstance(node.get("text"), str):
            _note(findings, components.check_text(component, node["text"]))
        facts.interactive = component.interactive
        facts.supplies_name = bool(component.names_controls and accessibility.supplied_name(node, component))
        if component.requires_any:
            _note(findings, accessibility.check_explained(component, attributes))
        unnamed = component.name.required and not accessibility.own_name(node, component)
        facts.needs_name = unnamed and component.name.inherit
        if unnamed and not component.name.inherit:
            findings.append(accessibility.unnamed(component))
        return findings

    def document_fields(self, document: Mapping[str, Any]) -> list[Finding]:
        """Everything of a document but its root."""
        findings: list[Finding] = []
        for name, value in document.items():
            _note(findings, structure.check_document_field(name, value))
            if name != "root":
                start = len(findings)
                self.metadata(value, findings)
                _prefix(findings, start, (name,))
        return findings

    def metadata(self, value: Any, findings: list[Finding]) -> None:
        """What stands in a document outside of its root: judged for safety, not for length or bindings."""
        if isinstance(value, str):
            _note(findings, security.check_string(value) if security.suspicious(value) else None)
            return
        _note(findings, reading.check_number(value))
        for key, item in _entries(value):
            _note(findings, security.forbidden_key(key) if isinstance(key, str) else None)
            start = len(findings)
            self.metadata(item, findings)
            _prefix(findings, start, (key,))

    # ------------------------------------------------------------ fields of a node

    def _plain(self, value: str, facts: Facts, findings: list[Finding]) -> None:
        self._string(value, facts, findings, _TEXT, bindable=False)

    def _text(self, value: str, facts: Facts, findings: list[Finding]) -> None:
        self._string(value, facts, findings, _TEXT)

    def _condition(self, value: str, facts: Facts, findings: list[Finding]) -> None:
        self._string(value, facts, findings, _ANYTHING)

    def _data_source(self, value: str, facts: Facts, findings: list[Finding]) -> None:
        if not self._string(value, facts, findings, _LIST) and not bindings.parse_bindings(value).faults:
            findings.append(Finding("EP508", (), "a dataSource is one binding to a list", "write {context.users}"))

    def _a11y(self, value: dict[str, Any], facts: Facts, findings: list[Finding]) -> None:
        faults = structure.check_a11y(value)
        findings += [Finding(each.code, each.path[1:], each.message, each.hint) for each in faults]
        for name, item in value.items():
            if isinstance(item, str):
                start = len(findings)
                self._string(item, facts, findings, _TEXT)
                _prefix(findings, start, (name,))

    def _supply_of(self, source: Any) -> Supply | None:
        """What a dataSource gives to the template; one that is wrong gives anything, so as not to be reported twice."""
        if not isinstance(source, str):
            return None
        found = bindings.parse_bindings(source).bindings
        return self.supply(found[0]) if found and found[0].whole else Supply(ANY)

    def supply(self, binding: Binding) -> Supply:
        """What a list behind a binding gives to what stands in its scope."""
        if binding.root == "item":
            return Supply(ANY, lifted=binding.path)
        if binding.root == "context":
            found = self.models.context(binding.path)
            if isinstance(found, Field) and found.type == "array":
                return Supply(found.items or ANY)
        return Supply(ANY)

    def free_list(self) -> Supply:
        """What a list gives of which nothing is known: items with any field."""
        return Supply(ANY)

    # ------------------------------------------------------------ props

    def _props(self, attributes: dict[str, Any], facts: Facts, findings: list[Finding]) -> None:
        component = facts.component
        scope = component.item_scope if component is not None else None
        for name, value in attributes.items():
            start = len(findings)
            if scope is not None and name in scope.props:
                self.scoped_prop(name, value, attributes, facts, findings)
            else:
                self.prop(name, value, facts, findings)
            _prefix(findings, start, (name,))

    def prop(self, name: str, value: Any, facts: Facts, findings: list[Finding]) -> None:
        """One prop of a node: known, typed, safe; its weight is added to `facts`."""
        component = facts.component
        if name in security.FORBIDDEN_KEYS:
            findings.append(Finding("EP703", (), f'the prop "{name}" is forbidden', "choose another name"))
        elif component is None:
            self._free(value, facts, findings)
        elif (prop := component.props.get(name)) is not None:
            self.value(prop, value, facts, findings)
        else:
            fault = props.unknown_prop(component, name)
            findings.append(Finding(fault.code, (), fault.message, fault.hint))
            self._free(value, facts, findings)

    def scoped_prop(
        self, name: str, value: Any, attributes: Mapping[str, Any], facts: Facts, findings: list[Finding]
    ) -> None:
        """A prop in which `{item.x}` is legal while another prop is bound to a list, such as a table's columns."""
        component = facts.component
        if component is None or component.item_scope is None:
            return
        outside, facts.items = facts.items, {}
        self.prop(name, value, facts, findings)
        inside, facts.items = facts.items, outside
        rows = attributes.get(component.item_scope.rows)
        found = bindings.parse_bindings(rows).bindings if isinstance(rows, str) else ()
        if not found or not found[0].whole:
            facts.items = _sum(outside, inside)
            return
        supply = self.supply(found[0])
        facts.items = _sum(outside, supply.outward(inside))
        if supply.lifted is None:
            for need in [need for need in inside if supply.fault(need)]:
                fault = self.item_fault(need, supply.item)
                places = places_of(Binding("item", need[0], whole=True), value)
                findings += [Finding(fault.code, path, fault.message, fault.hint) for path in places]

    def item_fault(self, need: tuple[tuple[str, ...], tuple[str, ...]], item: Field) -> Finding:
        """Why an item path is not met by the item of its list."""
        path, types = need
        text = str(Binding("item", path, whole=True))
        found = follow(item, path)
        fault = (
            bindings.check_fit(text, found, types)
            if isinstance(found, Field)
            else bindings.missed(text, found, "EP505")
        )
        return fault or Finding("EP505", (), f"{text} is not in the list", "bind a field of its items")

    def value(self, prop: Prop, value: Any, facts: Facts, findings: list[Finding]) -> None:
        """A value against its declaration, at any nesting."""
        types = prop.types
        if isinstance(value, str):
            if not self._string(value, facts, findings, types, bindable=prop.binding):
                self._typed_string(prop, value, facts, findings)
        elif isinstance(value, bool):
            if "boolean" not in types and "any" not in types:
                findings.append(props.wrong_type(prop, value))
        elif isinstance(value, (int, float)):
            _note(findings, reading.check_number(value) or self._number(prop, value))
        elif isinstance(value, list) and ("array" in types or "any" in types):
            self._array(prop, value, facts, findings)
        elif isinstance(value, dict) and ("object" in types or "any" in types):
            self._object(prop, value, facts, findings)
        elif value is not None or "any" not in types:
            findings.append(props.wrong_type(prop, value))
            self._free(value, facts, findings)

    def _typed_string(self, prop: Prop, value: str, facts: Facts, findings: list[Finding]) -> None:
        if prop.format:
            check = security.check_url if prop.format == "url" else security.check_key_name
            _note(findings, check(value))
        faults = []
        for kind in prop.types:
            if kind not in _STRING_TYPES:
                continue
            fault: Finding | None = None
            if kind == "enum":
                fault = props.check_enum(prop, value)
            elif kind == "token":
                fault = tokens.check_token(value, self.catalog.tokens[prop.group], self.catalog.tokens)
            elif kind == "string":
                fault = props.check_string(prop, value)
            elif kind == "handler":
                facts.handlers += 1
                fault = security.check_handler(value)
            if fault is None:
                return
            faults.append(fault)
        findings.append(faults[0] if faults else props.wrong_type(prop, value))

    def _number(self, prop: Prop, value: float) -> Finding | None:
        if "number" in prop.types:
            return props.check_number(prop, value)
        if "token" in prop.types:
            return tokens.check_token(value, self.catalog.tokens[prop.group], self.catalog.tokens)
        return None if "any" in prop.types else props.wrong_type(prop, value)

    def _array(self, prop: Prop, value: list[Any], facts: Facts, findings: list[Finding]) -> None:
        element = prop.element
        for index, item in enumerate(value):
            start = len(findings)
            if element is None:
                self._free(item, facts, findings)
            else:
                self.value(element, item, facts, findings)
            _prefix(findings, start, (index,))

    def _object(self, prop: Prop, value: dict[str, Any], facts: Facts, findings: list[Finding]) -> None:
        if not prop.fields:
            self._free(value, facts, findings)
            return
        findings += props.check_shape(prop, value)
        for name, item in value.items():
            _note(findings, security.forbidden_key(name))
            start = len(findings)
            if name in prop.fields:
                self.value(prop.fields[name], item, facts, findings)
            else:
                self._free(item, facts, findings)
            _prefix(findings, start, (name,))

    def inside_prop(
        self, name: str, steps: Sequence[str], container: Any, value: Any, facts: Facts, findings: list[Finding]
    ) -> None:
        """What is written at `steps` inside a prop; `container` is what will hold it, with it already there or gone.

        Only the value and the keys beside it are looked at, whatever the size of the prop. `value` is `ABSENT` for a
        removal. Paths of findings count from the prop.
        """
        spec = facts.component.props.get(name) if facts.component is not None else None
        for step in steps[:-1]:
            spec = _inner(spec, step)
        if isinstance(container, dict):
            if spec is not None and spec.fields:
                start = len(findings)
                findings += props.check_shape(spec, container)
                _prefix(findings, start, tuple(steps[:-1]))
            if (fault := security.forbidden_key(steps[-1])) is not None:
                findings.append(Finding(fault.code, tuple(steps), fault.message, fault.hint))
        if value is ABSENT:
            return
        start = len(findings)
        inner = _inner(spec, steps[-1])
        if inner is None:
            self._free(value, facts, findings)
        else:
            self.value(inner, value, facts, findings)
        _prefix(findings, start, tuple(steps))

    def _free(self, value: Any, facts: Facts, findings: list[Finding]) -> None:
        """JSON without a declaration: judged for safety, length and bindings only."""
        if isinstance(value, str):
            self._string(value, facts, findings, _ANYTHING)
            return
        _note(findings, reading.check_number(value))
        for key, item in _entries(value):
            if isinstance(key, str):
                _note(findings, security.forbidden_key(key))
            start = len(findings)
            self._free(item, facts, findings)
            _prefix(findings, start, (key,))

    # ------------------------------------------------------------ strings

    def _string(
        self, text: str, facts: Facts, findings: list[Finding], types: tuple[str, ...], *, bindable: bool = True
    ) -> bool:
        """Any string: its length, its safety, its bindings. True when the whole of it is one good binding."""
        facts.longest = max(facts.longest, len(text))
        if len(text) > self.profile.string:
            _note(findings, budgets.check_string(text, self.profile))
        if security.suspicious(text):
            _note(findings, security.check_string(text))
        if "{" not in text:
            return False
        parsed = bindings.parse_bindings(text)
        for message, hint in parsed.faults:
            findings.append(Finding("EP501", (), message, hint))
        for binding in parsed.bindings:
            self._binding(binding, facts, findings, types, bindable=bindable)
        return bool(parsed.bindings) and parsed.bindings[0].whole

    def _binding(
        self, binding: Binding, facts: Facts, findings: list[Finding], types: tuple[str, ...], *, bindable: bool
    ) -> None:
        facts.bindings += 1
        if not bindable:
            findings.append(
                Finding("EP507", (), f"{binding} stands where no binding is read", "write the value itself")
            )
            return
        _note(findings, security.check_binding_path(binding.path))
        wanted = types if binding.whole else _TEXT
        if binding.root == "context":
            _note(findings, bindings.check_context(binding, wanted, self.models))
        elif binding.root == "item":
            facts.items = _sum(facts.items, {(binding.path, wanted): 1})


def inspector_of(catalog: Catalog, profile: Profile, models: Models) -> Inspector:
    """The inspector of a catalog, a profile and models; made once."""
    key = ("inspector", profile, id(models))
    found = catalog.memo.get(key)
    if found is None or found.models is not models:
        found = catalog.memo[key] = Inspector(catalog, profile, models)
    return found


def _inner(spec: Prop | None, step: str) -> Prop | None:
    """The declaration one step into a prop, None where the JSON is free."""
    if spec is None:
        return None
    return spec.fields.get(step) if spec.element is None else spec.element


def _entries(value: Any) -> Any:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _sum(one: Needs, other: Needs) -> Needs:
    if not one or not other:
        return one or other
    total = dict(one)
    add_counts(total, other)
    return total


def _note(findings: list[Finding], finding: Finding | None) -> None:
    if finding is not None:
        findings.append(finding)


def _prefix(findings: list[Finding], start: int, step: Path) -> None:
    """Put a step in front of the paths of the findings from `start` on; nothing to do when there are none."""
    for index in range(start, len(findings)):
        findings[index].path = (*step, *findings[index].path)
