"""All that is known of a node, section by section, as lines that are not cut yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

import orjson

from epoch_cli.catalog import Catalog, Component, Prop
from epoch_cli.output.text import visible
from epoch_cli.output.view import GLYPHS, LogLine, NodeView
from epoch_cli.tui.panes.tree_line import STATE_STYLES, node_parts
from epoch_cli.validation import Diagnostic

_MOST_NODES = 10_000
"""Nodes below a node that are counted."""
_LONG = 2000
"""Characters of one value that are looked at."""
_FIELDS: Final = ("key", "testId", "condition", "dataSource", "a11y")


class Entry(NamedTuple):
    """One line: a name, what it is, and what is said of it.

    All three are made visible already. A line without a name goes on with the one before; one with nothing but a name
    is the title of a section.
    """

    name: str
    value: str = ""
    note: str = ""
    style: str = ""
    note_style: str = "muted"


class Origin(NamedTuple):
    """Where a node comes from: the lines of the log of its patches and of its attempt."""

    patches: Sequence[LogLine]
    attempt: LogLine | None


def entries(node: NodeView, catalog: Catalog | None, origin: Origin) -> Iterator[Entry]:
    """All about a node: what it is, its props, its bindings and handlers, what it comes from, what is wrong with it."""
    value = node.node if isinstance(node.node, dict) else {}
    type_name = value.get("type")
    component = catalog.components.get(type_name) if catalog is not None and isinstance(type_name, str) else None
    yield Entry("".join(text for text, _ in node_parts(node)))
    yield from _what(node, value, component, catalog)
    yield from _reasons(node)
    yield from _props(value, component)
    yield from _uses(value, component)
    yield from _history(node, origin)


def _what(
    node: NodeView, value: Mapping[str, Any], component: Component | None, catalog: Catalog | None
) -> Iterator[Entry]:
    if component is not None:
        yield Entry("what", visible(component.description, _LONG), f"role {component.role}")
    elif catalog is not None:
        yield Entry("what", "! not in the catalog", style="warn")
    if "id" in value:
        yield Entry("id", _shown(value["id"]))
    where = visible(node.pointer, _LONG)
    yield Entry("pointer", where, "refused; this is where it was to stand" if node.state == "refused" else "", "source")
    state = f"{GLYPHS[node.state]} {node.state}" if node.state else "as it was"
    yield Entry("state", state, style=STATE_STYLES[node.state])
    below = sum(1 for _ in islice(node.walk(), _MOST_NODES + 1)) - 1
    yield Entry("below", "no nodes" if not below else _counted(below))
    if isinstance(value.get("text"), str):
        yield Entry("text", _shown(value["text"]))
    for name in _FIELDS:
        if name in value:
            yield Entry(name, _shown(value[name]))


def _counted(below: int) -> str:
    if below >= _MOST_NODES:
        return f"more than {_MOST_NODES:,} nodes"
    return f"{below} node{'s' if below > 1 else ''}"


def _reasons(node: NodeView) -> Iterator[Entry]:
    if node.reasons:
        yield Entry("Refused")
    for reason in node.reasons:
        yield from _reason(reason)


def _reason(reason: Diagnostic) -> Iterator[Entry]:
    yield Entry(f"× {visible(reason.code, 12)}", visible(reason.message, _LONG), visible(reason.hint, _LONG), "bad")


def _props(value: Mapping[str, Any], component: Component | None) -> Iterator[Entry]:
    props = value.get("props")
    if not isinstance(props, dict) or not props:
        return
    yield Entry("Props")
    for name, held in props.items():
        prop = component.props.get(name) if component is not None else None
        note = _type_of(prop) if prop is not None else "! not in the catalog" if component is not None else ""
        unknown = component is not None and prop is None
        yield Entry(visible(str(name), 60), _shown(held), note, note_style="warn" if unknown else "muted")


def _type_of(prop: Prop) -> str:
    """What the catalog says of a prop, in a few words."""
    of = {"enum": ", ".join(prop.values), "token": prop.group, "array": " or ".join(prop.items)}
    types = " or ".join(f"{each} ({of[each]})" if of.get(each) else each for each in prop.types)
    return visible(f"{types}{'; required' if prop.required else ''}{'; deprecated' if prop.deprecated else ''}", 200)


def _uses(value: Mapping[str, Any], component: Component | None) -> Iterator[Entry]:
    """What it reads of the data of its host, and what of the host it calls."""
    own = {name: held for name, held in value.items() if name not in {"children", "itemTemplate", "props"}}
    props = value.get("props")
    held_props = props if isinstance(props, dict) else {}
    found = [*_bindings(own), *_bindings(held_props)]
    if found:
        yield Entry("Bindings")
        yield from (Entry(visible(name, 60), visible(binding, 200), style="source") for name, binding in found)
    known = component.props if component is not None else {}
    handlers = {
        name: held for name, held in held_props.items() if name in known and "handler" in known[name].types
    }  # fmt: skip
    if handlers:
        yield Entry("Handlers")
        yield from (
            Entry(visible(name, 60), _shown(held), "called by the host, never here") for name, held in handlers.items()
        )


def _bindings(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each binding in some fields: (where, the binding)."""
    waiting = [(str(name), held) for name, held in reversed(list(fields.items()))]
    # with all rules, for which the first picture does not wait 6 ms
    from epoch_cli.validation.rules.bindings import parse_bindings  # noqa: PLC0415

    while waiting:
        name, held = waiting.pop()
        if isinstance(held, str):
            yield from ((name, str(binding)) for binding in parse_bindings(held[:_LONG]).bindings)
        elif isinstance(held, dict):
            waiting += [(f"{name}.{inner}", value) for inner, value in reversed(held.items())]
        elif isinstance(held, list):
            waiting += [(f"{name}.{index}", value) for index, value in reversed(list(enumerate(held)))]


def _history(node: NodeView, origin: Origin) -> Iterator[Entry]:
    if not (node.patches or node.repairs or node.attempt):
        return
    yield Entry("History")
    known = {line.number: line for line in origin.patches}
    for number in node.patches:
        line = known.get(number)
        yield Entry(f"patch {number}", visible(line.text, 200) if line is not None else "")
    if node.attempt:
        said = visible(origin.attempt.text, 200) if origin.attempt is not None else ""
        yield Entry(f"attempt {node.attempt}", said)
    if node.turn:
        yield Entry(f"turn {node.turn}", "")
    for repair in node.repairs:
        yield Entry("* repaired", visible(repair.message, _LONG), visible(f"{repair.name}, {repair.grade}", 80), "note")


def _shown(value: Any) -> str:
    """A value as JSON on one line; text as it is."""
    if isinstance(value, str):
        return f"“{visible(value, _LONG)}”" if value != value.strip() or not value else visible(value, _LONG)
    try:
        return visible(orjson.dumps(value).decode(), _LONG)
    except (orjson.JSONEncodeError, RecursionError):
        return visible(repr(value), _LONG)
