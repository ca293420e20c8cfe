"""What `epoch doctor` looks at: versions, paths, settings, terminal, network, providers; each with what is wrong."""

from __future__ import annotations

import locale
import os
import platform
import re
import shutil
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

from epoch_cli import __version__
from epoch_cli.cli.extensions import Examined, examined
from epoch_cli.cli.presets import open_catalog, read_config
from epoch_cli.cli.providers import Facts, facts_of
from epoch_cli.cli.surroundings import surroundings_of
from epoch_cli.config.keys import KeyStore, checked_key
from epoch_cli.config.paths import cache_dir, keys_file, presets_dir, sessions_dir, user_config_file
from epoch_cli.config.settings import Settings
from epoch_cli.errors import EpochError
from epoch_cli.providers.addresses import without_password
from epoch_cli.providers.lifecycle import refuse_retired
from epoch_cli.providers.opening import Surroundings
from epoch_cli.providers.table import OFFLINE, RESERVED

Rows = list[tuple[str, str]]
"""Names and what was found, in the order in which they are shown."""

_NONE = "-"
_LOOKED_AT = ("preset", "budget", "data", "provider", "model", "exclude")
"""The settings that are shown with their values; of all others it is told where they are set."""


class Setting(NamedTuple):
    """A value of the configuration, and the file or variable that it comes from; `default` for none."""

    key: str
    value: str
    origin: str


class Problem(NamedTuple):
    """Something that is wrong, and what to do about it."""

    what: str
    remedy: str


class Examination(NamedTuple):
    """What was found.

    Attributes:
        sections: rows by the name of what they are about.
        settings: the configuration that applies here.
        providers: what is known of each provider; empty when their rows cannot be read.
        problems: what is wrong.
        extensions: what is installed, and what the project brings.
    """

    sections: Mapping[str, Rows]
    settings: list[Setting]
    providers: list[Facts]
    problems: list[Problem]
    extensions: Sequence[Examined] = ()


def examine() -> Examination:
    """Look at everything. What cannot be used is told as a problem, and the defaults are looked at in its place."""
    problems: list[Problem] = []
    settings = _or_told(problems, read_config, Settings())
    surroundings = surroundings_of(settings)
    sections = {
        "versions": _versions(),
        "paths": _paths(settings, problems),
        "terminal": _terminal(problems),
        "network": _network(surroundings, problems),
    }
    _or_told(problems, lambda: open_catalog(settings.preset), None)
    providers = _or_told(problems, lambda: facts_of(surroundings), [])
    _check_keys(providers, surroundings, problems)
    _check_choice(settings, surroundings, providers, problems)
    extensions: list[Examined] = _or_told(problems, lambda: examined(surroundings), [])
    problems += [
        Problem(f"the {each.kind} {each.name} ({each.origin}) {each.failed}", each.remedy)
        for each in extensions
        if each.failed
    ]
    return Examination(sections, _settings(settings), providers, problems, extensions)


def _or_told(problems: list[Problem], look: Callable[[], Any], otherwise: Any) -> Any:
    try:
        return look()
    except EpochError as error:
        problem = Problem(error.message, error.remedy)
        if problem not in problems:
            problems.append(problem)
        return otherwise


# ---------------------------------------------------------------- machine


def _versions() -> Rows:
    rows = [("epoch", __version__), ("python", platform.python_version()), ("platform", platform.platform())]
    return rows + [(name, _version(name)) for name in _dependencies()]


def _dependencies() -> list[str]:
    """What the installed package says that it needs, without what only its extras do."""
    try:
        needed = metadata.requires("epoch-cli") or []
    except metadata.PackageNotFoundError:  # run from its source, without having been installed
        return []
    return [re.split(r"[^A-Za-z0-9._-]", each, maxsplit=1)[0] for each in needed if "extra ==" not in each]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def _paths(settings: Settings, problems: list[Problem]) -> Rows:
    keys = KeyStore(keys_file())
    exposure = keys.exposure()
    if exposure:
        what, _, remedy = exposure.partition("; ")
        problems.append(Problem(what, remedy))
    project = settings.file
    for folder in (sessions_dir(), cache_dir()):
        _check_writable(folder, problems)
    return [
        ("config", _with_mode(user_config_file())),
        ("project config", str(project) if project else _NONE),
        ("keys", _with_mode(keys.path)),
        ("sessions", _with_mode(sessions_dir())),
        ("cache", _with_mode(cache_dir())),
        ("presets", str(presets_dir())),
    ]


def _with_mode(path: Path) -> str:
    try:
        return f"{path} ({stat.filemode(path.stat().st_mode)})"
    except FileNotFoundError:
        return f"{path} (not there yet)"
    except OSError as error:
        return f"{path} ({error.strerror})"


def _check_writable(folder: Path, problems: list[Problem]) -> None:
    """A folder must be writable, or else the one above it where it will be made."""
    there = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    if not there.is_dir():
        problems.append(Problem(f"{there} is no folder, so {folder} cannot be made", "move it away"))
    elif not os.access(there, os.W_OK | os.X_OK):
        problems.append(Problem(f"{there} cannot be written to", "check who it belongs to, and its permissions"))


def _terminal(problems: list[Problem]) -> Rows:
    encoding = sys.stdout.encoding or _NONE
    if encoding.lower().replace("-", "") != "utf8":
        remedy = "set LANG to a UTF-8 locale, such as C.UTF-8, or PYTHONUTF8=1"
        problems.append(Problem(f"the terminal's encoding is {encoding}, which has not every character", remedy))
    size = shutil.get_terminal_size()
    streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
    named = ("TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "CI")
    return [
        *((name, "terminal" if stream.isatty() else "no terminal") for name, stream in streams.items()),
        ("size", f"{size.columns} columns, {size.lines} rows"),
        ("encoding", encoding),
        ("locale", locale.setlocale(locale.LC_CTYPE)),
        *((name, os.environ.get(name, _NONE)) for name in named),
    ]


def _network(surroundings: Surroundings, problems: list[Problem]) -> Rows:
    found = surroundings.network
    for variable, path, there in (
        ("SSL_CERT_FILE", found.certificates, Path.is_file),
        ("SSL_CERT_DIR", found.certificate_directory, Path.is_dir),
    ):
        if path and not there(Path(path)):
            problems.append(Problem(f"{variable}: {path} is not there", f"correct {variable}, or unset it"))
    proxies = [(f"{kind} proxy", without_password(found.proxies.get(kind, _NONE))) for kind in ("http", "https", "all")]
    return [
        *proxies,
        ("no proxy for", ", ".join(found.no_proxy) or _NONE),
        ("SSL_CERT_FILE", found.certificates or _NONE),
        ("SSL_CERT_DIR", found.certificate_directory or _NONE),
    ]


# ---------------------------------------------------------------- configuration


def _settings(settings: Settings) -> list[Setting]:
    """The values that apply, then where each of the others is set."""
    rows = [Setting(key, _shown(getattr(settings, key)), settings.origins.get(key, "default")) for key in _LOOKED_AT]
    return rows + [Setting(key, "set", origin) for key, origin in settings.origins.items() if key not in _LOOKED_AT]


def _shown(value: str | Path | Sequence[str] | None) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or _NONE
    return str(value) if value else _NONE


def _check_keys(providers: Sequence[Facts], surroundings: Surroundings, problems: list[Problem]) -> None:
    """What is found as a key must be one; commands that print keys are not run."""
    for facts in providers:
        if facts.key and facts.missing:
            problems.append(Problem(*facts.missing.split("; ", 1)))
        if facts.key in facts.row.key_variables:
            text, what = surroundings.environment[facts.key], facts.key
        elif facts.key == str(surroundings.keys.path):
            text, what = surroundings.keys.get(facts.row.name) or "", f"the key of {facts.row.name} in {facts.key}"
        else:
            continue
        _or_told(problems, partial(checked_key, text, what), None)


def _check_choice(
    settings: Settings, surroundings: Surroundings, providers: Sequence[Facts], problems: list[Problem]
) -> None:
    """The provider and model of the configuration must be there, and answer still."""
    if not providers:  # why is told already
        return
    table = surroundings.table()
    if settings.provider and settings.provider not in RESERVED:
        row = _or_told(problems, lambda: table.provider(settings.provider), None)
        facts = next((each for each in providers if row is not None and each.row.name == row.name), None)
        if facts is not None and facts.needs_key and not facts.key:
            what = f"{settings.origins.get('provider', 'the configuration')} names {row.name}, which has no key"
            problems.append(Problem(what, f'epoch keys set {row.name}, or provider = "{OFFLINE}"'))
    if settings.model and settings.provider != OFFLINE:
        named = settings.provider if settings.provider not in RESERVED else ""

        def check() -> None:
            refuse_retired(table.find_model(settings.model, named or None), surroundings.today, table)

        _or_told(problems, check, None)
