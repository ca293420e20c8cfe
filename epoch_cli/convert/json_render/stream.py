"""A document as a json-render SpecStream: RFC 6902 operations on a spec, one a line; and back."""

from __future__ import annotations

from typing import Any

import orjson

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options, ReadBack, Written
from epoch_cli.convert.json_render.mapping import Spec
from epoch_cli.convert.json_render.mirror import Mirror, Operations
from epoch_cli.convert.json_render.notes import Notes, Unheard
from epoch_cli.convert.json_render.reading import document_of
from epoch_cli.convert.json_render.spec import check_spec, note_document, state_of
from epoch_cli.document import Document, Patch, apply_patch, parse_pointer
from epoch_cli.document.canonical import compact
from epoch_cli.document.pointer import array_index
from epoch_cli.errors import PatchError, UnreadableError
from epoch_cli.events import harmless
from epoch_cli.linting.text import fault_in_words
from epoch_cli.reading.strict_json import NotStrictError, parse_strict

_WHOLE: Patch = {"op": "add", "path": "/root"}


def write(document: Document, catalog: Catalog, options: Options) -> Written:
    """The document as a stream that builds it at once."""
    notes = Notes()
    text = _Lines(options).text(Mirror(catalog, notes).follow(document, _WHOLE))
    note_document(document, notes)
    return Written(text, notes.losses)


class SpecStream:
    """Writes a document while it grows. An operation for each thing that a patch changes, its lines together."""

    def __init__(self, catalog: Catalog, options: Options) -> None:
        self._catalog = catalog
        self._mirror = Mirror(catalog, Unheard())  # only the end is judged: what is lost may be gone by then
        self._lines = _Lines(options)

    def feed(self, document: Document, patch: Patch) -> str:
        """The lines that follow a patch; see `formats.Stream`."""
        return self._lines.text(self._mirror.follow(document, patch))

    def close(self, document: Document) -> Written:
        """What is left to write, and what could not be said of the whole; see `formats.Stream`."""
        notes = Notes()
        Mirror(self._catalog, notes).build(document)
        note_document(document, notes)
        rest = self._mirror.follow(document, _WHOLE) if self._mirror.root is None else []
        return Written(self._lines.text(rest), notes.losses)


class _Lines:
    """Operations as text, the first behind the state to begin with."""

    def __init__(self, options: Options) -> None:
        state = state_of(options)
        self._first: Operations = [{"op": "add", "path": "/state", "value": state}] if state else []

    def text(self, operations: Operations) -> str:
        """A line for each operation."""
        if not operations:
            return ""
        first, self._first = self._first, []
        return "".join(map(_line, (*first, *operations)))


def _line(operation: Patch) -> str:
    try:
        return harmless(orjson.dumps(operation, option=orjson.OPT_APPEND_NEWLINE)).decode()
    except TypeError:  # a number beyond 64 bit, or half a character: slower, as an escape
        return f"{compact(operation)}\n"


def stream(catalog: Catalog, options: Options) -> SpecStream:
    """Begin a stream."""
    return SpecStream(catalog, options)


# ---------------------------------------------------------------- read


def read(text: str, catalog: Catalog, options: Options) -> ReadBack:  # noqa: ARG001  as every reader
    """The document that a stream ends with. Fences and blank lines are passed over.

    Raises:
        UnreadableError: a line is no operation, or cannot be applied; its message begins with the line.
    """
    spec: Spec = {"root": "", "elements": {}}
    for number, line in enumerate(text.split("\n"), 1):
        written = line.strip()
        if written and not written.startswith("```"):
            spec = _applied(spec, _operation(written, number), number)
    spec.setdefault("root", "")  # it may have been removed
    notes = Notes()
    document = document_of(check_spec(spec), catalog, notes)
    return ReadBack(document, notes.losses)


def _operation(line: str, number: int) -> Patch:
    try:
        operation = parse_strict(line)
    except (NotStrictError, RecursionError) as error:
        what, remedy = ("nested too deeply", "flatten it")
        if isinstance(error, NotStrictError):
            what, remedy = fault_in_words(line, error)
        raise UnreadableError(f"{number}: {what}", remedy=remedy) from None
    told = [operation.get("path"), operation.get("op")] if isinstance(operation, dict) else [None]
    if not isinstance(operation, dict) or not all(isinstance(each, str) for each in told):
        raise UnreadableError(
            f"{number}: no operation of a SpecStream", remedy='such as {"op": "add", "path": "/root", …}'
        )
    return operation


def _applied(spec: Spec, operation: Patch, number: int) -> Spec:
    """Apply an operation as json-render does: a `replace` of nothing adds, and objects on the way are made."""
    try:
        if operation["op"] in {"add", "replace"}:
            operation = _making_way(spec, operation)
        made = apply_patch(spec, operation).document
    except PatchError as error:
        raise UnreadableError(f"{number}: {error.message}", remedy=error.remedy) from None
    return made if isinstance(made, dict) else {}


def _making_way(spec: Spec, operation: Patch) -> Patch:
    tokens = parse_pointer(operation["path"])
    here: Any = spec
    for token in tokens[:-1]:
        if isinstance(here, dict):
            here = here.setdefault(token, {})
        elif isinstance(here, list) and (index := array_index(token, len(here))) is not None:
            here = here[index]
        else:
            return operation
    missing = isinstance(here, dict) and bool(tokens) and tokens[-1] not in here
    return {**operation, "op": "add"} if missing else operation
