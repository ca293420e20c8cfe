"""Filled elements as HTML. Everything is escaped, and what is not on a list of `allowed` is refused.

The text is such that a browser's parser builds exactly the tree that was written, text for text.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from epoch_cli.preview.allowed import ADDRESSES, TAGS, VOID, is_allowed, is_safe_address
from epoch_cli.preview.markup import Element

_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = str.maketrans({
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "`": "&#96;",
    "\r": "&#13;", "\n": "&#10;", "\t": "&#9;",
})  # fmt: skip


def html(elements: Iterable[Any]) -> str:
    """Filled elements and texts as HTML.

    Args:
        elements: what `fill` gives: elements, and texts as strings or as words without bindings.

    Raises:
        ValueError: an element or an attribute is not allowed; no document can bring one in.
        TypeError: a binding is left in it.
    """
    pieces: list[str] = []
    waiting = list(elements)[::-1]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Element):
            pieces.append(_start(here))
            if here.tag in VOID:
                continue
            waiting.append(_End(f"</{here.tag}>"))
            waiting.extend(reversed(here.children))
            if here.tag == "textarea":
                pieces.append("\n")  # a browser drops the first one (HTML, 13.2.6.4.7)
        elif isinstance(here, _End):
            pieces.append(here)
        else:
            pieces.append(escape(here if isinstance(here, str) else "".join(here)))
    return "".join(pieces)


def escape(text: str) -> str:
    """A text between elements."""
    return text.translate(_IN_TEXT)


def quoted(text: str) -> str:
    """The value of an attribute, in its quotes."""
    return f'"{text.translate(_IN_ATTRIBUTE)}"'


class _End(str):
    """An end tag: HTML already."""

    __slots__ = ()


def _start(element: Element) -> str:
    if element.tag not in TAGS:
        raise ValueError(f"the element {element.tag} is not allowed")
    pieces = [f"<{element.tag}"]
    for name, value in element.attributes.items():
        if not is_allowed(name):
            raise ValueError(f"the attribute {name} is not allowed")
        if value is True:
            pieces.append(f" {name}")
        elif value is not False:
            text = value if isinstance(value, str) else "".join(value)  # type: ignore[arg-type]
            if name in ADDRESSES and not is_safe_address(text):
                raise ValueError(f"the address in {name} is not allowed")
            pieces.append(f' {name}="{text if text.isalnum() else text.translate(_IN_ATTRIBUTE)}"')
    return f"{''.join(pieces)}>"
