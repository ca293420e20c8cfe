"""`epoch config set` and `unset`: one key of a file changed, and all else in it as it was.

Where one line will do, one line is changed (`document/toml_edit.py`). Where it will not, the file is written anew by
tomli-w, if it is all ours and has no comments, which would be lost; otherwise nothing is done, and it is said what to
write there.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from epoch_cli.cli.config import origin_text
from epoch_cli.cli.config_files import ConfigFile, chosen_file
from epoch_cli.cli.config_shown import shown
from epoch_cli.cli.presets import read_config
from epoch_cli.cli.streams import say, short_path
from epoch_cli.config.applied import Applied, applied
from epoch_cli.config.key_names import dotted, split_key
from epoch_cli.config.known_keys import KnownKey, find_key, read_value
from epoch_cli.config.paths import presets_dir
from epoch_cli.config.source import parse_toml
from epoch_cli.document import toml_edit
from epoch_cli.errors import ConfigError, EpochError, ExitCode, UsageError
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.text import visible

_PATHS = ("preset", "budget", "data")
"""The keys whose values may be paths, which count from the folder of their file."""


def run_set(name: str, values: Sequence[str], *, project: bool, quiet: bool) -> int:
    """Set a key in the user's file, or in the project's.

    Raises:
        UsageError: there is no such key, or it takes no such value.
        ConfigError: the file cannot have the key, cannot be used or written, or would lose comments.
    """
    key = find_key(name, project=project)
    value = read_value(key, values)
    file = chosen_file(project=project)

    def make(before: bytes) -> bytes:
        parse_toml(before, file.path)  # what is wrong is told as everywhere
        after = _with(file, before.decode(), key, value)
        _refuse_incomplete(file, after)
        return after

    changed = file.change(make)
    if not quiet:
        row = shown(Applied(key.path, value, str(file.path)))
        line = f"{row.key} = {_brief(row.value)}, in {short_path(file.path)}"
        say(visible(f"set: {line}" if changed else f"nothing to do: it was {line}"))
        _say_what_comes_first(key, file)
        _say_missing_path(key, value, file)
    return ExitCode.OK


def run_unset(name: str, *, project: bool, quiet: bool) -> int:
    """Take a key, or a table, out of the user's file, or of the project's.

    A key that means nothing can be taken out, too.

    Raises:
        UsageError: it is not there, or there is no such key.
        ConfigError: the file cannot be used or written, or would lose comments.
    """
    file = chosen_file(project=project)
    path = _path_there(file, name)

    def make(before: bytes) -> bytes:
        after = _without(file, before.decode(), path)
        if file.is_right(before):  # one that is wrong may become right step by step
            file.refuse_wrong(after)
        return after

    file.change(make)
    if not quiet:
        say(visible(f"unset: {dotted(path)}, in {short_path(file.path)}"))
    return ExitCode.OK


# ---------------------------------------------------------------- setting


def _with(file: ConfigFile, text: str, key: KnownKey, value: Any) -> bytes:
    path = (*file.table, *key.path)
    after = toml_edit.with_value(text, path, value)
    if after is not None:
        return after.encode()
    data = toml_edit.data_with(text, path, value)
    if data is None:
        raise ConfigError(
            f"{file.path}: a table that {key.name} belongs to is something else there",
            remedy=f"correct that with `{_editing(file)}`",
        )
    if file.table or toml_edit.comments(text):
        table, line = dotted(path[:-1]), toml_edit.written(path[-1], value).replace("\n", " ")
        place = f"write in [{table}]: {line}" if table else f"write: {line}"
        raise _too_much(file, f"{key.name} cannot be set", place)
    return _dumped(data)


def _refuse_incomplete(file: ConfigFile, after: bytes) -> None:
    try:
        file.refuse_wrong(after)
    except ConfigError as error:
        remedy = f"nothing was changed; `{_editing(file)}` sets several keys at once"
        raise ConfigError(error.message, remedy=remedy) from None


def _brief(value: Any) -> str:
    text = toml_edit.written("v", value).removeprefix("v = ").replace("\n", " ")
    return text if len(text) <= 60 else f"{text[:59]}…"


def _say_what_comes_first(key: KnownKey, file: ConfigFile) -> None:
    """Say it when another file or the environment has the last word on what was set."""
    try:
        rows = applied(read_config())
    except EpochError:  # of another file, which those who need it will hear of
        return
    origin = next((row.origin for row in rows if row.path == key.path), str(file.path))
    if origin != str(file.path):
        say(visible(f"note: {origin_text(origin)} sets {key.name}, too, and comes first"))


def _say_missing_path(key: KnownKey, value: Any, file: ConfigFile) -> None:
    """Say it when a path, which counts from its file's folder, leads nowhere."""
    if key.name not in _PATHS or not (os.sep in value or Path(value).suffix or key.name == "data"):
        return
    path = file.path.parent / Path(value).expanduser()
    if not path.exists() and not (presets_dir() / value).is_dir():
        say(visible(f"note: {short_path(path)} is not there; paths count from the folder of the file"))


# ---------------------------------------------------------------- taking out


def _path_there(file: ConfigFile, name: str) -> tuple[str, ...]:
    """The names of a key that the file has.

    Raises:
        UsageError: it has none such.
    """
    data = file.own(parse_toml(file.read(), file.path))
    literal = tuple(part.name for part in split_key(name))
    if _holds(data, literal):
        return literal
    key = find_key(name)  # quotes may be left out
    if _holds(data, key.path):
        return key.path
    there = list(_leaves(data))
    raise UsageError(f"{file.path}: {key.name} is not set there", remedy=did_you_mean(key.name, there))


def _holds(data: Any, path: Sequence[str]) -> bool:
    for name in path:
        if not isinstance(data, dict) or name not in data:
            return False
        data = data[name]
    return True


def _leaves(data: Any, above: tuple[str, ...] = ()) -> list[str]:
    if not isinstance(data, dict):
        return [dotted(above)]
    return [leaf for key, value in data.items() for leaf in _leaves(value, (*above, key))]


def _without(file: ConfigFile, text: str, path: tuple[str, ...]) -> bytes:
    whole, kept = (*file.table, *path), len(file.table)
    try:
        after = toml_edit.without(text, whole, kept=kept)
    except KeyError:  # another was faster
        return text.encode()
    if after is not None:
        return after.encode()
    if file.table or toml_edit.comments(text):
        raise _too_much(file, f"{dotted(path)} cannot be taken out", "take it out there")
    return _dumped(toml_edit.data_without(text, whole, kept=kept))


# ---------------------------------------------------------------- both


def _dumped(data: dict[str, Any]) -> bytes:
    import tomli_w

    return tomli_w.dumps(data).encode()


def _too_much(file: ConfigFile, what: str, remedy: str) -> ConfigError:
    message = f"{file.path}: {what} without losing what else you wrote there, such as comments"
    return ConfigError(message, remedy=f"`{_editing(file)}` opens it; {remedy}")


def _editing(file: ConfigFile) -> str:
    return "epoch config edit" if file.user else "epoch config edit --project"
