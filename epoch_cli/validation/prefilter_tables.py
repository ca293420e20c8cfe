"""What is certainly good for each component and prop, compiled once: what `prefilter.py` looks things up in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import CONTROLS, Component, Prop
from epoch_cli.validation.rules import accessibility

_NAMED_ROLES = frozenset({"image", "dialog"})
"""Roles that have to have a name on a finished screen, even where the catalog does not ask for one."""


class Unproven(Exception):  # noqa: N818  an answer, not an error: somebody else has to look
    """It is not certain that there is nothing to find."""


class PropTable:
    """What is certainly good for one prop. `known` grows by strings that the Inspector had nothing to say about.

    `fields`, `needed`, `labels` and `unique` are of the objects in a list: their fields, those they need, those that
    must say something, and the one that tells them apart. `words` says whether the list may hold plain strings; `rows`
    names the prop whose items it is for; `texts` are the fields that take any text, `shapes` the orders of such fields
    that were seen; `free` says that any objects may be in the list.
    """

    __slots__ = (
        "fields", "filled", "free", "handler", "known", "labels", "learns", "needed", "plain", "prop", "rows", "shapes",
        "texts", "truth", "unique", "words",
    )  # fmt: skip

    def __init__(self, prop: Prop, known: set[str], *, plain: bool, rows: str = "") -> None:
        self.prop = prop
        self.rows = rows
        self.known = known
        self.plain = plain
        self.handler = prop.types == ("handler",)
        self.truth = "boolean" in prop.types or "any" in prop.types
        self.learns = not self.plain and "handler" not in prop.types
        self.fields: dict[str, PropTable] = {}
        self.texts: frozenset[str] = frozenset()
        self.shapes: set[tuple[str, ...]] = set()
        self.needed = frozenset(name for name, field in prop.fields.items() if field.required)
        self.labels = tuple(name for name, field in prop.fields.items() if field.filled)
        self.free = "array" in prop.types and _is_free(prop.element)
        self.filled = prop.filled
        self.unique = prop.unique
        self.words = "string" in prop.items


def _is_free(element: Prop | None) -> bool:
    """Whether the entries of a list are objects of which nothing is declared."""
    return element is not None and element.types == ("object",) and not element.fields


TEXT = PropTable(Prop("text", ("string",)), set(), plain=True)


class NodeTable:
    """What is certainly good for nodes of one component: its catalog entry in the form that is quickest to ask.

    `gated` says that a gate asks for more than good props; `special` the same of what is asked of a finished screen;
    `counts` that it counts what is inside. `named` says that a node needs a name, `speaks` that its name is looked at.
    """

    __slots__ = (
        "alternatives", "caption", "component", "control", "counts", "gated", "heading", "headings", "inherits",
        "interactive", "length", "mandatory", "most_children", "name_props", "name_text", "named", "names_controls",
        "needs_name", "panels", "props", "required", "reviewed", "role", "speaks", "special", "text", "tone",
    )  # fmt: skip

    def __init__(self, component: Component, props: dict[str, PropTable], most_children: int) -> None:
        self.component = component
        self.props = props
        self.required = frozenset(component.required)
        self.most_children = min(component.max_children, most_children)
        self.text = component.text
        self.interactive = component.interactive
        self.name_text = "text" in component.name.sources
        self.name_props = ("ariaLabel", *(source for source in component.name.sources if source != "text"))
        self.length = len(component.type)
        self.needs_name = component.name.required
        self.named = component.name.required or component.role in _NAMED_ROLES
        self.inherits = component.name.inherit
        self.names_controls = component.names_controls
        self.alternatives = component.requires_any
        self.role = component.role
        self.control = component.role in CONTROLS
        self.heading = component.heading
        sizes = props.get(component.heading)
        self.caption = component.caption
        self.tone, self.mandatory, self.panels = component.tone, component.mandatory, component.panels
        lists = {name for name, table in props.items() if table.fields and not table.prop.one_of}
        self.reviewed = tuple(prop.name for prop in component.reviewed if prop.name not in lists)
        self.headings = {text: accessibility.heading_level(text) for text in (sizes.known if sizes else ())}
        self.gated = bool(self.interactive or self.names_controls or self.alternatives or self.needs_name)
        self.counts = component.role in {"form", "field"}

        self.speaks = bool(self.named or self.control or self.caption)
        self.special = self.role == "action" or any((
            self.speaks, self.names_controls, self.alternatives, self.tone, self.panels, self.reviewed,
        ))  # fmt: skip

    def own_name(self, props: Mapping[str, Any], text: Any) -> str:
        """The accessible name that a node gives itself."""
        if self.name_text and text and said(text):
            return str(text)
        for name in self.name_props:
            value = props.get(name)
            if value and said(value):
                return str(value)
        return ""

    def shows_words(self, props: Mapping[str, Any], text: Any) -> bool:
        """Whether a node shows words; what only assistive technology is told does not count."""
        sources = self.component.name.sources
        return any(said(text if source == "text" else props.get(source)) != "" for source in sources)


def said(value: Any) -> str:
    """A string that says something, or nothing."""
    return value if type(value) is str and value.strip() else ""
