"""Accessibility where a tree can show it: names, nesting, headings, alternatives (decisions 3 and 5).

Names and nesting are gates, because a node and its ancestors decide them. What only a finished screen can tell, such
as whether a form can be submitted, is deferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from epoch_cli.catalog import CONTROLS, Component
from epoch_cli.document.node import Document
from epoch_cli.validation.diagnostics import Finding, Rule, Severity
from epoch_cli.validation.rules.places import Place
from epoch_cli.validation.rules.words import quote

UNNAMED = Rule("EP801", "unnamed-control", "gate", "an interactive element has an accessible name (WCAG 4.1.2)")
NESTED = Rule("EP802", "nested-interactive", "gate", "no interactive element lies inside another (WCAG 4.1.2)")
UNEXPLAINED = Rule("EP803", "unexplained-field", "gate", "a field has a label or a hint (WCAG 3.3.2)")
NO_SUBMIT = Rule("EP811", "no-submit", "deferred", "a form has a button that submits it (WCAG 3.2.2)", Severity.WARNING)
FIELD_CONTROL = Rule("EP812", "field-control", "deferred", "a field holds one control (WCAG 1.3.1)", Severity.WARNING)
HEADING_ORDER = Rule("EP813", "heading-order", "deferred", "headings skip no level (WCAG 1.3.1)", Severity.WARNING)
SINGLE_H1 = Rule("EP814", "single-h1", "deferred", "a page has one h1 (WCAG 2.4.6)", Severity.WARNING)
DUPLICATE_NAME = Rule(
    "EP815", "duplicate-name", "deferred", "controls have names of their own (WCAG 2.4.6)", Severity.WARNING
)
NO_CAPTION = Rule("EP816", "no-caption", "deferred", "a table says what it shows (WCAG 1.3.1)", Severity.WARNING)
NO_ALTERNATIVE = Rule(
    "EP817", "no-alternative", "deferred", "a picture has a text for it (WCAG 1.1.1)", Severity.WARNING
)
NO_TITLE = Rule("EP818", "no-title", "deferred", "a dialog has a title (WCAG 2.4.6)", Severity.WARNING)
COLOR_ALONE = Rule(
    "EP819", "color-alone", "deferred", "what a colour says is said in words too (WCAG 1.4.1)", Severity.WARNING
)
REQUIRED_UNMARKED = Rule(
    "EP820", "required-unmarked", "deferred", "a required control says that it is (WCAG 3.3.2)", Severity.WARNING
)
BLANK_LABEL = Rule(
    "EP821", "blank-label", "deferred", "a tab, column or option has a label that says something (WCAG 2.4.6)",
    Severity.WARNING,
)  # fmt: skip
HIDDEN_CONTROL = Rule(
    "EP822", "hidden-control", "deferred", "what takes the focus is not hidden from assistive technology (WCAG 4.1.2)",
    Severity.WARNING,
)  # fmt: skip

RULES = (
    UNNAMED, NESTED, UNEXPLAINED, NO_SUBMIT, FIELD_CONTROL, HEADING_ORDER, SINGLE_H1, DUPLICATE_NAME, NO_CAPTION,
    NO_ALTERNATIVE, NO_TITLE, COLOR_ALONE, REQUIRED_UNMARKED, BLANK_LABEL, HIDDEN_CONTROL,
)  # fmt: skip


# What says in a label that an answer has to be given; a field with its `mandatory` prop set says so by itself.
_SAYS_REQUIRED = re.compile(
    r"[*＊]|required|mandatory|obligat|requis|obrigat|obbligat|pflicht|erforderlich|verplicht|обязат|必須|必填|必选|필수",
    re.IGNORECASE,
)


def own_name(node: Mapping[str, Any], component: Component) -> str:
    """The accessible name a node gives itself, empty when it has none; a placeholder is no name (decision 5)."""
    props, a11y = node.get("props"), node.get("a11y")
    if isinstance(a11y, dict) and _said(a11y.get("label")):
        return str(a11y["label"])
    if isinstance(props, dict) and _said(props.get("ariaLabel")):
        return str(props["ariaLabel"])
    for source in component.name.sources:
        value = node.get("text") if source == "text" else props.get(source) if isinstance(props, dict) else None
        if _said(value):
            return str(value)
    return ""


def supplied_name(node: Mapping[str, Any], component: Component) -> str:
    """The name a node gives to the controls inside it, empty when it gives none."""
    props = node.get("props")
    value = props.get(component.names_controls) if component.names_controls and isinstance(props, dict) else None
    return str(value) if _said(value) else ""


def unnamed(component: Component) -> Finding:
    """The finding for an interactive node without a name."""
    sources = [source if source == "text" else f"props.{source}" for source in component.name.sources]
    inside = ", or put it inside a labelled field" if component.name.inherit else ""
    return Finding("EP801", (), f"this {component.type} has no name", f"give it {' or '.join(sources)}{inside}")


def nested(component: Component) -> Finding:
    """The finding for an interactive node inside another."""
    return Finding("EP802", (), f"this {component.type} is inside another interactive element", "put them side by side")


def check_explained(component: Component, props: Mapping[str, Any]) -> Finding | None:
    """One of several props that together explain a node, such as a field's label or hint."""
    wanted = component.requires_any
    if not wanted or any(_said(props.get(name)) for name in wanted):
        return None
    return Finding("EP803", ("props",), f"{component.type} has no {' and no '.join(wanted)}", f"give it a {wanted[0]}")


def _said(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


# ---------------------------------------------------------------- deferred: a finished screen


def check_place(place: Place) -> Iterator[Finding]:
    """What a finished node lacks; paths count from the node."""
    node, component, props = place.node, place.component, place.props
    if component is None:
        return
    kind, role = component.type, component.role
    if role == "form" and not place.actions:
        yield Finding("EP811", (), f"this {kind} has no button", "add one that submits it")
    if role == "field" and place.controls != 1:
        hint = "give each its own" if place.controls else "put an input or a choice inside"
        yield Finding("EP812", (), f"this {kind} holds {place.controls} controls, not one", hint)
    if component.caption and not _said(props.get(component.caption)) and not own_name(node, component):
        yield Finding("EP816", (), f"this {kind} has no {component.caption}", "say what it shows")
    if role == "image" and not own_name(node, component):
        yield Finding("EP817", (), f"this {kind} has no text alternative", "give it alt")
    if role == "dialog" and not own_name(node, component):
        yield Finding("EP818", (), f"this {kind} has no title", "give it a title")
    if component.tone and props.get(component.tone) is not None and not _words(place):
        hint = f"give it {' or '.join(component.name.sources)}"
        yield Finding("EP819", ("props", component.tone), f"this {kind} says something by its colour alone", hint)
    if role in CONTROLS and component.mandatory and props.get(component.mandatory) is True and not _marked(place):
        message = f"this {kind} is required, but neither its field nor its label says so"
        hint = f'set "{component.mandatory}" on its field too, or say it in the label, such as "Name (required)"'
        yield Finding("EP820", ("props", component.mandatory), message, hint)


def check_headings(document: Document, places: list[Place]) -> Iterator[Finding]:
    """The order of headings, and on a page (`metadata.kind` is `page`, decision 18) the number of h1."""
    last, seen = 0, 0
    for place in places:
        component = place.component
        size = place.props.get(component.heading) if component is not None and component.heading else None
        level = heading_level(size) if isinstance(size, str) else 0
        if not level or component is None:
            continue
        if last and level > last + 1:
            message = f"a heading of level {level} follows one of level {last}"
            yield Finding("EP813", (*place.path, "props", component.heading), message, f"use h{last + 1}")
        last = level
        seen += level == 1
    metadata = document.get("metadata")
    if isinstance(metadata, dict) and metadata.get("kind") == "page" and seen != 1:
        yield Finding("EP814", ("root",), f"this page has {seen} h1 headings, not one", "make its title the only h1")


def heading_level(size: str) -> int:
    """The level that a size makes of a text: 1 for `h1` and `typography-h1`, 0 where it makes no heading."""
    short = size.rpartition("-")[2]
    return int(short[1]) if len(short) == 2 and short[0] == "h" and short[1] in "123456" else 0


def check_names(places: list[Place]) -> Iterator[Finding]:
    """Two controls of one name: within a form, or on the screen outside of forms."""
    seen: set[tuple[int, str, str]] = set()
    for place in places:
        component = place.component
        if component is None or component.role not in CONTROLS:
            continue
        name = own_name(place.node, component) or _supplied(place)
        if not name or "{" in name:
            continue
        form = next((id(each) for each in place.lineage() if each.component and each.component.role == "form"), 0)
        key = (form, component.role, name.casefold())
        if key in seen:
            message = f"a second control is named {quote(name)}"
            yield Finding("EP815", place.path, message, "give each its own name")
        seen.add(key)


def check_hidden(places: list[Place]) -> Iterator[Finding]:
    """What hides a focusable node from assistive technology: `a11y.hidden` on it or on a node around it."""
    told: set[int] = set()
    for place in places:
        component = place.component
        if component is None or not component.interactive:
            continue
        hider = next((each for each in place.lineage() if _hides(each)), None)
        if hider is not None and id(hider) not in told:
            told.add(id(hider))
            message = f"a {component.type} is hidden from assistive technology, but still takes the focus"
            yield Finding("EP822", (*hider.path, "a11y", "hidden"), message, "show it, or take it out of what hides it")


def _hides(place: Place) -> bool:
    a11y = place.node.get("a11y")
    return isinstance(a11y, dict) and a11y.get("hidden") is True


def _supplied(place: Place) -> str:
    """The name that the nearest node around a control gives to it."""
    names = (supplied_name(each.node, each.component) for each in place.lineage() if each.component is not None)
    return next(filter(None, names), "")


def _words(place: Place) -> bool:
    """Whether a node shows words: what assistive technology alone is told does not count."""
    sources = place.component.name.sources if place.component is not None else ()
    return any(_said(place.node.get("text") if source == "text" else place.props.get(source)) for source in sources)


def _marked(place: Place) -> bool:
    """Whether a required control is seen to be: by its label, or by the field around it; what is bound may say so."""
    for each in place.lineage():
        component = each.component
        if component is None or not (each is place or component.names_controls):
            continue
        if each is not place and component.mandatory and each.props.get(component.mandatory) not in {None, False}:
            return True
        shown = (*component.name.sources, *component.requires_any, component.names_controls)
        words = [each.props.get(source) for source in shown]
        if any(isinstance(text, str) and ("{" in text or _SAYS_REQUIRED.search(text)) for text in words):
            return True
    return False
