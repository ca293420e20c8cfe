"""The extensions of a project: files in `.epoch/`, read once and as bytes; nothing here imports or compiles them.

Consent is given to bytes. So the files are read before they are compared with what was trusted, and what was read is
what is run: a file that changes in between changes nothing. Links are not followed, as they may lead elsewhere.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from epoch_cli.errors import ConfigError
from epoch_cli.extensions.entries import FOLDER, KINDS, NAME, Entry

MOST_FILES = 200
MOST_BYTES = 1 << 20

_PASSED_OVER = "__pycache__"
"""What other tools leave behind: it is never imported from here, and it would end the consent."""


@dataclass(frozen=True)
class ProjectFiles:
    """What a project has to offer: its `.epoch` folder, and every file of the four folders in there, by its name in it.

    `trouble` says why they cannot be trusted at all, such as a link among them; empty for nothing.
    """

    folder: Path
    files: Mapping[str, bytes]
    trouble: str = ""

    @cached_property
    def digests(self) -> dict[str, str]:
        """The SHA-256 of each file, in hexadecimal."""
        return {name: hashlib.sha256(raw).hexdigest() for name, raw in self.files.items()}

    def entries(self) -> list[Entry]:
        """The extensions that they are: `KIND/NAME.py`."""
        whole = hashlib.sha256(repr(sorted(self.digests.items())).encode()).hexdigest()[:16]
        found = []
        for kind in KINDS:
            for name, raw in self.files.items():
                inner = name.removeprefix(f"{kind}/").removesuffix(".py")
                if name == f"{kind}/{inner}.py" and NAME.fullmatch(inner):
                    found.append(Entry(kind, inner, f"{FOLDER}/{name}", str(self.folder / name), raw, whole))
        return found


def read_files(folder: Path) -> ProjectFiles:
    """Every file that consent is about.

    Raises:
        ConfigError: one cannot be read.
    """
    files: dict[str, bytes] = {}
    troubles: list[str] = []
    if folder.is_symlink():
        return ProjectFiles(folder, {}, f"{folder} is a link")
    for path in _walk(folder, troubles):
        name = path.relative_to(folder).as_posix()
        if len(files) >= MOST_FILES:
            troubles.append(f"it holds more than {MOST_FILES} files")
            break
        raw = _read(path)
        if raw is None:
            troubles.append(f"{name} is no plain file of at most {MOST_BYTES >> 20} MiB")
        else:
            files[name] = raw
    return ProjectFiles(folder, files, troubles[0] if troubles else "")


def _walk(folder: Path, troubles: list[str]) -> Iterator[Path]:
    """All that is in the four folders and is no folder, by name; what is a link is noted."""
    waiting = [folder / kind for kind in reversed(KINDS) if (folder / kind).is_dir() or (folder / kind).is_symlink()]
    while waiting:
        place = waiting.pop()
        if place.is_symlink():
            troubles.append(f"{place.relative_to(folder).as_posix()} is a link")
        elif place.is_dir():
            if place.name != _PASSED_OVER:
                waiting += sorted(_inside(place), reverse=True)
        else:
            yield place


def _inside(place: Path) -> list[Path]:
    try:
        return list(place.iterdir())
    except OSError as error:
        raise ConfigError(f"{place}: cannot be read ({error.strerror})", remedy="check its permissions") from None


def _read(path: Path) -> bytes | None:
    """The bytes of a plain file; None for one that is none, or is too large."""
    how = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, how), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})", remedy="check its permissions") from None
    return raw if len(raw) <= MOST_BYTES else None
