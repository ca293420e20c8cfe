"""`epoch config show`, `get` and `path`: the settings that apply, and the files that they come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from epoch_cli.cli.config_files import ConfigFile, project_file, user_file
from epoch_cli.cli.config_shown import shown
from epoch_cli.cli.formats import TEXT_OR_JSON, require_format
from epoch_cli.cli.presets import read_config
from epoch_cli.cli.streams import json_text, say, short_path, write_data, write_json
from epoch_cli.config.applied import DEFAULT, Applied, applied, without_none
from epoch_cli.config.known_keys import find_key
from epoch_cli.config.settings import VARIABLES
from epoch_cli.document.invisible import UNSAFE
from epoch_cli.document.toml_edit import written
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.output.columns import columns
from epoch_cli.output.text import visible

FORMATS = ("text", "json", "toml")
_UNSAFE = re.compile(rf"[{UNSAFE}]")


def run_show(*, origin: bool, form: str) -> int:
    """Print every key with the value that applies.

    Raises:
        UsageError: there is no such format, or it cannot say where values come from.
        ConfigError: the configuration cannot be used.
    """
    require_format(form, FORMATS)
    if origin and form == "toml":
        raise UsageError("--format toml cannot say where values come from", remedy="--origin goes with text and json")
    rows = [shown(row) for row in applied(read_config())]
    if form == "json":
        write_json(list(map(_as_json, rows)) if origin else _nested(rows))
    elif form == "toml":
        import tomli_w

        write_data(_harmless(tomli_w.dumps(without_none(_nested(rows)))).encode())
    else:
        write_data(_text(rows, origin=origin).encode())
    return ExitCode.OK


def run_get(name: str, *, form: str, quiet: bool) -> int:
    """Print the value of a key, or those of the keys in a table.

    Gives 1 where it has none, as `git config` does.

    Raises:
        UsageError: there is no such key, or no such format.
        ConfigError: the configuration cannot be used.
    """
    require_format(form, TEXT_OR_JSON)
    rows = [shown(row) for row in applied(read_config())]
    key = find_key(name)
    inside = [row for row in rows if row.path[: len(key.path)] == key.path and row.value is not None]
    if not inside:
        if not quiet:
            say(visible(f"{key.name} is not set"))
        return ExitCode.FINDINGS
    if inside[0].path != key.path:
        below = [row._replace(path=row.path[len(key.path) :]) for row in inside]
        if form == "json":
            write_json(_nested(below))
        else:
            write_data(_text(inside, origin=False).encode())
    elif form == "json":
        write_json(inside[0].value)
    else:
        write_data(_bare(inside[0].value))
    return ExitCode.OK


def run_path(*, project: bool, user: bool, quiet: bool) -> int:
    """Print the files that count, the strongest first; of one that is not there, where it would be.

    Raises:
        UsageError: the working folder is gone.
        ConfigError: a `pyproject.toml` on the way that names Epoch is not TOML.
    """
    files: list[ConfigFile] = []
    if project or not user:
        files.append(project_file())
    if user or not project:
        files.append(user_file())
    for file in files:
        asked = file.user or project
        if file.exists or asked:
            write_data(f"{file.path}\n".encode(errors="surrogateescape"))
        if not (file.exists or quiet):
            what = "the user's file" if file.user else "a project's file"
            where = "is not there yet" if asked else f"would be {short_path(file.path)}"
            say(visible(f"note: {what} {where}; `epoch config set{'' if file.user else ' --project'}` makes it"))
    return ExitCode.OK


def origin_text(origin: str) -> str:
    """Where a value comes from, as people read it: a file by its short path."""
    return origin if origin == DEFAULT or origin in VARIABLES else short_path(Path(origin))


def _as_json(row: Applied) -> dict[str, Any]:
    return {"key": row.key, "value": row.value, "origin": row.origin}


def _nested(rows: Sequence[Applied]) -> dict[str, Any]:
    """The tables of rows."""
    data: dict[str, Any] = {}
    for row in rows:
        here = data
        for name in row.path[:-1]:
            here = here.setdefault(name, {})
        here[row.path[-1]] = row.value
    return data


def _text(rows: Sequence[Applied], *, origin: bool) -> str:
    """A line a key, each of which is TOML; where it comes from is a comment behind it."""
    lines = [(_line(row), f"# {origin_text(row.origin)}") if origin else (_line(row),) for row in rows]
    return columns(lines)


def _line(row: Applied) -> str:
    if row.value is None:
        return f"# {row.key} is not set"
    return _harmless(f"{row.key} = {_inline(row.value)}")


def _inline(value: Any) -> str:
    """A value as TOML on one line."""
    if isinstance(value, list):
        return f"[{', '.join(map(_inline, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_inline_key(key)} = {_inline(each)}' for key, each in value.items())} }}"
    return written("v", value).removeprefix("v = ")


def _inline_key(key: str) -> str:
    return written(key, 0).removesuffix(" = 0")


def _bare(value: Any) -> bytes:
    """A value as scripts take it: a text without quotes, and of a list a line each."""
    if isinstance(value, list):
        return b"".join(map(_bare, value))
    if isinstance(value, dict):
        return json_text(value, lines=True)
    return f"{visible(value if isinstance(value, str) else _inline(value))}\n".encode()


def _harmless(toml: str) -> str:
    """TOML that no terminal obeys: tomli-w escapes what is below the space, and leaves what is invisible above it."""
    return _UNSAFE.sub(lambda found: f"\\U{ord(found[0]):08x}", toml)
