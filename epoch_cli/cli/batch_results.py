"""The folder of a batch: a document for each prompt, and what is known of how each came to be.

DIR/ID.json            the document of a prompt that was answered to its end
DIR/ID.partial.json    what there is of one that was not: the next run asks for it again
DIR/results.jsonl      a line for each prompt that was asked, as on stdout, with a digest of what was asked; before its
                       document is written, another says so: of an id the last line counts. A file of an id that no
                       line tells of is somebody else's
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson

from epoch_cli.cli.batch_items import Item
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.events import harmless
from epoch_cli.linting.writing import replace_file

_LOG = "results.jsonl"
_ROOM = b" " * 4096
"""What must fit beside the results before a prompt is asked: a line or two."""
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
        self._log = folder / _LOG
        self._known, self._own = _read(self._log)
        self._held: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        held, self._held = self._held, None
        if held is not None:
            os.close(held)

    def begin(self) -> None:
        """Try to write, before anybody is asked; until the end no other batch writes here.

        Raises:
            UnreadableError: there is no room, or it may not be written.
            UsageError: another batch is at it, or the list of results is no file.
        """
        try:
            self._held = self._open(os.O_RDWR)
            if not _alone(self._held):
                raise UsageError(
                    f"{self._folder}: another batch writes there", remedy="wait for it, or choose another folder"
                )
            size = os.lseek(self._held, 0, os.SEEK_END)
            try:
                _write(self._held, _ROOM)  # opening takes no room, and would tell nothing of a full disk
            finally:
                os.ftruncate(self._held, size)
            if size and os.lseek(self._held, size - 1, os.SEEK_SET) and os.read(self._held, 1) != b"\n":
                _write(self._held, b"\n")  # its last line was being written when a process died
        except OSError as error:
            raise _unwritable(self._log, error) from None

    def done(self, item: Item) -> dict[str, Any] | None:
        """What is known of an item that need not be asked again; None for one that has to be.

        Its file is there and whole, and was made for this prompt.
        """
        path = self._path(item)
        row = self._known.get(item.id, {})
        of_this = row.get("request") == item.digest and row.get("status") == "complete"
        if not of_this or not _is_whole(path):
            return None
        return {**row, "file": str(path)}

    def check(self, item: Item, *, force: bool) -> None:
        """See that what will be written for an item takes the place of nothing but what a batch has put there.

        Raises:
            UsageError: there is a file of which nothing is known, and not `force`; or something that is no file.
        """
        for path in (self._path(item), self._path(item, partial=True)):
            try:
                mode = path.lstat().st_mode
            except OSError:  # whether it can be written is seen when it is
                continue
            if not stat.S_ISREG(mode):
                raise UsageError(f"{path} is no file of ours", remedy="give the line another id, or move it away")
            if not force and item.id not in self._own:
                raise UsageError(f"{path} exists, and no batch made it", remedy="give another id, or add --force")

    def save(self, item: Item, document: bytes, *, whole: bool) -> Path:
        """Write a document: in its place when it is whole, else beside it.

        Raises:
            UnreadableError: it cannot be written; what was there is as it was.
        """
        path, partial = self._path(item), self._path(item, partial=True)
        # or, killed between this and its line, it would count for the prompt whose line is there, or for nobody's
        with suppress(UnreadableError):  # the document is worth more than what is known of it
            self.note(item, {"id": item.id, "status": _SAVING})
        replace_file(path if whole else partial, document)
        if whole:
            with suppress(OSError):  # of an earlier run
                partial.unlink(missing_ok=True)
        return path if whole else partial

    def note(self, item: Item, row: Mapping[str, Any]) -> None:
        """Keep what is told of an item.

        Raises:
            UnreadableError: it cannot be written.
        """
        line = result_line({**row, "request": item.digest})
        try:
            file = self._open(os.O_WRONLY)
            try:
                _write(file, line)
            finally:
                os.close(file)
        except OSError as error:
            raise _unwritable(self._log, error) from None

    def _open(self, how: int) -> int:
        """Open the list of results: never through a link, and without waiting for who would read a pipe."""
        more = (getattr(os, name, 0) for name in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK"))
        return os.open(self._log, how | os.O_CREAT | os.O_APPEND | sum(more), 0o666)

    def _path(self, item: Item, *, partial: bool = False) -> Path:
        return self._folder / f"{item.id}{'.partial' if partial else ''}.json"


def _unwritable(path: Path, error: OSError) -> UnreadableError:
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    remedy = "make room there" if full else "check who it belongs to and its permissions, or choose another folder"
    return UnreadableError(f"{path}: cannot be written ({error.strerror})", remedy=remedy)


def _write(file: int, data: bytes) -> None:
    if os.write(file, data) < len(data):  # a disk that is about to be full takes a part without an error
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _alone(file: int) -> bool:
    """Whether no other process has the list of results; Windows cannot tell, nor can some network disks."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _read(path: Path) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """The last line of each id, and the ids for which documents were written.

    A line that cannot be read was being written when a process died.
    """
    rows: dict[str, dict[str, Any]] = {}
    own: set[str] = set()
    try:
        lines = path.read_bytes().splitlines() if stat.S_ISREG(path.lstat().st_mode) else []
    except OSError:
        return rows, own
    for line in lines:
        with suppress(orjson.JSONDecodeError):
            row = orjson.loads(line)
            if isinstance(row, dict):
                rows[str(row.get("id"))] = row
                if row.get("status") == _SAVING or row.get("file"):
                    own.add(str(row.get("id")))
    return rows, own


def _is_whole(path: Path) -> bool:
    """Whether there is a document in a file."""
    try:
        document = orjson.loads(path.read_bytes()) if stat.S_ISREG(path.lstat().st_mode) else None
    except (OSError, orjson.JSONDecodeError):
        return False
    return isinstance(document, dict) and isinstance(document.get("root"), dict)
