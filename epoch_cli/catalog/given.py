"""What users give beside a preset: a file of data models, a file of caps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from epoch_cli.catalog.budgets import Profile
from epoch_cli.catalog.models import Models, parse_models
from epoch_cli.catalog.schema_models import is_schema, schema_models
from epoch_cli.config.bounded_reading import MOST_GIVEN, read_bounded
from epoch_cli.errors import CatalogError, ConfigError
from epoch_cli.nearest import did_you_mean

_CAPS = tuple(name for name in Profile._fields if name not in {"name", "description"})


def load_models(path: Path) -> Models:
    """The data models of a TOML or JSON file: `[models.User]` or `[User]`, as `parse_models` takes them; or a schema.

    JSON Schema and OpenAPI are told by their keys, whatever the file is called (`schema_models.py`).

    Raises:
        ConfigError: the file cannot be read or parsed.
        CatalogError: a model is wrong, and says which; or there is none.
    """
    data = _parsed(path)
    inner = data.get("models") if isinstance(data, dict) and set(data) == {"models"} else None
    try:
        if is_schema(data):
            return schema_models(data, path.name.partition(".")[0])
        models = parse_models(inner if isinstance(inner, (dict, list)) and "fields" not in inner else data)
    except CatalogError as error:
        raise CatalogError(f"{path}: {error.message}", remedy=error.remedy) from None
    if not models:
        raise CatalogError(f"{path}: there are no models in it", remedy="give models.NAME.fields, or a JSON Schema")
    return models


def load_profile(path: Path) -> Profile:
    """The budget profile of a TOML file of caps, such as `depth = 10`; what it does not name has no cap.

    Raises:
        ConfigError: the file cannot be read or parsed, or has a key or value that is none; says which.
    """
    data = _parsed(path)
    if not isinstance(data, dict):
        raise ConfigError(f"{path}: expected a table of caps", remedy=f"write {' = …, '.join(_CAPS)} = …")
    for key, value in data.items():
        if key not in (*_CAPS, "name", "description"):
            raise ConfigError(f"{path}: there is no cap {key!r}", remedy=did_you_mean(key, _CAPS))
        if key in _CAPS and (type(value) is not int or value < 0):
            raise ConfigError(f"{path}: {key}: expected a whole number from 0, got {value!r}", remedy="correct it")
        if key not in _CAPS and not isinstance(value, str):
            raise ConfigError(f"{path}: {key}: expected a text, got {value!r}", remedy="correct it")
    return Profile(**{"name": path.stem, **data})


def _parsed(path: Path) -> Any:
    try:
        text = read_bounded(path, MOST_GIVEN).decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})", remedy="check the path") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 ({error.reason})", remedy="save it as UTF-8") from None
    try:
        if path.suffix == ".json":
            return json.loads(text)
        from epoch_cli.config.toml_keys import parse_tables  # noqa: PLC0415  only for those who give such a file

        return parse_tables(text)
    except (ValueError, RecursionError) as error:
        kind = "JSON" if path.suffix == ".json" else "TOML"
        raise ConfigError(f"{path}: not {kind}: {error}", remedy="correct the file at that place") from None
