"""What applies where a command runs: the environment over the project's file over the user's over the defaults.

Values are merged one by one, so that a project that sets `budget` leaves the user's `preset` alone. Flags come before
all of this and are the caller's business. What a rule's code may be is checked where rules are known: this package
knows nothing of them.

A file is parsed and checked (`source.py`: tomllib, pydantic) once for its bytes, and its checked content kept in the
cache: a run with the same file imports neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from epoch_cli.config.bounded_reading import read_bounded
from epoch_cli.config.cache import Cache
from epoch_cli.config.key_names import dotted, quoted
from epoch_cli.config.paths import DEFAULT_PRESET, cache_dir, presets_dir, user_config_file
from epoch_cli.errors import ConfigError

VARIABLES: Mapping[str, str] = {
    "EPOCH_PRESET": "preset",
    "EPOCH_BUDGET": "budget",
    "EPOCH_DATA": "data",
    "EPOCH_PROVIDER": "provider",
    "EPOCH_MODEL": "model",
}
"""The environment variables that set a value, and which."""

OTHER_VARIABLES = ("EPOCH_PAGER", "EPOCH_TRACEBACK")
"""The variables of ours that set no value of the configuration."""

OWN_FILE, SHARED_FILE = "epoch.toml", "pyproject.toml"
"""The names of a project's file: all Epoch's, or with a table `[tool.epoch]`."""

# change it when source.py takes the same bytes otherwise
_KIND = "config-5"
_OWN = ("providers", "models", "prices")
_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class RuleSettings(NamedTuple):
    """Which rules count, and how bad each is: codes, their beginnings or names, as they were written.

    `select` empty means every rule; `severity` is `error`, `warning` or `info` by rule.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = MappingProxyType({})


class ScreenSettings(NamedTuple):
    """How the screen looks and what its keys are.

    What a theme and a key may be is checked where they are known (`tui/look.py`).

    Attributes:
        theme: its name; empty when nobody chose.
        mouse: whether the mouse is used.
        keys: other keys, by the id of an action.
    """

    theme: str = ""
    mouse: bool = True
    keys: Mapping[str, str] = MappingProxyType({})


class Settings(NamedTuple):
    """The values that apply, and where they came from.

    Attributes:
        preset: a design system, by its name or as an absolute path.
        budget: a budget profile, by its name or as an absolute path.
        data: the file of data models; None when there is none.
        exclude: patterns of files that are not looked at unless they are named; they count from `root`.
        rules: for all files.
        provider: who writes; empty when nobody chose.
        model: the model that writes; empty when nobody chose.
        cache: whether answers are given again that were given before.
        preferences: what the user likes: `color-scheme`, `spacing` and `variant`, as far as they are set.
        screen: how the screen looks and what its keys are.
        own: `providers`, `models` and `prices` of the user's file as they are checked, and the `file`'s path; empty
            when the user has none of them.
        per_file: for files that a pattern fits, on top of `rules`; patterns count from `root`, later rows win.
        origins: the environment variable or file that each value came from, by its key (`rules.severity.EP813`); a
            key that is not here has its default.
        file: the project's file, None when there is none.
        root: the folder that patterns count from: that of `file`, or else where the search began.
    """

    preset: str = DEFAULT_PRESET
    budget: str = "strict"
    data: Path | None = None
    exclude: tuple[str, ...] = ()
    rules: RuleSettings = RuleSettings()
    provider: str = ""
    model: str = ""
    cache: bool = True
    preferences: Mapping[str, str] = MappingProxyType({})
    screen: ScreenSettings = ScreenSettings()
    own: Mapping[str, Any] = MappingProxyType({})
    per_file: tuple[tuple[str, RuleSettings], ...] = ()
    origins: Mapping[str, str] = MappingProxyType({})
    file: Path | None = None
    root: Path = Path()


def load_settings(start: Path, environment: Mapping[str, str], *, cache: Cache | None = None) -> Settings:
    """The settings for a command that runs in `start`, a folder.

    The project's file is the nearest `epoch.toml`, or `pyproject.toml` with a table `[tool.epoch]`, from there up to
    the repository's root (a folder that holds `.git`) or that of the file system. Relative paths count from the file
    that holds them; those of environment variables from the working folder.

    Raises:
        ConfigError: a file cannot be read, is not TOML, or says something that means nothing here.
    """
    start, cache = start.absolute(), cache or Cache(cache_dir())
    settings = Settings(root=start)
    own = user_config_file()
    if own.is_file():
        settings = _merged(settings, _checked(own, cache, user=True), own)
    project = _project_file(start, cache)
    if project is not None:
        file, data = project
        settings = _merged(settings, data, file)._replace(file=file, root=file.parent)
    return _from_environment(settings, environment)


def settings_of(data: Mapping[str, Any], file: Path) -> Settings:
    """The settings if there were one file: its checked content, and where it is; `file` and `root` are a project's."""
    return _merged(Settings(), data, file)._replace(file=file, root=file.parent)


# ---------------------------------------------------------------- files


def find_project_file(start: Path) -> Path | None:
    """The project's file that counts in `start`, whatever it says; None where there is none.

    Raises:
        ConfigError: a `pyproject.toml` on the way that names Epoch cannot be read, or is not TOML.
    """
    return next((file for file in _candidates(start.absolute()) if file.name == OWN_FILE or _has_table(file)), None)


def _project_file(start: Path, cache: Cache) -> tuple[Path, dict[str, Any]] | None:
    for file in _candidates(start):
        data = _checked(file, cache, user=False) if file.name == OWN_FILE else _tool_table(file, cache)
        if data is not None:
            return file, data
    return None


def _candidates(start: Path) -> Iterator[Path]:
    """The files that may be the project's, the nearest first, up to the repository's root."""
    for folder in (start, *start.parents):
        yield from (file for name in (OWN_FILE, SHARED_FILE) if (file := folder / name).is_file())
        if (folder / ".git").exists():
            break


def _has_table(file: Path) -> bool:
    raw = _read(file)
    if b"epoch" not in raw:
        return False
    from epoch_cli.config import source  # noqa: PLC0415  tomllib, only for commands about configuration

    tool = source.parse_toml(raw, file).get("tool")
    return isinstance(tool, dict) and "epoch" in tool


def _checked(file: Path, cache: Cache, *, user: bool) -> dict[str, Any]:
    """The content of a file that is all Epoch's."""
    raw = _read(file)

    def make() -> dict[str, Any]:
        from epoch_cli.config import source  # noqa: PLC0415  pydantic and tomllib, only for a file that is new

        return source.check_config(source.parse_toml(raw, file), str(file), user=user)

    data: dict[str, Any] = cache.cached(f"{_KIND}-{'user' if user else 'project'}", raw, make)
    return data


def _tool_table(file: Path, cache: Cache) -> dict[str, Any] | None:
    """The content of `[tool.epoch]` in a `pyproject.toml`, None when it has none; the rest is not ours to judge."""
    raw = _read(file)
    if b"epoch" not in raw:
        return None

    def make() -> dict[str, Any] | None:
        from epoch_cli.config import source  # noqa: PLC0415  pydantic and tomllib, only for a file that is new

        tool = source.parse_toml(raw, file).get("tool")
        table = tool.get("epoch") if isinstance(tool, dict) else None
        return None if table is None else source.check_config(table, str(file), prefix=("tool", "epoch"))

    data: dict[str, Any] | None = cache.cached(f"{_KIND}-pyproject", raw, make)
    return data


def _read(file: Path) -> bytes:
    try:
        return read_bounded(file)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror})", remedy="check its permissions") from None


# ---------------------------------------------------------------- merging


def _merged(below: Settings, data: Mapping[str, Any], file: Path) -> Settings:
    """The settings with the values of a checked file over them."""
    values: dict[str, Any] = {}
    if "preset" in data:
        values["preset"] = _located_preset(data["preset"], file)
    if "budget" in data:
        values["budget"] = _located(data["budget"], file)
    if "data" in data:
        values["data"] = file.parent / Path(data["data"]).expanduser()
    if "exclude" in data:
        values["exclude"] = tuple(data["exclude"])
    values.update((key, data[key]) for key in ("provider", "model", "cache") if key in data)
    if "preferences" in data:
        values["preferences"] = {**below.preferences, **data["preferences"]}
    if "screen" in data:
        values["screen"] = below.screen._replace(
            **{**data["screen"], "keys": {**below.screen.keys, **data["screen"].get("keys", {})}}
        )
    if own := {key: data[key] for key in _OWN if key in data}:
        values["own"] = {**own, "file": str(file)}
    rules = data.get("rules", {})
    per_file = rules.get("per-file", {})
    if per_file:
        values["per_file"] = (*below.per_file, *((glob, _over(RuleSettings(), row)) for glob, row in per_file.items()))
    origins = {**below.origins, **dict.fromkeys(_keys(data), str(file))}
    return below._replace(**values, rules=_over(below.rules, rules), origins=origins)


def _over(below: RuleSettings, row: Mapping[str, Any]) -> RuleSettings:
    return RuleSettings(
        select=tuple(row["select"]) if "select" in row else below.select,
        ignore=tuple(row["ignore"]) if "ignore" in row else below.ignore,
        severity={**below.severity, **row.get("severity", {})},
    )


def _keys(data: Mapping[str, Any], prefix: str = "") -> list[str]:
    """The keys of the values that a file sets, with the tables that they stand in."""
    keys = []
    for key, value in data.items():
        name = quoted(key) if prefix in {"rules.per-file.", "prices.", "screen.keys."} else dotted((key,))
        keys += _keys(value, f"{prefix}{name}.") if isinstance(value, Mapping) else [prefix + name]
    return keys


def _located(name: str, file: Path) -> str:
    """A name as it is; a path as an absolute one, counted from the file that holds it."""
    if _PLAIN_NAME.fullmatch(name):
        return name
    path = Path(name)
    with suppress(RuntimeError):  # `~nobody` stays what it is, and is not found
        path = path.expanduser()
    return str((file.parent / path).absolute())


def _located_preset(name: str, file: Path) -> str:
    """As `_located`; a folder may have a plain name too, and lies beside the file if it is no built-in preset."""
    beside = file.parent / name
    if _PLAIN_NAME.fullmatch(name) and not (presets_dir() / name).is_dir() and beside.is_dir():
        return str(beside.absolute())
    return _located(name, file)


def _from_environment(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """The settings with the environment's values over them; an empty variable is none."""
    found = {key: environment[name] for name, key in VARIABLES.items() if environment.get(name)}
    if not found:
        return settings
    origins = {key: name for name, key in VARIABLES.items() if key in found}
    values: dict[str, Any] = {**found}
    if "data" in values:
        values["data"] = Path(values["data"])
    return settings._replace(**values, origins={**settings.origins, **origins})
