"""Forms: fields with their controls, groups of fields, and the buttons below them."""

from __future__ import annotations

from dataclasses import replace

from epoch_cli.providers.offline.kit import CONTENT, DETAIL, ESSENTIAL, EXTRA, Part
from epoch_cli.providers.offline.phrasebook import words
from epoch_cli.providers.offline.safety import handler, same
from epoch_cli.providers.offline.screens.studio import Studio
from epoch_cli.providers.offline.wish import Item, Wish

CONTROLS = ("field", "choice")
_OVERHEAD = 8
"""Nodes of a form besides its fields: the screen, the form, a heading, buttons and their row."""


def form(studio: Studio, wish: Wish, level: int) -> list[Part]:
    """A form with everything the wish names, in a stack where the design system has no form."""
    kit = studio.kit
    name = wish.title or wish.subject or studio.title
    props = {"onSubmit": handler("submit", name) if name.isascii() and name else "submitForm"}
    ident = name if words(name)[-1:] == ("form",) else f"{name} form"
    holder = kit.make("form", props, name=name or "Form", ident=ident)
    if holder is None or not holder.component.children:
        holder = kit.stack(ident=ident)
    if holder is None:
        return []
    holder.add(studio.heading(wish.title, level))
    before = wish.without(*CONTROLS, "button", "link")
    if before:
        rest = replace(wish, shape="page", title="", items=before, parts=[], topic=None)
        holder.add(*studio.build(rest, level), wave=CONTENT, weight=EXTRA)
    for group, items in _groups(wish):
        fields = controls(studio, wish, items)
        if group:
            holder.add(_group(studio, group, fields, level), wave=CONTENT)
        else:
            holder.add(*fields, wave=CONTENT)
    holder.needs = actions(studio, wish, submit=True)
    holder.add(holder.needs, wave=CONTENT, weight=ESSENTIAL)
    card = kit.card() if wish.framed else None
    return [holder if card is None else card.add(holder)]


def controls(studio: Studio, wish: Wish, items: list[Item]) -> list[Part]:
    """The controls of these items, each in a field of its own, or with a label of its own where nodes are scarce."""
    total = len(wish.of(*CONTROLS))
    compact = total * 2 + _OVERHEAD > studio.kit.profile.nodes
    parts = [control(studio, wish, item, compact=compact) for item in items]
    found = [part for part in parts if part is not None]
    for part in found[:1]:
        part.weight = ESSENTIAL
    return found


def control(studio: Studio, wish: Wish, item: Item, *, compact: bool = False) -> Part | None:
    """One control with its label; a line of text where the design system has no control."""
    kit, label = studio.kit, studio.said(item)
    label = label or studio.lexicon.phrase("choose" if item.kind == "choice" else "option")
    required = True if item.required else None
    fact = studio.lexicon.field_fact(item.label)
    fielded = not compact and kit.has("field")
    for inside in (True, False) if fielded else (False,):
        made = bare_control(studio, wish, item, label, inside=inside)
        if made is None:
            break
        if not inside:
            return made
        wrapped = kit.field(label, made, required=required, hint=item.note or fact.hint or None)
        if wrapped is not None:
            return wrapped
    return kit.text(label)


def bare_control(studio: Studio, wish: Wish, item: Item, label: str, *, inside: bool) -> Part | None:
    """The control of an item without a field around it; `inside` one it needs no label of its own."""
    required = True if item.required else None
    placeholder = item.placeholder or None
    if item.kind == "choice":
        options = _options(studio, item)
        return studio.kit.choice(label, options, inside=inside, required=required, placeholder=placeholder)
    fact = studio.lexicon.field_fact(item.label)
    return studio.kit.input(
        label,
        inside=inside,
        type=item.type or "text",
        required=required,
        placeholder=placeholder or fact.placeholder or None,
        autocomplete=_autocomplete(studio, wish, item),
        defaultValue="{context." + item.binding + "}" if item.binding else None,
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


def _groups(wish: Wish) -> list[tuple[str, list[Item]]]:
    """The controls of a wish in runs of one group; a label that would come twice takes the first word of its group.

    Two controls of one form may not have the same name, so a second city becomes the "Billing city".
    """
    runs: list[tuple[str, list[Item]]] = []
    seen: set[tuple[str, ...]] = set()
    for item in wish.of(*CONTROLS):
        spelled = words(item.label)
        if item.group and spelled in seen:
            item.label = f"{item.group.split()[0]} {item.label}"
        seen.add(spelled)
        if not runs or runs[-1][0] != item.group:
            runs.append((item.group, []))
        runs[-1][1].append(item)
    return runs


def _group(studio: Studio, title: str, fields: list[Part], level: int) -> Part | None:
    stack = studio.kit.stack(studio.heading(title, level), ident=title)
    return None if stack is None else stack.add(*fields, wave=CONTENT)


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
    label = studio.said(item) or studio.lexicon.phrase("submit" if sends else "choose")
    action = studio.lexicon.action(label)
    variant = "ghost" if item.kind == "link" else action.variant or ("primary" if primary else "secondary")
    verb = "" if sends and studio.kit.has("form") else "on"
    return studio.kit.button(label, variant, verb, ident=f"{label} button")


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
    label = wish.submit or studio.lexicon.submits.get(studio.language, "") or studio.lexicon.phrase("submit")
    return Item("button", label)


def _distinct(items: list[Item]) -> list[Item]:
    kept: list[Item] = []
    for item in items:
        if not any(same(item.label, other.label) for other in kept):
            kept.append(item)
    return kept
