"""A document as a page: what `epoch preview` shows, with the data that is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Loss, Options, Written
from epoch_cli.document import Document
from epoch_cli.preview.markup import Bound
from epoch_cli.preview.page import make_page
from epoch_cli.preview.words import words_of

_KINDS = {
    "binding": "filled with the data that is given, or with samples",
    "list": "filled with the data that is given, or with samples",
    "condition": "shown as if it held, where no data says otherwise",
    "handler": "named to who looks at the page; nothing is called",
}
"""What a page cannot say, and what it does instead."""
_Path = tuple[str | int, ...]


def write(document: Document, catalog: Catalog, options: Options) -> Written:
    """The document as a page of its own, under the title `options.name`."""
    page = make_page(document, catalog, data=options.data or None, title=options.name)
    return Written(page, tuple(_losses(document, catalog)))


def _losses(document: Document, catalog: Catalog) -> Iterator[Loss]:
    """One for each kind, at the first place where it occurs: a page says none of these."""
    places: dict[str, list[_Path]] = {kind: [] for kind in _KINDS}
    for kind, path in _lively(document, catalog):
        places[kind].append(path)
    for kind, found in places.items():
        if found:
            yield Loss(found[0], f"{len(found)} {kind}{'s' * (len(found) != 1)}", _KINDS[kind])


def _lively(document: Document, catalog: Catalog) -> Iterator[tuple[str, _Path]]:
    """All that a document leaves to whoever renders it, with its places."""
    stack: list[tuple[Any, _Path]] = [(document.get("root"), ("root",))]
    while stack:
        node, path = stack.pop()
        if not isinstance(node, dict):
            continue
        component = catalog.components.get(str(node.get("type")))
        for name, value in node.items():
            here = (*path, name)
            if name == "children" and isinstance(value, list):
                stack += [(child, (*here, index)) for index, child in reversed(list(enumerate(value)))]
            elif name == "itemTemplate":
                stack.append((value, here))
            elif name in {"dataSource", "condition"}:
                yield "list" if name == "dataSource" else "condition", here
            elif name == "props" and isinstance(value, dict):
                for prop, given in value.items():
                    known = component.props.get(prop) if component is not None else None
                    if known is not None and "handler" in known.types and isinstance(given, str):
                        yield "handler", (*here, prop)
                    else:
                        yield from (("binding", place) for place in _bound(given, (*here, prop)))
            else:
                yield from (("binding", place) for place in _bound(value, here))


def _bound(value: Any, path: _Path) -> Iterator[_Path]:
    """Where in a value something is bound."""
    stack = [(value, path)]
    while stack:
        here, at = stack.pop()
        if isinstance(here, str):
            if any(isinstance(word, Bound) for word in words_of(here)):
                yield at
        elif isinstance(here, dict):
            stack += [(item, (*at, key)) for key, item in here.items()]
        elif isinstance(here, list):
            stack += [(item, (*at, index)) for index, item in enumerate(here)]
