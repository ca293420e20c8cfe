"""Every repair, one row each: what it makes of what, at which grade, and that nothing else is touched."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import MODELS, box, button, control, node, page, repeated, table, text
from support.nodes import field as form_field

from epoch_cli.catalog import Catalog, load_catalog, parse_models
from epoch_cli.document import apply_patch
from epoch_cli.document.patch import equal
from epoch_cli.validation import RULES, Selection
from epoch_cli.validation.fixes import FIXABLE
from epoch_cli.validation.fixes.table import FIXERS
from epoch_cli.validation.fixing_documents import attach_fixes, fix_document
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.validator import check_document

GAUGES = """
[preset]
name = "gauges"
extends = "punk"

[components.Gauge]
children = true

[components.Gauge.props]
value = { type = "number", min = 0, max = 10, required = true, default = 5 }
step = { type = "number", integer = true }
sizes = { type = "array", items = ["number", "boolean"] }
words = { type = "array", items = "string" }

[components.Gauge.props.parts]
type = "array"
items = "object"
fields.name = { type = "string", required = true }
fields.unit = { type = "string", required = true, default = "px" }
"""


@cache
def gauges(folder: Path) -> Catalog:
    path = folder / "gauges.toml"
    path.write_text(GAUGES, "utf-8")
    return load_catalog(path)


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Punk, and a component with what Punk does not need."""
    return gauges(tmp_path_factory.mktemp("catalog"))


@dataclass(frozen=True)
class Row:
    """A fault, the repair that mends it, and what it leaves; `models` where only those can tell."""

    code: str
    name: str
    grade: str
    before: Any
    after: Any
    models: Any = field(default=None)


def exact(code: str, name: str, before: Any, after: Any, **more: Any) -> Row:
    return Row(code, name, "lossless", before, after, **more)


def guess(code: str, name: str, before: Any, after: Any, **more: Any) -> Row:
    return Row(code, name, "lossy", before, after, **more)


def stack(**props: Any) -> Any:
    return node("Stack", **props)


def strayed(**props: Any) -> Any:
    """A stack with fields of the node among its props."""
    return {"type": "Stack", "props": {"spacing": "md", **props}}


def options(*items: Any) -> Any:
    return node("Select", label="Pick", options=list(items))


def card(**fields: Any) -> Any:
    return {"type": "Card", **fields}


STRUCTURE = [
    exact("EP101", "words-to-text", box("hello", text()), box(text("hello"), text())),
    exact("EP102", "rename-field", {**text(), "test_id": "t"}, text(testId="t")),
    exact("EP102", "rename-field", {**text(), "Test-Id": "t"}, text(testId="t")),
    exact("EP102", "rename-field", text(a11y={"aria-label": "x"}), text(a11y={"label": "x"})),
    exact("EP102", "rename-field", {"type": "Text", "label": "Hello"}, text("Hello")),
    exact("EP102", "field-to-prop", {**stack(), "spacing": "md"}, stack(spacing="md")),
    exact("EP102", "field-to-prop", {**button(), "on_click": "go"}, button(onClick="go")),
    exact("EP102", "field-to-prop", {**button(), "aria-label": "Go on"}, button(ariaLabel="Go on")),
    exact("EP102", "name-type", box({"component": "text", "text": "a"}), box(text("a"))),
    guess("EP102", "nearest-field", {**text(), "conditon": "{context.a}"}, text(condition="{context.a}")),
    guess("EP102", "nearest-field", {**stack(), "spacin": "md"}, stack(spacing="md")),
    guess("EP102", "drop-field", {**text(), "zIndex": 5}, text()),
    guess("EP102", "drop-field", text(a11y={"label": "x", "zIndex": 5}), text(a11y={"label": "x"})),
    exact("EP103", "coerce", text(a11y={"hidden": "True"}), text(a11y={"hidden": True})),
    exact("EP103", "coerce", {**text(), "text": 5}, text("5")),
    exact("EP103", "coerce", {**text(), "text": True}, text("true")),
    exact("EP103", "coerce", {**text(), "id": None}, text()),
    exact("EP103", "coerce", card(children=text()), card(children=[text()])),
    exact("EP103", "coerce", card(children="hello"), card(children=[text("hello")])),
    exact("EP103", "coerce", {"type": "Button", "children": "Go"}, button()),
    guess("EP103", "guess-boolean", text(a11y={"hidden": "yes"}), text(a11y={"hidden": True})),
    guess("EP103", "guess-boolean", text(a11y={"hidden": 0}), text(a11y={"hidden": False})),
    guess("EP104", "slug-id", text(id="Login Form!"), text(id="login-form")),
    guess("EP104", "slug-id", box(text(id="Über 2"), text(id="uber-2")), box(text(id="uber-3"), text(id="uber-2"))),
    exact("EP105", "number-id", box(text(id="a"), text(id="a")), box(text(id="a"), text(id="a-2"))),
    exact(
        "EP105",
        "number-id",
        box(text(id="a"), text(id="a"), text(id="a"), text(id="a-2")),
        box(text(id="a"), text(id="a-3"), text(id="a-4"), text(id="a-2")),
    ),
]

COMPONENTS = [
    exact("EP201", "rename-component", {"type": "text", "text": "a"}, text("a")),
    exact("EP201", "rename-component", {"type": "form-field", "props": {"label": "a"}}, node("FormField", label="a")),
    exact("EP201", "rename-component", {"type": "DATA_GRID", "props": table()["props"]}, table()),
    exact(
        "EP201",
        "rename-component",
        {"type": "button", "props": {"on_click": "go()", "text": "Go"}},
        button(onClick="go"),
    ),
    guess("EP201", "nearest-component", {"type": "Txet", "text": "a"}, text("a")),
    guess("EP201", "nearest-component", {"type": "Buton", "label": "Go"}, node("Button", label="Go")),
    exact("EP202", "words-to-text", {"type": "Button", "children": ["Sign ", "in"]}, button("Sign in")),
    exact(
        "EP204", "text-to-label", node("Input", text="Email", type="email"), node("Input", type="email", label="Email")
    ),
    exact("EP204", "text-to-label", node("FormField", control(), text="Email"), form_field(control(), label="Email")),
    exact("EP204", "text-to-label", {**table(), "text": "People"}, table(caption="People")),
    exact("EP204", "text-to-child", card(text="hello"), card(children=[text("hello")])),
    exact(
        "EP204", "text-to-child", card(text="one", children=[text("two")]), card(children=[text("one"), text("two")])
    ),
]

PROPS = [
    exact("EP301", "rename-prop", button(on_click="go"), button(onClick="go")),
    exact("EP301", "rename-prop", button(**{"aria-label": "Go on"}), button(ariaLabel="Go on")),
    exact("EP301", "rename-prop", stack(Spacing="md"), stack(spacing="md")),
    exact(
        "EP301", "prop-to-field", {"type": "Text", "props": {"text": "a"}}, {"type": "Text", "props": {}, "text": "a"}
    ),
    exact(
        "EP301", "prop-to-field", {"type": "Text", "props": {"label": "a"}}, {"type": "Text", "props": {}, "text": "a"}
    ),
    exact("EP301", "prop-to-field", strayed(id="a", key="k"), {**stack(spacing="md"), "id": "a", "key": "k"}),
    exact("EP301", "prop-to-field", strayed(test_id="a"), {**stack(spacing="md"), "testId": "a"}),
    exact("EP301", "prop-to-field", strayed(children=[text()]), {**stack(spacing="md"), "children": [text()]}),
    exact(
        "EP301",
        "prop-to-field",
        {**strayed(dataSource="{context.users}"), "itemTemplate": text()},
        {**stack(spacing="md"), "itemTemplate": text(), "dataSource": "{context.users}"},
    ),
    exact("EP301", "text-to-label", {"type": "Input", "props": {"text": "Email"}}, control(label="Email")),
    guess("EP301", "nearest-prop", stack(spacin="md"), stack(spacing="md")),
    guess("EP301", "drop-prop", stack(spacing="md", zIndex=3), stack(spacing="md")),
    exact("EP302", "add-default", {"type": "Gauge"}, node("Gauge", value=5)),
    exact("EP302", "add-default", node("Gauge", step=1), node("Gauge", step=1, value=5)),
    exact("EP303", "coerce", button(disabled="true"), button(disabled=True)),
    exact("EP303", "coerce", node("Gauge", value="7.5"), node("Gauge", value=7.5)),
    exact("EP303", "coerce", node("Gauge", value=1, step="-3"), node("Gauge", value=1, step=-3)),
    exact(
        "EP303", "coerce", node("Gauge", value=1, sizes=["1", 2, "false"]), node("Gauge", value=1, sizes=[1, 2, False])
    ),
    exact("EP303", "coerce", node("Gauge", value=1, sizes=4), node("Gauge", value=1, sizes=[4])),
    exact("EP303", "coerce", node("Gauge", value=1, words="one"), node("Gauge", value=1, words=["one"])),
    exact("EP303", "coerce", control(label=5), control(label="5")),
    exact("EP303", "coerce", control(label="a", placeholder=True), control(label="a", placeholder="true")),
    exact("EP303", "coerce", control(label="a", placeholder=None), control(label="a")),
    exact("EP303", "coerce", table(columns={"key": "a", "label": "A"}), table({"key": "a", "label": "A"})),
    exact("EP303", "coerce", options({"value": "a", "label": 1}), options({"value": "a", "label": "1"})),
    guess("EP303", "guess-boolean", button(disabled="yes"), button(disabled=True)),
    guess("EP303", "guess-boolean", button(disabled=0), button(disabled=False)),
    guess("EP303", "drop-prop", button(size="sm", disabled=["x"]), button(size="sm")),
    exact("EP304", "rename-value", button(variant="Primary"), button(variant="primary")),
    exact(
        "EP304", "rename-value", control(label="a", type="datetime_local"), control(label="a", type="datetime-local")
    ),
    guess("EP304", "nearest-value", button(variant="primry"), button(variant="primary")),
    guess("EP304", "drop-prop", button(variant="zzz", size="sm"), button(size="sm")),
    exact("EP305", "rename-field", options({"Value": "a", "label": "A"}), options({"value": "a", "label": "A"})),
    exact(
        "EP305",
        "add-default",
        node("Gauge", value=1, parts=[{"name": "a"}]),
        node("Gauge", value=1, parts=[{"name": "a", "unit": "px"}]),
    ),
    guess("EP305", "nearest-field", options({"valeu": "a", "label": "A"}), options({"value": "a", "label": "A"})),
    guess("EP305", "nearest-field", options({"value": "a", "text": "A"}), options({"value": "a", "label": "A"})),
    guess(
        "EP305",
        "drop-field",
        options({"value": "a", "label": "A", "text": "B"}),
        options({"value": "a", "label": "A"}),
    ),
    guess("EP305", "nearest-field", table({"field": "a", "header": "A"}), table({"key": "a", "label": "A"})),
    guess(
        "EP305", "derive-field", options({"value": "firstName"}), options({"value": "firstName", "label": "First name"})
    ),
    guess("EP305", "derive-field", options({"value": 5}), options({"value": 5, "label": "5"})),
    guess("EP305", "derive-field", options({"label": "In use"}), options({"label": "In use", "value": "in-use"})),
    guess("EP305", "derive-field", table({"key": "user.email"}), table({"key": "user.email", "label": "Email"})),
    guess("EP305", "drop-field", options({"value": 5, "label": "5", "icon": "x"}), options({"value": 5, "label": "5"})),
    guess(
        "EP306",
        "lower-case",
        control(label="a", autocomplete=" Email"),
        control(label="a", autocomplete="email"),
    ),
    guess("EP307", "clamp", node("Gauge", value=11), node("Gauge", value=10)),
    guess("EP307", "clamp", node("Gauge", value=-1), node("Gauge", value=0)),
    guess("EP307", "clamp", node("Gauge", value=1, step=2.6), node("Gauge", value=1, step=3)),
]

TOKENS = [
    *[
        exact("EP401", "rename-token", stack(spacing=raw), stack(spacing="md"))
        for raw in ("MD", "$md", "--spacing-md", "$spacing-md", "spacing.md", "spacing_md", "spacingMd", "Spacing-MD")
    ],
    exact(
        "EP401", "rename-token", node("Container", background="colors.primary"), node("Container", background="primary")
    ),
    *[
        guess("EP401", "nearest-token", stack(spacing=word), stack(spacing=name))
        for word, name in (("medium", "md"), ("Small", "sm"), ("extra-large", "xl"), ("spacing-large", "lg"))
    ],
    guess("EP401", "nearest-token", text(color="primry"), text(color="primary")),
    guess("EP401", "drop-prop", text(color="zebra", weight="bold"), text(weight="bold")),
    guess("EP402", "right-group", stack(spacing="radius-md"), stack(spacing="md")),
    guess("EP402", "drop-prop", stack(spacing="color-primary", align="center"), stack(align="center")),
    exact("EP403", "rename-token", stack(spacing="var(--spacing-md)"), stack(spacing="md")),
    *[
        exact("EP403", "value-to-token", stack(spacing=raw), stack(spacing="md"))
        for raw in ("16px", "16", 16, "1rem", " 16PX ")
    ],
    *[
        exact("EP403", "value-to-token", node("Container", background=raw), node("Container", background="primary"))
        for raw in ("#007aff", "#007AFF", "rgb(0, 122, 255)")
    ],
    guess("EP403", "nearest-token", stack(spacing="15px"), stack(spacing="md")),
    guess("EP403", "nearest-token", stack(spacing="1em"), stack(spacing="md")),
    guess("EP403", "nearest-token", text(size="24px"), text(size="h2")),
    guess("EP403", "nearest-token", node("Container", background="#007bff"), node("Container", background="primary")),
    guess(
        "EP403", "nearest-token", node("Container", background="#007aff80"), node("Container", background="secondary")
    ),
    guess("EP403", "drop-prop", stack(spacing="calc(1px + 2vw)", align="center"), stack(align="center")),
]

BINDINGS = [
    exact("EP501", "binding-braces", text("{{user.name}}!"), text("{context.user.name}!")),
    exact("EP501", "binding-braces", text("{{ context.user.name }}"), text("{context.user.name}")),
    exact("EP501", "binding-braces", text("{ context.user.name }"), text("{context.user.name}")),
    exact("EP501", "binding-braces", repeated(text("{{name}}")), repeated(text("{item.name}")), models=MODELS),
    exact(
        "EP501",
        "binding-braces",
        table({"key": "name", "label": "N", "value": "{{name}}"}, data="{context.users}"),
        table({"key": "name", "label": "N", "value": "{item.name}"}, data="{context.users}"),
        models=MODELS,
    ),
    guess("EP501", "root-binding", text("{user}"), text("{context.user}")),
    guess("EP501", "root-binding", repeated(text("{name}")), repeated(text("{item.name}")), models=MODELS),
    guess("EP501", "root-binding", repeated(text("{ name }")), repeated(text("{item.name}")), models=MODELS),
    guess("EP502", "nearest-path", text("{context.usr.nam}!"), text("{context.user.name}!"), models=MODELS),
    guess("EP505", "nearest-path", repeated(text("{item.emial}")), repeated(text("{item.email}")), models=MODELS),
    exact("EP508", "binding-braces", repeated(text(), "context.users"), repeated(text())),
    guess("EP508", "root-binding", repeated(text(), "users"), repeated(text())),
]

SECURITY = [
    exact("EP704", "handler-call", button(onClick=" handleSubmit() ;"), button(onClick="handleSubmit")),
    exact("EP705", "invisible-characters", text("a\u200bb\u202ec\x07"), text("abc")),
    exact("EP705", "invisible-characters", text("a\x1b[31mred\x1b[0m\r\nb\u2028c"), text("ared\nb\nc")),
    exact("EP705", "invisible-characters", text("a\u200db 👩\u200d💻"), text("ab 👩\u200d💻")),
]

ACCESSIBILITY = [
    exact("EP801", "text-to-label", {"type": "Input", "text": "Email"}, control(label="Email")),
    guess("EP801", "label-from-placeholder", control(placeholder="Email"), control(placeholder="Email", label="Email")),
    guess(
        "EP801",
        "label-from-placeholder",
        control(placeholder="Email", label=" "),
        control(placeholder="Email", label="Email"),
    ),
    guess("EP801", "label-from-name", control(name="firstName"), control(name="firstName", label="First name")),
    guess("EP801", "label-from-name", control(type="email", id="in"), control(type="email", id="in", label="In")),
    guess("EP801", "label-from-name", control(type="email"), control(type="email", label="Email")),
    guess(
        "EP801", "label-from-name", node("Button", onClick="handleSignIn"), button("Sign in", onClick="handleSignIn")
    ),
    exact(
        "EP803",
        "text-to-label",
        node("FormField", control(), text="Email", error="x"),
        form_field(label="Email", error="x"),
    ),
    exact(
        "EP803",
        "label-from-control",
        node("FormField", control(label="Email")),
        form_field(control(label="Email"), label="Email"),
    ),
    guess(
        "EP803",
        "label-from-placeholder",
        node("FormField", control(placeholder="Email")),
        form_field(control(placeholder="Email"), label="Email"),
    ),
    guess(
        "EP803",
        "label-from-name",
        node("FormField", control(name="user_email")),
        form_field(control(name="user_email"), label="User email"),
    ),
    guess(
        "EP801",
        "label-from-placeholder",
        node("FormField", control(placeholder="Email"), hint="of work"),
        form_field(control(placeholder="Email"), hint="of work", label="Email"),
    ),
    guess(
        "EP813",
        "heading-level",
        box(text(size="h1"), text(size="typography-h3"), text(size="h3")),
        box(text(size="h1"), text(size="typography-h2"), text(size="h3")),
    ),
]

ROWS = [*STRUCTURE, *COMPONENTS, *PROPS, *TOKENS, *BINDINGS, *SECURITY, *ACCESSIBILITY]


def name_of(row: Row) -> str:
    return f"{row.code}-{row.name}"


@every_row("row", ROWS, ids=name_of)
def test_a_repair_makes_this_of_that(catalog: Catalog, row: Row) -> None:
    inspector = Inspector(catalog, catalog.profile("strict"), parse_models(row.models))
    document, wanted = page(row.before), page(row.after)
    kept = deepcopy(document)
    report = check_document(document, inspector, Selection())
    found = [each for each in attach_fixes(report, document, inspector).diagnostics if each.code == row.code]
    assert row.name in {each.fix.name for each in found if each.fix}, report.diagnostics
    safe = fix_document(document, inspector, Selection())
    unsafe = fix_document(document, inspector, Selection(), unsafe=True)
    assert document == kept
    for fixed in (safe, unsafe):
        assert equal(apply_patch(deepcopy(document), fixed.patches).document, fixed.document)
    assert equal(unsafe.document, wanted), unsafe.document
    assert not unsafe.report.gates
    repair = next(each for each in unsafe.repairs if (each.name, each.grade) == (row.name, row.grade))
    assert repair.message
    if row.grade == "lossless":
        assert {each.grade for each in safe.repairs} == {"lossless"}
        assert equal(safe.document, wanted)
    else:
        assert not any(each.name == row.name and each.grade == "lossy" for each in safe.repairs)


@every_row("row", ROWS, ids=name_of)
def test_the_fix_that_is_shown_mends_its_finding(catalog: Catalog, row: Row) -> None:
    inspector = Inspector(catalog, catalog.profile("strict"), parse_models(row.models))
    document = page(row.before)
    report = attach_fixes(check_document(document, inspector, Selection()), document, inspector)
    found = next(each for each in report.diagnostics if each.code == row.code and each.fix)
    assert found.fix is not None
    after = apply_patch(deepcopy(document), found.fix.patches).document
    left = check_document(after, inspector, Selection())
    # a fix of a type can bring to light what is wrong with the props, which has a fix of its own
    assert (found.code, found.pointer, found.message) not in {(e.code, e.pointer, e.message) for e in left.diagnostics}


def test_the_fields_of_a_document_are_mended_like_those_of_a_node(catalog: Catalog) -> None:
    inspector = Inspector(catalog, catalog.profile("strict"), catalog.models)
    document = {"schema_version": "1.0.0", "punkVersin": "1.0.0", "theme": "dark", **page(text()), "metadata": None}
    safe = fix_document(document, inspector, Selection())
    assert safe.document == {"schemaVersion": "1.0.0", "punkVersin": "1.0.0", "theme": "dark", **page(text())}
    unsafe = fix_document(document, inspector, Selection(), unsafe=True)
    assert unsafe.document == {"schemaVersion": "1.0.0", "punkVersion": "1.0.0", **page(text())}
    rootless = {"type": "Text", "text": "a node where a document belongs"}
    assert fix_document(rootless, inspector, Selection(), unsafe=True).document == rootless


def test_every_repair_is_in_the_table() -> None:
    repairs = {(code, row.name, row.grade) for code, rows in FIXERS.items() for row in rows}
    assert {(row.code, row.name, row.grade) for row in ROWS} == repairs


def test_what_can_be_mended_is_told_by_code() -> None:
    assert set(FIXABLE) <= set(RULES)
    assert FIXABLE["EP301"] == ("lossless", "lossy")
    assert FIXABLE["EP307"] == ("lossy",)
    assert FIXABLE["EP105"] == ("lossless",)
    assert not any(code.startswith(("EP0", "EP6", "EP9")) for code in FIXABLE)
    assert {code for code in FIXABLE if code.startswith("EP7")} == {"EP704", "EP705"}
