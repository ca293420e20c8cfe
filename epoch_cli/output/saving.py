"""A file that a run is saved to: with `-o`, or from the screen."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.linting.writing import is_special, replace_file

_SHOWN = 60  # characters of a name that is too long


class FileOutput:
    """Data for `-o FILE`: kept until the run is over, then put in place as a whole.

    Args:
        path: of the file.
        force: it may replace one.
        private: nobody but its owner may read it, as what a session holds (design section 9).

    Raises:
        UsageError: the file exists, and may not be overwritten; or its folder does not.
    """

    def __init__(self, path: Path, *, force: bool, private: bool = False) -> None:
        _hold_to_length(path)
        if path.is_dir():
            raise UsageError(f"{path} is a folder", remedy="give the name of a file in it")
        replaces = force or is_special(path)
        if os.path.lexists(path) and not replaces:
            raise UsageError(f"{path} exists", remedy="choose another name, or add --force")
        if not path.parent.is_dir():
            raise UsageError(f"{path.parent} is no folder", remedy="create it first")
        self.path = path
        self._replaces = replaces
        self._private = private
        self._parts: list[bytes] = []

    @property
    def data(self) -> bytes:
        """All that was kept so far."""
        return b"".join(self._parts)

    def write(self, data: bytes) -> None:
        """Keep some more."""
        self._parts.append(data)

    def save(self) -> None:
        """Write the file, beside its place first, so that it is never half there.

        Raises:
            UsageError: there is one by now, which may not be overwritten.
            UnreadableError: it cannot be written.
        """
        if self._replaces:
            replace_file(self.path, self.data, private=self._private)
            return
        part = self.path.with_name(f".{self.path.name[:40]}.{os.getpid()}.part")
        try:
            part.unlink(missing_ok=True)
            how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            with os.fdopen(os.open(part, how, 0o600 if self._private else 0o666), "wb") as file:
                file.write(self.data)
            os.link(part, self.path)  # unlike a rename, never over what has come to be there since
        except FileExistsError:
            raise UsageError(f"{self.path} exists by now", remedy="choose another name, or add --force") from None
        except OSError as error:
            remedy = "make room there, and run again"
            raise UnreadableError(f"{self.path}: cannot be written ({error.strerror})", remedy=remedy) from None
        finally:
            with suppress(OSError):  # what is wrong with it has been said
                part.unlink(missing_ok=True)


def _hold_to_length(path: Path) -> None:
    """Raises `UsageError` for a name that no file can have, before anybody is asked."""
    try:
        path.lstat()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            shown = f"{str(path)[:_SHOWN]}…"
            raise UsageError(f"{shown}: {error.strerror}", remedy="choose a shorter name") from None
