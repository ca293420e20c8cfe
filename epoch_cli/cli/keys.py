"""`epoch keys`: the file of API keys. No key is ever shown, not even a part of it."""

from __future__ import annotations

import sys
import warnings
from getpass import GetPassWarning, getpass
from pathlib import Path
from typing import NamedTuple

from epoch_cli.cli.extensions import extensions_here
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.presets import read_config
from epoch_cli.cli.streams import say, short_path, write_data, write_json
from epoch_cli.cli.surroundings import surroundings_of
from epoch_cli.config.keys import LEAST_KEY, KeyStore, checked_key, locate_key
from epoch_cli.config.paths import keys_file
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.columns import columns
from epoch_cli.output.text import visible
from epoch_cli.providers.opening import Surroundings
from epoch_cli.providers.rows import ProviderRow
from epoch_cli.providers.table import OFFLINE

_MAX_CHARACTERS = 1 << 16


def run_set(name: str, *, stdin: bool, quiet: bool) -> int:
    """Keep a key, from a hidden prompt or from stdin.

    Raises:
        UsageError: no such provider, or nobody is there to be asked.
        ProviderError: what was given is no key.
        ConfigError: the file of keys cannot be used.
    """
    surroundings = surroundings_of(read_config(), extensions_here())
    row = _row(name, surroundings)
    store = surroundings.keys
    store.names()  # a damaged file is told before the key is asked for
    key = checked_key(_given_on_stdin() if stdin else _typed(row), "what was given")
    store.set(row.name, key)
    if quiet:
        return ExitCode.OK
    say(visible(f"kept: the key of {row.title}, in {short_path(store.path)}"))
    where = locate_key(row, surroundings.environment, store)
    if where in row.key_variables:
        say(visible(f"note: {where} is set in the environment and comes first"))
    return ExitCode.OK


class Listed(NamedTuple):
    """A key that there is: whose, where it would be taken from, and whether the file holds one."""

    name: str
    where: str
    stored: bool
    known: bool

    def remark(self, path: Path) -> str:
        """What is odd about it; empty for nothing."""
        if not self.known:
            return "no provider of this name"
        return "comes before the one that is stored" if self.stored and self.where != str(path) else ""


def run_list(*, form: str) -> int:
    """List the keys there are, and where each is.

    Raises:
        UsageError: there is no such format.
        ConfigError: the file of keys, or the configuration, cannot be used.
    """
    require_format(form)
    surroundings = surroundings_of(read_config(), extensions_here())
    path, exposure = surroundings.keys.path, surroundings.keys.exposure()
    keys = _found(surroundings)
    if form == "json":
        write_json({"path": str(path), "keys": [key._asdict() for key in keys], "warning": exposure or None})
        return ExitCode.OK
    if keys:
        write_data(columns([(key.name, _shown(key.where, path), key.remark(path)) for key in keys]).encode())
    else:
        say("no keys: `epoch keys set NAME` keeps one, and `epoch providers` names their environment variables")
    if exposure:
        say(visible(f"warning: {exposure}"))
    return ExitCode.OK


def run_path() -> int:
    """Print where the file of keys is; it need not exist."""
    write_data(f"{keys_file()}\n".encode(errors="surrogateescape"))
    return ExitCode.OK


def run_remove(name: str, *, quiet: bool) -> int:
    """Forget a key.

    Raises:
        UsageError: there is none of this name in the file.
        ConfigError: the file of keys cannot be used.
    """
    store = KeyStore(keys_file())
    names = store.names()
    own = next((each for each in names if each.casefold() == name.casefold()), name)
    if not store.remove(own):
        if len(name) >= LEAST_KEY:
            what = "there is no key of such a name, which is not shown here because it may be a key"
            raise UsageError(what, remedy=did_you_mean("", names))
        raise UsageError(f"{store.path}: no key of {name!r} there", remedy=did_you_mean(name, names))
    if not quiet:
        say(visible(f"removed: the key of {own}, from {short_path(store.path)}"))
    return ExitCode.OK


def _found(surroundings: Surroundings) -> list[Listed]:
    """The keys in the order of the table, then those that belong to no row."""
    store, rows = surroundings.keys, surroundings.rows()
    stored = store.names()
    places = ((name, locate_key(row, surroundings.environment, store)) for name, row in rows.items())
    known = [Listed(name, where, stored=name in stored, known=True) for name, where in places if where]
    return known + [Listed(name, str(store.path), stored=True, known=False) for name in stored if name not in rows]


# ---------------------------------------------------------------- asking


def _row(name: str, surroundings: Surroundings) -> ProviderRow:
    """The row that a key is for."""
    if name.casefold() == OFFLINE:
        raise UsageError("the offline composer needs no key", remedy='try it: epoch gen "login form" -p offline')
    table, rows = surroundings.table(), surroundings.rows()
    if name not in rows and len(name) >= LEAST_KEY:
        what = "that is no provider's name, and is not shown here because it may be a key"
        raise UsageError(what, remedy="say whose key it is: `epoch keys set NAME` asks for the key itself")
    row = rows.get(name) or table.provider(name)
    if row.auth == "none":
        raise UsageError(f"{row.title} takes no key", remedy="`epoch providers` says which do")
    return row


def _given_on_stdin() -> str:
    raw = sys.stdin.buffer.read(_MAX_CHARACTERS + 1)
    if len(raw) > _MAX_CHARACTERS:
        raise UsageError("stdin: that is too long for a key", remedy="pipe the key alone")
    return raw.decode(errors="replace")


def _typed(row: ProviderRow) -> str:
    """What the user types, unseen.

    Raises:
        UsageError: stdin is no terminal, or one that cannot hide what is typed.
    """
    by_stdin = f"pass it with --stdin: … | epoch keys set {row.name} --stdin"
    if not sys.stdin.isatty():
        raise UsageError("there is no terminal to ask for the key on", remedy=by_stdin)
    page = f" (made at {row.key_page})" if row.key_page else ""
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)  # it would go on and show the key
        try:
            return getpass(visible(f"Key of {row.title}{page}: "), stream=sys.stderr)
        except EOFError:
            raise UsageError("no key was given", remedy=f"run `epoch keys set {row.name}` again") from None
        except GetPassWarning:
            raise UsageError("this terminal would show the key while it is typed", remedy=by_stdin) from None


def _shown(where: str, path: Path) -> str:
    return short_path(path) if where == str(path) else where
