"""Documents that an argument or a flag names, and what a run starts from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.cli.streams import say
from epoch_cli.config.paths import sessions_dir
from epoch_cli.document import Document
from epoch_cli.engine import Options
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.output.text import visible
from epoch_cli.sessions import find_session


def read_document(name: str) -> Any:
    """The document of a file, of stdin for `-`, or of a session by its id.

    Raises:
        UnreadableError: it cannot be read.
        UsageError: several sessions begin with this id.
    """
    from epoch_cli.linting.documents import document_of  # only where there is one to read

    return document_of(*read_named(name))


def read_named(name: str) -> tuple[str, bytes]:
    """What is in the file, the session or the stdin that a document is read from, after how it is called in errors.

    Raises:
        UnreadableError, UsageError: as `read_document`.
    """
    from epoch_cli.linting.sources import Source, read_source  # as above

    shown = "stdin" if name == "-" else name
    try:
        raw = sys.stdin.buffer.read() if name == "-" else read_source(Source(name, _path(name)))
    except OSError as error:
        raise UnreadableError(f"{shown}: cannot be read ({error.strerror})", remedy="check the path") from None
    except UnreadableError as error:
        raise UnreadableError(f"{shown}: {error.message}", remedy=error.remedy) from None
    return shown, raw


def _path(name: str) -> str:
    """Where a file is: what is named, or the file of the session with this id."""
    if not Path(name).exists():
        try:
            return str(find_session(sessions_dir(), name))
        except UnreadableError:
            if name.startswith("@"):  # what can only be a session is not missed as a file
                raise
    return name


def read_base(name: str | None, *, stdin_taken: bool) -> Document | None:
    """The document of a `--base` flag; None without one.

    Args:
        name: as for `read_document`.
        stdin_taken: stdin is what another argument reads.

    Raises:
        UnreadableError: it cannot be read, or is no document.
        UsageError: two arguments read stdin, or several sessions begin with this id.
    """
    if name is None:
        return None
    if name == "-" and stdin_taken:
        raise UsageError("stdin can be one of the two only", remedy="give --base a file")
    from epoch_cli.linting.documents import require_document  # as above

    return require_document(read_document(name), name)


def say_findings_of_base(name: str, catalog: Catalog, options: Options) -> None:
    """Say that a base is not clean: it may be changed all the same, and what is wrong with it stays (decision 3)."""
    from epoch_cli.validation import validate

    report = validate(
        options.document or {}, catalog, profile=options.profile, models=options.models, rules=options.rules
    )
    if report.gates:
        count = len(report.gates)
        what = "an error, which stays" if count == 1 else f"{count} errors, which stay"
        say(visible(f"epoch: {name} has {what} where no patch mends it; see epoch validate {name}"))
