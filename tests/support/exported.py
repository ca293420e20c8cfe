"""What the tests of exports share: the documents of the corpus, and the grammars and schemas of their catalogs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from support.corpus import Sample, samples

from epoch_cli import validate
from epoch_cli.catalog import Catalog, Prop, load_catalog
from epoch_cli.document.node import A11Y_FIELDS


@dataclass(frozen=True)
class Held:
    """A document of the corpus with its design system, and the codes of the gates that it breaks."""

    id: str
    catalog: Catalog
    document: Any
    codes: frozenset[str]


@cache
def catalog_of(preset: str) -> Catalog:
    """A design system, loaded once."""
    return load_catalog(preset)


def corpus_documents(folder: str) -> Iterator[Held]:
    """The documents of the corpus, `good` or `bad`, that are JSON objects; not patch files and sessions."""
    for sample in samples(folder):
        document = _document(sample)
        if document is not None:
            catalog = catalog_of(sample.preset)
            report = validate(document, catalog, profile="unlimited", models=sample.models)
            yield Held(sample.id, catalog, document, frozenset(each.code for each in report.gates))


def _document(sample: Sample) -> Any:
    if sample.path.suffix != ".json" or sample.kind not in {None, "document"}:
        return None
    try:
        document = json.loads(sample.path.read_text("utf-8-sig"))
    except ValueError:
        return None
    is_document = isinstance(document, dict) and not {"patches", "op"} & document.keys()
    return document if is_document and _is_text(document) else None


def _is_text(value: Any) -> bool:
    """Whether it can be written as UTF-8: half a surrogate pair is a fault of text, not of a document."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def in_catalog_order(value: Any, catalog: Catalog) -> Any:
    """A document or node with its props, and the keys of what is in them, as the catalog lists them.

    Decoders take the properties of a schema in its order; canonical text leaves that of props to the author.
    """
    if isinstance(value, list):
        return [in_catalog_order(each, catalog) for each in value]
    if not isinstance(value, dict):
        return value
    made = {
        key: in_catalog_order(inner, catalog) if key in {"root", "children", "itemTemplate"} else inner
        for key, inner in value.items()
    }
    component = catalog.components.get(str(made.get("type")))
    if component is not None and "props" in made:
        made["props"] = _shape(made["props"], component.props)
    if isinstance(made.get("a11y"), dict):
        known = {key: made["a11y"][key] for key in A11Y_FIELDS if key in made["a11y"]}
        made["a11y"] = {**known, **made["a11y"]}
    return made


def _shape(value: Any, props: Mapping[str, Prop]) -> Any:
    if not isinstance(value, dict) or not props:
        return value
    known = {name: _inside(value[name], prop) for name, prop in props.items() if name in value}
    return {**known, **{name: inner for name, inner in value.items() if name not in known}}


def _inside(value: Any, prop: Prop) -> Any:
    if isinstance(value, list) and prop.element is not None:
        return [_shape(each, prop.element.fields) for each in value]
    return _shape(value, prop.fields)
