"""Decisions 5, 6 and 7 of the design: labels, tokens and bindings, by the specification's examples and gaps."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import (
    MODELS,
    accept,
    add,
    box,
    button,
    codes,
    control,
    field,
    node,
    page,
    refuse,
    repeated,
    replace,
    table,
    text,
)
from support.specification import LOGIN, MINIMAL, TABLE

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft, Severity, validate

AT = "/root/children"


# ---------------------------------------------------------------- 5: labels


@every_row("example", [LOGIN, TABLE, MINIMAL], ids=["login", "table", "minimal"])
@every_row("models", [None, MODELS], ids=["free", "models"])
def test_decision_05_the_examples_of_the_specification_pass(punk: Catalog, example: Any, models: Any) -> None:
    draft = Draft(punk, models=models)
    accept(draft, add("/root", example))
    report = draft.report()
    assert report.ok
    assert not report.gates
    assert set(codes(report)) <= {"EP816"}  # the table has no caption: said, not refused


def test_decision_05_the_streaming_examples_of_the_specification_pass(punk: Catalog) -> None:
    draft = Draft(punk)
    root = {"type": "Container", "id": "root", "props": {"padding": "lg"}, "children": []}
    accept(draft, add("/root", root, meta={"sequence": 1}))
    accept(draft, add(f"{AT}/-", text("Welcome", id="title", size="h1"), meta={"sequence": 2}))
    accept(draft, add("/root/props/background", "neutral"))
    verdict = accept(draft, replace("/root/props/background", "primary", meta={"sequence": 3}))
    accept(draft, add("/root/props/gap", "md", meta={"sequence": 4}))
    placeholder = control(type="email", placeholder="user@example.com")
    form = node(
        "Form", field(placeholder, id="emailField", label="Email"), id="loginForm", layout="vertical", spacing="md"
    )
    accept(draft, add(f"{AT}/-", form, meta={"sequence": 5}))
    assert verdict.patch["meta"] == {"sequence": 3}


NAMED = [
    *[node(kind, label="Own") for kind in ("Button", "Input")],
    *[node(kind, ariaLabel="Aloud") for kind in ("Button", "Input")],
    *[{"type": kind, "a11y": {"label": "Tree"}} for kind in ("Button", "Input")],
    node("Select", label="Own", options=[]),
    node("Select", ariaLabel="Aloud", options=[]),
    {**node("Select", options=[]), "a11y": {"label": "Tree"}},
    button("Text"),
    button("{context.title}"),
    field(),
    field(node("Select", options=[])),
    field(box(control())),
]
UNNAMED = [
    {"type": "Button"},
    button(""),
    button("  "),
    node("Button", variant="primary"),
    {"type": "Input"},
    node("Input", placeholder="Your name"),
    node("Input", label=" ", placeholder="Your name", name="n"),
    node("Select", options=[], placeholder="Choose"),
    node("FormField", control(), hint="Only a hint"),
    node("FormField", control(placeholder="x"), label="", hint="h"),
    {**control(), "a11y": {"label": "", "description": "no name"}},
    field(button("")),  # a field names inputs and selects, not buttons
]


@every_row("named", NAMED)
def test_decision_05_a_label_is_a_label_wherever_it_comes_from(punk: Catalog, named: Any) -> None:
    assert not validate({"root": named}, punk).gates
    accept(Draft(punk), add("/root", named))


@every_row("unnamed", UNNAMED)
def test_decision_05_a_placeholder_is_not_a_label(punk: Catalog, unnamed: Any) -> None:
    (found,) = validate({"root": unnamed}, punk).gates
    assert (found.code, found.severity) == ("EP801", Severity.ERROR)
    assert found.hint
    refuse(Draft(punk), add("/root", unnamed), "EP801")


def test_decision_05_a_badge_needs_no_label_and_its_text_is_one(punk: Catalog) -> None:
    assert not validate(page(node("Badge", text="New"), node("Badge")), punk).gates


# ---------------------------------------------------------------- 6: tokens


@pytest.mark.parametrize("value", ["xs", "md", "2xl", "spacing-md", "spacing-2xl"])
def test_decision_06_2xl_is_a_token_and_both_spellings_are(punk: Catalog, value: str) -> None:
    accept(Draft(punk), add("/root", box(padding=value, gap=value)))


@every_row(
    ("prop", "value", "nearest"),
    [
        ("padding", "16px", "md"),
        ("padding", "1rem", "md"),
        ("padding", "47px", "2xl"),
        ("padding", "0", "xs"),
        ("padding", 24, "lg"),
        ("background", "#fff", "surface"),
        ("background", "#007AFE", "primary"),
        ("background", "rgb(255, 59, 40)", "danger"),
        ("background", "red", "danger"),
    ],
)
def test_decision_06_raw_css_is_an_error_whose_hint_is_the_nearest_token(
    punk: Catalog, prop: str, value: Any, nearest: str
) -> None:
    verdict = refuse(Draft(punk), add("/root", box(**{prop: value})), "EP403")
    (found,) = verdict.diagnostics
    assert (found.severity, found.pointer) == (Severity.ERROR, f"/root/props/{prop}")
    assert f'"{nearest}"' in found.hint


@every_row("value", ["calc(1px + 2px)", "var(--x)", "hsl(1 2% 3%)", "8px 16px", "50%", "-4px"])
def test_decision_06_any_css_is_raw(punk: Catalog, value: str) -> None:
    refuse(Draft(punk), add("/root", box(padding=value)), "EP403")


@every_row("value", ["huge", "color-primary", "spacing-huge", "MD", "", "md ", "spacing-", "primary"])
def test_decision_06_other_words_are_no_tokens_of_the_group(punk: Catalog, value: str) -> None:
    verdict = refuse(Draft(punk), add("/root", box(padding=value)))
    assert set(codes(verdict)) <= {"EP401", "EP402"}
    assert verdict.diagnostics[0].hint


def test_decision_06_a_prop_may_take_a_token_or_something_else(punk: Catalog) -> None:
    for value in (True, False, "primary", "color-danger"):
        accept(Draft(punk), add("/root", box(border=value)))
    refuse(Draft(punk), add("/root", box(border="1px solid red")), "EP403")


# ---------------------------------------------------------------- 7: bindings


def value_at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def codes_of(catalog: Catalog, root: Any, models: Any = MODELS) -> set[str]:
    """The gates that a root breaks, found by validating it and, alike, by proposing it."""
    found = {each.code for each in validate({"root": root}, catalog, models=models).gates}
    assert set(codes(Draft(catalog, models=models).propose(add("/root", root)))) == found
    return found


@every_row(
    "words",
    [
        "{context.user.name}", "{context.User.name}", "{context.USER.name}", "{context.users.name}",
        "{context.Users.0.name}", "{context.user.address.city}", "{context.user.posts.title}", "{context.user.age}",
        "{context.user.admin}", "{context.user.born}", "{context.user.tags.0}", "{context.user.extra.any.thing}",
        "{context.user.any.thing}", "{context.category.title}", "{context.categories.title}", "{props.title}",
        "Hello {context.user.name}, you are {context.user.age}!", "{props.a}{context.user.name}",
    ],
)  # fmt: skip
def test_decision_07_a_path_is_followed_through_models_objects_and_lists(punk: Catalog, words: str) -> None:
    assert codes_of(punk, text(words)) == set()


@every_row(
    ("words", "code"),
    [
        ("{context.nobody.name}", "EP502"),
        ("{context.user.nothing}", "EP502"),
        ("{context.user.address.street}", "EP502"),
        ("{context.users.posts.nothing}", "EP502"),
        ("{context.user.name.first}", "EP503"),
        ("{context.user.age.years}", "EP503"),
        ("{context.user.tags.0.word}", "EP503"),
        ("{context.users}", "EP506"),
        ("{context.user}", "EP506"),
        ("{context.user.address}", "EP506"),
        ("Tags: {context.user.tags}", "EP506"),
        ("{item.name}", "EP504"),
        ("{context}", "EP501"),
        ("{context.}", "EP501"),
        ("{context.user..name}", "EP501"),
        ("{context.user.name}{props.}", "EP501"),
    ],
)
def test_decision_07_a_path_that_leads_nowhere_is_refused(punk: Catalog, words: str, code: str) -> None:
    assert codes_of(punk, text(words)) == {code}


@every_row("words", ["{", "}", "{}", "{ }", "a {b} c", '{"json": 1}', "{1, 2}", "${price}", "{a.b} c"])
def test_decision_07_other_braces_are_text(punk: Catalog, words: str) -> None:
    assert codes_of(punk, text(words)) == set()
    assert validate({"root": text(words)}, punk).metrics.bindings == 0


@pytest.mark.parametrize("path", ["{context.anything}", "{context.users.0.x.y}", "{context.a-b.c_d}"])
def test_decision_07_without_models_context_paths_are_free(punk: Catalog, path: str) -> None:
    assert codes_of(punk, text(path), models=None) == set()
    assert codes_of(punk, repeated(text("{item.whatever.it.is}"), path), models=None) == set()
    assert codes_of(punk, table(data=path), models=None) == set()


FITTING = [
    button(disabled="{context.user.admin}"),
    button(variant="{context.user.name}"),
    box(padding="{context.user.name}"),
    box(border="{context.user.admin}"),
    table(data="{context.users}"),
    table(data="{context.user.posts}"),
    node("Select", label="S", options="{context.user.tags}"),
    control(label="L", defaultValue="{context.user.age}"),
    control(label="{context.user.age}"),
    node("Avatar", alt="A", src="{context.user.email}"),
    text(key="{context.user.id}", condition="{context.user.admin}"),
    {**control(), "a11y": {"label": "{context.user.name}"}},
]
MISFITS = [
    (button(disabled="{context.user.name}"), "EP506"),
    (button(variant="{context.user.age}"), "EP506"),
    (box(padding="{context.user.tags}"), "EP506"),
    (table(data="{context.user}"), "EP506"),
    (node("Select", label="S", options="{context.user.name}"), "EP506"),
    (button(onClick="{context.user.name}"), "EP507"),
    (control(label="L", type="{context.user.name}"), "EP507"),
    (control(label="L", name="{context.user.name}"), "EP507"),
    (text(testId="{context.user.name}"), "EP507"),
    (text(id="{context.user.id}"), "EP104"),
]


@every_row("root", FITTING)
def test_decision_07_a_binding_is_legal_wherever_its_type_fits(punk: Catalog, root: Any) -> None:
    assert codes_of(punk, root) == set()


@every_row(("root", "code"), MISFITS)
def test_decision_07_a_binding_is_refused_where_it_does_not_fit(punk: Catalog, root: Any, code: str) -> None:
    assert codes_of(punk, root) == {code}


@every_row(
    ("root", "expected"),
    [
        (repeated(text("{item.name}")), set()),
        (repeated(box(box(text("{item.address.city}")))), set()),
        (repeated(box(repeated(text("{item.title} {item.words}"), "{item.posts}"))), set()),
        (repeated(repeated(text("{item}"), "{item.tags}")), set()),
        (repeated(text("{item.nothing}")), {"EP505"}),
        (repeated(text("{item.name.first}")), {"EP503"}),
        (repeated(text("{item.tags}")), {"EP506"}),
        (repeated(repeated(text("{item.name}"), "{item.posts}")), {"EP505"}),
        (repeated(repeated(text("{item.x}"), "{item.nothing}")), {"EP505"}),
        (repeated(repeated(text("{item.x}"), "{item.name}")), {"EP503", "EP506"}),
        (node("Stack", text("{item.name}"), dataSource="{context.users}"), {"EP504"}),
        (repeated(text(), key="{item.id}"), {"EP504"}),
        (repeated(text(), "{item.posts}"), {"EP504"}),
        (repeated(text(), condition="{item.admin}"), {"EP504"}),
        (box(itemTemplate=text("{item.name}")), {"EP504"}),
        (table({"key": "k", "label": "K", "value": "{item.name}"}, data="{context.users}"), set()),
        (table({"key": "k", "label": "K", "value": "{item.nothing}"}, data="{context.users}"), {"EP505"}),
        (table({"key": "k", "label": "K", "value": "{item.name}"}), {"EP504"}),
        (table({"key": "k", "label": "K", "value": "{item.name}"}, data=[{"name": "Ada"}]), {"EP504"}),
        (table(data="{context.users}", caption="{item.name}"), {"EP504"}),
        (repeated(table({"key": "k", "label": "K", "value": "{item.title}"}, data="{item.posts}")), set()),
        (repeated(table({"key": "k", "label": "K", "value": "{item.name}"}, data="{item.posts}")), {"EP505"}),
        (repeated(table(data="{context.users}", caption="{item.name}")), set()),
    ],
)
def test_decision_07_item_is_legal_in_templates_and_bound_columns(punk: Catalog, root: Any, expected: set[str]) -> None:
    assert codes_of(punk, root) == expected


@pytest.mark.parametrize(
    "source", ["users", "", "{context.users} and more", "all of {context.users}", "{context.user}"]
)
def test_decision_07_a_data_source_is_one_binding_to_a_list(punk: Catalog, source: str) -> None:
    assert codes_of(punk, repeated(text("{item.name}"), source)) <= {"EP508", "EP506"}
    assert codes_of(punk, repeated(text("{item.name}"), source))


@every_row(
    ("root", "path", "written"),
    [
        (text("{{user.name}}"), ("text",), "{context.user.name}"),
        (text("Hi {{ user.name }}, {{user.age}}!"), ("text",), "Hi {context.user.name}, {context.user.age}!"),
        (text("{{context.user.name}} {{props.x}}"), ("text",), "{context.user.name} {props.x}"),
        (repeated(text("{{name}}")), ("itemTemplate", "text"), "{item.name}"),
        (repeated(text("{{address.city}}")), ("itemTemplate", "text"), "{item.address.city}"),
        (repeated(text("{{item.name}}")), ("itemTemplate", "text"), "{item.name}"),
        (repeated(text("{{category.title}}")), ("itemTemplate", "text"), "{context.category.title}"),
        (repeated(repeated(text("{{title}}"), "{{posts}}")), ("itemTemplate", "dataSource"), "{item.posts}"),
        (repeated(repeated(text("{{title}}"), "{{posts}}")), ("itemTemplate", "itemTemplate", "text"), "{item.title}"),
        (repeated(text("{{name}}"), "{{users}}"), ("dataSource",), "{context.users}"),
        (repeated(text("{{name}}"), "{{users}}"), ("itemTemplate", "text"), "{item.name}"),
        (table({"key": "k", "label": "{{name}}"}, data="{{users}}"), ("props", "columns", 0, "label"), "{item.name}"),
        (table({"key": "k", "label": "{{name}}"}, data="{{users}}"), ("props", "data"), "{context.users}"),
        (table({"key": "k", "label": "{{user.name}}"}), ("props", "columns", 0, "label"), "{context.user.name}"),
    ],
)
def test_decision_07_double_braces_are_normalised(
    punk: Catalog, root: Any, path: tuple[Any, ...], written: str
) -> None:
    draft = Draft(punk, models=MODELS)
    verdict = accept(draft, add("/root", root))
    for made in (draft.document["root"], verdict.patch["value"]):
        assert value_at(made, path) == written
    assert {repair.grade for repair in verdict.repairs} == {"lossless"}
    assert "/".join(map(str, ("/root", *path))) in {repair.pointer for repair in verdict.repairs}


def test_decision_07_double_braces_in_one_prop_know_the_list_around_them(punk: Catalog) -> None:
    start = page(repeated(text("x")), table(data="{context.users}"), text("y"))
    draft = Draft(punk, start, models=MODELS)
    assert accept(draft, replace(f"{AT}/0/itemTemplate/text", "{{name}}")).patch["value"] == "{item.name}"
    assert accept(draft, add(f"{AT}/1/props/columns/0/label", "{{email}}")).patch["value"] == "{item.email}"
    assert accept(draft, replace(f"{AT}/2/text", "{{user.name}}")).patch["value"] == "{context.user.name}"
