"""Nodes of a design system, made by role: the only place that turns a wish into component types and props.

No component is named here. Each method asks the catalog for a role, gives the props that the component has and that
fit, and takes another role when the first is missing: a form becomes a stack, a table a stack of lines, a field a
control with a label of its own. What cannot be said at all in a catalog is None, and then it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from epoch_cli.catalog import Catalog, Component, Profile
from epoch_cli.providers.offline.props import BINDING, filler, fits, spaced
from epoch_cli.providers.offline.safety import handler, key, shortened, slug

WITH_PARENT, SECTION, CONTENT, DETAIL = range(4)
"""When a part is written: together with its parent, or in one of three waves (see `write.py`)."""

ESSENTIAL, NORMAL, EXTRA = 0, 1, 2
"""What is left out last and first when a budget is too small (see `fit.py`)."""

_HOLDERS = ("container", "stack", "box", "card", "form")
_ROOM = 8
"""Children a general container should take at least."""


@dataclass(slots=True, eq=False)
class Part:
    """A node in the making: `node` without its children, `wave` when it is written, `weight` what it is worth.

    `needs` is the part inside without which it is worth nothing, such as the button of a form.
    """

    node: dict[str, Any]
    component: Component
    children: list[Part] = field(default_factory=list)
    wave: int = WITH_PARENT
    weight: int = NORMAL
    needs: Part | None = None

    def add(self, *parts: Part | None, wave: int = WITH_PARENT, weight: int | None = None) -> Part:
        """Put parts in, those that could be made; gives itself."""
        for part in parts:
            if part is not None:
                part.wave = wave
                part.weight = part.weight if weight is None else weight
                self.children.append(part)
        return self

    def walk(self) -> Iterator[Part]:
        """This part and all parts in it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


def _shows(component: Component) -> tuple[str, ...]:
    """The props that may show what a component without a `text` of its own says."""
    return (*component.name.sources, "label", "title", "text", "content")


class Kit:
    """Makes parts for one document of one catalog; knows the ids that are taken, and how much space is liked."""

    def __init__(self, catalog: Catalog, profile: Profile, taken: Iterable[str] = (), *, spacing: str = "") -> None:
        self.catalog = catalog
        self.profile = profile
        self.taken = set(taken)
        self.keys: set[str] = set()
        self.spacing = spacing

    # ------------------------------------------------------------ any component

    def has(self, role: str) -> bool:
        """Whether the design system has a component of this role."""
        return self.catalog.by_role(role) is not None

    def make(
        self,
        role: str,
        props: dict[str, Any] | None = None,
        *,
        text: str = "",
        name: str = "",
        inside: bool = False,
        ident: str = "",
    ) -> Part | None:
        """A part of this role, None when there is none or it asks for what we do not have.

        `name` is what it may be called where a name is required and no prop gives one; `inside` that a field around it
        names it; `ident` what its id is made of.
        """
        component = self.catalog.by_role(role)
        if component is None:
            return None
        return self._build(component, props or {}, text=text, name=name or text, inside=inside, ident=ident)

    def _build(
        self,
        component: Component,
        wanted: dict[str, Any],
        *,
        text: str,
        name: str,
        inside: bool = False,
        ident: str = "",
    ) -> Part | None:
        tokens, known = self.catalog.tokens, component.props
        given = {key: self._short(value) for key, value in wanted.items() if key in known and value is not None}
        props = {
            key: spaced(known[key], value, tokens, self.spacing)
            for key, value in given.items()
            if fits(known[key], value, tokens)
        }
        shown = self._short(text).strip()
        if shown and not component.text:
            source = next((entry for entry in _shows(component) if self._takes_text(component, entry, shown)), None)
            if source is None:
                return None
            props[source] = shown
        for required in component.required:
            if required not in props:
                props[required] = filler(component.props[required], self._short(name), tokens)
        if any(value is None for value in props.values()):
            return None
        if not self._names(component, props, self._short(name), has_text=bool(shown and component.text), inside=inside):
            return None
        node: dict[str, Any] = {"type": component.type}
        if ident:
            node["id"] = self.ident(ident)
        if props:
            node["props"] = props
        if shown and component.text:
            node["text"] = shown
        return Part(node, component)

    def _names(self, component: Component, props: dict[str, Any], name: str, *, has_text: bool, inside: bool) -> bool:
        """See to the accessible name and to the props of which one is required; False when that cannot be done."""
        rule = component.name
        if component.requires_any and not any(entry in props for entry in component.requires_any):
            fitting = next(
                (entry for entry in component.requires_any if self._takes_text(component, entry, name)), None
            )
            if fitting is None or not name:
                return False
            props[fitting] = name
        named = (
            ("text" in rule.sources and has_text)
            or any(props.get(source) for source in rule.sources)
            or props.get("ariaLabel")
        )
        if not rule.required or named or (rule.inherit and inside):
            return True
        source = next(
            (entry for entry in (*rule.sources, "ariaLabel") if self._takes_text(component, entry, name)), None
        )
        if source is None or not name:
            return False
        props[source] = name
        return True

    def _takes_text(self, component: Component, prop: str, text: str) -> bool:
        return prop in component.props and fits(component.props[prop], text, self.catalog.tokens)

    def _short(self, value: Any) -> Any:
        """A value whose strings are no longer than the budget allows; bindings are never cut."""
        if isinstance(value, str):
            return value if BINDING.fullmatch(value) else shortened(value, max(1, self.profile.string))
        if isinstance(value, list):
            return [self._short(entry) for entry in value]
        if isinstance(value, dict):
            return {name: self._short(entry) for name, entry in value.items()}
        return value

    def ident(self, text: str, other: str = "part") -> str:
        """A kebab-case id made of words, not yet taken in this document."""
        base = slug(text, other)
        name, number = base, 2
        while name in self.taken:
            name, number = f"{base}-{number}", number + 1
        self.taken.add(name)
        return name

    def key(self, text: str) -> str:
        """The name of a value, made of words; values of one document have names of their own."""
        base = key(text, "value")
        name, number = base, 2
        while name in self.keys:
            name, number = f"{base}_{number}", number + 1
        self.keys.add(name)
        return name

    # ------------------------------------------------------------ what holds other parts

    def holder(self, *roles: str, ident: str = "", **props: Any) -> Part | None:
        """A container: the first of the roles that takes enough children, else any component that takes some."""
        named = [self.catalog.by_role(role) for role in (*roles, *_HOLDERS)]
        components = [*(entry for entry in named if entry is not None), *self.catalog.components.values()]
        usable = [
            entry for entry in components if entry.children and not entry.interactive and not entry.names_controls
        ]
        roomy = [entry for entry in usable if entry.max_children >= _ROOM]
        for component in roomy or usable or [entry for entry in components if entry.children]:
            part = self._build(component, props, text="", name=ident or "Content", ident="")
            if part is not None:
                if ident:
                    part.node["id"] = self.ident(ident)
                return part
        return None

    def stack(self, *parts: Part | None, ident: str = "", row: bool = False, tight: bool = False) -> Part | None:
        """Parts below or beside each other."""
        gap = "sm" if tight else "md"
        holder = self.holder(
            "stack",
            "container",
            direction="row" if row else None,
            spacing=gap,
            gap=gap,
            align="center" if row and tight else None,
            ident=ident,
        )
        return None if holder is None else holder.add(*parts)

    def card(self, *parts: Part | None, ident: str = "") -> Part | None:
        """Parts set apart from the rest."""
        holder = self.holder("card", "box", padding="md", shadow="sm", radius="md", ident=ident)
        return None if holder is None else holder.add(*parts)

    def dialog(self, title: str) -> Part | None:
        """A dialog with its title, else a card with a heading."""
        close = handler("close", title)
        part = self.make(
            "dialog",
            {"title": title, "open": True, "onClose": close},
            name=title,
            ident=f"{slug(title, 'question')} dialog",
        )
        if part is not None and part.component.max_children >= 2:
            return part
        card = self.card(ident="dialog")
        return None if card is None else card.add(self.heading(title, 2))

    # ------------------------------------------------------------ words and pictures

    def heading(self, text: str, level: int) -> Part | None:
        """A heading of a level from 1 to 3; deeper ones are written as the third."""
        component = self.catalog.by_role("text")
        prop = component.heading if component is not None else ""
        made = self.make("text", {prop: f"h{min(level, 3)}"} if prop else {}, text=text) if text else None
        return made or self.text(text)

    def text(self, text: str, **props: Any) -> Part | None:
        """A line of text, in any component that shows one; None for no text."""
        if not text:
            return None
        made = self.make("text", props, text=text) or self.make("status", text=text)
        if made is not None:
            return made
        for component in self.catalog.components.values():
            if component.text and not component.interactive:
                part = self._build(component, {}, text=text, name=text)
                if part is not None:
                    return part
        return None

    def status(self, text: str, variant: str = "neutral") -> Part | None:
        """A short status, said in words."""
        return self.make("status", {"variant": variant}, text=text) or self.text(text)

    def image(self, alt: str, initials: str = "", size: str = "lg") -> Part | None:
        """A picture without an address yet: what it shows, and what stands there meanwhile."""
        return self.make("image", {"alt": alt, "fallback": initials or None, "size": size}, name=alt) or self.text(alt)

    # ------------------------------------------------------------ controls

    def button(self, label: str, variant: str = "", verb: str = "on", ident: str = "") -> Part | None:
        """A button; a line of text where the design system has none."""
        if not label.strip():
            return None
        props = {"variant": variant or None, "onClick": handler(verb, label) if verb else None, "label": None}
        return self.make("action", props, text=label, ident=ident) or self.text(label)

    def input(self, label: str, *, inside: bool, **props: Any) -> Part | None:
        """An input; it carries its label itself unless a field around it does."""
        props["name"] = self.key(label)
        return self.make("input", {**props, "label": None if inside else label}, name=label, inside=inside)

    def choice(self, label: str, options: list[str], *, inside: bool, **props: Any) -> Part | None:
        """A list to choose from; an input where there is none."""
        component = self.catalog.by_role("choice")
        prop = component.props.get("options") if component is not None else None
        rows = [{"value": option, "label": option} for option in options]
        values: list[Any] = [options, rows]
        fitting = next((entry for entry in values if prop is not None and fits(prop, entry, self.catalog.tokens)), None)
        given = {**props, "name": self.key(label), "options": fitting, "label": None if inside else label}
        return self.make("choice", given, name=label, inside=inside) or self.input(label, inside=inside, **props)

    def field(self, label: str, control: Part, **props: Any) -> Part | None:
        """A control in its field; None where the design system has no fields."""
        component = self.catalog.by_role("field")
        if component is None or not component.children or component.name.required:
            return None
        name = component.names_controls or "label"
        part = self.make("field", {name: label, **props}, name=label)
        if part is None or name not in part.node.get("props", {}):
            return None
        return part.add(control)

    # ------------------------------------------------------------ tables and tabs

    def table(self, columns: list[dict[str, Any]], data: Any, caption: str, **props: Any) -> Part | None:
        """A table; a stack of its columns' labels where there is none, or where it asks for other columns than ours."""
        component = self.catalog.by_role("table")
        if component is not None:
            wanted = {"columns": columns, "data": data, component.caption or "caption": caption, **props}
            if all(
                name in component.props and fits(component.props[name], self._short(wanted[name]), self.catalog.tokens)
                for name in ("columns",)
            ):
                return self.make("table", wanted, name=caption, ident=f"{slug(caption, 'data')} table")
        return self.stack(*(self.text(column["label"]) for column in columns), ident=f"{slug(caption, 'data')} list")

    def tabs(self, labels: list[str]) -> Part | None:
        """Tabs without their panels; None where the design system has none."""
        component = self.catalog.by_role("tabs")
        if component is None or component.max_children < len(labels):
            return None
        rows = [{"id": self.ident(f"{slug(label, 'panel')} tab"), "label": label} for label in labels]
        if "tabs" not in component.props or not fits(component.props["tabs"], self._short(rows), self.catalog.tokens):
            return None
        return self.make(
            "tabs", {"tabs": rows, "defaultTab": rows[0]["id"] if rows else None}, name=" / ".join(labels), ident="tabs"
        )
