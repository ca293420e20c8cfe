"""Small screens that edits are tried on, and how a screen is written down in one line."""

from __future__ import annotations

from typing import Any

Document = dict[str, Any]
Node = dict[str, Any]


def node(kind: str, *inside: Node, **props: Any) -> Node:
    """A node; `text` and `id` are its own members."""
    own = {name: props.pop(name) for name in ("id", "text") if name in props}
    return {"type": kind, **own, "props": props, **({"children": list(inside)} if inside else {})}


def heading(words: str, size: str = "h2") -> Node:
    """A heading."""
    return node("Text", text=words, size=size)


def button(words: str, **props: Any) -> Node:
    """A button."""
    return node("Button", text=words, **props)


def field(label: str, kind: str = "text", **props: Any) -> Node:
    """A field around an input."""
    return node("FormField", node("Input", type=kind, **props), label=label)


def _pricing() -> Node:
    names = node("Stack", field("First name"), field("Last name", placeholder="Doe"), id="who", direction="row")
    return node(
        "Container",
        heading("Pricing", "h1"),
        node("Card", heading("Basic"), node("Text", text="5 users"), button("Choose Basic"), id="basic"),
        node("Card", heading("Pro"), node("Text", text="50 users"), button("Choose Pro"), id="pro"),
        node(
            "Form",
            names,
            node("Select", label="Plan", options=["Basic", "Pro"], defaultValue="Pro"),
            node("Input", type="checkbox", label="Newsletter"),
            button("Ask us", disabled=True),
            onSubmit="ask",
        ),
    )


def _account() -> Node:
    tabs = [{"id": name.lower(), "label": name} for name in ("Profile", "Security", "Billing")]
    columns = [{"key": "device", "label": "Device"}, {"key": "last_seen", "label": "Last seen", "sortable": True}]
    return node(
        "Container",
        heading("Account", "h1"),
        node(
            "Tabs",
            node("Stack", node("Input", label="Name"), node("Input", label="City")),
            node("Stack", node("Input", label="Password", type="password")),
            node("Stack", node("Text", text="No invoices")),
            tabs=tabs,
            defaultTab="profile",
        ),
        node(
            "DataGrid",
            id="grid",
            caption="Sessions",
            striped=True,
            columns=columns,
            data=[{"device": "Phone"}, {"browser": "Lynx"}],
        ),
    )


def _shipping() -> Node:
    return node(
        "Container",
        heading("Checkout", "h1"),
        node(
            "Form",
            heading("Contact details"),
            field("Email", "email"),
            field("Phone number", "tel"),
            heading("Delivery"),
            field("Street"),
            field("Zip code"),
            field("Country"),
            node("Select", label="Shipping", options=["Standard", "Express"]),
            field("Delivery notes"),
            node("Stack", button("Place order"), button("Back", variant="ghost"), direction="row"),
            onSubmit="order",
        ),
    )


def _booking() -> Node:
    return node(
        "Card",
        heading("Book a table"),
        node(
            "Form",
            node("Input", label="Date", type="date"),
            node("Input", label="Time", type="time"),
            node("Input", label="Guests"),
            node("Select", label="Seating", options=["Inside", "Terrace"]),
            button("Reserve"),
            button("Clear", variant="outline"),
            onSubmit="reserve",
        ),
        node("Modal", node("Text", text="See you soon!"), title="Confirmed", onClose="close"),
    )


def _framed() -> Node:
    inner = node("Card", node("Input", label="Nickname"), id="inner", padding="xl")
    row = node("Stack", button("One"), button("Two"), direction="row", spacing="lg")
    return node("Card", heading("Hello"), inner, row, node("Text", text="tiny", size="caption"))


def _yoyaku() -> Node:
    return node(
        "Card",
        heading("予約"),
        node(
            "Form",
            node("Input", label="名前"),
            node("Input", label="電話番号", type="tel"),
            node("Input", label="メール", type="email"),
            node("Select", label="席", options=["テラス", "個室"]),
            button("送信"),
            onSubmit="send",
        ),
    )


SCREENS: dict[str, Document] = {
    "pricing": {"root": _pricing()},
    "account": {"root": _account()},
    "shipping": {"root": _shipping()},
    "booking": {"root": _booking()},
    "framed": {"root": _framed()},
    "予約": {"root": _yoyaku()},
}


def seen(here: Node) -> str:
    """A node and all in it: `Card[# Basic, 5 users, (Choose)]`, `Row[…]`, `Tabs[A: …]`, `Plan<Basic>`, `Table<…>`."""
    props, inside = here.get("props", {}), here.get("children", [])
    if here["type"] == "Text":
        return "# " * (props.get("size") in {"h1", "h2", "h3"}) + here["text"]
    if here["type"] == "Button":
        return f"({here['text']})"
    if here["type"] == "FormField":
        return f"{props['label']}{_offered(inside[0]['props'])}"
    if "columns" in props:
        return f"Table<{', '.join(column['label'] for column in props['columns'])}>"
    shown = [seen(each) for each in inside]
    if "tabs" in props:
        panels = zip((tab["label"] for tab in props["tabs"]), shown, strict=True)
        return f"Tabs[{', '.join(f'{label}: {panel}' for label, panel in panels)}]"
    if not inside:
        return f"{props.get('label', here['type'])}{_offered(props)}"
    lying = "Row" if props.get("direction") == "row" else "Column"
    return f"{lying if here['type'] == 'Stack' else here['type']}[{', '.join(shown)}]"


def _offered(props: dict[str, Any]) -> str:
    named = [each["label"] if isinstance(each, dict) else each for each in props.get("options", [])]
    return f"<{', '.join(named)}>" if named else ""
