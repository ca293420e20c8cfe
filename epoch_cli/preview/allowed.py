"""What may stand in a page: the elements, the attributes, and the addresses that it may lead to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from epoch_cli.validation.rules.security import check_url

TAGS: Final = frozenset({
    "a", "blockquote", "button", "caption", "code", "details", "dialog", "div", "fieldset", "figcaption", "figure",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "input", "label", "legend", "li", "main", "nav", "ol",
    "option", "p", "progress", "section", "select", "small", "span", "summary", "table", "tbody", "td", "textarea",
    "th", "thead", "tr", "ul",
})  # fmt: skip
"""The elements that a document becomes: none that runs, fetches or frames anything but pictures."""
VOID: Final = frozenset({"hr", "img", "input"})
"""Those without an end tag."""

FLAGS: Final = frozenset({"checked", "disabled", "hidden", "multiple", "open", "required", "selected"})
"""Attributes that are there or not."""
ADDRESSES: Final = frozenset({"href", "src"})
"""Attributes that hold an address."""
REFERENCES: Final = frozenset({
    "id", "for", "name", "aria-controls", "aria-describedby", "aria-labelledby",
})  # fmt: skip
"""Attributes that hold ids, or names that tie elements together."""
_PLAIN: Final = frozenset({
    "alt", "autocomplete", "class", "colspan", "inputmode", "max", "min", "placeholder", "rel", "role", "rows", "scope",
    "step", "tabindex", "type", "value",
})  # fmt: skip
ATTRIBUTES: Final = _PLAIN | FLAGS | ADDRESSES | REFERENCES
"""Attributes by their whole name; besides them there are those that begin with `data-` or `aria-`."""
_DATA = re.compile(r"(?:data|aria)-[a-z][a-z0-9-]{0,62}")


@lru_cache(maxsize=1024)
def is_allowed(name: str) -> bool:
    """Whether an attribute may stand in a page: none that styles, and none that a browser runs."""
    return name in ATTRIBUTES or _DATA.fullmatch(name) is not None


def is_safe_address(text: str) -> bool:
    """Whether an address is relative, or of a scheme that a page may lead to (design section 9)."""
    return check_url(text) is None
