"""What OpenUI Lang can say of a document comes back as it was; what it cannot say is told."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents import documents, everything, mutated
from support.every_row import every_row
from support.examples import examples
from support.exported import Held, catalog_of, corpus_documents
from support.wild import wild_document

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options
from epoch_cli.convert.openui.reading import read
from epoch_cli.convert.openui.streaming import stream
from epoch_cli.convert.openui.writing import write
from epoch_cli.document import apply_patch, finished
from epoch_cli.document.difference import difference

GOOD = list(corpus_documents("good"))
NO_OPTIONS = Options()


def said(document: Any) -> Any:
    """A document without what means nothing: empty props, an empty list of children.

    In every format what is empty means the same as what is absent, so that it is no loss when it goes.
    """
    return finished({"root": _said(document["root"])} if document.get("root") is not None else {})


def _said(node: Any) -> Any:
    made = {key: value for key, value in node.items() if value or key not in {"props", "children"}}
    if "children" in made:
        made["children"] = [_said(child) for child in node["children"]]
    if "itemTemplate" in made:
        made["itemTemplate"] = _said(node["itemTemplate"])
    return made


@every_row("held", GOOD, ids=lambda held: held.id)
def test_good_documents_come_back(held: Held) -> None:
    written = write(held.document, held.catalog, NO_OPTIONS)
    about_nodes = [loss for loss in written.losses if loss.path[:1] == ("root",)]
    assert {loss.what for loss in about_nodes} <= {
        "a condition that is not one binding",
        "a prop that the component does not have",
    }
    if "tooltip" not in str(about_nodes):
        back = read(written.text, held.catalog, NO_OPTIONS)
        assert said(back.document) == said(held.document)
        assert back.losses == ()


@pytest.mark.parametrize("catalog", [everything(), catalog_of("shadcn")], ids=lambda catalog: str(catalog.name))
@settings(max_examples=examples(20))
@given(data=st.data())
def test_a_document_of_the_design_system_comes_back(data: st.DataObject, catalog: Catalog) -> None:
    document = data.draw(documents(catalog))
    document["root"].pop("condition", None)
    written = write(document, catalog, NO_OPTIONS)
    back = read(written.text, catalog, NO_OPTIONS)
    if not written.losses:
        assert said(back.document) == said(document)
    assert write(back.document, catalog, NO_OPTIONS).text == written.text


@settings(max_examples=examples(25))
@given(mutated(everything()))
def test_nothing_is_dropped_in_silence(document: dict[str, Any]) -> None:
    before = deepcopy(document)
    written = write(document, everything(), NO_OPTIONS)
    assert document == before
    back = read(written.text, everything(), NO_OPTIONS)
    assert written.losses or said(back.document) == said(finished(document))


@pytest.mark.parametrize("preset", ["punk", "shadcn"])
def test_any_json_is_written_and_read_again(preset: str) -> None:
    catalog = catalog_of(preset)
    for seed in range(30):
        document = wild_document(seed, catalog)
        written = write(document, catalog, NO_OPTIONS)
        back = read(written.text.encode().decode(), catalog, NO_OPTIONS)
        root = document["root"]
        kind = root.get("type") if isinstance(root, dict) else None
        known = isinstance(kind, str) and kind in catalog.components
        assert back.document.get("root", {}).get("type") == (kind if known else None)
        assert known or written.losses


@settings(max_examples=examples(20))
@given(st.lists(documents(everything()), min_size=2, max_size=3))
def test_a_stream_ends_in_the_same_document(versions: list[dict[str, Any]]) -> None:
    document: dict[str, Any] = {}
    streaming, text = stream(everything(), NO_OPTIONS), ""
    for version in versions:
        for patch in difference(document, version):
            document = apply_patch(document, patch).document
            text += streaming.feed(document, patch)
    last = streaming.close(document)
    whole = write(document, everything(), NO_OPTIONS)
    assert (
        read(text + last.text, everything(), NO_OPTIONS).document == read(whole.text, everything(), NO_OPTIONS).document
    )
    assert sorted(last.losses) == sorted(whole.losses)
