"""Writing a session while it happens: one `write` a line, so that nothing is lost but the line being written."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from epoch_cli.config.whole_files import make_private
from epoch_cli.errors import UnreadableError
from epoch_cli.events import Event, encode
from epoch_cli.sessions.store import session_path

_MOST_NAMES = 1000


class Recorder:
    """Appends events to a session file of its own, 0600 from its creation.

    Raises:
        UnreadableError: the file or its folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._size = 0
        try:
            make_private(path.parent)
            # O_EXCL: a session is never continued by accident, nor written through somebody's symbolic link
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._file = os.open(path, flags, 0o600)  # which no child process inherits
        except OSError as error:
            raise UnreadableError(
                f"{path}: the session cannot be written ({error.strerror})", remedy="run with --no-log, or make room"
            ) from None

    @classmethod
    def of(cls, directory: Path, session: str) -> Self:
        """A recorder for a session of this id; of `ID-2`, or the next that is free, where a file has its name.

        Errors as of the class.
        """
        number = 1
        while True:
            path = session_path(directory, session if number == 1 else f"{session}-{number}")
            try:
                return cls(path)
            except UnreadableError:
                if number == _MOST_NAMES or not os.path.lexists(path):
                    raise
            number += 1

    def record(self, event: Event) -> None:
        """Write one event; raises `OSError` when the disk does not take it, and leaves no part of it behind."""
        line = encode(event)
        try:
            written = os.write(self._file, line)
            while written < len(line):  # only where the file system takes less than asked: a full disk, a signal
                written += os.write(self._file, line[written:])
        except OSError:
            with suppress(OSError):  # a torn line is passed over by who reads it
                os.ftruncate(self._file, self._size)
            raise
        self._size += len(line)

    def close(self) -> None:
        """Close the file; it is complete as it stands."""
        os.close(self._file)

    def abandon(self) -> None:
        """Close the file and remove it: nothing is in it that anybody could read."""
        with suppress(OSError):
            self.close()
        with suppress(OSError):
            self.path.unlink()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
