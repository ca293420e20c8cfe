"""The reference of a design system, as Markdown: what people who write documents look up.

It is made of the catalog alone, so that it says the same every time and can be kept under version control.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from epoch_cli.catalog.components import Component, Prop
from epoch_cli.catalog.examples import Valid, example_document
from epoch_cli.catalog.load import Catalog
from epoch_cli.catalog.models import Field, Model
from epoch_cli.catalog.tokens import TokenGroup
from epoch_cli.catalog.wording import by_role, caps, holds_words, type_words, value_words
from epoch_cli.document.canonical import pretty
from epoch_cli.document.invisible import UNSAFE

_CONTROL: Final = re.compile(rf"[{UNSAFE}\t\n]+")
_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#])")
_ANCHOR: Final = re.compile(r"[^\w\- ]")


def markdown_reference(catalog: Catalog, valid: Valid) -> str:
    """The whole reference; `valid` says of a document whether it is one, and of each component one is shown.

    What a catalog says may come from anybody: nothing of it is Markdown or HTML here.
    """
    parts = [
        f"# {_text(catalog.name)} {_text(catalog.version)}",
        *([_text(catalog.description)] if catalog.description else []),
        _contents(catalog),
        "## Components",
        "A name with a star has to be given.",
    ]
    for role, components in by_role(catalog).items():
        parts.append(f"### Role {role}")  # not the role alone: a component may be called so, and anchors are one each
        for component in components:
            parts += _component(component, catalog, valid)
    if catalog.tokens:
        parts.append("## Tokens")
        for group in catalog.tokens.values():
            parts += _group(group)
    parts += ["## Budgets", _budgets(catalog)]
    if catalog.models:
        parts.append("## Data models")
        models: Iterator[Model] = iter(catalog.models)
        for model in models:
            parts += _model(model)
    return "\n\n".join(parts) + "\n"


def _contents(catalog: Catalog) -> str:
    lines = ["- [Components](#components)"]
    for role, components in by_role(catalog).items():
        names = ", ".join(f"[{_text(each.type)}](#{_anchor(each.type)})" for each in components)
        lines.append(f"  - {role}: {names}")
    if catalog.tokens:
        lines.append("- [Tokens](#tokens): " + ", ".join(_code(name) for name in catalog.tokens))
    lines.append("- [Budgets](#budgets)")
    if catalog.models:
        lines.append("- [Data models](#data-models)")
    return "\n".join(lines)


def _anchor(heading: str) -> str:
    """The anchor that GitHub and most others give a heading."""
    return _ANCHOR.sub("", heading.casefold()).replace(" ", "-")


# ---------------------------------------------------------------- components


def _component(component: Component, catalog: Catalog, valid: Valid) -> Iterator[str]:
    yield f"#### {_text(component.type)}"
    if component.description:
        yield _text(component.description)
    yield _facts(component)
    yield _table(("prop", "takes", "default", "what for"), _rows(component.props))
    document = example_document(catalog, component, valid)
    if document is not None:
        yield f"```json\n{pretty(document)}\n```"


def _facts(component: Component) -> str:
    name = component.name
    sources = ", ".join(_code(source) for source in name.sources)
    inherited = ", or from the field around it" if name.inherit else ""
    lines = [f"- holds: {holds_words(component)}"]
    if name.sources or name.required:
        asked = "required; " if name.required else ""
        from_where = f"from {sources or 'ariaLabel'}"
        lines.append(f"- accessible name: {asked}{from_where}{inherited}")
    if component.requires_any:
        lines.append(f"- needs one of: {', '.join(map(_code, component.requires_any))}")
    if component.names_controls:
        lines.append(f"- its {_code(component.names_controls)} names the controls inside")
    if component.item_scope:
        scope = component.item_scope
        lines.append(
            f"- `{{item.x}}` may stand in {', '.join(map(_code, scope.props))}, of the rows of {_code(scope.rows)}"
        )
    return "\n".join(lines)


def _rows(props: Mapping[str, Prop], before: str = "") -> Iterator[tuple[str, str, str, str]]:
    for name, prop in props.items():
        said = [_text(prop.description)] if prop.description else []
        if prop.deprecated:
            said.append(f"**deprecated**: {_text(prop.deprecated)}")
        if prop.pattern is not None:
            said.append(f"matches {_code(prop.pattern.pattern)}")
        if not prop.binding and prop.types != ("handler",):
            said.append("no binding")
        default = "" if prop.default is None else _code(value_words(prop.default))
        yield f"{_code(before + name)}{'*' * prop.required}", _code(type_words(prop)), default, "; ".join(said)
        yield from _rows(prop.fields, f"{before}{name}.")


# ---------------------------------------------------------------- the rest


def _group(group: TokenGroup) -> Iterator[str]:
    yield f"### Tokens {_text(group.name)}"
    about = f"{_text(group.description)}. " if group.description else ""
    yield f"{about}A prop takes the short name, or the full one: {_code(group.prefix + '-NAME')}."
    rows = [
        (
            _code(token.name),
            _code(value_words(token.value)),
            f"**deprecated**: {_text(token.deprecated)}" * bool(token.deprecated),
        )
        for token in group.tokens.values()
    ]
    yield _table(("token", "value", ""), rows)


def _budgets(catalog: Catalog) -> str:
    names = list(dict.fromkeys(name for profile in catalog.profiles.values() for name in caps(profile)))
    rows = [
        (_code(name), *(str(caps(profile).get(cap, "")) for cap in names), _text(profile.description))
        for name, profile in catalog.profiles.items()
    ]
    return _table(("profile", *names, ""), rows)


def _model(model: Model) -> Iterator[str]:
    yield f"### Model {_text(model.name)}"
    one = model.name[:1].lower() + model.name[1:]
    said = (_code(f"{{context.{name}}}") for name in (one, model.plural))
    yield "One is {}, a list of them {}.".format(*said)
    yield _table(("field", "type", "what for"), _fields(model.shape.fields))


def _fields(fields: Mapping[str, Field], before: str = "", depth: int = 0) -> Iterator[tuple[str, str, str]]:
    for name, field in fields.items():
        of = f" of {field.items.type}" if field.items is not None else ""
        yield _code(before + name), f"{field.type}{of}", _text(field.description)
        inner = field.fields or (field.items.fields if field.items is not None else {})
        if depth < 3:
            yield from _fields(inner, f"{before}{name}.", depth + 1)


def _table(head: Sequence[str], rows: Any) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _text(text: str) -> str:
    """Any text on one line, with nothing in it that Markdown or HTML takes for more."""
    return _SPECIAL.sub(r"\\\1", _CONTROL.sub(" ", text)).replace("&", "&amp;")


def _code(text: str) -> str:
    """Any text as code: fenced by more backticks than it has, and without what ends a cell of a table."""
    shown = _CONTROL.sub(" ", text).replace("|", "\\|")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}" if shown else ""
