"""What no single key of a preset can tell: that a prop says all that its type needs, and that names name something.

Reading a preset stops at the first of these; `epoch catalog check` lists them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from epoch_cli.catalog.components import PROP_KEYS
from epoch_cli.config.key_names import dotted
from epoch_cli.nearest import did_you_mean

Row = Mapping[str, Any]


class Fault(NamedTuple):
    """Something that is wrong in the data of a preset: the keys that lead to it, what was expected, what to do."""

    path: tuple[str | int, ...]
    message: str
    hint: str = ""

    @property
    def text(self) -> str:
        """The fault on one line, as errors tell it."""
        return f"{dotted(self.path)}: {self.message}"


def reference_faults(data: Row) -> Iterator[Fault]:
    """The faults in the data of a preset, with those that it builds on merged into it."""
    groups, common = list(data.get("tokens", {})), data.get("common", {})
    for name, prop in common.items():
        yield from _prop_faults(prop, ("common", name), groups)
    components: Row = data.get("components", {})
    for name, row in components.items():
        yield from component_faults(row, ("components", name), common, groups)
    if not any(row.get("children", False) for row in components.values()):
        yield Fault(("components",), "expected at least one that takes children", "give one of them children = true")


def component_faults(row: Row, path: tuple[str, ...], common: Row, groups: Sequence[str]) -> Iterator[Fault]:
    """The faults of one component; `common` are the props that all have, `groups` the names of token groups."""
    own: Row = row.get("props", {})
    for name, prop in own.items():
        yield from _prop_faults(prop, (*path, "props", name), groups)
    props = {**common, **own}
    for key, names in _named(row):
        for name in names:
            if name not in props:
                hint = did_you_mean(name, props)
                yield Fault((*path, *key), f"expected props of this component, got {name!r}", hint)
    for name, prop in own.items():
        listed, _, field = prop.get("one_of", "").partition(".")
        if listed and field not in props.get(listed, {}).get("fields", {}):
            message = f"expected a prop and a field of it, got {prop['one_of']!r}"
            yield Fault((*path, "props", name, "one_of"), message, "write LIST.FIELD, such as options.value")


def _named(row: Row) -> Iterator[tuple[tuple[str, ...], Sequence[str]]]:
    """The keys of a component that name props of it, each with what it names."""
    named, scope = row.get("name") or {}, row.get("item_scope")
    yield ("name", "from"), [source for source in named.get("from", ()) if source != "text"]
    yield ("requires_any",), row.get("requires_any", ())
    if scope:
        yield ("item_scope",), (scope["rows"], *scope["props"])
    for key in PROP_KEYS:
        if row.get(key):
            yield (key,), (row[key],)


def _prop_faults(prop: Row, path: tuple[str, ...], groups: Sequence[str]) -> Iterator[Fault]:
    types, values, fields = types_of(prop.get("type")), prop.get("values", ()), prop.get("fields", {})
    if not types:
        yield Fault((*path, "type"), "expected this key, but it is missing", 'such as type = "string"')
    if "enum" in types and not values:
        yield Fault((*path, "values"), "expected the values of this enum", 'such as values = ["sm", "md"]')
    if "token" in types and prop.get("group") not in groups:
        message = f"expected a token group, one of {', '.join(groups)}; got {prop.get('group')!r}"
        yield Fault((*path, "group"), message, did_you_mean(prop.get("group") or "", groups))
    for word in prop.get("reads", {}):
        if word not in values:
            message = f"expected values of this prop, got {word!r}"
            yield Fault((*path, "reads", word), message, did_you_mean(word, values))
    if prop.get("unique") and prop["unique"] not in fields:
        message = f"expected a field of this prop, got {prop['unique']!r}"
        yield Fault((*path, "unique"), message, did_you_mean(prop["unique"], fields))
    for name, field in fields.items():
        yield from _prop_faults(field, (*path, "fields", name), groups)


def types_of(value: Any) -> tuple[Any, ...]:
    """The types of a prop, as a preset gives them: one, several, or none."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)
