"""The shape of configuration files, checked with pydantic when a file is new.

A key is a field here, and nowhere else (`shapes.py`); a table of its own is a class of its own.

A project's file comes with a repository that somebody else may have written, so it never sets a key or the address
that a key is sent to (design section 7). What only users may set is a field of `UserConfig`, not of `ProjectConfig`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from epoch_cli.config import shapes
from epoch_cli.config.paths import DEFAULT_PRESET, user_config_file
from epoch_cli.config.provider_shapes import ModelTable, Name, OwnProviderTable, PriceTable
from epoch_cli.config.shapes import Table, Text
from epoch_cli.config.toml_keys import parse_tables
from epoch_cli.errors import ConfigError

Severity = Literal["error", "warning", "info"]
Selector = Annotated[
    str,
    Field(min_length=1, description="A code (EP301), the beginning of codes (EP3), a rule's name or its family's."),
]


class FileRules(Table):
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


class PreferencesTable(Table):
    """What you like, told to the model where a request leaves it open."""

    # what is not set is nobody's wish; made by a function, these are not shown in the schema as if they applied
    color_scheme: Literal["light", "dark"] = Field(
        default_factory=lambda: "light", alias="color-scheme", description="Which the screen is shown in."
    )
    spacing: Literal["compact", "normal", "spacious"] = Field(
        default_factory=lambda: "normal", description="How much space there is between things."
    )
    variant: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")] = Field(
        default_factory=str, description="The variant of components that is taken where they have it, as outline."
    )


class ScreenTable(Table):
    """How the screen looks and what its keys are."""

    theme: Text = Field(
        default="epoch-dark", description="epoch-dark, epoch-light, terminal (its own colours), or one of Textual's."
    )
    mouse: bool = Field(default=True, description="Whether the mouse is used.")
    keys: dict[Text, Text] = Field(
        default={}, description="Other keys by the id of an action, as in the table of keys: live.refine = ctrl+r."
    )


class ProjectConfig(Table):
    """Configuration of a project: `epoch.toml`, or `[tool.epoch]` in `pyproject.toml`."""

    preset: Text = Field(
        default=DEFAULT_PRESET,
        description="Design system: a built-in name, or a path that counts from this file's folder.",
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
    provider: Text = Field(
        default_factory=str,
        description="Who writes: a provider's name, auto, or offline. Without one, the first whose key is found.",
    )
    model: Text = Field(default_factory=str, description="The model that writes: a short name or an id.")
    cache: bool = Field(default=True, description="Whether gen gives answers again that were given before.")
    preferences: PreferencesTable = Field(default_factory=PreferencesTable, description="What you like, as --prefer.")
    screen: ScreenTable = Field(default=ScreenTable(), description="How the screen looks, and what its keys are.")


class UserConfig(ProjectConfig):
    """The user's own `config.toml`: the defaults for every project, and providers of the user's own."""

    providers: dict[Name, OwnProviderTable] = Field(
        default={},
        description="Providers besides the built-in ones, and other values for those; by name.",
        json_schema_extra={"additionalProperties": False},  # names that fit the pattern, and no others
    )
    models: list[ModelTable] = Field(default=[], description="Models besides the ones that Epoch knows.")
    prices: dict[Text, PriceTable] = Field(
        default={}, description="What models cost, by id or PROVIDER:ID; comes before what Epoch knows."
    )


def parse_toml(raw: bytes, file: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises:
        ConfigError: it is not UTF-8 or not TOML; says where.
    """
    try:
        return parse_tables(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}:{line}: not UTF-8 ({error.reason})", remedy="save it as UTF-8") from None
    except (ValueError, RecursionError) as error:  # also for a number of more digits than Python reads
        reason = "nested too deeply" if isinstance(error, RecursionError) else error
        raise ConfigError(f"{file}: not TOML: {reason}", remedy="correct the file at that place") from None


def check_config(data: Any, file: str, *, user: bool = False, prefix: Sequence[str] = ()) -> dict[str, Any]:
    """What a configuration file sets, checked: plain JSON with the keys as they are written, and no defaults.

    `prefix` is the table that `data` is in the file, for messages.

    Raises:
        ConfigError: with the file, the first wrong key and what was expected there.
    """
    if user:
        data = _with_hyphens(data)
        return shapes.checked(data, UserConfig, file, prefix=prefix, refused=misplaced, schema="user-config")
    return shapes.checked(data, ProjectConfig, file, prefix=prefix, refused=only_users)


def config_faults(data: Any, *, user: bool = False) -> list[shapes.Fault]:
    """Everything that is wrong with a configuration, where `check_config` stops at the first."""
    if user:
        return shapes.faults(_with_hyphens(data), UserConfig, refused=misplaced, schema="user-config")
    return shapes.faults(data, ProjectConfig, refused=only_users)


def _with_hyphens(data: Any) -> Any:
    """The same with `key-cmd` for a provider's `key_cmd`: others' tools and their documents write keys so."""
    providers = data.get("providers") if isinstance(data, dict) else None
    if not isinstance(providers, dict):
        return data
    rows = {
        name: {key.replace("_", "-"): value for key, value in row.items()} if isinstance(row, dict) else row
        for name, row in providers.items()
    }
    return {**data, "providers": rows}


def only_users(path: shapes.Path) -> str:
    """Why a project's file cannot have a key that the user's own may have; empty for a key that neither may have."""
    if len(path) != 1 or path[0] not in UserConfig.model_fields:
        return ""
    return (
        f"only your own file ({user_config_file()}) can set this;"
        " a project never says where your keys are sent, nor what anything costs"
    )


def misplaced(path: shapes.Path) -> str:
    """Why a provider has no such key, when it is one that people look for."""
    if len(path) == 3 and path[0] == "providers" and str(path[2]).replace("_", "-") in _WORDS_FOR_A_KEY:
        return f"keys do not belong into this file: `epoch keys set {path[1]}`, key-variables or key-cmd bring them"
    return ""


_WORDS_FOR_A_KEY = ("key", "api-key", "apikey", "token", "secret", "password")
