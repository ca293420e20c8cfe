"""Reading a file that somebody else may have named: a repository can hold a link to a device that never ends."""

from __future__ import annotations

import errno
import io
import os
import stat
from pathlib import Path
from typing import Protocol

MOST_SOURCE = 16 << 20
"""Bytes of a file that people write by hand: a configuration, a preset, a prompt."""
MOST_GIVEN = 64 << 20
"""Bytes of a file that a program may have written: a list of prompts, an API's description, a baseline."""

_PIECE = 1 << 20


class Readable(Protocol):
    """A stream of bytes with a buffer, which gives less than it was asked for at its end alone."""

    def read(self, size: int, /) -> bytes:
        """So many bytes, or what is left."""


def read_bounded(path: str | Path, most: int = MOST_SOURCE) -> bytes:
    """The bytes of a file, a pipe or a device; as `Path.read_bytes`, but an end is waited for only so long.

    Args:
        path: of the file.
        most: so many bytes are taken at most.

    Raises:
        OSError: it cannot be read, or is larger (`EFBIG`; its `strerror` says what the limit is).
    """
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123  half the time of `Path.open`
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise _too_large(most)
        raw = file.read(size + 1) or b""
        return raw if len(raw) == size else _with_rest(file, most, raw)


def read_stream(file: Readable, most: int = MOST_GIVEN, before: bytes = b"") -> bytes:
    """What is left in a stream, behind what was read of it `before`.

    Raises:
        OSError: as of `read_bounded`.
    """
    parts, left, ended = [before], most - len(before), False
    while left >= 0 and not ended:
        asked = min(left + 1, _PIECE)
        parts.append(file.read(asked))
        left -= len(parts[-1])
        ended = len(parts[-1]) < asked  # to ask again would make somebody at a terminal press Ctrl-D twice
    if left < 0:
        raise _too_large(most)
    return b"".join(parts)


def read_own(path: str | Path) -> bytes:
    """The bytes of a file that only this user, or the machine's administrator, can have written.

    In a folder that others may write to, anybody could have put a file, a link or a pipe in the place of one of ours.

    Raises:
        OSError: it cannot be read, or is none such (`EPERM`).
    """
    how = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # Windows has the last, and no other
        how |= getattr(os, name, 0)
    with open(os.open(path, how), "rb", buffering=0) as file:  # noqa: PTH123
        status = os.fstat(file.fileno())
        if not is_own(status):
            raise OSError(errno.EPERM, "others could have written it")
        raw = file.read(status.st_size + 1) or b""
        return raw if len(raw) == status.st_size else _with_rest(file, MOST_GIVEN, raw)


def is_own(status: os.stat_result) -> bool:
    """Whether it is of a file that nobody but this user, or the machine's administrator, could have written."""
    if not stat.S_ISREG(status.st_mode):
        return False
    return os.name == "nt" or (not status.st_mode & 0o022 and status.st_uid in {os.getuid(), 0})


def _with_rest(file: io.FileIO, most: int, before: bytes) -> bytes:
    """What is left of a file that is larger than was said, as pipes and devices are, and those that grow."""
    with io.BufferedReader(file) as buffered:
        return read_stream(buffered, most, before)


def _too_large(most: int) -> OSError:
    return OSError(errno.EFBIG, f"larger than {most >> 20} MiB")
