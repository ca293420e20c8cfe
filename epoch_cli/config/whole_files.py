"""Files of the user's that are read and written as a whole: never half there, and by one process at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from epoch_cli.config.bounded_reading import is_own
from epoch_cli.errors import ConfigError


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


def read_whole(path: Path, most: int, *, made_by: str = "", own: bool = False) -> bytes | None:
    """What is in a file; None where there is none.

    Args:
        path: the file, or a link to it.
        most: so many bytes it may have.
        made_by: the command that makes another one, for the remedies; empty where people write it.
        own: only what nobody but this user could have written counts.

    Raises:
        ConfigError: it cannot be read, is no file, is too large, or others could have written it.
    """
    again = f", and run `{made_by}` again" if made_by else ""
    try:
        opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # a pipe would be waited for without end
        try:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode):
                raise ConfigError(f"{path}: is no file", remedy=f"move it away{again}")
            if own and not is_own(status):
                raise ConfigError(
                    f"{path}: others could have written it, so nothing in it counts", remedy=f"remove it{again}"
                )
            with open(opened, "rb", closefd=False) as file:
                raw = file.read(most + 1)
        finally:
            os.close(opened)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})", remedy="check its permissions") from None
    if len(raw) > most:
        raise ConfigError(f"{path}: larger than it can be ({most >> 20} MiB)", remedy=f"move it away{again}")
    return raw


def write_private(path: Path, data: bytes) -> None:
    """Write a file that nobody but its owner may read, and make its folder if need be.

    Raises:
        ConfigError: it cannot be written; it is as it was.
    """
    try:
        make_private(target_of(path).parent)
        write_whole(path, data, mode=0o600)
    except OSError as error:
        raise unwritten(path, error) from None


def unwritten(path: Path, error: OSError) -> ConfigError:
    """What is said of a file that could not be written."""
    remedy = "check the permissions of its folder, and make room"
    return ConfigError(f"{path}: cannot be written ({error.strerror or error})", remedy=remedy)


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
