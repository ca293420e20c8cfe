"""The document forms take every good document of the corpus as Epoch writes it, and none with a wrong name in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from support.decoding import from_gbnf, from_lark, from_schema
from support.documents import documents, everything
from support.examples import examples
from support.exported import Held, catalog_of, corpus_documents, in_catalog_order

from epoch_cli.catalog import Catalog
from epoch_cli.catalog.exports.gbnf import to_gbnf
from epoch_cli.catalog.exports.language import grammar_of
from epoch_cli.catalog.exports.lark import to_lark
from epoch_cli.catalog.exports.tool import json_schema
from epoch_cli.document.canonical import canonical, compact, pretty

Takes = Callable[[Any], bool]

SAID = frozenset({
    "EP101", "EP102", "EP103", "EP104", "EP201", "EP202", "EP203", "EP204",
    "EP301", "EP302", "EP303", "EP304", "EP305", "EP401", "EP402", "EP403",
})  # fmt: skip
"""Gates on structure, components, props, enums and tokens."""


def texts(document: Any) -> list[str]:
    """The canonical texts of a document: laid out, as `epoch fmt` leaves it in a file, and compact."""
    ordered = canonical(document)
    return [pretty(ordered), pretty(ordered) + "\n", compact(ordered)]


@cache
def judges(digest: str, preset: str) -> dict[str, Takes]:
    """Who takes a document of this design system, by the export that they read."""
    catalog = CATALOGS[digest]
    grammar, schema = grammar_of(catalog, "document"), json_schema(catalog, "document")
    lark, gbnf = from_lark(to_lark(grammar)), from_gbnf(to_gbnf(grammar))
    decoder, validator = from_schema(schema, space=True), Draft202012Validator(schema)
    return {
        "lark": lambda document: all(map(lark.takes, texts(document))),
        "gbnf": lambda document: all(map(gbnf.takes, texts(document))),
        "schema, decoding": lambda document: all(map(decoder.takes, texts(in_catalog_order(document, catalog))[::2])),
        "schema, validating": validator.is_valid,
    }


CATALOGS: dict[str, Catalog] = {}
EXPORTS = ("lark", "gbnf", "schema, decoding", "schema, validating")
DECODED = EXPORTS[:3]


def judge(catalog: Catalog, export: str) -> Takes:
    CATALOGS[catalog.digest] = catalog
    return judges(catalog.digest, catalog.name)[export]


@pytest.fixture(scope="module")
def good() -> list[Held]:
    found = [held for held in corpus_documents("good") if not held.codes]
    assert len(found) >= 60
    return found


@pytest.fixture(scope="module")
def bad() -> list[Held]:
    found = [held for held in corpus_documents("bad") if held.codes & SAID]
    assert len(found) >= 20
    assert len(frozenset().union(*(held.codes for held in found)) & SAID) >= 14
    return found


@pytest.mark.parametrize("export", DECODED)
def test_every_good_document_of_the_corpus_is_taken(export: str, good: list[Held]) -> None:
    assert [held.id for held in good if not judge(held.catalog, export)(held.document)] == []


@pytest.mark.parametrize("export", DECODED)
def test_every_document_with_a_fault_that_an_export_says_is_refused(export: str, bad: list[Held]) -> None:
    taken = [(held.id, held.codes) for held in bad if judge(held.catalog, export)(held.document)]
    assert taken == []


@pytest.mark.parametrize("export", ["lark", "gbnf"])
@pytest.mark.parametrize("name", ["punk", "everything"])
def test_whatever_a_catalog_allows_is_taken(export: str, name: str, punk: Catalog) -> None:
    catalog = punk if name == "punk" else everything()
    takes = judge(catalog, export)

    @settings(max_examples=examples(40), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(documents(catalog))
    def check(document: Any) -> None:
        assert takes(document), compact(canonical(document))

    check()


def test_a_validator_reads_the_schema_in_the_same_way(good: list[Held], bad: list[Held]) -> None:
    # it takes time to the power of depth, which is why `epoch schema` writes another one
    small = [held for held in (*good, *bad) if len(compact(held.document)) < 200]
    assert len(small) > 40
    wrong = [
        held.id for held in small if judge(held.catalog, "schema, validating")(held.document) == bool(held.codes & SAID)
    ]
    assert wrong == []


BASE: dict[str, Any] = {
    "root": {
        "type": "Card",
        "props": {"padding": "md"},
        "children": [
            {"type": "Text", "props": {"align": "start"}, "text": "Hello"},
            {"type": "DataGrid", "props": {"columns": [{"key": "name", "label": "Name"}], "striped": True}},
        ],
    }
}
CARD, TEXT, GRID = ("root",), ("root", "children", 0), ("root", "children", 1)
MISTAKES: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "component": ((*CARD, "type"), "Crad"),
    "component in a list": ((*TEXT, "type"), "Label"),
    "prop": ((*CARD, "props", "paddin"), "md"),
    "prop of another component": ((*TEXT, "props", "padding"), "md"),
    "enum": ((*TEXT, "props", "align"), "middle"),
    "token": ((*CARD, "props", "padding"), "huge"),
    "token of another group": ((*CARD, "props", "padding"), "primary"),
    "raw value": ((*CARD, "props", "padding"), "16px"),
    "type of a prop": ((*GRID, "props", "striped"), "yes"),
    "half a binding": ((*GRID, "props", "striped"), "is {context.striped}"),
    "required prop": ((*GRID, "props"), {"striped": True}),
    "no props where one is required": (GRID, {"type": "DataGrid"}),
    "field of an entry": ((*GRID, "props", "columns", 0, "lable"), "Name"),
    "required field of an entry": ((*GRID, "props", "columns", 0), {"key": "name"}),
    "pattern": ((*GRID, "props", "columns", 0, "key"), "1 name"),
    "field of a node": ((*TEXT, "txt"), "Hello"),
    "text where none is shown": ((*CARD, "text"), "Hello"),
    "children where there are none": ((*TEXT, "children"), [{"type": "Text"}]),
    "id": ((*CARD, "id"), "1st"),
    "field of the document": (("rot",), {"type": "Text"}),
}


def with_mistake(place: tuple[str | int, ...], value: Any) -> Any:
    document = deepcopy(BASE)
    holder: Any = document
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    return document


@pytest.mark.parametrize("export", EXPORTS)
def test_one_mistake_is_enough_to_be_refused(export: str, punk: Catalog) -> None:
    takes = judge(punk, export)
    assert takes(BASE)
    assert [name for name, mistake in MISTAKES.items() if takes(with_mistake(*mistake))] == []


def test_props_may_come_in_any_order(punk: Catalog) -> None:
    document = deepcopy(BASE)
    props = document["root"]["children"][1]["props"]
    document["root"]["children"][1]["props"] = dict(reversed(props.items()))
    assert judge(punk, "lark")(document)
    assert judge(punk, "gbnf")(document)


def test_space_stands_only_where_canonical_text_has_it(punk: Catalog) -> None:
    lark = from_lark(to_lark(grammar_of(punk, "document")))
    assert lark.takes('{"root":{"type":"Text","text":"a"}}')
    assert lark.takes('{\n  "root": {"type": "Text", "text": "a"}\n}\n')
    for text in ('{"root" :{"type":"Text"}}', '{"root":\t{"type":"Text"}}', '{"root":  {"type":"Text"}}'):
        assert not lark.takes(text), text


def test_a_budget_caps_children(punk: Catalog) -> None:
    profile = punk.profile("strict")._replace(children=2)
    document = {"root": {"type": "Card", "children": [{"type": "Text"}] * 3}}
    capped = from_gbnf(to_gbnf(grammar_of(punk, "document", profile=profile)))
    assert not capped.takes(compact(document))
    document["root"]["children"].pop()
    assert capped.takes(compact(document))


def test_what_a_pattern_takes_is_taken_beyond_ascii(punk: Catalog) -> None:
    document = {"root": {"type": "Input", "props": {"name": "größe"}}}
    assert judge(punk, "lark")(document)
    assert json.loads(compact(document)) == document
    assert catalog_of("punk").digest == punk.digest
