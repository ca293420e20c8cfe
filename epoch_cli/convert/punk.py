"""An Epoch document as it is saved: what the Punk renderer takes, `{punkVersion, schemaVersion, root}`."""

from __future__ import annotations

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options, ReadBack, Written
from epoch_cli.document import Document, finished
from epoch_cli.document.canonical import canonical, pretty
from epoch_cli.errors import UnreadableError
from epoch_cli.linting.documents import document_of, require_document


def write(document: Document, catalog: Catalog, options: Options) -> Written:  # noqa: ARG001  as every writer
    """The document in its canonical form, with both versions."""
    return Written(f"{pretty(canonical(finished(document)))}\n")


def read(text: str, catalog: Catalog, options: Options) -> ReadBack:  # noqa: ARG001  as every reader
    """A document as it stands, or what patches or a session left.

    Raises:
        UnreadableError: it is none of these; its message begins with the place.
    """
    try:
        document = require_document(document_of("", text.encode("utf-8", "surrogatepass")), "")
    except UnreadableError as error:
        raise UnreadableError(error.message.lstrip(": "), remedy=error.remedy) from None
    return ReadBack(finished(document))
