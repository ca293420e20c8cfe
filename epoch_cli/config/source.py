"""The shape of configuration files, checked with pydantic when a file is new.

A key is a field here, and nowhere else: the check, the JSON Schema (`epoch schema config`) and the nearest name in an
error come from it. A table of its own is a class of its own.

A project's file comes with a repository that somebody else may have written, so it never sets a key or the address
that a key is sent to (design section 7). What only users may set is a field of `UserConfig`, not of `ProjectConfig`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from epoch_cli.errors import ConfigError
from epoch_cli.nearest import did_you_mean

Severity = Literal["error", "warning", "info"]
Text = Annotated[str, Field(min_length=1)]
Selector = Annotated[
    str,
    Field(min_length=1, description="A code (EP301), the beginning of codes (EP3), a rule's name or its family's."),
]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


class FileRules(_Table):
    """Rules for some files."""

    select: list[Selector] = Field(default=[], description="Only these rules count; empty means all.")
    ignore: list[Selector] = Field(default=[], description="Rules that do not count.")
    severity: dict[Selector, Severity] = Field(
        default={}, description="How bad a rule is; whether it refuses patches never changes."
    )


class Rules(FileRules):
    """Which rules count, and how bad each is."""

    per_file: dict[Text, FileRules] = Field(
        default={},
        alias="per-file",
        description="Rules for files that a pattern fits, such as legacy/**; patterns count from this file's folder.",
    )


class ProjectConfig(_Table):
    """Configuration of a project: `epoch.toml`, or `[tool.epoch]` in `pyproject.toml`."""

    preset: Text = Field(
        default="punk", description="Design system: a built-in name, or a path that counts from this file's folder."
    )
    budget: Text = Field(
        default="strict",
        description="Budget profile: strict, foundation, unlimited, another of the preset's, or a .toml file of caps.",
    )
    data: Text = Field(
        default_factory=str,  # there is none: a default would be shown in the schema
        description="File of data models, TOML or JSON: what bindings may name.",
    )
    exclude: list[Text] = Field(default=[], description="Patterns of files that are not looked at unless named.")
    rules: Rules = Field(default=Rules(), description="Rules for all files, and exceptions for some.")


class UserConfig(ProjectConfig):
    """The user's own `config.toml`: the defaults for every project."""


def parse_toml(raw: bytes, file: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises:
        ConfigError: it is not UTF-8 or not TOML; says where.
    """
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}:{line}: not UTF-8 ({error.reason})", remedy="save it as UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else error
        raise ConfigError(f"{file}: not TOML: {reason}", remedy="correct the file at that place") from None


def check_config(data: Any, file: str, *, user: bool = False, prefix: Sequence[str] = ()) -> dict[str, Any]:
    """What a configuration file sets, checked: plain JSON with the keys as they are written, and no defaults.

    `prefix` is the table that `data` is in the file, for messages.

    Raises:
        ConfigError: with the file, the first wrong key and what was expected there.
    """
    shape = UserConfig if user else ProjectConfig
    try:
        checked = shape.model_validate(data)
    except ValidationError as error:
        raise _explained(error, shape, file, prefix) from None
    return checked.model_dump(mode="json", by_alias=True, exclude_unset=True)


# ---------------------------------------------------------------- what is wrong


def _explained(error: ValidationError, shape: type[_Table], file: str, prefix: Sequence[str]) -> ConfigError:
    """An error for the first wrong key in the order of the file's shape."""
    finding = error.errors(include_url=False)[0]
    path = [part for part in finding["loc"] if part != "[key]"]
    where = f"{file}: {'.'.join(map(_shown, (*prefix, *path))) or 'the file'}"
    if finding["type"] == "extra_forbidden":
        known = sorted(_keys_of(shape, path[:-1]))
        return ConfigError(f"{where}: no such key", remedy=did_you_mean(str(path[-1]), known))
    expected = _expectation(finding)
    remedy = "correct it there; `epoch schema config` says what each key takes"
    return ConfigError(f"{where}: expected {expected}, got {_short(finding['input'])}", remedy=remedy)


def _keys_of(shape: type[_Table], path: Sequence[str | int]) -> list[str]:
    """The keys that the table at a path may have."""
    here: type[_Table] = shape
    for part in path:
        field = next((each for name, each in here.model_fields.items() if part in {each.alias, name}), None)
        if field is not None:  # otherwise the free key of a table of tables, such as a pattern
            here = next((kind for kind in _kinds(field.annotation) if issubclass(kind, _Table)), here)
    return [field.alias or name for name, field in here.model_fields.items()]


def _kinds(annotation: Any) -> list[type]:
    """The classes that an annotation names, at any depth."""
    inner = [kind for each in get_args(annotation) for kind in _kinds(each)]
    return [annotation, *inner] if isinstance(annotation, type) and not inner else inner


_EXPECTED: Mapping[str, str] = {
    "string_type": "a string",
    "list_type": "an array",
    "dict_type": "a table",
    "model_type": "a table",
    "string_too_short": "something that is not empty",
}


def _expectation(finding: ErrorDetails) -> str:
    expected = finding.get("ctx", {}).get("expected") or finding["msg"].removeprefix("Input should be ")
    return _EXPECTED.get(finding["type"], str(expected))


def _shown(part: str | int) -> str:
    text = str(part)
    return text if text.replace("-", "").replace("_", "").isalnum() else f'"{text}"'


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"
