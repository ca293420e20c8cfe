"""Whatever a document holds, its page is inert, and a browser reads the tree that was written."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.read_html import as_read, elements_in, read_html
from support.wild import HOSTILE, wild_document

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.preview.allowed import ATTRIBUTES, TAGS, is_allowed
from epoch_cli.preview.html import html
from epoch_cli.preview.page import make_tree
from epoch_cli.validation.rules.security import check_url

CATALOGS = {name: load_catalog(name) for name in ("punk", "shadcn")}
_INTERACTIVE = frozenset({"a", "button", "details", "input", "select", "summary", "textarea"})


DOCUMENTS = st.tuples(st.sampled_from(sorted(CATALOGS)), st.integers(0, 2**32))
"""A design system, and the seed of a document of it."""


@given(DOCUMENTS)
@settings(max_examples=50)
def test_every_page_is_inert_and_read_as_it_was_written(drawn: tuple[str, int]) -> None:
    catalog = CATALOGS[drawn[0]]
    tree = make_tree(wild_document(drawn[1], catalog), catalog)
    read = read_html(html((tree,)))
    assert read == [as_read(tree)]
    check_that_nothing_runs(read)
    check_nesting(read)


def check_that_nothing_runs(read: list[Any]) -> None:
    """No element, attribute or address that does something; ids are there once, and what refers to one finds it."""
    found = list(elements_in(read))
    ids = Counter(attributes["id"] for _, attributes, _ in found if "id" in attributes)
    assert not [one for one, times in ids.items() if times > 1]
    for tag, attributes, _ in found:
        assert tag in TAGS
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "srcdoc", "src"}]
        assert all(name in ATTRIBUTES or name.startswith(("data-", "aria-")) for name in attributes)
        assert check_url(attributes.get("href", "")) is None
        for name in ("for", "aria-controls", "aria-describedby", "aria-labelledby"):
            assert all(one in ids for one in attributes.get(name, "").split())


def check_nesting(read: list[Any]) -> None:
    """Nothing that is pressed stands in something that is, no form in a form, no box among words."""
    waiting = [(each, frozenset[str]()) for each in read]
    while waiting:
        (tag, _, inside), around = waiting.pop()
        if around & {"button", "a", "summary", "label"}:
            assert tag not in _INTERACTIVE - {"input"} or (tag == "input" and "label" in around)
        assert not (tag == "form" and "form" in around)
        assert not (tag == "dialog" and around & {"p", "button", "a"})
        if around & {"p", "h1", "h2", "h3", "h4", "h5", "h6", "button", "a", "summary", "legend", "span", "code"}:
            assert tag in {"span", "img", "input", "small"}, (tag, around)
        waiting += [(each, around | {tag}) for each in inside if not isinstance(each, str)]


@every_row("catalog", CATALOGS.values(), ids=CATALOGS)
@every_row("words", HOSTILE)
def test_hostile_words_in_every_string_of_every_component(catalog: Catalog, words: str) -> None:
    children = [
        {
            "type": name,
            "text": words,
            "props": dict.fromkeys(component.props, words),
            "a11y": {"label": words, "role": words, "live": words},
            "testId": words,
            "condition": words,
        }
        for name, component in catalog.components.items()
    ]
    tree = make_tree({"root": {"type": words, "children": children}}, catalog)
    assert read_html(html((tree,))) == [as_read(tree)]


@every_row("name", ["style", "onclick", "srcdoc", "xlink:href", "data-", "a b", "formaction"])
def test_attributes_that_no_page_may_have(name: str) -> None:
    assert not is_allowed(name)
