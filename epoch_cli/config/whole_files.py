"""Files of the user's that are written as a whole: never half there, and by one process at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def target_of(path: Path) -> Path:
    """The file itself: a link to it, as people who keep such files elsewhere have it, stays one."""
    return Path(os.path.realpath(path))


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time from reading a file to writing it, or what another wrote would be lost.

    The folder is what is locked, since the file is another one after each writing. Where that cannot be done, as on
    Windows and some network drives, nobody waits.
    """
    lock = _locked(target_of(path).parent)
    try:
        yield
    finally:
        if lock is not None:
            os.close(lock)  # and with it the lock


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for its owner alone; one that is there stays as it is.

    Raises:
        OSError: it cannot be made.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        with suppress(FileExistsError):  # another process was faster
            each.mkdir(mode=0o700)


def write_whole(path: Path, data: bytes, *, mode: int) -> None:
    """Write a file under a new name that was its owner's from the first moment, and put it in place.

    Args:
        path: the file, or a link to it; its folder is there.
        data: all that is in it.
        mode: its permissions.

    Raises:
        OSError: it cannot be written; it is as it was.
    """
    target = target_of(path)
    unfinished = target.with_name(f"{target.name}.{os.urandom(6).hex()}.part")
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode != 0o600:
            unfinished.chmod(mode)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _locked(folder: Path) -> int | None:
    """A folder, open and locked; None where that cannot be done."""
    try:
        import fcntl  # noqa: PLC0415  not there on Windows
    except ImportError:
        return None
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    with suppress(OSError):
        fcntl.flock(opened, fcntl.LOCK_EX)
    return opened
