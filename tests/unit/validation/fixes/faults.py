"""Documents with the faults that repairs are for: valid ones, with names, values and places spoilt at random."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from typing import Any

from hypothesis import strategies as st
from support.choices import Choices
from support.documents import mutated
from support.nodes import box, button, control, field, node, page, repeated, table, text

from epoch_cli.catalog import Catalog, load_catalog

SCREENS: tuple[Callable[[], Any], ...] = (
    lambda: page(
        text("Sign in", size="h1", id="title"),
        node(
            "Form",
            field(control(type="email", name="email", autocomplete="email"), label="Email", id="email"),
            field(control(type="password", placeholder="Secret"), label="Password"),
            button("Sign in", onClick="signIn", variant="primary", disabled=False),
            onSubmit="send",
            spacing="md",
        ),
        id="page",
        padding="lg",
        background="surface",
    ),
    lambda: page(
        repeated(box(text("{item.name}"), field(label="{item.email}")), id="people"),
        table({"key": "name", "label": "Name", "value": "{item.name}"}, data="{context.users}", caption="People"),
        node("Select", label="Pick", options=["a", {"value": 1, "label": "One"}]),
    ),
    lambda: page(
        node("Card", text("one", condition="{context.user.admin}"), button("More", onClick="more"), shadow="sm"),
        node("Tabs", box(text("inside")), tabs=[{"id": "one", "label": "One"}], defaultTab="one"),
        node("Badge", text="New", variant="success", a11y={"label": "a new thing"}),
        node("Avatar", src="/a.png", alt="Ada", size="sm"),
        node("Modal", text(size="h2"), title="Sure?", open=True, onClose="close"),
    ),
)

_VALUES: tuple[Any, ...] = (
    "16px", "15px", "#007aff", "$md", "medium", "MD", "true", "yes", 5, "5", 0.5, True, None, [], {}, ["a"], {"a": 1},
    "{{user.name}}", "{users}", "{context.usr.nam}", "{item.emial}", "{ item.name }", "go()", "a\u200bb", "Primary",
    "primry", "sm", "javascript:alert(1)", "<script>", "x" * 600, {"value": "a"}, {"label": "A"}, "color-primary",
    {"type": "Text", "text": "nested"}, [{"type": "Text", "text": "nested"}], "", " ", "Login Form",
)  # fmt: skip
_NAMES = (
    "on_click", "onclick", "OnClick", "text", "label", "labl", "spacin", "Spacing", "aria-label", "testId", "test_id",
    "id", "children", "zIndex", "key", "title", "name", "placeholder", "condition", "dataSource", "data_source",
    "itemTemplate", "props", "type", "style", "component", "a11y", "size", "__proto__", "disabled", "hint",
)  # fmt: skip
_TYPES = (
    "button",
    "Buton",
    "form-field",
    "text",
    "Txet",
    "data_grid",
    "card",
    "Nope",
    "Input",
    "Text",
    "Button",
    "Container",
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a value with every key of it."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [found for key in keys for found in places(value[key])]


def nodes_of(value: Any) -> Iterator[dict[str, Any]]:
    """Every node of a document, those of templates too."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        yield from nodes_of(value.get("itemTemplate"))
        for child in value.get("children") if isinstance(value.get("children"), list) else ():
            yield from nodes_of(child)


def spoil(document: Any, choices: Choices) -> Any:
    """Spoil a document in as many places as there are bytes for."""
    made = deepcopy(document)
    while not choices.over:
        here = choices.of(list(nodes_of(made.get("root"))) or [{}])
        how = choices.number(7)
        if how == 0:
            here["type"] = choices.of(_TYPES)
        elif how == 1 and isinstance(here.setdefault("props", {}), dict):
            here["props"][choices.of(_NAMES)] = deepcopy(choices.of(_VALUES))
        elif how == 2:
            here[choices.of(_NAMES)] = deepcopy(choices.of(_VALUES))
        elif how == 3 and isinstance(here.get("props"), dict) and here["props"]:
            name = choices.of(sorted(here["props"]))
            here["props"][choices.of((name.upper(), name + "s", name[:-1] or "x", f"{name[:2]}_{name[2:]}"))] = here[
                "props"
            ].pop(name)
        elif how == 4 and isinstance(here.get("children"), list):
            here["children"].append(deepcopy(choices.of((here, "words", text(id="title"), control(), {}, 5))))
        else:
            found = places(made)[1:]  # not the root itself
            if not found:
                break
            holder, key = choices.of(found)
            if choices.one_in(3):
                del holder[key]
            else:
                holder[key] = deepcopy(choices.of(_VALUES))
    return made


def spoilt() -> st.SearchStrategy[Any]:
    """Screens with faults."""
    return st.builds(
        lambda screen, raw: spoil(screen(), Choices(raw)), st.sampled_from(SCREENS), st.binary(min_size=1, max_size=40)
    )


def any_faulty() -> st.SearchStrategy[Any]:
    """Those, and what hypothesis makes of the built-in catalog, with mistakes in it."""
    # deferred, because hypothesis would write out the whole catalog as the argument of a strategy
    return st.one_of(spoilt(), spoilt(), st.deferred(lambda: mutated(punk())))


@cache
def punk() -> Catalog:
    """The built-in design system."""
    return load_catalog("punk")


def held(value: Any) -> int:
    """How many things in a value may be nodes: objects with a type, wherever they are, but for `props` themselves."""
    if isinstance(value, list):
        return sum(held(each) for each in value)
    if not isinstance(value, dict):
        return 0
    inside = sum(held(each) for each in value.values())
    props = value.get("props")
    return inside + ("type" in value) - (isinstance(props, dict) and "type" in props)


def canonical(value: Any) -> str:
    """A value as JSON, whatever the order of its keys."""
    return json.dumps(value, sort_keys=True)
