"""A document as a json-render spec, and back."""

from __future__ import annotations

from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Loss, Options, ReadBack, Written, losses_beside_root, losses_too_deep
from epoch_cli.convert.json_render.mapping import Spec
from epoch_cli.convert.json_render.mirror import Mirror
from epoch_cli.convert.json_render.notes import Noted, Notes
from epoch_cli.convert.json_render.reading import DEEPEST, document_of
from epoch_cli.document import Document
from epoch_cli.document.canonical import pretty
from epoch_cli.document.positions import PositionMap
from epoch_cli.errors import UnreadableError
from epoch_cli.linting.text import refused
from epoch_cli.reading.strict_json import NotStrictError, parse_strict
from epoch_cli.validation.rules.structure import MAX_NESTING, check_nesting


def write(document: Document, catalog: Catalog, options: Options) -> Written:
    """The document as a spec; `options.data` becomes its initial state."""
    notes = Notes()
    mirror = Mirror(catalog, notes)
    mirror.build(document)
    note_document(document, notes)
    state = state_of(options)
    spec = {**mirror.spec, **({"state": state} if state else {})}
    return Written(f"{pretty(spec)}\n", notes.losses)


def read(text: str, catalog: Catalog, options: Options) -> ReadBack:  # noqa: ARG001  as every reader
    """The document of a spec.

    Raises:
        UnreadableError: the text is no JSON, or no flat spec; its message begins with the place.
    """
    try:
        value = parse_strict(text)
    except (NotStrictError, RecursionError) as error:
        told = refused("", text, error)
        raise UnreadableError(told.message.lstrip(": "), remedy=told.remedy) from None
    notes = Notes()
    document = document_of(check_spec(value), catalog, notes)
    return ReadBack(document, _placed(notes.noted, text))


def check_spec(value: Any) -> Spec:
    """The value as a spec.

    Raises:
        UnreadableError: it is none.
    """
    if check_nesting(value) is not None:
        raise UnreadableError(f"nested more than {MAX_NESTING} levels deep", remedy="flatten it")
    if not isinstance(value, dict) or not isinstance(value.get("elements"), dict):
        raise UnreadableError(
            "no json-render spec", remedy='it has to be an object such as {"root": "a", "elements": {…}}'
        )
    if not isinstance(value.get("root"), str):
        raise UnreadableError("a json-render spec whose root is no key", remedy="name the element to begin with")
    return value


def note_document(document: Document, notes: Notes) -> None:
    """Note what stands beside the root, for which a spec has no place, and what no reader goes down to."""
    for loss in (*losses_beside_root(document), *losses_too_deep(document, DEEPEST)):
        notes.add(loss.path, loss.what, loss.done)


def state_of(options: Options) -> dict[str, Any]:
    """The initial state: the data of the context, with that of `{props.x}` under `props`."""
    context, props = options.data.get("context", {}), options.data.get("props", {})
    return {**context, **({"props": props} if props else {})} if isinstance(context, dict) else {}


def _placed(noted: list[Noted], text: str) -> tuple[Loss, ...]:
    """Losses with the lines and columns that they come from."""
    places = PositionMap(text)
    found = []
    for loss, source in noted:
        where = places.nearest(source)
        found.append(loss._replace(line=where.line, column=where.column))
    return tuple(found)
