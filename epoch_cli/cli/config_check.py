"""`epoch config check`: everything that is wrong in the configuration, each with its place."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from epoch_cli.cli.config_files import ConfigFile, given_file, project_file, user_file
from epoch_cli.cli.config_names import Misnamed, misnamed, refused_table
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.streams import say, short_path, write_data, write_json
from epoch_cli.config.key_names import dotted
from epoch_cli.config.paths import working_folder
from epoch_cli.config.settings import OTHER_VARIABLES, VARIABLES, Settings, load_settings, settings_of
from epoch_cli.config.source import check_config, config_faults, parse_toml
from epoch_cli.document.positions import line_column
from epoch_cli.document.toml_positions import nearest_place, toml_places
from epoch_cli.errors import ConfigError, ExitCode
from epoch_cli.nearest import nearest
from epoch_cli.output.text import visible
from epoch_cli.providers.table import load_table

_AT = re.compile(r" ?\(at line (\d+), column (\d+)\)")
_LINE = re.compile(r":(\d+): ")
_OURS = "EPOCH_"


class Wrong(NamedTuple):
    """Something that is wrong: in which file or variable, where (from 1; 0 is unknown), which key, what, a remedy."""

    origin: str
    line: int
    column: int
    key: str
    message: str
    remedy: str

    @property
    def text(self) -> str:
        """The same on a line, as compilers and linters write it."""
        place = f":{self.line}:{self.column}" if self.line else ""
        key = f" {self.key}:" if self.key else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return visible(f"{self.origin}{place}:{key} {self.message}{remedy}")


def run_check(path: Path | None, *, user: bool, form: str, quiet: bool) -> int:
    """Check a file, or everything that counts here; gives 2 when something is wrong.

    Raises:
        UsageError: there is no such format, or the working folder is gone.
        ConfigError: the file cannot be found or read.
    """
    require_format(form)
    files = [user_file(), project_file()] if path is None else [given_file(path, user=user)]
    files = [file for file in files if file.exists]
    found = [wrong for file in files for wrong in _in_shape(file)]
    warnings: list[Wrong] = []
    settings = Settings()
    if not found:
        settings = load_settings(working_folder(), os.environ) if path is None else _alone(files[0])
        found += [_placed(each, files) for each in misnamed(settings)]
    order = [str(file.path) for file in files]
    found.sort(key=lambda each: (order.index(each.origin) if each.origin in order else -1, each.line, each.column))
    if path is None:
        warnings = list(_meaningless(os.environ, settings))
    _write(found, warnings, form)
    if not (quiet or found or form == "json"):
        names = ", ".join(short_path(file.path) for file in files) or "there is no file, and the defaults apply"
        say(visible(f"nothing is wrong: {names}"))
    return ExitCode.USAGE if found else ExitCode.OK


def _write(found: list[Wrong], warnings: list[Wrong], form: str) -> None:
    if form == "json":
        kinds = (("error", found), ("warning", warnings))
        write_json([{"severity": kind, **each._asdict()} for kind, rows in kinds for each in rows])
        return
    write_data("".join(f"{each.text}\n" for each in found).encode())
    for each in warnings:
        say(f"warning: {each.text}")


# ---------------------------------------------------------------- files


def _in_shape(file: ConfigFile) -> list[Wrong]:
    """What is wrong with a file by itself: its TOML, its keys, and what each takes."""
    raw = file.read()
    try:
        own = file.own(parse_toml(raw, file.path))
    except ConfigError as error:
        return [_unparsed(file, error)]
    text = raw.decode()
    return [
        _wrong(file, text, (*file.table, *fault.path), fault.what, fault.remedy)
        for fault in config_faults(own, user=file.user)
    ]


def _unparsed(file: ConfigFile, error: ConfigError) -> Wrong:
    message = error.message.removeprefix(str(file.path))
    line, column = 0, 0
    if at := _AT.search(message):
        line, column = int(at[1]), int(at[2])
        message = message.replace(at[0], "")
    elif at := _LINE.match(message):
        line, column = int(at[1]), 1
        message = message[at.end() :]
    return Wrong(str(file.path), line, column, "", message.removeprefix(": "), error.remedy)


def _wrong(file: ConfigFile, text: str, path: tuple[str | int, ...], what: str, remedy: str) -> Wrong:
    _, place = nearest_place(toml_places(text), path)
    where = line_column(text, place.key) if place else None
    line, column = (where.line, where.column) if where else (0, 0)
    return Wrong(str(file.path), line, column, dotted(path), what, remedy)


def _alone(file: ConfigFile) -> Settings:
    """The settings if there were this file and no other."""
    path = file.path.absolute()
    own = file.own(parse_toml(file.read(), path))
    return settings_of(check_config(own, str(path), user=file.user, prefix=file.table), path)


# ---------------------------------------------------------------- names


def _placed(found: Misnamed, files: Iterable[ConfigFile]) -> Wrong:
    """A name that means nothing, where it stands: the nearest place that its file has of its key."""
    file = next((each for each in files if str(each.path.absolute()) == found.origin), None)
    if file is None:
        return Wrong(found.origin, 0, 0, dotted(found.path), found.message, found.remedy)
    return _wrong(file, file.read().decode(), (*file.table, *found.path), found.message, found.remedy)


def _meaningless(environment: Mapping[str, str], settings: Settings) -> Iterable[Wrong]:
    """Variables that look like ours and mean nothing; those that providers of one's own are told by mean something."""
    known = [*VARIABLES, *OTHER_VARIABLES]
    theirs: set[str] = set()
    if not refused_table(settings):
        for row in load_table(settings.own).providers.values():
            theirs.update((*row.key_variables, row.base_variable, *re.findall(r"\{(\w+)\}", row.base_url)))
    for name in sorted(environment):
        if name.startswith(_OURS) and name not in known and name not in theirs:
            near = nearest(name, known)
            yield Wrong(name, 0, 0, "", "means nothing", f"did you mean {near!r}?" if near else "unset it")
