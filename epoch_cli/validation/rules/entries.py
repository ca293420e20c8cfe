"""Lists inside props, as a finished screen has them: columns, options, tabs, and what refers to them.

Deferred, all of it: a list grows while it is written, and what refers to it may come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from epoch_cli.catalog import Component, Prop
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.rules.places import Place
from epoch_cli.validation.rules.words import quote, suggest


def check_entries(component: Component, props: Mapping[str, Any]) -> Iterator[Finding]:
    """What the catalog asks of the lists of a node: entries, with keys of their own, and labels that say something.

    Paths count from the node.
    """
    for prop in component.reviewed:
        if prop.name not in props:
            continue
        value = props[prop.name]
        if prop.filled:
            yield from _check_filled(prop, value, ("props", prop.name))
        if prop.unique and isinstance(value, list):
            yield from _check_unique(prop, value)
        if prop.one_of:
            yield from _check_one_of(prop, value, props)


def check_panels(place: Place) -> Finding | None:
    """As many children as the list that names them has entries; a repeated child may be any number."""
    node, component = place.node, place.component
    if component is None or not component.panels or "itemTemplate" in node:
        return None
    entries, children = place.props.get(component.panels), node.get("children", [])
    if not isinstance(entries, list) or not isinstance(children, list) or len(entries) == len(children):
        return None
    message = f"{len(entries)} {component.panels}, but {len(children)} children to show behind them"
    hint = f"give it one child for each of its {component.panels}, in their order"
    return Finding("EP312", ("children",) if "children" in node else (), message, hint)


def _check_filled(prop: Prop, value: Any, path: Path) -> Iterator[Finding]:
    if isinstance(value, str) and not value.strip():
        yield Finding("EP821", path, f"`{prop.name}` is blank", "say in a word or two what it stands for")
    elif isinstance(value, list) and not value:
        yield Finding("EP310", path, f"`{prop.name}` is empty", "give it entries, or bind it to a list")
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            if isinstance(entry, str):
                yield from _check_filled(prop, entry, (*path, index))
            elif isinstance(entry, dict):
                for name, field in prop.fields.items():
                    if field.filled and name in entry:
                        yield from _check_filled(field, entry[name], (*path, index, name))


def _check_unique(prop: Prop, entries: list[Any]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        spelling = _spelling(_own(entry, prop.unique))
        if spelling in seen:
            path: Path = ("props", prop.name, index)
            path = (*path, prop.unique) if isinstance(entry, dict) else path
            message = f"a second entry of `{prop.name}` has the {prop.unique} {quote(spelling)}"
            yield Finding("EP309", path, message, f"give each entry a {prop.unique} of its own")
        if spelling is not None:
            seen.add(spelling)


def _check_one_of(prop: Prop, value: Any, props: Mapping[str, Any]) -> Iterator[Finding]:
    """A value, or each of several, against the entries that it may be one of; what is bound cannot be told."""
    listed, _, field = prop.one_of.partition(".")
    entries = props.get(listed)
    if not isinstance(entries, list) or not entries:
        return
    known = [_spelling(_own(entry, field)) for entry in entries]
    choices = [spelling for spelling in known if spelling is not None]
    if len(choices) < len(known) or any(_bound(choice) for choice in choices):
        return
    chosen = value if isinstance(value, list) else [value]
    for index, each in enumerate(chosen):
        spelling = _spelling(each)
        if spelling and not _bound(spelling) and spelling not in choices:
            path: Path = ("props", prop.name, index) if isinstance(value, list) else ("props", prop.name)
            message = f"no entry of `{listed}` has the {field} {quote(spelling)}"
            yield Finding("EP311", path, message, suggest(spelling, choices))


def _own(entry: Any, field: str) -> Any:
    """What tells an entry apart: that field of an object; a word is its own."""
    return entry.get(field) if isinstance(entry, dict) else entry


def _spelling(value: Any) -> str | None:
    """A word, number or truth value as a form hands it over, which is text; None for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, (str, int, float)) else None


def _bound(text: str) -> bool:
    return "{" in text
