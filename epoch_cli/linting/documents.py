"""The document that a file holds or makes: as it stands there, or as its patches or its session left it."""

from __future__ import annotations

from typing import Any

from epoch_cli.document.node import Document, finished
from epoch_cli.document.patch import apply_patch
from epoch_cli.errors import PatchError, SessionError, UnreadableError
from epoch_cli.linting.kinds import kind_of_text, kind_of_value
from epoch_cli.linting.text import decoded, refused
from epoch_cli.reading import MalformedRead, PatchRead, PatchReader
from epoch_cli.reading.strict_json import BOM, NotStrictError, parse_strict
from epoch_cli.sessions.content import document_of as document_of_session
from epoch_cli.sessions.store import read_events


def document_of(name: str, raw: bytes) -> Any:
    """The document of a file: any JSON value of a document, what patches make of `{}`, what a session ended with.

    What patches and sessions make is given as it would be saved, with its versions.

    Args:
        name: how the file is shown in errors.
        raw: its bytes.

    Raises:
        UnreadableError: it is not UTF-8, JSON, patches that can be applied or a session; says where.
    """
    text = decoded(name, raw).removeprefix(BOM)
    try:
        value = parse_strict(text)
        kind = kind_of_value(value)
    except (NotStrictError, RecursionError) as error:
        kind = kind_of_text(text)
        if kind == "document":
            raise refused(name, text, error) from None
    if kind == "document":
        return value
    document = _of_patches(name, text) if kind == "patches" else _of_session(name, raw)
    return finished(document) if isinstance(document, dict) else document


def require_document(value: Any, name: str) -> Document:
    """A value that `document_of` gave, as a document: an object, whose root is one if it is there.

    Raises:
        UnreadableError: it is none.
    """
    if not isinstance(value, dict) or not isinstance(value.get("root", {}), dict):
        raise UnreadableError(f"{name}: not a document", remedy='it has to be an object such as {"root": {"type": …}}')
    return value


def _of_patches(name: str, text: str) -> Any:
    document: Any = {}
    reader = PatchReader(heal=False)
    for read in [*reader.feed(text), *reader.close()]:
        if isinstance(read, MalformedRead):
            raise UnreadableError(f"{name}: {read.message}", remedy="correct it there")
        if isinstance(read, PatchRead) and read.repairs:
            raise UnreadableError(f"{name}:{read.line}: not a patch", remedy="correct it there")
        if isinstance(read, PatchRead):
            try:
                document = apply_patch(document, read.patch).document
            except PatchError as error:
                raise UnreadableError(f"{name}:{read.line}: {error.message}", remedy=error.remedy) from None
    return document


def _of_session(name: str, raw: bytes) -> Any:
    try:
        events = list(read_events(raw.splitlines(keepends=True)))
    except SessionError as error:  # its message begins with the number of the line
        raise UnreadableError(f"{name}:{error.message}", remedy=error.remedy) from None
    try:
        return document_of_session(events)
    except SessionError as error:
        raise UnreadableError(f"{name}: {error.message}", remedy=error.remedy) from None
