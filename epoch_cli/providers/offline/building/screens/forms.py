"""Forms: fields with their controls, groups of fields, and the buttons below them."""

from __future__ import annotations

from dataclasses import replace

from epoch_cli.providers.offline.building.kit import REQUIRED
from epoch_cli.providers.offline.building.part import CONTENT, DETAIL, ESSENTIAL, EXTRA, GROUP, Part
from epoch_cli.providers.offline.building.screens.grouping import Group, in_lines, sectioned
from epoch_cli.providers.offline.building.screens.studio import Studio
from epoch_cli.providers.offline.knowledge.phrasebook import words
from epoch_cli.providers.offline.knowledge.safety import handler, same
from epoch_cli.providers.offline.understanding.wish import Item, Wish

CONTROLS = ("field", "choice")
_OVERHEAD = 8
"""Nodes of a form besides its fields: the screen, the form, a heading, buttons and their row."""


def form(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A form with everything the wish names; a stack where the design system has no form, or no button to send it."""
    kit = studio.kit
    name = wish.title or wish.subject or studio.title
    called = kit.spelled(name)
    props = {"submit": handler("submit", called) if called.isascii() and called else "submitForm"}
    ident = name if words(name)[-1:] == ("form",) else f"{called} form"
    named = name or studio.lexicon.phrase("form_title")
    holder = kit.make("form", props, name=named, ident=ident) if kit.has("action") else None
    if holder is None or not holder.component.children:
        holder = kit.stack(ident=ident)
    if holder is None:
        return []
    holder.add(studio.heading(wish.title, level))
    before = wish.without(*CONTROLS, "button", "link")
    if before:
        rest = replace(wish, shape="page", title="", items=before, parts=[], topic=None)
        holder.add(*studio.build(rest, level), wave=CONTENT, weight=EXTRA)
    groups = _groups(studio, wish)
    for group in groups:
        fields = in_lines(studio, _controls(studio, wish, group.items, sections=len(groups)))
        if group.title:
            holder.add(_group(studio, group.title, fields, level), wave=CONTENT)
        else:
            holder.add(*fields, wave=CONTENT)
    holder.needs = actions(studio, wish, submit=True)
    holder.add(holder.needs, wave=CONTENT, weight=ESSENTIAL)
    card = kit.card() if wish.framed else None
    return [holder if card is None else card.add(holder)]


def controls(studio: Studio, wish: Wish, items: list[Item]) -> list[Part]:
    """The controls of these items, each in a field of its own, or with a label of its own where nodes are scarce."""
    return [part for _, part in _controls(studio, wish, items)]


def _controls(studio: Studio, wish: Wish, items: list[Item], *, sections: int = 0) -> list[tuple[Item, Part]]:
    """The controls of these items with what they are for, in a form of so many sections."""
    total = len(wish.of(*CONTROLS))
    compact = total * 2 + sections * 2 + _OVERHEAD > studio.kit.profile.nodes
    parts = [(item, control(studio, wish, item, compact=compact)) for item in items]
    found = [(item, part) for item, part in parts if part is not None]
    for _, part in found[:1]:
        part.weight = ESSENTIAL
    return found


def control(studio: Studio, wish: Wish, item: Item, *, compact: bool = False) -> Part | None:
    """One control with its label; a line of text where the design system has no control.

    What is ticked stands beside its label and not below it, unless there is a hint to show.
    """
    kit, label = studio.kit, studio.said(item)
    label = label or (studio.sentence(item.noun) if item.type == "range" else "")
    label = label or studio.lexicon.phrase("choose" if item.kind == "choice" else "option")
    hint = item.note or studio.lexicon.field_fact(item.label).hint
    options = ", ".join(_options(studio, item)) if item.kind == "choice" and not kit.has("choice") else ""
    fielded = not compact and kit.has("field") and (item.type != "checkbox" or bool(hint))
    for inside in (True, False) if fielded else (False, True):
        shown = item if inside else replace(item, placeholder=item.placeholder or options)
        made = bare_control(studio, wish, shown, label, inside=inside)
        if made is None:
            continue
        if not inside:
            return made
        required = True if item.required else None
        wrapped = kit.field(label, made, required=required, hint=hint or options or None)
        if wrapped is not None:
            return wrapped
    return kit.text(f"{label}: {options}" if options else label)


def bare_control(studio: Studio, wish: Wish, item: Item, label: str, *, inside: bool) -> Part | None:
    """The control of an item without a field around it; `inside` one it needs no label of its own.

    A label of its own says that the control is required, as no field does (WCAG 3.3.2).
    """
    required = True if item.required else None
    label = f"{label}{REQUIRED}" if required and not inside and not label.endswith("*") else label
    placeholder = item.placeholder or None
    if item.kind == "choice":
        options = _options(studio, item)
        return studio.kit.choice(label, options, inside=inside, required=required, placeholder=placeholder)
    fact = studio.lexicon.field_fact(item.label)
    example = fact.placeholder if item.type in {fact.type, ""} else ""  # none in a box to tick
    return studio.kit.input(
        label,
        inside=inside,
        type=item.type or "text",
        required=required,
        placeholder=placeholder or example or None,
        autocomplete=_autocomplete(studio, wish, item),
        value="{context." + item.binding + "}" if item.binding else None,
    )


def _options(studio: Studio, item: Item) -> list[str]:
    """The options of a choice, each once; numbered ones where nothing is known."""
    option = studio.lexicon.phrase("option")
    options = item.options or [f"{option} {number}" for number in (1, 2, 3)]
    return list(dict.fromkeys(studio.sentence(text) for text in options if text))


def _autocomplete(studio: Studio, wish: Wish, item: Item) -> str | None:
    """What browsers may fill in: only what is about the person in front of the screen (WCAG 1.3.5)."""
    personal = wish.topic is not None and wish.topic.personal
    fact = studio.lexicon.field_fact(item.label)
    if not personal or not fact.exact or item.type not in {fact.type, ""}:
        return None
    if fact.autocomplete == "current-password" and wish.topic is not None and wish.topic.new:
        return "new-password"
    return fact.autocomplete or None


# ---------------------------------------------------------------- groups


def _groups(studio: Studio, wish: Wish) -> list[Group]:
    """The controls of a wish in runs of one group; a label that would come twice takes the first word of its group.

    Two controls of one form may not have the same name, so a second city becomes the "Billing city". Without groups
    of their own the fields of a long form get sections by what they are about.
    """
    runs: list[Group] = []
    seen: set[tuple[str, ...]] = set()
    for item in wish.of(*CONTROLS):
        spelled = words(item.label)
        if item.group and spelled in seen:
            item.label = f"{item.group.split()[0]} {item.label}"
        seen.add(spelled)
        if not runs or runs[-1].title != item.group:
            runs.append(Group(item.group))
        runs[-1].items.append(item)
    if len(runs) == 1 and not runs[0].title:
        return sectioned(studio.lexicon.layouts, runs[0].items)
    return runs


def _group(studio: Studio, title: str, fields: list[Part], level: int) -> Part | None:
    stack = studio.kit.stack(studio.heading(title, level), ident=title)
    if stack is None:
        return None
    stack.loose = GROUP
    return stack.add(*fields, wave=CONTENT)


# ---------------------------------------------------------------- buttons


def actions(studio: Studio, wish: Wish, *, submit: bool = False) -> Part | None:
    """The buttons and links of a wish in a row; with `submit` one of them sends the form, and there always is one."""
    items = wish.of("button", "link")
    sender = _sender(studio, wish, items) if submit else None
    if sender is not None and sender not in items:
        items = [sender, *items]
    first = sender or next((item for item in items if not studio.lexicon.action(item.label).leaves), None)
    parts = [button(studio, item, primary=item is first, sends=item is sender) for item in _distinct(items)]
    found = [part for part in parts if part is not None]
    if len(found) < 2:
        return found[0] if found else None
    row = studio.kit.stack(row=True, tight=True)
    if row is None:
        return found[0]
    room = studio.room(row)
    return row.add(*found[:2]).add(*found[2:room], wave=DETAIL)


def button(studio: Studio, item: Item, *, primary: bool = True, sends: bool = False) -> Part | None:
    """A button that looks like what it does."""
    noun = studio.sentence(item.noun) if item.looks else ""  # "a red button" says nothing else
    label = studio.said(item) or noun or studio.lexicon.phrase("submit" if sends else "choose")
    action = studio.lexicon.action(label)
    usual = studio.kit.variant_of("action", "primary" if primary else "secondary")
    variant = "ghost" if item.kind == "link" else action.variant or usual
    verb = "" if sends and studio.kit.has("form") else "on"
    return studio.kit.button(label, variant, verb, ident=f"{studio.kit.spelled(label)} button", looks=item.looks)


def _sender(studio: Studio, wish: Wish, items: list[Item]) -> Item:
    """The button that sends the form: the first named one that may, else the topic's, else "Submit"."""
    buttons = [item for item in items if item.kind == "button" and item.label]
    does = [(item, studio.lexicon.action(item.label)) for item in buttons]
    for item, action in does:
        if action.submits:
            return item
    for item, action in does:
        if not action.leaves:
            return item
    label = wish.submit or studio.lexicon.phrase("submit")
    return Item("button", label)


def _distinct(items: list[Item]) -> list[Item]:
    kept: list[Item] = []
    for item in items:
        if not any(same(item.label, other.label) for other in kept):
            kept.append(item)
    return kept
