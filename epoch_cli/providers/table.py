"""All providers and models that can be asked: the rows that ship with Epoch, and the user's own over them.

presets/providers.toml ─┐
                        ├─▶ Table: which row a name means, which model a short name or an id means
user's config.toml ─────┘
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from epoch_cli.config.cache import Cache
from epoch_cli.config.paths import presets_dir
from epoch_cli.errors import ConfigError, UsageError
from epoch_cli.nearest import did_you_mean, nearest_few
from epoch_cli.providers.rows import ModelRow, ProviderRow

OFFLINE = "offline"
"""The built-in composer: known by name, but no row, since it has no address."""

SESSION = "session:"
"""How the name of a provider begins that is a recorded session; a file, an id or `last` follows."""

RESERVED = (OFFLINE, "auto")
"""Names that mean something else than a row."""

# change it when the same bytes are to give something else
_KIND = "providers-1"
_DATED = re.compile(r"-(?:20\d{6}|20\d\d-\d\d-\d\d)$")
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_OTHER_NAMES = {"key_cmd": "key_command"}
_OF_AN_ADDRESS = ("base_variable", "key_variables", "key_page", "key_command", "headers")
"""What belongs to where a row's requests go: `like` with another address does not bring it along."""


class Table(NamedTuple):
    """The providers by name, in the order in which their keys are looked for, and their models."""

    providers: Mapping[str, ProviderRow]
    models: Sequence[ModelRow]

    def provider(self, name: str) -> ProviderRow:
        """The row of a name.

        Raises:
            UsageError: there is none; names the nearest, and all there are.
        """
        row = self.providers.get(name) or self.providers.get(name.lower())
        if row is None:
            raise UsageError(f"no provider {name!r}", remedy=did_you_mean(name, (OFFLINE, *self.providers)))
        return row

    def find_model(self, text: str, provider: str | None = None) -> ModelRow:
        """The model that somebody means by an id, a short name, or either behind `PROVIDER:`.

        With a provider any id is good, since providers add models every week; without one it must be in the table.
        Where several providers have the same name for a model, the first in the table's order is meant.

        Raises:
            UsageError: no such provider, or no such model of any; names the nearest.
        """
        first, colon, rest = text.partition(":")
        if colon and rest and first in self.providers and provider in {None, first}:
            provider, text = first, rest
        if provider is None:
            return self._known(text, self.providers) or self._guessed(text)
        name = self.provider(provider).name
        return self._known(text, (name,)) or ModelRow(name, text)

    def default_model(self, row: ProviderRow) -> ModelRow | None:
        """The model that is asked when nobody chooses; None where the server has to be asked for its list."""
        return self.find_model(row.model, row.name) if row.model else None

    def models_of(self, row: ProviderRow) -> list[ModelRow]:
        """The models of a provider that the table knows."""
        return [model for model in self.models if model.provider == row.name]

    def _known(self, text: str, providers: Iterable[str]) -> ModelRow | None:
        """The row of an id, or else of a short name, of one of the providers."""
        places = {name: place for place, name in enumerate(providers)}
        rows = sorted((row for row in self.models if row.provider in places), key=lambda row: places[row.provider])
        wanted = text.casefold()
        by_id = (row for row in rows if row.id.casefold() == wanted)
        by_name = (row for row in rows if wanted in map(str.casefold, row.names))
        return next(by_id, None) or next(by_name, None)

    def _guessed(self, text: str) -> ModelRow:
        known = [name for row in self.models for name in (*row.names, row.id)]
        near = " or ".join(map(repr, nearest_few(text, known, most=2)))
        question = f"did you mean {near}? " if near else ""
        remedy = f"{question}`epoch models` lists them; for any other id say whose it is, with -p PROVIDER"
        raise UsageError(f"no model {text!r} is known", remedy=remedy)


def load_table(own: Mapping[str, Any] = _NOTHING, cache: Cache | None = None) -> Table:
    """The table of all providers and models.

    Args:
        own: the user's `providers` and `models` as they were checked, with the `file` they are from (`Settings.own`).
        cache: keeps the checked content of the built-in file, so that it is parsed once.

    Raises:
        ConfigError: the user's tables name what there is not, or a provider without an address.
    """
    data = _built_in(cache)
    rows = {name: _row(name, table) for name, table in data["providers"].items()}
    rows = _with_own(rows, own.get("providers", {}), str(own.get("file", "")))
    models = [_model(table) for table in data["models"]]
    mine = [_model(table) for table in own.get("models", ())]
    for model in mine:
        if model.provider not in rows:
            raise ConfigError(
                f"{own.get('file', '')}: models: {model.id}: no provider {model.provider!r}",
                remedy=did_you_mean(model.provider, rows),
            )
    replaced = {(model.provider, model.id) for model in mine}
    kept = [model for model in models if (model.provider, model.id) not in replaced]
    return Table(MappingProxyType(rows), (*mine, *kept))


def undated(model: str) -> str:
    """An id without the day of its version, such as `-20250805`: what is known of the one holds for the other."""
    return _DATED.sub("", model)


def read_preset(name: str, kind: str, cache: Cache | None, check: Callable[[Any, str], Any]) -> Any:
    """The checked content of a TOML file of `presets/`, from the cache when it was checked before."""
    file = presets_dir() / name
    raw = file.read_bytes()

    def make() -> Any:
        from epoch_cli.config.source import parse_toml  # noqa: PLC0415  pydantic and tomllib, once for these bytes

        return check(parse_toml(raw, file), str(file))

    return make() if cache is None else cache.cached(kind, raw, make)


def _built_in(cache: Cache | None) -> Any:
    def check(data: Any, file: str) -> Any:
        from epoch_cli.config.provider_shapes import check_providers  # noqa: PLC0415  pydantic

        return check_providers(data, file)

    return read_preset("providers.toml", _KIND, cache, check)


# ---------------------------------------------------------------- rows


def _row(name: str, table: Mapping[str, Any]) -> ProviderRow:
    return ProviderRow(**{"name": name, "title": name, "dialect": "openai_chat", **_values(table)})


def _model(table: Mapping[str, Any]) -> ModelRow:
    values = _values(table)
    if "retires" in values:
        values["retires"] = date.fromisoformat(values["retires"])
    return ModelRow(**values)


def _values(table: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a row from the keys of its table; arrays are tuples there."""
    names = ((key.replace("-", "_"), value) for key, value in table.items() if key != "like")
    return {_OTHER_NAMES.get(name, name): tuple(value) if isinstance(value, list) else value for name, value in names}


def _with_own(rows: dict[str, ProviderRow], own: Mapping[str, Any], file: str) -> dict[str, ProviderRow]:
    """The rows with the user's over them; new ones come last, in the file's order."""
    made = dict(rows)

    def make(name: str, above: tuple[str, ...]) -> ProviderRow:
        """The row of a name after the user's table for it, and before that of the one that it is like."""
        if name not in own:
            return rows[name]
        table = own[name]
        like = table.get("like")
        if like is None:
            below = rows.get(name)
        elif like not in own and like not in rows:
            raise ConfigError(f"{file}: providers.{name}.like: no provider {like!r}", remedy=did_you_mean(like, rows))
        elif like in above or like == name:
            raise ConfigError(f"{file}: providers.{name}.like: {like!r} is like {name!r} itself", remedy="take one out")
        else:
            below = _like(make(like, (*above, name)), name, table)
        if name in RESERVED:
            raise ConfigError(f"{file}: providers.{name}: the name means something else", remedy="choose another name")
        if below is None and "base-url" not in table:
            remedy = "add base-url, or like = NAME of a provider that it is like"
            raise ConfigError(f"{file}: providers.{name}: has no base-url", remedy=remedy)
        return _over(below, name, table)._replace(origin=file)

    for name in own:
        made[name] = make(name, ())
    return made


def _over(below: ProviderRow | None, name: str, table: Mapping[str, Any]) -> ProviderRow:
    """A row with the values of a table; one of nothing before has its key where its name says."""
    if below is not None:
        return below._replace(**_values(table))
    return _row(name, {"key-variables": [_variable(name)], **table})


def _like(other: ProviderRow, name: str, table: Mapping[str, Any]) -> ProviderRow:
    """The row of another as the beginning of a new one.

    A key goes to the address that it is for: with another address, nothing that says where a key is found comes along.
    """
    row = other._replace(name=name, title=name)
    if table.get("base-url", other.base_url) == other.base_url:
        return row
    defaults = {field: ProviderRow._field_defaults[field] for field in _OF_AN_ADDRESS}
    return row._replace(**{**defaults, "key_variables": (_variable(name),)})


def _variable(name: str) -> str:
    return f"{name.upper().replace('-', '_')}_API_KEY"
