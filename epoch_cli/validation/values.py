"""Checks values: props at any nesting and every string, wherever they stand in a node.

`inspector.py` builds on it and checks what is around them: nodes, their fields, whole documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from epoch_cli.catalog import ANY, Catalog, Field, Models, Profile, Prop, follow
from epoch_cli.document.pointer import ABSENT
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.facts import Facts, Needs, Supply, add_counts
from epoch_cli.validation.rules import bindings, budgets, props, reading, security, tokens
from epoch_cli.validation.rules.bindings import Binding, places_of

_STRING_TYPES = frozenset({"enum", "token", "string", "handler", "any"})
TEXT = ("string",)
ANYTHING = ("any",)


class ValueInspector:
    """Checks values against one catalog, profile and set of data models; holds no state between calls."""

    def __init__(self, catalog: Catalog, profile: Profile, models: Models) -> None:
        self.catalog = catalog
        self.profile = profile
        self.models = models

    # ------------------------------------------------------------ props

    def props(self, attributes: dict[str, Any], facts: Facts, findings: list[Finding]) -> None:
        """The props of a node; paths of findings count from `props`."""
        component = facts.component
        scope = component.item_scope if component is not None else None
        for name, value in attributes.items():
            start = len(findings)
            if scope is not None and name in scope.props:
                self.scoped_prop(name, value, attributes, facts, findings)
            else:
                self.prop(name, value, facts, findings)
            prefix(findings, start, (name,))

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
            if not self.string(value, facts, findings, types, bindable=prop.binding):
                self._typed_string(prop, value, facts, findings)
        elif isinstance(value, bool):
            if "boolean" not in types and "any" not in types:
                findings.append(props.wrong_type(prop, value))
        elif isinstance(value, (int, float)):
            note(findings, reading.check_number(value) or self._number(prop, value))
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
            note(findings, check(value))
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
            prefix(findings, start, (index,))

    def _object(self, prop: Prop, value: dict[str, Any], facts: Facts, findings: list[Finding]) -> None:
        if not prop.fields:
            self._free(value, facts, findings)
            return
        findings += props.check_shape(prop, value)
        for name, item in value.items():
            note(findings, security.forbidden_key(name))
            start = len(findings)
            if name in prop.fields:
                self.value(prop.fields[name], item, facts, findings)
            else:
                self._free(item, facts, findings)
            prefix(findings, start, (name,))

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
                prefix(findings, start, tuple(steps[:-1]))
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
        prefix(findings, start, tuple(steps))

    def _free(self, value: Any, facts: Facts, findings: list[Finding]) -> None:
        """JSON without a declaration: judged for safety, length and bindings only."""
        if isinstance(value, str):
            self.string(value, facts, findings, ANYTHING)
            return
        note(findings, reading.check_number(value))
        for key, item in entries_of(value):
            if isinstance(key, str):
                note(findings, security.forbidden_key(key))
            start = len(findings)
            self._free(item, facts, findings)
            prefix(findings, start, (key,))

    # ------------------------------------------------------------ strings

    def string(
        self, text: str, facts: Facts, findings: list[Finding], types: tuple[str, ...], *, bindable: bool = True
    ) -> bool:
        """Any string: its length, its safety, its bindings. True when the whole of it is one good binding."""
        facts.longest = max(facts.longest, len(text))
        if len(text) > self.profile.string:
            note(findings, budgets.check_string(text, self.profile))
        if security.suspicious(text):
            note(findings, security.check_string(text))
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
        note(findings, security.check_binding_path(binding.path))
        wanted = types if binding.whole else TEXT
        if binding.root == "context":
            note(findings, bindings.check_context(binding, wanted, self.models))
        elif binding.root == "item":
            facts.items = _sum(facts.items, {(binding.path, wanted): 1})

    # ------------------------------------------------------------ lists

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


def _inner(spec: Prop | None, step: str) -> Prop | None:
    """The declaration one step into a prop, None where the JSON is free."""
    if spec is None:
        return None
    return spec.fields.get(step) if spec.element is None else spec.element


def entries_of(value: Any) -> Any:
    """The keys or indices of a value with what stands there; none of a scalar."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _sum(one: Needs, other: Needs) -> Needs:
    if not one or not other:
        return one or other
    total = dict(one)
    add_counts(total, other)
    return total


def note(findings: list[Finding], finding: Finding | None) -> None:
    """Take down a finding, if there is one."""
    if finding is not None:
        findings.append(finding)


def prefix(findings: list[Finding], start: int, step: Path) -> None:
    """Put a step in front of the paths of the findings from `start` on; nothing to do when there are none."""
    for index in range(start, len(findings)):
        findings[index].path = (*step, *findings[index].path)
