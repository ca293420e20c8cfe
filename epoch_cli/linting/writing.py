"""Writing a file so that it is never half there."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from epoch_cli.errors import UnreadableError


def replace_file(path: str | Path, data: bytes, *, private: bool = False) -> None:
    """Write a file as a whole, beside its place first; its mode is kept, and a link still leads to it.

    What is no ordinary file, such as `/dev/null` or a pipe, is written to and stays what it is. One that is `private`
    can be read by nobody but its owner, whatever its mode was.

    Raises:
        UnreadableError: it cannot be written; it is as it was.
    """
    target = Path(path).resolve()
    part: Path | None = None
    try:
        if is_special(path):
            Path(path).write_bytes(data)  # not to the target: that of /dev/stdout may have no name
            return
        mode = 0o600 if private else _mode_of(target)
        number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
        part = Path(name)
        with os.fdopen(number, "wb") as file:
            file.write(data)
        part.chmod(mode)
        part.replace(target)
    except OSError as error:
        remedy = "check the folder and its permissions, and make room"
        raise UnreadableError(f"{path}: cannot be written ({error.strerror or error})", remedy=remedy) from None
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def is_special(path: str | Path) -> bool:
    """Whether there is a device, a pipe or a socket, which no file may be put in place of."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116  a Path fails on names that are too long
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _mode_of(path: Path) -> int:
    return path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
