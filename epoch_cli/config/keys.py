"""API keys: where each is found, and the file that `epoch keys set` writes.

The order is the row's environment variables, then the user's file of keys, then the command that the user's
configuration names (`key-cmd`). Nothing here puts a key, or what such a command printed, into a message; a `Key` shows
itself as `***`.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import orjson

from epoch_cli.config.whole_files import alone, make_private, read_whole, target_of, write_private
from epoch_cli.errors import ConfigError, ProviderError

COMMAND_SECONDS = 30.0
"""How long a `key-cmd` may take; long enough for a person to unlock a password manager."""

LEAST_KEY = 20
"""What has so many characters may be a key that was put where a name belongs, so it is not shown."""

_MAX_BYTES = 1 << 20
_UNSENDABLE = re.compile(r"[^\x21-\x7e]")


class KeySource(Protocol):
    """What a provider's row says about its key."""

    @property
    def name(self) -> str:
        """The name that its key is stored under."""
        ...

    @property
    def key_variables(self) -> tuple[str, ...]:
        """The environment variables that its key may be in."""
        ...

    @property
    def key_command(self) -> str:
        """The user's command that prints it; empty for none."""
        ...


@dataclass(frozen=True, slots=True)
class Key:
    """A key and where it was found: a variable's name, the path of the file of keys, or `key-cmd`."""

    text: str = field(repr=False)
    where: str

    def __str__(self) -> str:
        return "***"


def checked_key(text: str, what: str) -> str:
    """A key as it can be sent in a header: visible ASCII, without the white space around it.

    Args:
        text: what was found or typed.
        what: what that is, for the message.

    Raises:
        ProviderError: it is empty, or holds what a header cannot carry; the message shows none of it.
    """
    key = text.strip()
    if not key:
        raise ProviderError(f"{what} is empty", remedy="copy the key again, whole", kind="auth")
    wrong = _UNSENDABLE.search(key)
    if wrong is None:
        return key
    character = wrong[0]
    found = "a line break" if character in "\r\n" else "a space" if character.isspace() else ""
    found = found or ("a control character" if character.isascii() else "a character that is not ASCII")
    raise ProviderError(f"{what} holds {found}, so it is no key", remedy="copy the key again, on one line", kind="auth")


# ---------------------------------------------------------------- the file


class KeyStore:
    """The user's file of keys: a JSON object of names and keys, which only its owner may read.

    Args:
        path: the file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def get(self, name: str) -> str | None:
        """The key of a provider, None when it is not there.

        Raises:
            ConfigError: the file cannot be read, or is no file of keys; says where.
        """
        return self._read().get(name)

    def names(self) -> list[str]:
        """The providers whose keys are there, sorted.

        Raises:
            ConfigError: as for `get`.
        """
        return sorted(self._read())

    def set(self, name: str, key: str) -> None:
        """Keep a key, over the one there was.

        Raises:
            ConfigError: as for `get`, or the file cannot be written.
        """
        with suppress(OSError):  # writing will say what is wrong
            make_private(target_of(self.path).parent)
        with alone(self.path):
            self._write({**self._read(), name: key})

    def remove(self, name: str) -> bool:
        """Forget a key; False when it was not there.

        Raises:
            ConfigError: as for `set`.
        """
        with alone(self.path):
            keys = self._read()
            if keys.pop(name, None) is None:
                return False
            self._write(keys)
        return True

    def exposure(self) -> str:
        """Who else may read or change the file, and how that is mended; empty when nobody may, or there is none."""
        if os.name == "nt":  # there the folder's access list decides, and the mode says nothing
            return ""
        try:
            mode = stat.S_IMODE(self.path.stat().st_mode)
        except OSError:
            return ""
        if not mode & 0o077:
            return ""
        return f"{self.path} is open to other users (mode {mode:04o}); run: chmod 600 {shlex.quote(str(self.path))}"

    def _read(self) -> dict[str, str]:
        raw = read_whole(self.path, _MAX_BYTES, made_by="epoch keys set")
        return {} if raw is None else _parsed(raw, self.path)

    def _write(self, keys: Mapping[str, str]) -> None:
        body = orjson.dumps(dict(sorted(keys.items())), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        write_private(self.path, body)


def _parsed(raw: bytes, path: Path) -> dict[str, str]:
    """The keys of the file; messages show where it is wrong and none of it.

    Raises:
        ConfigError: it is no JSON object of strings.
    """
    remedy = "correct it there, or remove the file and run `epoch keys set` again"
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        raise ConfigError(f"{where}: not JSON, so it is no file of keys", remedy=remedy) from None
    if not isinstance(found, dict):
        raise ConfigError(f"{path}: expected an object of names and keys", remedy=remedy)
    for name, key in found.items():
        if not isinstance(key, str):
            shown = f"{name}: " if len(name) < LEAST_KEY else ""
            raise ConfigError(f"{path}: {shown}expected a string", remedy=remedy)
    return found


# ---------------------------------------------------------------- finding


def locate_key(row: KeySource, environment: Mapping[str, str], store: KeyStore) -> str:
    """Where `find_key` would take a key from, without reading it or running a command; empty for nowhere.

    Raises:
        ConfigError: the file of keys is damaged.
    """
    for variable in row.key_variables:
        if environment.get(variable, "").strip():
            return variable
    if store.get(row.name) is not None:
        return str(store.path)
    return "key-cmd" if row.key_command else ""


def find_key(row: KeySource, environment: Mapping[str, str], store: KeyStore) -> Key | None:
    """A provider's key; None when there is none.

    Raises:
        ProviderError: what was found cannot be a key, or the command that should print it failed (kind `auth`).
        ConfigError: the file of keys is damaged, or the command is none.
    """
    where = locate_key(row, environment, store)
    if not where:
        return None
    if where in row.key_variables:
        return Key(checked_key(environment[where], where), where)
    stored = store.get(row.name)
    if stored is not None:
        return Key(checked_key(stored, f"the key of {row.name} in {where}"), where)
    return Key(_printed(row), where)


def _printed(row: KeySource) -> str:
    """What the row's command prints. Its words may hold a secret, so that messages only name the program.

    Raises:
        ProviderError: it cannot be run, fails, takes too long, or prints no key.
        ConfigError: it is no command.
    """
    import signal  # noqa: PLC0415  as subprocess
    import subprocess  # noqa: PLC0415  takes longer to import than all else here, and few have such a command

    what = f"key-cmd of {row.name}"
    words = _words(row.key_command, what)
    program = words[0]
    remedy = "run it yourself to see what it says"
    try:
        ran = subprocess.run(  # noqa: S603  the user's own configuration says so, and no shell reads it
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=COMMAND_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ProviderError(
            f"{what}: {program} took longer than {COMMAND_SECONDS:g} s", remedy=remedy, kind="auth"
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a name of a program"
        raise ProviderError(
            f"{what}: its program cannot be run ({reason})", remedy="correct it in your config.toml", kind="auth"
        ) from None
    if ran.returncode == -signal.SIGINT:  # Ctrl-C goes to both, and a loop of asyncio keeps ours to itself
        raise KeyboardInterrupt
    if ran.returncode:
        raise ProviderError(f"{what}: {program} ended with {ran.returncode}", remedy=remedy, kind="auth")
    return checked_key(ran.stdout.decode(errors="replace"), f"what {what} prints")


def _words(command: str, what: str) -> list[str]:
    """The words of a command, the program first.

    Raises:
        ConfigError: it is no command.
    """
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    if words:
        return words
    remedy = "write it as for a shell: words with quotes around those that hold spaces"
    raise ConfigError(f"{what} is no command: a quote is open, or it is empty", remedy=remedy)
