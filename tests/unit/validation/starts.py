"""Documents to start from: empty, good and bad; the bad ones break every gate that a starting document can break."""

from __future__ import annotations

from typing import Any

from support.nodes import MODELS, box, button, chain, control, field, node, page, repeated, table, text

FOUR_THINGS: dict[str, Any] = page(
    field(control(id="mail"), label="Mail", id="field"),
    repeated(text("{item.name}"), id="list"),
    table(data="{context.users}"),
    text("last", condition="on"),
)
"""A labelled field, a list, a table and a text, all good: what tests of a draft over time begin with."""

GOOD_STARTS: dict[str, Any] = {
    "empty": {},
    "login": page(
        text("Login", size="h2"),
        node(
            "Form",
            field(control(type="email"), label="Email", id="a"),
            field(control(type="password"), label="Password"),
            button("Sign in", onClick="signIn"),
            onSubmit="send",
        ),
        id="b",
    ),
    "lists": page(
        repeated(box(text("{item.name}"), field(label="{item.email}")), id="a"),
        repeated(repeated(text("{item.title}"), "{item.posts}"), "{context.users}"),
        table({"key": "name", "label": "Name", "value": "{item.name}"}, data="{context.users}", caption="People"),
    ),
    "rows": {
        "root": {
            "type": "Stack",
            "children": [
                node("Card", text("one", condition="{context.user.admin}"), button("More", onClick="more"), id="c"),
                node("Tabs", box(text("inside")), tabs=[{"id": "t", "label": "T"}]),
                field(node("Select", options=["a", {"value": 1, "label": "One"}]), label="Pick"),
            ],
        },
        "metadata": {"title": "Rows", "stash": text("kept", id="e")},
    },
}

BAD_STARTS: dict[str, Any] = {
    "unnamed": page(control(), box(control(placeholder="x"), node("Select", options=[])), {"type": "Button"}),
    "nested": page(node("Button", node("Button", box(button("deep")), text="in"), text="out"), button("beside")),
    "items": page(
        text("{item.name}"),
        repeated(text("{item.nothing} {item.name.first} {item.posts}")),
        repeated(repeated(text("{item.words.x}"), "{item.posts}")),
        box(itemTemplate=text("{item.name}")),
        repeated(text("{item.name}"), "{context.user}"),
        table({"key": "x", "label": "{item.nothing}", "value": "{item.name}"}, data="{context.users}"),
    ),
    "ids": page(text(id="a"), text(id="a"), box(text(id="a"), id="b"), text(id="b"), text(id="not an id")),
    "shapes": page(
        "text",
        None,
        {"children": []},
        {"type": "Nope", "props": {"label": "x"}, "children": [text()]},
        {"type": "Container", "children": {"0": text()}, "itemTemplate": "x", "extra": 1},
        {"type": "Text", "text": 5, "props": [], "a11y": {"nope": 1}},
        node("FormField", control(), text(), text(), text()),
        node("Text", text(), text="no place for children"),
    ),
    "props": page(
        text(size="32px", weight="heavy", nothing=True),
        node("Select", label="Pick", options=[{"value": "a"}, {"label": "x" * 600, "value": 1}, {"other": 1}]),
        table(data=[{"a": "x" * 700}], columns=[{"label": "no key"}, {"key": "1", "label": 5}]),
        node("Input", label="In", type="nope", name="1", defaultValue=None),
        node("Button", text="B", onClick="go()", label="{context.users}"),
        node("Avatar", src="javascript:alert(1)", alt="<script>x</script>"),
        node("Tabs"),
    ),
    "heavy": page(
        *[box(*[text(f"{{context.user.name}} {number}") for number in range(4)]) for _ in range(14)],
        chain(13),
        text("y" * 900),
    ),
    "root": {"root": "no node", "nothing": 1, "metadata": []},
}

STARTS = GOOD_STARTS | BAD_STARTS
PROFILES = ("strict", "foundation")
DATA = (None, MODELS)
