"""How each component looks, as pictures in both themes, which were looked at; and a document with all of them.

`EPOCH_UPDATE_GOLDEN=1 pytest tests/tui/preview/test_snapshots.py` writes them anew: look at what changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from support.previews import caught_up, previewed, run, shown_instead
from support.screens import punk
from support.snapshots import compare
from textual.pilot import Pilot

THEMES = ("epoch-dark", "epoch-light")
DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents" / "good"
_COLUMNS = [{"key": "name", "label": "Name"}, {"key": "price", "label": "Price", "align": "end"}]
_TONES = ("primary", "secondary", "success", "danger", "warning", "neutral")
_BUTTONS = ("primary", "secondary", "outline", "ghost", "danger")


def _node(name: str, text: str = "", *children: Any, **props: Any) -> dict[str, Any]:
    node: dict[str, Any] = {"type": name, "props": props}
    return node | ({"text": text} if text else {}) | ({"children": list(children)} if children else {})


def _text(text: str, **props: Any) -> dict[str, Any]:
    return _node("Text", text, **props)


SHOWN: dict[str, list[dict[str, Any]]] = {
    "Container": [
        _node("Container", "", _text("one"), _text("two"), background="surface", border=True, padding="md"),
        _node("Container", "", _text("left"), _text("right"), direction="row", justify="between"),
    ],
    "Box": [
        _node("Box", "", _text("plain")),
        _node("Box", "", _text("padded, with a border"), padding="lg", border="primary"),
        *(_node("Box", "", _text(tone), padding="md", background=tone) for tone in _TONES),
    ],
    "Stack": [
        _node("Stack", "", _text("above"), _text("below")),
        _node("Stack", "", *(_node("Badge", f"number {n}") for n in range(6)), direction="row", spacing="sm"),
        _node("Stack", "", _text("in the middle"), align="center"),
    ],
    "Card": [
        _node("Card", "", _text("Revenue", size="caption"), _text("{context.metrics.revenue}", size="h2")),
        _node(
            "Stack",
            "",
            _node("Card", "", _text("Orders"), _text("a second line")),
            _node("Card", "", _text("Visits")),
            direction="row",
        ),
    ],
    "Text": [
        *(_text(f"a text of size {size}", size=size) for size in ("h1", "h2", "h3", "body", "caption")),
        *(_text(f"in {tone}", color=tone) for tone in _TONES),
        _text("bold", weight="bold"),
        _text("centred", align="center"),
        _text("Hello {context.user.name}, you have {context.count} messages"),
    ],
    "Badge": [_node("Stack", "", *(_node("Badge", tone, variant=tone) for tone in _TONES), direction="row")],
    "Avatar": [_node("Avatar", alt="Ada Lovelace"), _node("Avatar", alt="A bridge", fallback="BR"), _node("Avatar")],
    "DataGrid": [
        _node("DataGrid", caption="Tools", columns=_COLUMNS, data=[{"name": "Nail", "price": 0.1}, {"name": "Nut"}]),
        _node("DataGrid", columns=_COLUMNS, data="{context.tools}", striped=True),
        _node("DataGrid", caption="Nothing yet", columns=_COLUMNS, data=[]),
    ],
    "Button": [
        _node("Stack", "", *(_node("Button", kind, variant=kind) for kind in _BUTTONS), direction="row"),
        _node("Stack", "", _node("Button", "small", size="sm"), _node("Button", "off", disabled=True), direction="row"),
    ],
    "Form": [
        _node("Form", "", _node("Input", label="Name"), _node("Input", label="City"), _node("Button", "Send")),
        _node("Form", "", _node("Input", label="Search"), _node("Button", "Go"), layout="inline"),
    ],
    "FormField": [
        _node("FormField", "", _node("Input", type="email"), label="E-mail", required=True, hint="We never share it."),
        _node("FormField", "", _node("Input", defaultValue="12"), label="Amount", error="At most ten"),
    ],
    "Input": [
        _node("Input", label="Name", placeholder="Ada", required=True),
        _node("Input", label="Bound", defaultValue="{context.user.name}"),
        _node("Input", label="Password", type="password", defaultValue="secret"),
        _node("Input", label="Day", type="date", disabled=True),
        _node("Input", label="Remember me", type="checkbox", defaultValue=True),
        _node("Input", label="By post", type="radio"),
        _node("Input", label="Notes", type="textarea", placeholder="Anything else?"),
    ],
    "Select": [
        _node("Select", label="Country", options=["Norway", "Chile"], placeholder="Choose one"),
        _node("Select", label="Size", options=[{"value": 1, "label": "Small"}], defaultValue=1),
        _node("Select", label="Days", multiple=True, options=["Monday", "Tuesday", "Friday"], defaultValue=["Tuesday"]),
    ],
    "Modal": [
        _node("Modal", "", _text("This cannot be undone."), _node("Button", "Delete"), title="Delete?", open=True),
        _node("Modal", "", _text("Thank you."), title="Sent"),
    ],
    "Tabs": [
        _node(
            "Tabs",
            "",
            _text("The profile"),
            _text("The account"),
            tabs=[
                {"id": "a", "label": "Profile"},
                {"id": "b", "label": "Account"},
                {"id": "c", "label": "Off", "disabled": True},
            ],
            defaultTab="b",
        )
    ],
}
"""What is shown of each component; one that is new in the catalog needs a row here."""


def test_every_component_has_its_pictures() -> None:
    assert set(SHOWN) == set(punk().components)


async def in_both_themes(pilot: Pilot[None], name: str, folder: Path) -> None:
    for theme in THEMES:
        pilot.app.theme = theme
        await caught_up(pilot)
        compare(f"preview/{name}-{theme}", pilot.app, folder)


@pytest.mark.parametrize("name", SHOWN)
def test_a_component_looks_as_it_did(name: str, tmp_path: Path) -> None:
    async def look() -> None:
        root = {"type": "Container", "props": {"padding": "xs"}, "children": SHOWN[name]}
        async with previewed(root, size=(64, 36)) as pilot:
            await in_both_themes(pilot, name, tmp_path)

    run(look())


def test_a_document_with_all_components_looks_as_it_did(tmp_path: Path) -> None:
    async def look() -> None:
        document = orjson.loads((DOCUMENTS / "all-fifteen-components.json").read_bytes())
        async with previewed({"type": "Text"}, size=(72, 44)) as pilot:
            await shown_instead(pilot, document["root"])
            await in_both_themes(pilot, "all", tmp_path)

    run(look())
