"""Prompt templates of a preset: wishes with parameters, `templates/*.toml` beside its `catalog.toml`.

A preset that `extends` another has its templates too, and one of the same name instead of the other's. They are no part
of the catalog: they are read when somebody asks for one, and change nothing about what is valid.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from epoch_cli.catalog.load import preset_files
from epoch_cli.catalog.parts import read_part
from epoch_cli.config.cache import Cache
from epoch_cli.errors import CatalogError, ConfigError, UsageError
from epoch_cli.nearest import did_you_mean

_KIND = "templates-1"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Parameter(NamedTuple):
    """What a template asks for: a name, what it means, and its value when none is given."""

    name: str
    description: str = ""
    default: str = ""
    required: bool = False


class WishTemplate(NamedTuple):
    """A wish with parameters: `${name}` in `text` stands for the parameter of that name, `$$` for a dollar sign."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    file: Path

    def filled(self, values: Mapping[str, str]) -> str:
        """The wish, with these values for its parameters.

        Raises:
            UsageError: a value is for no parameter, or one that is required has none.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                remedy = did_you_mean(name, known) if known else "leave it out"
                raise UsageError(f"template {self.name} has no parameter {name!r}", remedy=remedy)
        for parameter in self.parameters:
            if parameter.required and not values.get(parameter.name, "").strip():
                meaning = f" ({parameter.description})" if parameter.description else ""
                raise UsageError(
                    f"template {self.name} needs {parameter.name}{meaning}", remedy=f"add --set {parameter.name}=…"
                )
        filled = {name: values.get(name, parameter.default) for name, parameter in known.items()}
        return Template(self.text).substitute(filled).strip()


def load_templates(preset: str | Path, *, cache: Cache | None = None) -> dict[str, WishTemplate]:
    """The templates of a preset by their names, sorted; with those of the presets that it builds on.

    Raises:
        CatalogError: the preset cannot be read, or a template is wrong; says which file and key.
    """
    found: dict[str, WishTemplate] = {}
    for file in preset_files(preset, cache=cache):
        for path in sorted(file.parent.glob("templates/*.toml")) if file.name == "catalog.toml" else ():
            found[path.stem] = load_template(path, cache)
    return dict(sorted(found.items()))


def find_template(name: str, templates: Mapping[str, WishTemplate]) -> WishTemplate:
    """The template of this name.

    Raises:
        UsageError: there is none; says which there are.
    """
    if name in templates:
        return templates[name]
    remedy = did_you_mean(name, templates) if templates else "this preset has none: add templates/NAME.toml to it"
    raise UsageError(f"no template {name!r}", remedy=remedy)


def load_template(path: Path, cache: Cache | None = None) -> WishTemplate:
    """The template of a file.

    Raises:
        CatalogError: it cannot be read, or is wrong; says which key.
    """
    if not _NAME.fullmatch(path.stem):
        raise CatalogError(f"{path}: expected a name of small letters, digits and hyphens", remedy="rename the file")
    raw = read_part(path, path.parent.parent)
    data: dict[str, Any] = (
        _checked(path, raw) if cache is None else cache.cached(_KIND, raw, lambda: _checked(path, raw))
    )
    parameters = tuple(Parameter(name, **row) for name, row in data.get("parameters", {}).items())
    return WishTemplate(path.stem, data["description"], parameters, data["text"], path)


def _checked(path: Path, raw: bytes) -> dict[str, Any]:
    """The data of a template's file, as it is written there."""
    from epoch_cli.catalog.template_source import check_template  # noqa: PLC0415  pydantic, only for a file that is new

    try:
        data = check_template(raw, path)
    except ConfigError as error:
        raise CatalogError(error.message, remedy=error.remedy) from None
    template = Template(data["text"])
    if not template.is_valid():
        raise CatalogError(f"{path}: text: a $ stands for nothing", remedy="write ${name}, or $$ for a dollar sign")
    for name in template.get_identifiers():
        if name not in data.get("parameters", {}):
            raise CatalogError(f"{path}: text: no parameter {name!r}", remedy=f"add [parameters.{name}]")
    return data
