"""Whatever stands in a document, the preview draws it as text, and nothing raises."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from support.previews import as_if_built_anew, previewed, run, seen, shown_instead
from support.screens import punk

MARKUP = "[/oops][@click=app.quit]x[/]$primary"
HOSTILE = [
    "\x1b]0;title\x07",
    "\u202egnp.exe",
    "a\nb\tc\x00",
    "‹context.x›",
    "{context}",
    "{{item.x}}",
    "\\[",
]


def _everywhere(text: str) -> dict[str, Any]:
    """A node of every component, with a text wherever one may stand."""
    options = [text, {"value": text, "label": text}, {"value": text, "label": text}]
    tabs = [{"id": text, "label": text}, {"id": text, "label": text}]
    columns = [{"key": text, "label": text}, {"key": text, "label": text}]
    more: dict[str, Any] = {"options": options, "tabs": tabs, "columns": columns, "data": [{text: text}, text]}
    children: list[dict[str, Any]] = []
    for name, component in punk().components.items():
        props = {prop: text for prop in component.props if prop not in more} | {
            key: value for key, value in more.items() if key in component.props
        }
        inner = [{"type": "Text", "text": text}] if component.children else []
        children.append({"type": name, "id": text, "text": text, "props": props, "children": inner})
    children += [
        {"type": "Input", "props": {"type": kind, "label": text, "defaultValue": text, "name": text}}
        for kind in ("checkbox", "radio", "textarea", "password")
    ]
    children.append({"type": "Select", "props": {"label": text, "options": options, "multiple": True}})
    children.append({"type": text, "text": text, "condition": text, "dataSource": text})
    return {"type": "Container", "children": children}


def test_markup_is_drawn_as_text_wherever_it_stands() -> None:
    async def look() -> None:
        async with previewed({"type": "Text"}, size=(60, 120)) as pilot:
            await shown_instead(pilot, _everywhere(MARKUP))
            assert seen(pilot).count(MARKUP) > 20
            assert pilot.app.is_running

    run(look())


def test_what_a_terminal_would_obey_is_drawn_as_text() -> None:
    async def look() -> None:
        async with previewed({"type": "Text"}, size=(60, 24)) as pilot:
            for text in ("".join(HOSTILE), "", " ", "x" * 10_000):
                await shown_instead(pilot, _everywhere(text))
                screen = seen(pilot)
                assert not any(ord(character) < 32 and character != "\n" for character in screen)
                assert "\u202e" not in screen
            assert pilot.app.is_running

    run(look())


def test_sixty_four_levels_are_shown() -> None:
    async def look(kind: str) -> None:
        node: dict[str, Any] = {"type": "Text", "text": "the innermost"}
        for level in range(64):
            node = {"type": kind, "props": {"direction": "row" if level % 2 else "column"}, "children": [node]}
        async with previewed(node, size=(80, 60)) as pilot:
            pilot.app.pane.query_one("VerticalScroll").scroll_end(animate=False)  # type: ignore[attr-defined]
            await pilot.pause()
            assert "the innermost" in seen(pilot)

    for kind in ("Stack", "Card", "Unheard"):
        run(look(kind))


PROPS = sorted({prop for component in punk().components.values() for prop in component.props})


def _json(random: Random, depth: int = 2) -> Any:
    """Any small value."""
    kind = random.randrange(9 if depth else 6)
    if kind < 6:
        return random.choice([None, True, 0, -1.5, "md", "row", "primary", "{context.users}", "{item.x}", *HOSTILE[:4]])
    if kind == 6:
        return {random.choice(["value", "label", "id", "key", "x"]): _json(random, depth - 1) for _ in range(3)}
    return [_json(random, depth - 1) for _ in range(random.randrange(2))]


def _node(random: Random, depth: int = 3) -> Any:
    """A node, or something in its place, with anything in its fields."""
    if random.random() < 0.1:
        return _json(random)
    node: dict[str, Any] = {"type": random.choice([*punk().components, "Unheard", 7])}
    node["props"] = {random.choice(PROPS): _json(random) for _ in range(random.randrange(7))}
    for name in ("text", "id", "a11y", "condition", "dataSource", "props"):
        if random.random() < 0.15:
            node[name] = _json(random)
    if depth and random.random() < 0.7:
        node["children"] = [_node(random, depth - 1) for _ in range(random.randrange(4))]
    if depth and random.random() < 0.2:
        node |= {"dataSource": "{context.users}", "itemTemplate": _node(random, depth - 1)}
    return node


@pytest.mark.parametrize("seed", range(2))
def test_any_document_is_drawn_and_after_another_as_if_it_were_the_first(seed: int) -> None:
    async def look() -> None:
        random = Random(seed)
        async with previewed({"type": "Text"}, size=(60, 24)) as pilot:
            for _ in range(2):
                nodes = [_node(random) for _ in range(3)]
                view = await shown_instead(pilot, {"type": "Container", "children": nodes})
            await as_if_built_anew(pilot, view)

    run(look())
