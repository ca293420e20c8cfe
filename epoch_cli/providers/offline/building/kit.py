"""Nodes of a design system, made by role: the only place that turns a wish into component types and props.

No component and no prop is named here. Each method asks the catalog for a role and says what is wanted by meaning
(`catalog.meanings`), in the shared words; it takes the component of that role that can say most of it, gives the props
that fit, and takes another role when the first is missing: a form becomes a stack, a table a stack of lines, a field a
control with a label of its own. What cannot be said at all in a catalog is None, and then it is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from epoch_cli.catalog import Component
from epoch_cli.catalog.meanings import in_own_words, meant, prop_of
from epoch_cli.providers.offline.building.maker import Maker
from epoch_cli.providers.offline.building.part import DETAIL, NORMAL, SAMPLE, Part
from epoch_cli.providers.offline.building.props import fits
from epoch_cli.providers.offline.knowledge.safety import slug

HOLDERS = ("container", "stack", "box", "card", "form")
REQUIRED = " *"
"""What ends the label of a control that must be filled in, where no field around it says so."""

_LOOKS = ("variant", "size")
"""What says how a control looks."""

Row = dict[str, Any]
"""A column of a table, or what stands in one of its rows."""

TICKED = frozenset({"checkbox", "radio", "switch"})
"""Types of inputs whose value is whether they are ticked."""

_ROOM = 8
"""Children a general container should take at least."""


class Kit(Maker):
    """Makes what screens are made of: containers, words, pictures, controls, tables, tabs."""

    # ------------------------------------------------------------ what holds other parts

    def holder(self, *roles: str, ident: str = "", **props: Any) -> Part | None:
        """A container: the first of the roles that takes enough children, else any component that takes some.

        `props` are by meaning.
        """
        named = [self.component(role, props) for role in (*roles, *HOLDERS)]
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
        close = self.handler("close", title, "dialog")
        part = self.make(
            "dialog",
            {"title": title, "open": True, "close": close},
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
        made = self.make("text", {"level": f"h{min(level, 3)}"}, text=text) if text else None
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

    def status(self, text: str, variant: str = "") -> Part | None:
        """A short status, said in words; without a `variant` that its meaning asks for, as the user likes it."""
        chosen = variant or self.variant_of("status", "neutral")
        return self.make("status", {"tone": chosen, "variant": chosen}, text=text) or self.text(text)

    def notice(self, text: str) -> Part | None:
        """Something that people should know; a line of text where the design system has nothing for that."""
        return (self.make("alert", {"title": text}, name=text) if text else None) or self.text(text)

    def progress(self, label: str, percent: int) -> Part | None:
        """How far something is, of a hundred; None where the design system cannot show that."""
        return self.make("progress", {"label": label, "value": percent}, name=label)

    def links(self, title: str, labels: list[str], ident: str = "") -> Part | None:
        """Ways to other screens; None where the design system has nothing for that."""
        items = [{"label": label, "href": f"#{slug(label, 'link')}"} for label in labels]
        wanted = {"title": title, "items": items}
        component = self.component("navigation", wanted)
        if component is not None and "title" not in component.means:
            wanted["ariaLabel"] = title
        return self.make("navigation", wanted, name=title, ident=ident)

    def image(self, alt: str, initials: str = "", size: str = "lg", other: str = "") -> Part | None:
        """A picture without an address yet: what it shows, and what stands there meanwhile.

        `other` are the words that stand there where the design system has no pictures.
        """
        made = self.make("image", {"alt": alt, "fallback": initials or None, "size": size}, name=alt)
        return made or self.text(other or alt)

    # ------------------------------------------------------------ controls

    def button(
        self, label: str, variant: str = "", verb: str = "on", ident: str = "", looks: Iterable[str] = ()
    ) -> Part | None:
        """A button; a line of text where the design system has none. Of `looks` those count that it has a prop for."""
        if not label.strip():
            return None
        props = {"variant": variant or None, "press": self.handler(verb, label) if verb else None}
        known = {meaning: prop_of(self.component("action", props), meaning) for meaning in _LOOKS}
        for look in looks:
            has = (name for name, prop in known.items() if prop and self._fits(prop, in_own_words(prop, look)))
            name = next(has, "")
            if name:
                props[name] = look
        return self.make("action", props, text=label, ident=ident) or self.text(label)

    def input(self, label: str, *, inside: bool, **props: Any) -> Part | None:
        """An input; it carries its label itself unless a field around it does. `props` are by meaning."""
        props["name"] = self.key(label)
        if props.get("type") in TICKED:
            props["checked"] = props.get("value")
        return self.make("input", {**props, "label": None if inside else label}, name=label, inside=inside)

    def choice(self, label: str, options: list[str], *, inside: bool, **props: Any) -> Part | None:
        """A list to choose from; an input where there is none."""
        given = {**props, "name": self.key(label), "options": options, "label": None if inside else label}
        prop = prop_of(self.component("choice", given), "options")
        values: list[Any] = [options, [{"value": option, "label": option} for option in options]]
        given["options"] = next((entry for entry in values if prop is not None and self._fits(prop, entry)), None)
        return self.make("choice", given, name=label, inside=inside) or self.input(label, inside=inside, **props)

    def field(self, label: str, control: Part, **props: Any) -> Part | None:
        """A control in its field; None where the design system has no fields."""
        component = self.catalog.by_role("field")
        if component is None or not component.children or component.name.required:
            return None
        part = self.make("field", {"label": label, **props}, name=label)
        name = part.component.means.get("label") if part is not None else None
        if part is None or name not in part.node.get("props", {}):
            return None
        return part.add(control)

    # ------------------------------------------------------------ tables and tabs

    def table(self, columns: list[Row], data: Any, caption: str, *, titled: bool = False, **props: Any) -> Part | None:
        """A table; its rows as cards where there is none, or where it asks for other columns than ours.

        `titled` that the heading above says already what the table shows: then its caption is only read aloud.
        """
        ident = slug(caption, "data")
        component = self.component("table", {"columns": columns, "rows": data, "caption": caption, **props})
        shown = self._columns(component, columns) if component is not None else None
        if component is None or shown is None:
            return self._rows(columns, data if isinstance(data, list) else [], f"{ident} list")
        told = "ariaLabel" if titled and "ariaLabel" in component.props else "caption"
        wanted = {"columns": shown, "rows": data, told: caption, **props}
        return self._build(component, wanted, text="", name=caption, ident=f"{ident} table")

    def _columns(self, component: Component, columns: list[Row]) -> list[Row] | None:
        """The columns as this table takes them: as they are, else by key and label only; None when it takes neither."""
        prop = prop_of(component, "columns")
        plain = [{name: column[name] for name in ("key", "label")} for column in columns]
        ways = (columns, plain) if prop is not None else ()
        return next((way for way in ways if prop and fits(prop, self._short(way), self.catalog.tokens)), None)

    def _rows(self, columns: list[Row], data: list[Row], ident: str) -> Part | None:
        """A card for each row, with a line for each column; one with the names of the columns without rows."""
        holder = self.stack(ident=ident)
        room = max(1, self.profile.nodes // 2 // (len(columns) + 1))
        for number, row in enumerate((data or [{}])[:room]):
            lines = [f"{column['label']}: {row[column['key']]}" if row else column["label"] for column in columns]
            card = self.card(*map(self.text, lines))
            if holder is not None:
                holder.add(card, wave=DETAIL, weight=SAMPLE if number else NORMAL)
        return holder

    def tabs(self, labels: list[str], appearance: str = "") -> Part | None:
        """Tabs without their panels, such as an accordion; None where the design system has none of that appearance."""
        component = self.component("tabs", {"tabs": labels, "active": labels, "appearance": appearance or None})
        if component is None or component.max_children < len(labels):
            return None
        if appearance and meant(component, {}, "appearance") != appearance:
            return None
        rows = [{"id": self.ident(f"{slug(label, 'panel')} tab"), "label": label} for label in labels]
        prop = prop_of(component, "tabs")
        if prop is None or not self._fits(prop, self._short(rows)):
            return None
        wanted = {"tabs": rows, "active": rows[0]["id"] if rows else None}
        return self._build(component, wanted, text="", name=" / ".join(labels), ident="tabs")
