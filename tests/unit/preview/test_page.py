"""The page around a document: its policy, its title, its language."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import pytest
from support.every_row import every_row
from support.read_html import as_read, elements_in, read_html
from support.wild import HOSTILE

from epoch_cli.catalog import Catalog
from epoch_cli.preview.html import html
from epoch_cli.preview.markup import Bound, Element
from epoch_cli.preview.page import make_page, make_tree

DOCUMENT = {"root": {"type": "Container", "children": [{"type": "Text", "text": "Orders", "props": {"size": "h1"}}]}}


def page_of(document: Any, catalog: Catalog, **how: Any) -> str:
    """The page; what is in its style and script is none of these tests' business."""
    return make_page(document, catalog, **how)


def inner(page: str, tag: str) -> str:
    """What stands in the only element of a name."""
    (found,) = re.findall(rf"<{tag}(?: [^>]*)?>(.*?)</{tag}>", page, re.DOTALL)
    return str(found)


def test_the_policy_allows_its_own_style_and_script_and_nothing_else(punk: Catalog) -> None:
    page = page_of(DOCUMENT, punk)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    rules = dict(rule.strip().split(" ", 1) for rule in policy.replace("&#39;", "'").split(";"))
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(inner(page, tag).encode()).digest()).decode()
        assert rules.pop(f"{tag}-src") == f"'sha256-{digest}'"
    assert rules == {"default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}
    assert "img-src data: https:" in page_of(DOCUMENT, punk, remote_images=True)


def test_the_tree_is_in_the_page_as_it_is(punk: Catalog) -> None:
    tree = make_tree(DOCUMENT, punk)
    assert tree.attributes == {"id": "ui-root"}
    assert html((tree,)) in page_of(DOCUMENT, punk)
    assert read_html(html((tree,))) == [as_read(tree)]


def test_a_page_needs_nothing_else(punk: Catalog) -> None:
    page = page_of(DOCUMENT, punk)
    assert not re.search(r"(?:src|href)=|url\(|@import", re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL))


@every_row(
    ("metadata", "wanted", "title"),
    [
        ({"title": "All  orders\n"}, "", "All orders"),
        ({"title": "All orders"}, "Mine", "Mine"),
        ({}, "", "Orders"),
        ({"title": " "}, "", "Orders"),
        ({"title": 5}, "", "Orders"),
        (None, "", "Orders"),
    ],
)
def test_a_page_is_called_what_the_document_is(punk: Catalog, metadata: Any, wanted: str, title: str) -> None:
    assert inner(page_of({**DOCUMENT, "metadata": metadata}, punk, title=wanted), "title") == title


@every_row("title", HOSTILE)
def test_no_title_ends_the_title(punk: Catalog, title: str) -> None:
    page = page_of({**DOCUMENT, "metadata": {"title": title, "lang": title}}, punk)
    assert "<" not in inner(page, "title")
    assert page.startswith('<!doctype html>\n<html lang="en">\n')
    page.encode()


@pytest.mark.parametrize(
    ("metadata", "attributes"),
    [
        ({"lang": "de"}, {"lang": "de"}),
        ({"language": "ar-EG"}, {"lang": "ar-EG", "dir": "rtl"}),
        ({"lang": "German"}, {"lang": "en"}),
        ({"lang": '"><script>'}, {"lang": "en"}),
    ],
)
def test_a_page_tells_its_language(punk: Catalog, metadata: Any, attributes: dict[str, str]) -> None:
    head = page_of({**DOCUMENT, "metadata": metadata}, punk).splitlines()[1]
    assert read_html(f"{head}</html>")[0][1] == attributes


@every_row("document", [{}, {"foo": 1}, None, [], "x", {"root": None}])
def test_a_page_without_a_root_says_so(punk: Catalog, document: Any) -> None:
    page = page_of(document, punk)
    assert inner(page, "title") == "Empty page"
    assert "There is nothing to show." in inner(page, "body")
    assert not make_tree(document, punk).children  # a live page waits for it
    assert inner(page_of({"metadata": {"title": "Mine"}}, punk), "title") == "Mine"


@every_row("document", [{}, None, [], "x", {"root": None}, {"root": {}}])
def test_what_is_no_document_is_a_page(punk: Catalog, document: Any) -> None:
    assert inner(page_of(document, punk), "title")
    assert len(list(elements_in(read_html(html((make_tree(document, punk),)))))) <= 3


# ---------------------------------------------------------------- html itself


@every_row(
    "element",
    [
        Element("script"),
        Element("iframe"),
        Element("p", {"onclick": "x"}),
        Element("p", {"style": "x"}),
        Element("a", {"href": "javascript:x"}),
        Element("a", {"href": "jav&#97;script:x"}),
    ],
)
def test_what_is_not_on_a_list_is_refused(element: Element) -> None:
    with pytest.raises(ValueError, match="is not allowed"):
        html((element,))


def test_a_binding_is_no_html() -> None:
    with pytest.raises(TypeError):
        html((Element("p", {}, ((Bound("context", ("a",)),),)),))


def test_a_text_area_keeps_its_first_line_feed() -> None:
    tree = Element("textarea", {}, (("\nfirst",),))
    assert html((tree,)) == "<textarea>\n\nfirst</textarea>"
