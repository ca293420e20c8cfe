"""What is to be said of a design system that can be read: each check gives findings by the keys of `catalog.toml`.

A finding's path is a path into the data of the preset, such as `("components", "Button", "name")`; where in which file
that stands, `linting/preset_files.py` looks up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from epoch_cli.catalog import CONTROLS, HOLDERS, Catalog, Component, Models, Profile, Prop, Token, TokenGroup
from epoch_cli.catalog.matching_time import is_quick
from epoch_cli.catalog.meanings import prop_of
from epoch_cli.catalog.wording import modes_of
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.facts import Facts
from epoch_cli.validation.rules.colors import LEAST_CONTRAST, contrast, parse_color
from epoch_cli.validation.rules.token_values import unusable
from epoch_cli.validation.rules.words import quote
from epoch_cli.validation.values import ValueInspector

_PRESSED: Final = frozenset({"action", "link"})
_LEADS: Final = ("press", "href", "submit", "close")
_ESSENTIAL: Final[Mapping[str, str]] = {
    "text": "nothing can be said or headed",
    "action": "nothing can be pressed, and no form can be sent",
    "input": "nothing can be asked for",
}
_WANTED: Final[Mapping[str, str]] = {
    "field": "a control has nothing that labels it, but itself",
    "form": "what is asked for is not sent as one",
    "choice": "a choice is asked for in words",
    "table": "lists of things are shown as lines",
    "dialog": "nothing is asked above a screen",
    "tabs": "panels stand below each other",
    "status": "a state is a word among others",
    "image": "there are no pictures",
}
"""Roles that the offline composer asks for (`providers/offline/building`), and what becomes of a screen without."""
_CHOSEN: Final = frozenset({"variant", "size", "type", "direction", "layout", "orientation", "appearance"})
"""Meanings that every picture of a component has to decide, whether a document says so or not."""
_INKS: Final = ("foreground", "ink", "text", "content", "fg")
_PAPERS: Final = ("background", "surface", "paper", "canvas", "base", "bg")
_EXAMPLES: Final[Mapping[str, str]] = {
    "spacing": "such as 16, or 1.5rem",
    "radius": "such as 8, or 0.5rem",
    "shadow": "such as 0 1px 3px rgb(0 0 0 / 0.2)",
    "typography": 'such as { size = "20px", weight = 600, lineHeight = 1.4 }',
}
"""Values that tokens of a kind may have; of colours see ES012 there."""
_COLOR_FUNCTION: Final = re.compile(r"(oklch|oklab|lch|lab|hwb|color|color-mix|light-dark|var|rgba?|hsla?)\(.*\)")


def check_catalog(catalog: Catalog) -> Iterator[Finding]:
    """Everything there is to say of a design system, in no order."""
    for component in catalog.components.values():
        yield from _component(component, catalog)
    for name, group in catalog.tokens.items():
        if group.kind == "color":
            yield from _colors(group.tokens, ("tokens", name, "tokens"))
        elif group.kind in _EXAMPLES:
            yield from _values(group, ("tokens", name, "tokens"))
    yield from _groups(catalog)
    yield from _unreachable(catalog)
    yield from _roles(catalog)


# ---------------------------------------------------------------- components


def _component(component: Component, catalog: Catalog) -> Iterator[Finding]:
    path: Path = ("components", component.type)
    if component.role == "other":
        message = f"{component.type} has no role, so that pages show its children and words alone"
        yield Finding("ES017", path, message, "say what it is for: role = …")
    if not component.description:
        yield Finding("ES019", path, f"{component.type} has no description", "say in one line what it is for")
    yield from _control(component, path)
    for name, prop in component.props.items():
        yield from _prop(prop, (*path, "props", name), catalog)


def _control(component: Component, path: Path) -> Iterator[Finding]:
    asked, pressed = component.role in CONTROLS, component.role in _PRESSED
    if (asked or pressed or component.interactive) and not component.name.required:
        hint = 'add name = { from = ["label"], required = true }'
        yield Finding("ES008", path, f"{component.type} may stay without a name that can be read aloud", hint)
    if asked and prop_of(component, "name") is None:
        hint = 'add a prop for it, with means = "name"'
        yield Finding("ES009", path, f"{component.type} asks for something that has no key", hint)
    if pressed and not any(prop_of(component, meaning) for meaning in _LEADS):
        hint = 'add a prop of type handler with means = "press", or one with means = "href"'
        yield Finding("ES010", path, f"nothing happens when {component.type} is pressed", hint)


def _prop(prop: Prop, path: Path, catalog: Catalog) -> Iterator[Finding]:
    decided = (prop.means or prop.name) in _CHOSEN
    if decided and prop.types == ("enum",) and prop.default is None and not prop.required:
        yield Finding("ES018", path, f"`{prop.name}` has no default", f'add default = "{prop.values[0]}"')
    if prop.default is not None:
        findings: list[Finding] = []
        nothing: dict[str, Any] = {}
        ValueInspector(catalog, Profile("unlimited"), Models()).value(prop, prop.default, Facts(nothing), findings)
        for found in findings[:1]:
            message = f"the default of `{prop.name}` is none of its values: {found.message}"
            yield Finding("ES007", (*path, "default"), message, found.hint)
    if prop.pattern is not None and not is_quick(prop.pattern):
        message = f"the pattern of `{prop.name}` may take years on a short string"
        hint = "let no character belong to two parts of it: [a-z]+(-[a-z]+)* for ([a-z]+-?)+"
        yield Finding("ES021", (*path, "pattern"), message, hint)
    for name, field in prop.fields.items():
        yield from _prop(field, (*path, "fields", name), catalog)


def _unreachable(catalog: Catalog) -> Iterator[Finding]:
    """Components that say nothing which another one of their role, that stands before them, could not say."""
    before: dict[str, list[Component]] = {}
    for component in catalog.components.values():
        same = before.setdefault(component.role, [])
        other = next((each for each in same if component.role != "other" and _says_all_of(each, component)), None)
        if other is not None:
            message = f"{component.type} says nothing that {other.type} does not, so that {other.type} is always taken"
            hint = "tell them apart: by implies, means, or another role"
            yield Finding("ES014", ("components", component.type), message, hint)
        same.append(component)


def _says_all_of(one: Component, other: Component) -> bool:
    return (
        dict(one.implies) == dict(other.implies)
        and set(other.means) <= set(one.means)
        and (one.text, one.interactive) == (other.text, other.interactive)
        and one.max_children >= other.max_children
        and all(_words(other, meaning) <= _words(one, meaning) for meaning in other.means)
    )


def _words(component: Component, meaning: str) -> set[str]:
    prop = prop_of(component, meaning)
    return {prop.reads.get(value, value) for value in prop.values} if prop is not None else set()


def _roles(catalog: Catalog) -> Iterator[Finding]:
    there = {component.role for component in catalog.components.values()}
    for role, without in _ESSENTIAL.items():
        if role not in there:
            yield Finding("ES015", (), f"no component has the role {role}: {without}", f'add one with role = "{role}"')
    if not there & HOLDERS:
        hint = 'add one with role = "stack" and children = true'
        yield Finding("ES015", (), "no component has a role that holds others: a screen has no layout", hint)
    for role, without in _WANTED.items():
        if role not in there:
            yield Finding("ES016", (), f"no component has the role {role}: {without}", f'add one with role = "{role}"')


# ---------------------------------------------------------------- tokens


def _groups(catalog: Catalog) -> Iterator[Finding]:
    taken = {prop.group for component in catalog.components.values() for prop in _all_props(component.props)}
    owners: dict[str, str] = {}
    for name, group in catalog.tokens.items():
        owner = owners.setdefault(group.prefix, name)
        if owner != name:
            message = f"the prefix {quote(group.prefix)} belongs to {owner}, too"
            yield Finding("ES013", ("tokens", name, "prefix"), message, "give each a prefix of its own")
        if name not in taken:
            message = f"no prop takes a token of {name}"
            yield Finding("ES020", ("tokens", name), message, f'give one type = "token", group = "{name}"')


def _all_props(props: Mapping[str, Prop]) -> Iterator[Prop]:
    for prop in props.values():
        yield prop
        yield from _all_props(prop.fields)


def _colors(tokens: Mapping[str, Token], path: Path) -> Iterator[Finding]:
    for name, token in tokens.items():
        for value in modes_of(token.value).values():
            if not isinstance(value, str) or not (parse_color(value) or _COLOR_FUNCTION.fullmatch(value.strip())):
                message = f"{quote(value)} is no colour that CSS knows"
                yield Finding("ES012", (*path, name), message, "such as #1d4ed8 or rgb(29 78 216)")
    for ink, paper in color_pairs(tokens):
        yield from _contrast(tokens[ink], tokens[paper], (*path, ink))


def _values(group: TokenGroup, path: Path) -> Iterator[Finding]:
    """Distances, shadows and kinds of text that no page can show."""
    for name, token in group.tokens.items():
        for value in modes_of(token.value).values():
            for key, part, wanted in unusable(group.kind, value):
                whose = f"the {key} of {quote(name)}" if key else quote(name)
                message = f"{whose} is no {wanted} that a style can use: {quote(str(part)[:60])}"
                yield Finding("ES012", (*path, name), message, _EXAMPLES[group.kind])


def _contrast(ink: Token, paper: Token, path: Path) -> Iterator[Finding]:
    papers = modes_of(paper.value)
    for mode, value in modes_of(ink.value).items():
        words, behind = parse_color(str(value)), parse_color(str(papers.get(mode, papers["light"])))
        if words is None or behind is None:
            continue
        told = contrast(words, behind)
        if told < LEAST_CONTRAST:
            where = " in the dark" if mode == "dark" else ""
            message = f"{ink.name} on {paper.name} has a contrast of {told:.2f}{where}, less than {LEAST_CONTRAST}"
            yield Finding("ES011", path, message, "make the one darker, or the other lighter")


def color_pairs(tokens: Mapping[str, Token]) -> Iterator[tuple[str, str]]:
    """The colours that words and what they stand on have, as design systems name them: `(words, background)`.

    `card-foreground` on `card`, `on-primary` on `primary`, `text` on every background.
    """
    for name in tokens:
        base, _, ending = name.rpartition("-")
        if ending in _INKS and base in tokens:
            yield name, base
        elif name.startswith("on-") and name[3:] in tokens:
            yield name, name[3:]
        elif name in _INKS:
            yield from ((name, paper) for paper in _PAPERS if paper in tokens)
