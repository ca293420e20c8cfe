"""The files of the configuration as commands change them: found, read, checked and written, whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from epoch_cli.config.paths import user_config_file, working_folder
from epoch_cli.config.settings import OWN_FILE, SHARED_FILE, find_project_file
from epoch_cli.config.source import check_config, parse_toml
from epoch_cli.config.whole_files import alone, make_private, read_whole, target_of, unwritten, write_whole
from epoch_cli.errors import ConfigError

SHARED_TABLE = ("tool", "epoch")
"""The table of `pyproject.toml` that is ours."""
_MAX_BYTES = 16 << 20


class ConfigFile(NamedTuple):
    """A file of the configuration.

    Attributes:
        path: where it is; it need not be there.
        user: whether it is the user's own, which may set more than a project's.
        table: the table that is ours in it; none where all of it is.
    """

    path: Path
    user: bool
    table: tuple[str, ...] = ()

    @property
    def exists(self) -> bool:
        """Whether there is something at its place."""
        return self.path.exists()

    def read(self) -> bytes:
        """What is in it; nothing where it is not there.

        Raises:
            ConfigError: it cannot be read.
        """
        return read_whole(self.path, _MAX_BYTES) or b""

    def own(self, data: dict[str, Any]) -> Any:
        """Our part of its data; an empty table where it has none."""
        here: Any = data
        for name in self.table:
            here = here.get(name, {}) if isinstance(here, dict) else {}
        return here

    def refuse_wrong(self, raw: bytes) -> None:
        """See that this could be its content.

        Raises:
            ConfigError: it is not TOML, or says something that means nothing here.
        """
        data = self.own(parse_toml(raw, self.path))
        check_config(data, str(self.path), user=self.user, prefix=self.table)

    def is_right(self, raw: bytes) -> bool:
        """Whether this could be its content."""
        try:
            self.refuse_wrong(raw)
        except ConfigError:
            return False
        return True

    def change(self, make: Callable[[bytes], bytes]) -> bool:
        """Replace its content by what is made of it, while nobody else does; False where that is the same.

        Raises:
            ConfigError: it cannot be read or written; whatever `make` raises.
        """
        try:
            make_private(target_of(self.path).parent)
        except OSError as error:
            raise unwritten(self.path, error) from None
        with alone(self.path):
            before = self.read()
            after = make(before)
            if after == before:
                return False
            try:
                write_whole(self.path, after, mode=self._mode())
            except OSError as error:
                raise unwritten(self.path, error) from None
        return True

    def _mode(self) -> int:
        """Its permissions; of a new one its owner's alone, or for a project's what is usual here."""
        try:
            return stat.S_IMODE(self.path.stat().st_mode)
        except OSError:
            return 0o600 if self.user else 0o666 & ~_umask()


def user_file() -> ConfigFile:
    """The user's own file."""
    return ConfigFile(user_config_file(), user=True)


def project_file() -> ConfigFile:
    """The project's file where we are: the one that counts, or else the one that would be made.

    That is `epoch.toml` at the repository's root; where there is no repository, in the working folder.

    Raises:
        UsageError: the working folder is gone.
        ConfigError: a `pyproject.toml` on the way that names Epoch is not TOML.
    """
    here = working_folder()
    found = find_project_file(here)
    if found is None:
        root = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
        return ConfigFile(root / OWN_FILE, user=False)
    return ConfigFile(found, user=False, table=SHARED_TABLE if found.name == SHARED_FILE else ())


def chosen_file(*, project: bool) -> ConfigFile:
    """The file that a command changes; errors as `project_file`."""
    return project_file() if project else user_file()


def given_file(path: Path, *, user: bool) -> ConfigFile:
    """A file that somebody names: the user's own is known by its place, or by `config.toml`.

    Raises:
        ConfigError: it is not there.
    """
    if not path.exists():
        raise ConfigError(f"{path}: not found", remedy="check the path")
    own = target_of(path) == target_of(user_config_file()) or path.name == user_config_file().name
    return ConfigFile(path, user or own, SHARED_TABLE if path.name == SHARED_FILE else ())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
