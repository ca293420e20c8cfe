"""One part of a screen, made by role and meaning: which component it is, which props say what is wanted.

Nothing is made of a role that a design system has no component for, nor where a component asks for what we do not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from epoch_cli.catalog import Catalog, Component, Profile, Prop
from epoch_cli.catalog.meanings import express, in_own_words, prop_of
from epoch_cli.providers.offline.building.part import Part
from epoch_cli.providers.offline.building.props import BINDING, filler, fits, spaced
from epoch_cli.providers.offline.knowledge.safety import handler, is_spelled, key, shortened, shown, slug

_VARIANTS = ("variant", "tone")
"""What a variant that the user likes is of."""


def _shows(component: Component) -> tuple[str, ...]:
    """The props that may show what a component without a `text` of its own says."""
    return (*component.name.sources, "label", "title", "text", "content")


class Maker:
    """Makes parts for one document of one catalog; knows which ids are taken, and which space and variant are liked."""

    def __init__(
        self,
        catalog: Catalog,
        profile: Profile,
        taken: Iterable[str] = (),
        *,
        spacing: str = "",
        variant: str = "",
        english: Callable[[str], str] | None = None,
    ) -> None:
        self.catalog = catalog
        self.profile = profile
        self.taken = set(taken)
        self.keys: set[str] = set()
        self.spacing = spacing
        self.variant = variant
        self.english = english or (lambda _: "")
        self.handlers: dict[str, str] = {}

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

        `props` are by meaning; `name` is what it may be called where a name is required and no prop gives one; `inside`
        that a field around it names it; `ident` what its id is made of.
        """
        component = self.component(role, props or {})
        if component is None:
            return None
        return self._build(component, props or {}, text=text, name=name or text, inside=inside, ident=ident)

    def component(self, role: str, wanted: dict[str, Any]) -> Component | None:
        """The component of this role that can say most of what is wanted, by meaning; None without such a role."""
        found = express(self.catalog, role, wanted)
        return found.component if found is not None else None

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
        given = {**self._liked(component), **self._said(component, wanted)}
        props = {
            key: spaced(known[key], value, tokens, self.spacing)
            for key, value in given.items()
            if value is not None and fits(known[key], value, tokens)
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

    def _said(self, component: Component, wanted: dict[str, Any]) -> dict[str, Any]:
        """The component's own props for what is wanted by meaning, in its own words; not what it is by its nature."""
        props: dict[str, Any] = {}
        for meaning, value in wanted.items():
            prop = prop_of(component, meaning)
            if prop is not None and value is not None and component.implies.get(meaning) != value:
                props[prop.name] = in_own_words(prop, self._short(value))
        return props

    def variant_of(self, role: str, otherwise: str) -> str:
        """The variant that the user likes, where the component of this role has it; else another."""
        component = self.catalog.by_role(role)
        return next(iter(self._liked(component).values()), otherwise) if component is not None else otherwise

    def _liked(self, component: Component) -> dict[str, Any]:
        """The props that the user likes and the component has."""
        for meaning in _VARIANTS if self.variant else ():
            prop = prop_of(component, meaning)
            liked = in_own_words(prop, self.variant) if prop is not None else None
            if prop is not None and self._fits(prop, liked):
                return {prop.name: liked}
        return {}

    def _fits(self, prop: Prop, value: Any) -> bool:
        return value is not None and fits(prop, value, self.catalog.tokens)

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
        """A value whose strings do no harm and are no longer than the budget allows; bindings stay as they are."""
        if isinstance(value, str):
            return value if BINDING.fullmatch(value) else shortened(shown(value), max(1, self.profile.string))
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

    def spelled(self, text: str) -> str:
        """What names a thing in code: its words, in English where ASCII has no letters for them; empty for none."""
        return text if is_spelled(text) else self.english(text)

    def handler(self, verb: str, label: str, other: str = "button") -> str:
        """The name of what a control does; of words that cannot be spelled each has its own: `onButton2`."""
        base, number = handler(verb, self.spelled(label) or other), 2
        name = base
        while self.handlers.setdefault(name, label) != label and not is_spelled(label):
            name, number = f"{base}{number}", number + 1
        return name

    def key(self, text: str) -> str:
        """The name of a value, made of words; values of one document have names of their own."""
        base = key(self.spelled(text), "field")
        name, number = base, 2
        while name in self.keys:
            name, number = f"{base}_{number}", number + 1
        self.keys.add(name)
        return name
