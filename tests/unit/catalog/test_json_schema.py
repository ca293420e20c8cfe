"""The exported JSON Schema of documents says what the rules say, as far as a schema can."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.documents import everything
from support.every_row import every_row
from support.examples import examples
from support.nodes import MODELS, chain
from support.scripted import container, text_node
from support.specification import LOGIN, MINIMAL, TABLE

from epoch_cli import UsageError, load_catalog, validate
from epoch_cli.catalog import Catalog
from epoch_cli.catalog.json_schema import (
    BINDING_PATTERN,
    HANDLER_PATTERN,
    HOLDS_BINDING_PATTERN,
    catalog_schema,
    document_schema,
    patch_schema,
)
from epoch_cli.document import format_pointer
from epoch_cli.document.node import NODE_FIELDS
from epoch_cli.validation import RULES
from epoch_cli.validation.rules.bindings import parse_bindings
from epoch_cli.validation.rules.security import check_handler

from .test_json_schema_agrees import CAPS, STATED

Check = Callable[[Any], bool]


@pytest.fixture(scope="module")
def accepts(punk: Catalog) -> Check:
    return Draft202012Validator(document_schema(punk)).is_valid


def of_root(node: Any) -> dict[str, Any]:
    return {"root": node}


def node(type_: str, text: str | None = None, **props: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"type": type_, "props": props}
    return made if text is None else {**made, "text": text}


def nested(value: Any, levels: int) -> Any:
    return nested([value], levels - 1) if levels else value


def preset(tmp_path: Path, text: str) -> Catalog:
    path = tmp_path / "mine.toml"
    path.write_text(f'[preset]\nname = "mine"\n{text}', "utf-8")
    return load_catalog(path)


# ---------------------------------------------------------------- the schemas themselves


def test_every_schema_is_valid_2020_12_and_plain_json(punk: Catalog) -> None:
    schemas = [
        document_schema(punk),
        document_schema(punk, "strict"),
        document_schema(everything()),
        patch_schema(punk),
        patch_schema(everything()),
        catalog_schema(),
    ]
    for schema in schemas:
        Draft202012Validator.check_schema(schema)
        assert json.loads(json.dumps(schema)) == schema
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["title"]
        assert schema["description"]
    identities = [schema["$id"] for schema in schemas]
    assert len(set(identities)) == len(identities)


def test_every_reference_leads_to_a_definition() -> None:
    for schema in (document_schema(everything()), document_schema(everything(), "strict"), patch_schema(everything())):
        names = {reference.removeprefix("#/$defs/").split("/")[0] for reference in references(schema)}
        assert names <= set(schema["$defs"])
        assert set(everything().components) <= names


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"]
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def test_a_component_stands_with_all_its_props_enums_and_tokens(punk: Catalog) -> None:
    definitions = document_schema(punk)["$defs"]
    for component in punk.components.values():
        schema = definitions[component.type]
        assert schema["properties"]["type"]["const"] == component.type
        assert list(schema["properties"]) == list(NODE_FIELDS)
        assert list(schema["properties"]["props"]["properties"]) == list(component.props)
        text = json.dumps(schema)
        for prop in component.props.values():
            assert all(f'"{value}"' in text for value in prop.values)
            assert not prop.group or f"#/$defs/{prop.group}-token" in text
    for group in punk.tokens.values():
        names = definitions[f"{group.name}-token"]["enum"]
        assert {group.find(name).name for name in names} == set(group.tokens)
        assert len(names) == 2 * len(group.tokens)


def test_a_component_may_have_any_name(tmp_path: Path) -> None:
    catalog = preset(
        tmp_path,
        '[components.node]\nchildren = true\n[components."a/b ~c%"]\ntext = true\n[components.binding]\n'
        "[components.node-component.props.x]\ntype = 'number'\n",
    )
    accepted = Draft202012Validator(document_schema(catalog)).is_valid
    for name in catalog.components:
        assert accepted(of_root({"type": "node", "children": [{"type": name}]}))
    assert accepted(of_root({"type": "a/b ~c%", "text": "x"}))
    assert accepted(of_root({"type": "node-component", "props": {"x": 1}}))
    assert not accepted(of_root({"type": "node", "props": {"x": 1}}))
    assert not accepted(of_root({"type": "node", "text": "x"}))


def test_a_pattern_that_only_python_can_read_is_told_and_not_passed_on(tmp_path: Path) -> None:
    patterns = {
        "flags": r"(?i)[a-z]+", "named": r"(?P<x>a)\d", "ends": r"\Aa\Z", "possessive": r"a*+b", "upto": r"a{,3}",
        "class": r"[*+]+", "optional": r"\(?a", "ahead": r"(?!b)a", "behind": r"a(?<!b)", "price": r"\$",
        "alt": r"^a|b$",
    }  # fmt: skip
    rows = "\n".join(f"{name} = {{ type = 'string', pattern = '{text}' }}" for name, text in patterns.items())
    catalog = preset(tmp_path, f"[components.Page]\nchildren = true\n[components.Page.props]\n{rows}\n")
    props = document_schema(catalog)["$defs"]["Page"]["properties"]["props"]["properties"]
    kept = {name: schema["else"]["pattern"] for name, schema in props.items() if "pattern" in schema["else"]}
    assert kept == {
        name: f"^(?:{patterns[name]})$" for name in ("class", "optional", "ahead", "behind", "price", "alt")
    }
    for name in ("flags", "named", "ends", "possessive", "upto"):
        assert patterns[name] in props[name]["description"]


def test_what_people_should_know_of_a_prop_is_in_it(punk: Catalog) -> None:
    props = document_schema(everything())["$defs"]["Gauge"]["properties"]["props"]["properties"]
    assert props["bag"]["deprecated"] is True
    assert props["bag"]["description"] == "Deprecated: use anything."
    button = document_schema(punk)["$defs"]["Button"]["properties"]["props"]["properties"]
    assert button["variant"]["default"] == "primary"
    assert button["onClick"]["description"] == "name of the handler"


def test_an_unknown_profile_is_refused_with_the_names_there_are(punk: Catalog) -> None:
    with pytest.raises(UsageError, match="no budget profile 'huge'"):
        document_schema(punk, "huge")


def test_only_the_schema_of_catalogs_needs_pydantic() -> None:
    code = "import sys, epoch_cli.catalog.json_schema; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---------------------------------------------------------------- the patterns say what the rules say

_BRACES = st.text(st.sampled_from("{}. ax$-_é1\n×("), max_size=12) | st.from_regex(
    r"(x|\{|\{\{ ?)?(context|props|item|other)?[.]{0,2}[a-c$_-]{0,3}[.]?[0-9a]{0,2} ?(\}|\}\}|x)?", fullmatch=True
)


@settings(max_examples=examples(500))
@given(_BRACES)
@example("{item}")
@example("{context}")
@example("{{context.a}}")
@example("{context.a}{context.b}")
def test_a_binding_is_what_the_rules_take_for_one(text: str) -> None:
    if text.endswith("\n") or not text.isascii():
        return  # see UNSAID
    parsed = parse_bindings(text)
    whole = bool(parsed.bindings) and parsed.bindings[0].whole
    assert matches(BINDING_PATTERN, text) == whole
    if not parsed.faults:
        assert matches(HOLDS_BINDING_PATTERN, text) == bool(parsed.bindings)
    elif parsed.bindings:
        assert matches(HOLDS_BINDING_PATTERN, text)


@given(st.text(st.sampled_from("aZ_09é-("), max_size=70))
def test_a_handler_is_what_the_rules_take_for_one(text: str) -> None:
    assert matches(HANDLER_PATTERN, text) == (check_handler(text) is None)


def matches(pattern: str, text: str) -> bool:
    return Draft202012Validator({"pattern": pattern}).is_valid(text)


def test_a_long_path_costs_no_more_than_its_length(accepts: Check) -> None:
    path = "é" * 50_000 + "a" * 50_000
    assert accepts(of_root(node("DataGrid", columns=[], data="{context." + path + "}")))
    assert not accepts(of_root(node("DataGrid", columns=[], data="{context." + path + "!}")))


# ---------------------------------------------------------------- the specification's examples


@every_row("root", [LOGIN, TABLE, MINIMAL], ids=["login", "table", "minimal"])
@every_row("profile", [None, "strict", "foundation", "unlimited"])
def test_the_examples_of_the_specification_pass(punk: Catalog, root: Any, profile: str | None) -> None:
    assert Draft202012Validator(document_schema(punk, profile)).is_valid(of_root(root))


# ---------------------------------------------------------------- good and bad documents

GOOD_DOCUMENTS: dict[str, Any] = {
    "nothing yet": {},
    "all fields": {
        "$schema": "./punk.schema.json", "punkVersion": "1.0.0", "schemaVersion": "1.0.0",
        "root": {"type": "Container"}, "metadata": {"kind": "page", "any": [None, {"x": 1}]},
    },
}  # fmt: skip

GOOD: dict[str, Any] = {
    "all fields of a node": {
        "type": "Container", "id": "people", "key": "{props.id}", "testId": "people", "condition": "{context.ready}",
        "dataSource": "{context.users}", "itemTemplate": {"type": "Text", "text": "{item.name}"}, "props": {},
        "children": [], "a11y": {"label": "People", "description": "d", "role": "list", "live": "off", "hidden": False},
    },
    "a token by its short and its full name": node("Container", padding="2xl", gap="spacing-md"),
    "a colour or a boolean": container(node("Box", border=True), node("Box", border="color-primary")),
    "a binding in an enum": node("Text", "a", align="{props.align}"),
    "a binding for a boolean": node("Button", "a", disabled="{context.form.busy}"),
    "a binding for a list": node("Select", label="a", options="{context.choices}"),
    "a binding for one element": node("Tabs", tabs=[{"id": "a", "label": "A"}, "{context.tab}"]),
    "a binding with text around it": node("Text", "Hello {context.user.name}!"),
    "the item itself": {"type": "Stack", "dataSource": "{context.tags}", "itemTemplate": text_node("{item}")},
    "choices of every kind": node("Select", label="a", options=["a", 2, {"value": False, "label": "No"}]),
    "a value of any kind": node("Select", label="a", options=[], defaultValue=["a", None, {"b": 1.5}]),
    "three children where three fit": {**node("FormField", label="a"), "children": [text_node("a")] * 3},
    "no text and no children where none are allowed": {"type": "Avatar", "text": "", "children": []},
    "a handler": node("Button", "a", onClick="handle_click2"),
    "the longest id": {"type": "Text", "id": "a" * 64},
}  # fmt: skip

# What is wrong with a document, its code, and where the schema says so.
BAD_DOCUMENTS: dict[str, tuple[Any, str, str]] = {
    "no document": ([], "EP101", ""),
    "unknown field of a document": ({"rot": {}}, "EP102", ""),
    "version that is no string": ({"punkVersion": 1}, "EP103", "/punkVersion"),
    "metadata that is no object": ({"metadata": []}, "EP103", "/metadata"),
    "a root that is no node": ({"root": None}, "EP101", "/root"),
}

# The same for a node that is the root; pointers count from it.
BAD: dict[str, tuple[Any, str, str]] = {
    "a child that is no node": ({"type": "Box", "children": ["x"]}, "EP101", "/children/0"),
    "a template that is no node": ({"type": "Box", "itemTemplate": {}}, "EP101", "/itemTemplate"),
    "no type": ({"props": {}}, "EP101", ""),
    "a type that is no string": ({"type": 1}, "EP103", "/type"),
    "unknown field of a node": ({"type": "Text", "txet": "a"}, "EP102", ""),
    "a prop outside of props": ({"type": "Text", "align": "start"}, "EP102", ""),
    "unknown field of a11y": ({"type": "Text", "a11y": {"lable": "a"}}, "EP102", "/a11y"),
    "children that are no list": ({"type": "Box", "children": {}}, "EP103", "/children"),
    "props that are no object": ({"type": "Box", "props": []}, "EP103", "/props"),
    "text that is no string": ({"type": "Text", "text": 1}, "EP103", "/text"),
    "a11y of another type": ({"type": "Text", "a11y": {"hidden": "true"}}, "EP103", "/a11y/hidden"),
    "a template that is a list": ({"type": "Box", "itemTemplate": []}, "EP103", "/itemTemplate"),
    "an id with a space": ({"type": "Text", "id": "a b"}, "EP104", "/id"),
    "an id that is too long": ({"type": "Text", "id": "a" * 65}, "EP104", "/id"),
    "an id that is a binding": ({"type": "Text", "id": "{item.id}"}, "EP104", "/id"),
    "unknown component": ({"type": "Txt"}, "EP201", "/type"),
    "a component in another case": ({"type": "text"}, "EP201", "/type"),
    "children where none are allowed": ({"type": "Text", "children": [{"type": "Text"}]}, "EP202", "/children"),
    "too many children": ({**node("FormField", label="a"), "children": [text_node("a")] * 4}, "EP203", "/children"),
    "text where none is shown": ({"type": "Card", "text": "a"}, "EP204", "/text"),
    "unknown prop": (node("Text", colour="primary"), "EP301", "/props"),
    "missing prop": (node("DataGrid"), "EP302", "/props"),
    "missing prop without props": ({"type": "Tabs"}, "EP302", ""),
    "a number for a string": (node("Input", label=1), "EP303", "/props/label"),
    "a string for a boolean": (node("Button", "a", disabled="true"), "EP303", "/props/disabled"),
    "null for an enum": (node("Text", align=None), "EP303", "/props/align"),
    "an object for a list": (node("Tabs", tabs={}), "EP303", "/props/tabs"),
    "a boolean for a choice": (node("Select", label="a", options=[True]), "EP303", "/props/options/0"),
    "text for a row": (node("DataGrid", columns=[], data=["a"]), "EP303", "/props/data/0"),
    "a number in a column": (node("DataGrid", columns=[{"key": "a", "label": 1}]), "EP303", "/props/columns/0/label"),
    "not in an enum": (node("Text", align="middle"), "EP304", "/props/align"),
    "a binding beside other text in an enum": (node("Text", align="a{context.x}"), "EP304", "/props/align"),
    "a binding without a path in an enum": (node("Text", align="{context}"), "EP304", "/props/align"),
    "double braces in an enum": (node("Text", align="{{context.x}}"), "EP304", "/props/align"),
    "unknown field of a tab": (node("Tabs", tabs=[{"id": "a", "label": "A", "x": 1}]), "EP305", "/props/tabs/0"),
    "a tab without a label": (node("Tabs", tabs=[{"id": "a"}]), "EP305", "/props/tabs/0"),
    "a key with a space": (node("DataGrid", columns=[{"key": "a b", "label": ""}]), "EP306", "/props/columns/0/key"),
    "a name with a binding inside": (node("Input", label="a", name="a{context.b}"), "EP306", "/props/name"),
    "unknown token": (node("Card", padding="xxl"), "EP401", "/props/padding"),
    "a token of another group": (node("Card", padding="radius-md"), "EP402", "/props/padding"),
    "a raw length": (node("Card", padding="16px"), "EP403", "/props/padding"),
    "a raw number": (node("Card", padding=16), "EP403", "/props/padding"),
    "a raw colour": (node("Text", color="#fff"), "EP403", "/props/color"),
    "a binding in an enum that takes none": (node("Input", label="a", type="{context.x}"), "EP507", "/props/type"),
    "a binding in a test id": ({"type": "Text", "testId": "row-{item.id}"}, "EP507", "/testId"),
    "a binding for columns": (node("DataGrid", columns="{context.columns}"), "EP507", "/props/columns"),
    "a binding for a handler": (node("Button", "a", onClick="{context.save}"), "EP507", "/props/onClick"),
    "a data source that is no binding": ({"type": "Box", "dataSource": "users"}, "EP508", "/dataSource"),
    "a data source in double braces": ({"type": "Box", "dataSource": "{{users}}"}, "EP501", "/dataSource"),
    "code for a handler": (node("Button", "a", onClick="save()"), "EP704", "/props/onClick"),
}  # fmt: skip


@pytest.mark.parametrize("document", GOOD_DOCUMENTS.values(), ids=GOOD_DOCUMENTS)
def test_a_good_document_passes(punk: Catalog, accepts: Check, document: Any) -> None:
    assert accepts(document)
    assert validate(document, punk).ok


@pytest.mark.parametrize("root", GOOD.values(), ids=GOOD)
def test_a_good_node_passes(punk: Catalog, accepts: Check, root: Any) -> None:
    assert accepts(of_root(root))
    assert validate(of_root(root), punk).ok


@pytest.mark.parametrize(("document", "code", "pointer"), BAD_DOCUMENTS.values(), ids=BAD_DOCUMENTS)
def test_a_bad_document_is_refused_where_it_is_wrong(punk: Catalog, document: Any, code: str, pointer: str) -> None:
    assert code in codes(document, punk)
    assert places(document, punk) == {pointer}


@every_row(("root", "code", "pointer"), BAD.values(), ids=BAD)
def test_a_bad_node_is_refused_where_it_is_wrong(punk: Catalog, root: Any, code: str, pointer: str) -> None:
    assert code in codes(of_root(root), punk)
    assert places(of_root(root), punk) == {f"/root{pointer}"}
    assert places(of_root(container(text_node("a"), root)), punk) == {f"/root/children/1{pointer}"}


def codes(document: Any, catalog: Catalog, profile: str = "unlimited") -> set[str]:
    return {finding.code for finding in validate(document, catalog, profile=profile).diagnostics}


def places(document: Any, catalog: Catalog) -> set[str]:
    """Where the schema refuses a document."""
    errors = Draft202012Validator(document_schema(catalog)).iter_errors(document)
    return {format_pointer(list(error.absolute_path)) for error in errors}


@every_row(
    ("name", "words"),
    [
        ("unknown component", "'Txt' is not one of ['Container', 'Box', 'Stack'"),
        ("not in an enum", "'middle' is not one of ['start', 'center', 'end', 'justify']"),
        ("a raw length", "'16px' is not one of ['xs', 'sm'"),
        ("a tab without a label", "'label' is a required property"),
        ("unknown prop", "('colour' was unexpected)"),
        ("a string for a boolean", "'true' is not of type 'boolean'"),
    ],
)
def test_an_error_says_what_would_be_right(punk: Catalog, name: str, words: str) -> None:
    (error,) = Draft202012Validator(document_schema(punk)).iter_errors(of_root(BAD[name][0]))
    assert words in error.message


def test_nested_nodes_cost_time_by_their_number(accepts: Check) -> None:
    nested = node("Tabs", tabs=[])
    for _ in range(40):  # of fifteen branches each; a `oneOf` would not come back
        nested = {**node("Tabs", tabs=[]), "children": [nested]}
    assert accepts(of_root(nested))


# What the schema lets pass and a rule does not: the list of the module's docstring.
UNSAID: dict[str, tuple[Any, str]] = {
    "an id that occurs twice": (container({"type": "Box", "id": "a"}, {"type": "Box", "id": "a"}), "EP105"),
    "a template that nothing repeats": ({"type": "Box", "itemTemplate": text_node("a")}, "EP107"),
    "double braces where any string fits": (text_node("{{user.name}}"), "EP501"),
    "an unknown root where any string fits": (text_node("{name}"), "EP501"),
    "a number beyond 64 bits": (node("Input", label="a", defaultValue=2**70), "EP003"),
    "free JSON that is nested too deeply": (
        node("Select", label="a", options=[], defaultValue=nested([], 150)),
        "EP106",
    ),
    "an item outside of a list": (text_node("{item.name}"), "EP504"),
    "too many nodes": (container(*[container(*[text_node("a")] * 9)] * 9), "EP601"),
    "too many bindings": (container(*[text_node("{context.a}{context.b}{context.c}")] * 7), "EP605"),
    "an address with a bad scheme": (node("Avatar", src="javascript:x", alt="a"), "EP701"),
    "markup in a string": (text_node("<script>"), "EP702"),
    "a forbidden key in free JSON": (node("DataGrid", columns=[], data=[{"__proto__": 1}]), "EP703"),
    "an invisible character": (text_node("a\u200bb"), "EP705"),
    "a control without a name": ({"type": "Button"}, "EP801"),
    "a control inside another": ({**node("Tabs", tabs=[]), "children": [{"type": "Button"}]}, "EP801"),
    "a field without label and hint": ({"type": "FormField"}, "EP803"),
    "nodes that are nested too deeply": (chain(9), "EP602"),
    "too many handlers": (container(*[container(*[node("Button", "a", onClick="go")] * 8)] * 2), "EP606"),
    "too much of everything": (
        container(*[container(*[{**text_node("a"), "condition": "{context.b}"}] * 4)] * 10),
        "EP607",
    ),
    "a button in a button": (
        {**node("Button", "a"), "dataSource": "{context.a}", "itemTemplate": node("Button", "b")},
        "EP802",
    ),
    "a last newline, in Python": ({"type": "Text", "id": "a\n"}, "EP104"),
    "a sign beyond ASCII in a path": (node("Text", "a", align="{context.a×b}"), "EP501"),
}


@pytest.mark.parametrize(("root", "code"), UNSAID.values(), ids=UNSAID)
def test_what_a_schema_cannot_say_is_left_to_the_rules(punk: Catalog, accepts: Check, root: Any, code: str) -> None:
    assert accepts(of_root(root))
    assert code in codes(of_root(root), punk, "strict")


UNSAID_OF_MODELS = {
    "{context.user.nmae}": "EP502",
    "{context.user.name.first}": "EP503",
    "{context.user.tags}": "EP506",
}


@pytest.mark.parametrize(("binding", "code"), UNSAID_OF_MODELS.items())
def test_what_data_models_say_is_left_to_the_rules(accepts: Check, punk: Catalog, binding: str, code: str) -> None:
    document = of_root(node("Text", "a", align=binding))
    assert accepts(document)
    assert [finding.code for finding in validate(document, punk, models=MODELS).diagnostics] == [code]


def test_what_items_have_is_left_to_the_rules(accepts: Check, punk: Catalog) -> None:
    document = of_root({"type": "Box", "dataSource": "{context.users}", "itemTemplate": text_node("{item.nmae}")})
    assert accepts(document)
    assert [finding.code for finding in validate(document, punk, models=MODELS).diagnostics] == ["EP505"]


def test_every_gate_on_documents_is_stated_or_known_to_be_unsaid() -> None:
    unsaid = {*(code for _, code in UNSAID.values()), *UNSAID_OF_MODELS.values(), "EP505"}
    of_documents = {code for code, rule in RULES.items() if rule.kind == "gate" and "EP1" <= code < "EP9"}
    assert of_documents - {"EP608"} <= STATED | CAPS | unsaid  # the cap on patches is no matter of a document


def test_what_is_deprecated_passes() -> None:
    document = of_root(container(node("Gauge", value=1, bag={}), node("Stack", spacing="huge")))
    assert Draft202012Validator(document_schema(everything())).is_valid(document)
    assert codes(document, everything()) == {"EP308", "EP404"}
