"""What a node and a document are made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epoch_cli.document.nesting import is_deeper
from epoch_cli.document.node import A11Y_FIELDS, DOCUMENT_FIELDS, ID, NODE_FIELDS
from epoch_cli.validation.diagnostics import Finding, Rule, Severity
from epoch_cli.validation.rules.words import JSON_TYPES, json_type, quote, suggest

NOT_A_NODE = Rule("EP101", "not-a-node", "gate", "a node is an object with a `type`")
UNKNOWN_FIELD = Rule(
    "EP102", "unknown-field", "gate", "a node or document has no other fields than those of its grammar", anchor="key"
)
FIELD_TYPE = Rule("EP103", "field-type", "gate", "a field of a node has its JSON type")
ID_FORMAT = Rule("EP104", "id-format", "gate", "an id is a letter and up to 63 letters, digits, - or _")
DUPLICATE_ID = Rule("EP105", "duplicate-id", "gate", "an id occurs once in a document")
TOO_NESTED = Rule("EP106", "too-nested", "gate", "JSON is nested at most 128 levels deep")
TEMPLATE_ALONE = Rule(
    "EP107", "template-alone", "deferred", "an itemTemplate has a dataSource to repeat over", Severity.WARNING
)
UNUSED_SUPPRESSION = Rule(
    "EP108", "unused-suppression", "deferred", "what metadata.epoch.ignore leaves out is there", Severity.WARNING
)
MALFORMED_SUPPRESSION = Rule(
    "EP109", "malformed-suppression", "deferred", "metadata.epoch.ignore names rules, and where", Severity.WARNING
)

MAX_NESTING = 128

RULES = (
    NOT_A_NODE, UNKNOWN_FIELD, FIELD_TYPE, ID_FORMAT, DUPLICATE_ID, TOO_NESTED, TEMPLATE_ALONE, UNUSED_SUPPRESSION,
    MALFORMED_SUPPRESSION,
)  # fmt: skip


def check_is_node(value: Any) -> Finding | None:
    """A value where a node belongs."""
    if not isinstance(value, dict):
        return Finding("EP101", (), f"expected a node, got {json_type(value)}", 'write {"type": …, "props": {…}}')
    if "type" not in value:
        return Finding("EP101", (), "this node has no `type`", "name a component of the catalog")
    return None


def check_nesting(value: Any, above: int = 0) -> Finding | None:
    """How deeply JSON is nested, `above` being the levels around it."""
    if is_deeper(value, MAX_NESTING - above):
        return Finding("EP106", (), f"nested more than {MAX_NESTING} levels deep", "flatten it")
    return None


def check_field(name: str, value: Any) -> Finding | None:
    """One field of a node: that there is such a field, and that its value has the right JSON type."""
    expected = NODE_FIELDS.get(name)
    if expected is None:
        hint = suggest(name, NODE_FIELDS, otherwise=f"a node has {', '.join(NODE_FIELDS)}")
        return Finding("EP102", (name,), f"a node has no field {quote(name)}", hint)
    if not isinstance(value, expected):
        return _wrong_type((name,), name, expected, value)
    if name == "id" and not ID.fullmatch(str(value)):
        return Finding("EP104", ("id",), f"{quote(value)} is not an id", "use kebab-case, such as login-form")
    return None


def check_a11y(a11y: dict[str, Any]) -> list[Finding]:
    """The fields of a node's `a11y`."""
    findings = []
    for name, value in a11y.items():
        expected = A11Y_FIELDS.get(name)
        if expected is None:
            hint = suggest(name, A11Y_FIELDS, otherwise=f"it has {', '.join(A11Y_FIELDS)}")
            findings.append(Finding("EP102", ("a11y", name), f"a11y has no field {quote(name)}", hint))
        elif not isinstance(value, expected):
            findings.append(_wrong_type(("a11y", name), name, expected, value))
    return findings


def check_template(node: Mapping[str, Any]) -> Finding | None:
    """An itemTemplate that nothing repeats."""
    if "itemTemplate" not in node or "dataSource" in node:
        return None
    return Finding("EP107", ("itemTemplate",), "this itemTemplate has no dataSource", "bind one: {context.users}")


def check_document_field(name: str, value: Any) -> Finding | None:
    """One field of a document; what is inside `root` is checked as a node."""
    expected = DOCUMENT_FIELDS.get(name)
    if expected is None:
        return Finding(
            "EP102", (name,), f"a document has no field {quote(name)}", f"it has {', '.join(DOCUMENT_FIELDS)}"
        )
    if name != "root" and not isinstance(value, expected):
        return _wrong_type((name,), name, expected, value)
    return None


def _wrong_type(path: tuple[str, ...], name: str, expected: type, value: Any) -> Finding:
    return Finding(
        "EP103", path, f"`{name}` is {json_type(value)}, not {JSON_TYPES[expected]}", f"write {JSON_TYPES[expected]}"
    )
