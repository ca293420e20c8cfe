"""Which projects' extensions the user has trusted: a file of the user's own, of folders and the digests of their files.

Only `epoch trust` writes it. No variable of the environment and no configuration can say yes instead.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import orjson

from epoch_cli.config.whole_files import alone, make_private, read_whole, target_of, write_private
from epoch_cli.errors import ConfigError

if TYPE_CHECKING:
    from datetime import datetime

_MOST_BYTES = 16 << 20


class Trusted(NamedTuple):
    """A consent: when it was given, and the SHA-256 of each file by its name in the folder."""

    since: str
    files: Mapping[str, str]


class TrustStore:
    """The consents of a user, by the real paths of `.epoch` folders.

    Args:
        path: the file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def covers(self, folder: Path, digests: Mapping[str, str]) -> bool:
        """Whether exactly these files were trusted.

        Raises:
            ConfigError: the file cannot be read, is none of ours, or others could have written it.
        """
        found = self.all().get(key_of(folder))
        return found is not None and dict(found.files) == dict(digests)

    def all(self) -> dict[str, Trusted]:
        """Every consent.

        Raises:
            ConfigError: as for `covers`.
        """
        raw = read_whole(self.path, _MOST_BYTES, made_by="epoch trust", own=True)
        if raw is None:
            return {}
        try:
            rows = orjson.loads(raw)["trusted"]
            return {folder: Trusted(str(row["since"]), dict(row["files"])) for folder, row in rows.items()}
        except (ValueError, TypeError, KeyError, AttributeError):
            remedy = "remove it, and run `epoch trust` again where you need it"
            raise ConfigError(f"{self.path}: is no list of trusted folders", remedy=remedy) from None

    def give(self, folder: Path, digests: Mapping[str, str], now: datetime) -> None:
        """Trust these files of a folder, and no others.

        Raises:
            ConfigError: as for `covers`, or the file cannot be written.
        """
        with suppress(OSError):  # writing will say what is wrong
            make_private(target_of(self.path).parent)
        with alone(self.path):
            row = Trusted(now.isoformat(timespec="seconds"), dict(sorted(digests.items())))
            self._write({**self.all(), key_of(folder): row})

    def take_back(self, folder: Path) -> bool:
        """Trust a folder no more; False when it was not trusted.

        Raises:
            ConfigError: as for `give`.
        """
        if not self.path.exists():
            return False
        with alone(self.path):
            left = self.all()
            if left.pop(key_of(folder), None) is None:
                return False
            self._write(left)
        return True

    def _write(self, trusted: Mapping[str, Trusted]) -> None:
        rows = {folder: each._asdict() for folder, each in sorted(trusted.items())}
        body = orjson.dumps({"trusted": rows}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        write_private(self.path, body)


def key_of(folder: Path) -> str:
    """What a folder is known by: its real path, so that no link makes another project look like it."""
    return os.path.realpath(folder)
