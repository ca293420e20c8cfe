"""The folder of a batch: a document for each prompt, and what is known of how each came to be.

DIR/ID.json            the document of a prompt that was answered to its end
DIR/ID.partial.json    what there is of one that was not: the next run asks for it again
DIR/results.jsonl      a line for each prompt that was asked, as on stdout, with a digest of what was asked; before its
                       document is written, another says so: of an id the last line counts
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from epoch_cli.cli.batch_items import Item
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.events import harmless
from epoch_cli.linting.writing import replace_file

_LOG = "results.jsonl"
_SAVING = "saving"
"""The status of a prompt whose document is being written: of one that stays so nobody knows which prompt made it."""


def result_line(row: Mapping[str, Any]) -> bytes:
    """A result as one line of JSON that no terminal obeys."""
    return harmless(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE))


class Results:
    """The results of a batch in their folder, which is made when it is not there.

    Raises:
        UsageError: it is no folder.
        UnreadableError: it cannot be made.
    """

    def __init__(self, folder: Path) -> None:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is no folder", remedy="name one for the documents")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UnreadableError(f"{folder}: cannot be made ({error.strerror})", remedy="check the path") from None
        self._folder = folder
        self._known = _read(folder / _LOG)

    def done(self, item: Item) -> dict[str, Any] | None:
        """What is known of an item that need not be asked again; None for one that has to be.

        Its file is there and whole, and was not made for another prompt of the same id.
        """
        path = self._path(item)
        row = self._known.get(item.id, {})
        of_this = not row or (row.get("request") == item.digest and row.get("status") == "complete")
        if not of_this or not _is_whole(path):
            return None
        return {**row, "file": str(path)}

    def save(self, item: Item, document: bytes, *, whole: bool) -> Path:
        """Write a document: in its place when it is whole, else beside it.

        Raises:
            UnreadableError: it cannot be written; what was there is as it was.
        """
        path, partial = self._path(item), self._path(item, partial=True)
        if whole:  # or, killed between this and its line, it would count for the prompt whose line is there
            with suppress(UnreadableError):  # the document is worth more than what is known of it
                self.note(item, {"id": item.id, "status": _SAVING})
        replace_file(path if whole else partial, document)
        if whole:
            with suppress(OSError):  # of an earlier run
                partial.unlink(missing_ok=True)
        return path if whole else partial

    def note(self, item: Item, row: Mapping[str, Any]) -> None:
        """Keep what is told of an item; in one write, so that two batches do not mix their lines.

        Raises:
            UnreadableError: it cannot be written.
        """
        path = self._folder / _LOG
        line = result_line({**row, "request": item.digest})
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
            try:
                os.write(file, line)
            finally:
                os.close(file)
        except OSError as error:
            raise UnreadableError(f"{path}: cannot be written ({error.strerror})", remedy="make room there") from None

    def _path(self, item: Item, *, partial: bool = False) -> Path:
        return self._folder / f"{item.id}{'.partial' if partial else ''}.json"


def _read(path: Path) -> dict[str, dict[str, Any]]:
    """The last line of each id; one that cannot be read was being written when a process died."""
    rows: dict[str, dict[str, Any]] = {}
    try:
        lines = path.read_bytes().splitlines()
    except OSError:
        return rows
    for line in lines:
        with suppress(orjson.JSONDecodeError):
            row = orjson.loads(line)
            if isinstance(row, dict):
                rows[str(row.get("id"))] = row
    return rows


def _is_whole(path: Path) -> bool:
    """Whether there is a document in a file."""
    try:
        document = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return False
    return isinstance(document, dict) and isinstance(document.get("root"), dict)
