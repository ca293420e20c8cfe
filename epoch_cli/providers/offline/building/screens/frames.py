"""Frames around other things: dialogs, tabs, headers, layouts, empty states, steps, checklists."""

from __future__ import annotations

from dataclasses import replace

from epoch_cli.providers.offline.building.part import CONTENT, ESSENTIAL, SECTION, Part
from epoch_cli.providers.offline.building.screens.cards import MOST_COUNTED, counted
from epoch_cli.providers.offline.building.screens.forms import CONTROLS, actions, control, controls, form
from epoch_cli.providers.offline.building.screens.pages import nested, page, sample_links
from epoch_cli.providers.offline.building.screens.studio import Studio
from epoch_cli.providers.offline.understanding.wish import Item, Wish


def dialog(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A dialog with its title, what it says or asks, and its buttons."""
    kit, lexicon = studio.kit, studio.lexicon
    title = studio.sentence(wish.title or wish.subject) or lexicon.phrase("confirm_title")
    part = kit.dialog(title)
    if part is None:
        return []
    inner = replace(wish, title="")
    if wish.of(*CONTROLS):
        return [part.add(kit.text(wish.intro), *form(studio, inner, level), *nested(studio, wish, level), wave=CONTENT)]
    body = page(studio, replace(inner, items=wish.without("button", "link")), level)
    intro = wish.intro or ("" if body else lexicon.phrase("confirm"))
    closing = (
        wish if wish.of("button") else replace(wish, items=[Item("button", lexicon.phrase("close"), verbatim=True)])
    )
    part.add(kit.text(intro), *body, wave=CONTENT)
    return [part.add(actions(studio, closing), wave=CONTENT, weight=ESSENTIAL)]


def tabs(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """Tabs with their panels; where the design system has none, each panel under a heading of its own."""
    kit, lexicon = studio.kit, studio.lexicon
    items = wish.of("tab")
    word = lexicon.phrase("tab")
    named = counted(studio, wish, "tab") or [Item("tab", "")]
    names = [studio.said(item) or f"{word} {number}" for number, item in enumerate(named, start=1)]
    wanted = len(names) + wish.unread.pop("tab", 0)
    names = names[: studio.at_most(max(1, kit.profile.children), wanted, "tabs", wish.title)]
    part = kit.tabs(names)
    panels: list[Part] = []
    for number, name in enumerate(names):
        asked = items[number].panel if number < len(items) else None
        inside = studio if part is None else replace(studio, title=name)  # the tab says what its panel is about
        filled = [] if asked is None else inside.build(replace(asked, subject=name), level)
        body = filled or [found for found in [kit.text(lexicon.phrase("placeholder"))] if found]
        panel = kit.stack(kit.heading(name, level) if part is None else None, ident=f"{name} panel")
        if panel is not None:
            panels.append(panel.add(*body, wave=CONTENT))
    others = replace(wish, items=wish.without("tab"), title="")
    around = page(studio, others, level) if others.items or others.parts else []
    shown = [part.add(*panels)] if part is not None else panels
    return [entry for entry in (studio.heading(wish.title, level), *around, *shown) if entry is not None]


def header(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A row with a logo, links, a search field, whatever was named, in that order."""
    kit = studio.kit
    row = kit.holder(
        "stack",
        "container",
        direction="row",
        gap="md",
        align="center",
        justify="between",
        ident=wish.title or "header",
    )
    if row is None:
        return []
    inner: list[Part | None] = []
    for item in wish.items:
        made = (
            page(studio, Wish("bare", items=[item]), level)
            if item.kind not in CONTROLS
            else [control(studio, wish, item)]
        )
        inner += made or [kit.text(studio.said(item))]
    inner += nested(studio, wish, level)
    if not any(inner):
        inner += [kit.text(studio.sentence(wish.title)), sample_links(studio)]
    found = [part for part in inner if part is not None][: studio.room(row)]
    return [row.add(*found, wave=CONTENT)]


def layout(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """Regions beside each other; parts without a region of their own stand in the last one."""
    kit = studio.kit
    row = kit.stack(row=True, ident="layout")
    if row is None:
        return []
    regions = [part for part in wish.parts if part.shape in {"nav", "region"}]
    if not regions and not wish.items:
        regions = [Wish("nav", studio.lexicon.phrase("sidebar")), Wish("region", studio.lexicon.phrase("content"))]
    others = replace(wish, title="", shape="page", parts=[part for part in wish.parts if part not in regions])
    inside = page(studio, others, level + 1)
    columns = [made for part in regions for made in studio.build(part, level)]
    if inside and columns:
        columns[-1].add(*inside, wave=CONTENT)
    return [row.add(*(columns or inside), wave=SECTION)]


def empty(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """An empty state: a sentence, and what can be done about it."""
    kit = studio.kit
    text = wish.intro or studio.lexicon.phrase("nothing")
    said = page(studio, replace(wish, title="", items=wish.without("button", "link")), level)
    first = [] if said and not wish.intro else [kit.text(text)]
    return [part for part in (*first, *said, actions(studio, wish)) if part is not None]


def steps(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A wizard: its steps in a row, the first one's fields, and the way back and on."""
    kit, lexicon = studio.kit, studio.lexicon
    names = [studio.said(item) for item in wish.of("step", "panel", "fact") if item.label]
    wanted = wish.counts.get("step") or wish.counts.get("rows") or len(names) or 3
    names += [""] * (min(wanted, MOST_COUNTED) - len(names))
    names = names[: studio.at_most(studio.kit.profile.children, max(wanted, len(names)), "steps", wish.title)]
    labels = [
        f"{lexicon.phrase('step')} {number}" + (f": {name}" if name else "")
        for number, name in enumerate(names, start=1)
    ]
    row = kit.stack(
        *(kit.status(label, "primary" if index == 0 else "neutral") for index, label in enumerate(labels)),
        row=True,
        ident="steps",
    )
    buttons = wish.of("button", "link") or [
        Item("button", lexicon.phrase(name), verbatim=True) for name in ("previous", "next")
    ]
    fields = replace(wish, title="", items=[*wish.of(*CONTROLS), *buttons])
    rest = replace(wish, title="", items=wish.without("step", "panel", "fact", "button", "link", *CONTROLS))
    body = form(studio, fields, level) if wish.of(*CONTROLS) else [actions(studio, fields)]
    return [part for part in (row, *page(studio, rest, level), *body) if part is not None]


def checklist(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A list of things to tick off, and the form that adds one."""
    kit = studio.kit
    rest = replace(wish, title="", shape="form", items=wish.without("entry"))
    above = form(studio, rest, level) if rest.items else []
    thing = studio.lexicon.thing(wish.subject or wish.title)
    names = thing.names if thing is not None and thing.names else studio.lexicon.sample_lists.get("todos", ())
    names = tuple(studio.said(item) for item in wish.of("entry")) or names
    count = min(wish.counts.get("rows") or len(names), studio.kit.profile.children)
    stack = kit.stack(ident="tasks")
    if stack is None:
        return above
    entries = [
        Item(
            "field",
            names[number] if number < len(names) else f"{studio.lexicon.phrase('task')} {number + 1}",
            "checkbox",
        )
        for number in range(count)
    ]
    return [*above, stack.add(*controls(studio, Wish("bare", items=entries), entries), wave=CONTENT)]
