"""A design system as people read it on a terminal: its components by role, its tokens, budgets and data models."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from epoch_cli.catalog import Catalog, Component, Model, Profile, Prop, TokenGroup
from epoch_cli.catalog.wording import by_role, caps, holds_words, modes_of, type_words, value_words
from epoch_cli.output.columns import columns
from epoch_cli.output.reports.color import BOLD, QUIET, Paint
from epoch_cli.output.text import visible
from epoch_cli.validation.rules.colors import parse_color


def catalog_text(catalog: Catalog, *, color: bool = False, width: int = 0) -> str:
    """All of a design system, a line a component; `width` are the columns of a terminal, 0 is a pipe."""
    paint = Paint(on=color)
    title = visible(f"{catalog.name} {catalog.version}")
    head = f"{paint(title, BOLD)}{_after(catalog.description)}\n"
    parts = [head, _section("components", _components(catalog, width), paint)]
    if catalog.tokens:
        parts.append(
            _section("tokens", "".join(_group(group, color=color) for group in catalog.tokens.values()), paint)
        )
    parts.append(_section("budgets", _budgets(catalog.profiles, width), paint))
    if catalog.models:
        parts.append(_section("data models", _models(catalog, width), paint))
    return "\n".join(parts)


def component_text(component: Component, *, color: bool = False, width: int = 0) -> str:
    """One component in full: what it is for, what it holds, and its props."""
    paint = Paint(on=color)
    told = visible(f"{component.type} ({component.role})")
    lines = [f"{paint(told, BOLD)}{_after(component.description)}", f"holds: {holds_words(component)}"]
    lines += [f"{key}: {visible(value)}" for key, value in _facts(component).items() if value]
    table = columns(_rows(component.props), head=("PROP", "TAKES", "DEFAULT", "MEANS", "WHAT FOR"), width=width)
    return "\n".join(lines) + f"\n\n{table}"


def _after(description: str) -> str:
    return f"  {visible(description)}" if description else ""


def _section(title: str, body: str, paint: Paint) -> str:
    return f"{paint(title, QUIET)}\n{body}"


def _components(catalog: Catalog, width: int) -> str:
    rows = []
    for role, members in by_role(catalog).items():
        for component in members:
            props = " ".join(f"{name}*" if prop.required else name for name, prop in component.props.items())
            rows.append((f"  {role}", component.type, holds_words(component), props))
    return columns(rows, width=width)


def _group(group: TokenGroup, *, color: bool) -> str:
    """A group of tokens, with a swatch before each colour where colours are shown."""
    about = f": {group.description}" if group.description else ""
    lines = [visible(f"  {group.name}{about}")]
    for token in group.tokens.values():
        swatch = "".join(_swatch(str(value)) for value in modes_of(token.value).values()) if color else ""
        gone = f"  (deprecated: {token.deprecated})" if token.deprecated else ""
        lines.append(f"    {swatch}{visible(f'{token.name:<12}  {value_words(token.value)}{gone}')}")
    return "".join(f"{line}\n" for line in lines)


def _swatch(value: str) -> str:
    """Two cells in a colour, and a space; nothing for what is no colour."""
    rgb = parse_color(value)
    return f"\x1b[48;2;{rgb[0]};{rgb[1]};{rgb[2]}m  \x1b[0m " if rgb is not None else ""


def _budgets(profiles: Mapping[str, Profile], width: int) -> str:
    rows = [
        (f"  {name}", ", ".join(f"{cap} {most}" for cap, most in caps(profile).items()) or "no caps")
        for name, profile in profiles.items()
    ]
    return columns(rows, width=width)


def _models(catalog: Catalog, width: int) -> str:
    models: Iterator[Model] = iter(catalog.models)
    rows = [
        (
            f"  {model.name}",
            model.plural,
            ", ".join(f"{name}: {field.type}" for name, field in model.shape.fields.items()),
        )
        for model in models
    ]
    return columns(rows, width=width)


def _facts(component: Component) -> dict[str, str]:
    """What rules and pages know of a component besides its props, under the keys of the format."""
    name = component.name
    asked = ("required" if name.required else "", "or from a field around it" if name.inherit else "")
    sources = ", ".join(name.sources)
    return {
        "name": ", ".join(filter(None, (f"from {sources}" if sources else "", *asked))),
        "interactive": "yes" if component.interactive else "",
        "needs one of": ", ".join(component.requires_any),
        "names controls by": component.names_controls,
        "items": f"{', '.join(component.item_scope.props)} see the items of {component.item_scope.rows}"
        if component.item_scope
        else "",
        "implies": ", ".join(f"{meaning} {value_words(value)}" for meaning, value in component.implies.items()),
    }


def _rows(props: Mapping[str, Prop], before: str = "") -> list[tuple[str, ...]]:
    """A row for each prop, and below it one for each field of the objects in it."""
    rows: list[tuple[str, ...]] = []
    for name, prop in props.items():
        said = "; ".join(filter(None, (prop.description, f"deprecated: {prop.deprecated}" if prop.deprecated else "")))
        default = "" if prop.default is None else value_words(prop.default)
        rows.append((f"{before}{name}{'*' * prop.required}", type_words(prop), default, prop.means, said))
        rows += _rows(prop.fields, f"{before}  .")
    return rows
