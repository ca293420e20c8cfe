"""A document as one page that needs nothing else: no server, no fonts, no pictures, and to be read no script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from epoch_cli.catalog import Catalog, Models
from epoch_cli.preview.fill import fill
from epoch_cli.preview.html import escape, html, quoted
from epoch_cli.preview.markup import ROOT_ID, Element
from epoch_cli.preview.render import render
from epoch_cli.preview.script import page_script
from epoch_cli.preview.style_sheet import style_sheet
from epoch_cli.preview.values import Values
from epoch_cli.validation.rules.disguises import shown

_LONGEST_TITLE: Final = 120
_EMPTY_TITLE: Final = "Empty page"
_EMPTY: Final = Element("p", {"class": "ui-stranger"}, (("There is nothing to show.",),))
"""What a page says of a document without a root; a live page says nothing, for there its root may still come."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_FROM_RIGHT: Final = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "ur", "yi"})
_HEADINGS: Final = ("h1", "h2", "h3")


def make_tree(
    document: Any,
    catalog: Catalog,
    data: Mapping[str, Any] | None = None,
    *,
    models: Models | None = None,
    remote_images: bool = False,
) -> Element:
    """A document as filled elements, in the element that the page has for them.

    Args:
        document: any JSON; what has no root is an empty page.
        catalog: the design system.
        data: values for bindings, by root and then by name: `{"context": {…}, "props": {…}}`; samples stand for others.
        models: the data models that samples are made from; those of the design system without them.
        remote_images: whether pictures are fetched from where they are.
    """
    values = Values(catalog.models if models is None else models, data)
    return Element("main", {"id": ROOT_ID}, fill(render(document, catalog), values, pictures=remote_images))


def make_page(
    document: Any,
    catalog: Catalog,
    *,
    data: Mapping[str, Any] | None = None,
    models: Models | None = None,
    remote_images: bool = False,
    title: str = "",
) -> str:
    """A document as a whole HTML page; takes what `make_tree` does, and a title in place of the document's own."""
    tree = make_tree(document, catalog, data, models=models, remote_images=remote_images)
    name = title_of(document, tree, title) or (catalog.name if tree.children else _EMPTY_TITLE)
    if not tree.children:
        tree = tree._replace(children=(_EMPTY,))
    style, script = style_sheet(catalog), page_script()
    policy = content_policy(style, script, remote_images=remote_images)
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f'<meta http-equiv="Content-Security-Policy" content={quoted(policy)}>',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="generator" content="Epoch">',
        f"<title>{escape(name)}</title>",
        f"<style>{style}</style>",
    ]
    lines = [
        "<!doctype html>",
        f"<html {' '.join(f'{name}={quoted(value)}' for name, value in language_of(document).items())}>",
        "<head>",
        *head,
        "</head>",
        "<body>",
        html((tree,)),
        f"<script>{script}</script>" if script else "",
        "</body>",
        "</html>",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def content_policy(style: str, script: str, *, remote_images: bool = False) -> str:
    """The Content-Security-Policy of a page: its own style and script, known by their hashes, and nothing else."""
    pictures = "img-src data: https:" if remote_images else "img-src data:"
    scripts = f"script-src {_hashed(script)}" if script else "script-src 'none'"
    return f"default-src 'none'; style-src {_hashed(style)}; {scripts}; {pictures}; base-uri 'none'; form-action 'none'"


def title_of(document: Any, tree: Element, wanted: str = "") -> str:
    """What a page is called: as is wanted, as the document says, as its first heading does; empty for nothing."""
    said = wanted or _metadata(document).get("title")
    text = said if isinstance(said, str) and said.strip() else _first_heading(tree)
    return " ".join(shown(text).split())[:_LONGEST_TITLE]


def language_of(document: Any) -> dict[str, str]:
    """The attributes of the page's root that tell its language, English unless the document says another."""
    metadata = _metadata(document)
    told = (metadata.get(name) for name in ("lang", "language"))
    found = next((each for each in told if isinstance(each, str) and _LANGUAGE.fullmatch(each)), "en")
    return {"lang": found, **({"dir": "rtl"} if found.partition("-")[0] in _FROM_RIGHT else {})}


def _metadata(document: Any) -> Mapping[str, Any]:
    metadata = document.get("metadata") if isinstance(document, dict) else None
    return metadata if isinstance(metadata, dict) else {}


def _first_heading(tree: Element) -> str:
    waiting: list[Any] = [tree]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Element):
            if here.tag in _HEADINGS and (text := _text(here.children)):
                return text
            waiting += reversed(here.children)
    return ""


def _text(children: Iterable[Any]) -> str:
    return "".join(word for child in children if not isinstance(child, Element) for word in child)


def _hashed(text: str) -> str:
    """How a policy knows a style or script (CSP level 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
