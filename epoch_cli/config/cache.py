"""What was worked out from a file's bytes, kept on disk until the bytes change (design section 8).

Checking a TOML file needs tomllib and pydantic, which take longer to import than Epoch takes to judge a hundred files.
So the outcome, as JSON and never pickle, is stored under the digest of what it came from: the same bytes read by the
same Epoch give the same outcome, and nothing has to be invalidated. A cache that cannot be used costs time, never an
answer: whatever is wrong with it, the outcome is made again. That others could have written an entry is wrong, too: it
may hold what only the user's own configuration may say, such as a command that prints a key.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from epoch_cli import __version__
from epoch_cli.config.bounded_reading import read_own
from epoch_cli.config.whole_files import make_private

JSON = Any

MAX_ENTRIES = 256
"""A few catalogs and configurations a project: a hundred projects fit."""
MAX_BYTES = 64 << 20
_SUFFIX, _UNFINISHED = ".json", ".part"
_DIGEST = 64  # hexadecimal digits of a SHA-256


class Held(NamedTuple):
    """How many entries of a cache, and the bytes that they take."""

    entries: int = 0
    bytes: int = 0


class Cache:
    """Outcomes by the digest of what they were made from, as files of one folder that only its owner can read.

    Args:
        directory: where the entries are; made when the first one is written. It need not exist or be writable.

    Attributes:
        failure: the first thing that kept an entry from being removed by `clear`, for people; empty for nothing.
    """

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.failure = ""

    def cached(self, kind: str, raw: bytes, make: Callable[[], JSON]) -> JSON:
        """What `make()` gives for these bytes, from the cache when it was made before.

        `kind` says what is made, as part of a file name; change it (`settings-1`, `settings-2`) when the same bytes
        are to give something else. `make` gives JSON data; what JSON cannot carry, such as infinity, is given back
        but not kept. Two processes may make the same thing at once; either entry is good.

        Raises:
            Exception: whatever `make` raises; that is not kept.
        """
        digest = hashlib.sha256(b"\0".join((kind.encode(), __version__.encode(), raw))).hexdigest()
        path = self.directory / f"{kind}-{digest}{_SUFFIX}"
        try:
            return _opened(read_own(path))
        except (OSError, ValueError):
            value = make()
        with suppress(OSError):
            self._keep(path, value)
        return value

    def stats(self) -> Held:
        """What there is, with what killed processes left unfinished; nothing, where the folder cannot be read."""
        sizes = [size for _, size, _ in self._entries()]
        return Held(len(sizes), sum(sizes))

    def clear(self) -> Held:
        """Remove everything; gives what was removed."""
        sizes = []
        for _, size, path in self._entries():
            try:
                Path(path).unlink()
                sizes.append(size)
            except FileNotFoundError:
                continue  # another process was faster
            except OSError as error:
                self.failure = self.failure or f"{path}: cannot be removed ({error.strerror})"
        return Held(len(sizes), sum(sizes))

    def _keep(self, path: Path, value: JSON) -> None:
        try:
            body = orjson.dumps(value)
        except orjson.JSONEncodeError:
            return
        if orjson.loads(body) != value:
            return
        make_private(self.directory)
        unfinished = path.with_name(f"{path.name}.{os.urandom(6).hex()}{_UNFINISHED}")
        try:
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
                file.write(b"%b\n%b" % (hashlib.sha256(body).hexdigest().encode(), body))
            unfinished.replace(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        self._prune(str(path))

    def _prune(self, newest: str) -> None:
        """Remove the oldest entries when there are too many, and with them what a killed process left unfinished.

        The newest stays: what a clock that was a year ahead left here would else be younger, and nothing be kept.
        """
        size = 0
        entries = sorted(self._entries(), key=lambda entry: (entry[2] == newest, entry), reverse=True)
        for count, (_, own, path) in enumerate(entries, 1):
            size += own
            if count > MAX_ENTRIES or size > MAX_BYTES:
                with suppress(OSError):
                    Path(path).unlink()

    def _entries(self) -> list[tuple[float, int, str]]:
        """The time of the last change, the bytes and the path of each entry."""
        entries = []
        with suppress(OSError), os.scandir(self.directory) as files:
            for file in files:
                if file.name.endswith((_SUFFIX, _UNFINISHED)):
                    with suppress(OSError):  # another process removed it
                        status = file.stat(follow_symlinks=False)
                        entries.append((status.st_mtime, status.st_size, file.path))
        return entries


def _opened(entry: bytes) -> JSON:
    """The value of an entry.

    Raises:
        ValueError: it is not as it was written.
    """
    body = memoryview(entry)[_DIGEST + 1 :]  # no second copy of half a megabyte
    if entry[: _DIGEST + 1] != b"%b\n" % hashlib.sha256(body).hexdigest().encode():
        raise ValueError("damaged")
    return orjson.loads(body)
