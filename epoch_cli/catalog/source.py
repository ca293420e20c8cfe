"""The shape of a preset's TOML files, checked with pydantic when a catalog is read.

Nothing here is needed once a catalog is compiled, so this module, the only one of the catalog that imports pydantic,
is imported by `load.py` when it has a file to check.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic_core import ErrorDetails

from epoch_cli.catalog.components import PropType
from epoch_cli.catalog.meanings import MEANINGS
from epoch_cli.catalog.models import FieldType
from epoch_cli.config.key_names import dotted
from epoch_cli.config.shapes import Table
from epoch_cli.errors import CatalogError
from epoch_cli.nearest import did_you_mean


def _is_meaning(text: str) -> str:
    if text not in MEANINGS:
        raise ValueError(f"a meaning ({did_you_mean(text, MEANINGS)})")
    return text


def _is_pattern(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else error
        raise ValueError(f"a regular expression ({reason})") from error
    return text


Pattern = Annotated[str, AfterValidator(_is_pattern)]
Meaning = Annotated[str, AfterValidator(_is_meaning)]
Types = PropType | list[PropType]
Role = Literal[
    "container", "box", "stack", "card", "text", "status", "image", "table", "action", "form", "field", "input",
    "choice", "dialog", "tabs", "alert", "separator", "progress", "placeholder", "link", "navigation", "list", "menu",
    "popover", "chart", "slides", "other",
]  # fmt: skip


class PropSource(Table):
    """A prop, or a field of an object inside one."""

    type: Types | None = None
    description: str = ""
    values: list[str] = []
    group: str = ""
    items: Types | None = None
    fields: dict[str, PropSource] = {}
    required: bool = False
    default: Any = None
    pattern: Pattern | None = None
    format: Literal["", "url", "key"] = ""
    min: float | None = None
    max: float | None = None
    integer: bool = False
    binding: bool = True
    deprecated: str = ""
    added: bool = False
    unique: str = ""
    filled: bool = False
    one_of: Annotated[str, Field(pattern=r"^([^.]+\.[^.]+)?$")] = ""
    means: Meaning | None = None
    reads: dict[str, str] = {}


class NameSource(Table):
    """Where an accessible name may come from."""

    from_: list[str] = Field(default=[], alias="from")
    required: bool = False
    inherit: bool = False


class ItemScopeSource(Table):
    """Which props see the items of a bound prop."""

    rows: str
    props: list[str]


class ComponentSource(Table):
    """A component; a preset that extends another may give only what it changes."""

    role: Role = "other"
    label: str = ""
    icon: str = ""
    description: str = ""
    children: bool | Annotated[int, Field(ge=0)] = False
    text: bool = False
    interactive: bool = False
    name: NameSource | None = None
    names_controls: str = ""
    requires_any: list[str] = []
    item_scope: ItemScopeSource | None = None
    heading: str = ""
    caption: str = ""
    tone: str = ""
    mandatory: str = ""
    panels: str = ""
    implies: dict[Meaning, Any] = {}
    props: dict[str, PropSource] = {}


class TokenSource(Table):
    """A token written as a table."""

    value: Any
    deprecated: str = ""


class TokenGroupSource(Table):
    """A group of tokens."""

    prefix: str = ""
    kind: Literal["", "spacing", "color", "typography", "shadow", "radius", "other"] = ""
    description: str = ""
    tokens: dict[str, int | float | str | TokenSource] = {}


class BudgetSource(Table):
    """Caps of a budget profile; what is left out is no cap."""

    description: str = ""
    score: Annotated[int, Field(ge=1)] | None = None
    depth: Annotated[int, Field(ge=1)] | None = None
    children: Annotated[int, Field(ge=1)] | None = None
    nodes: Annotated[int, Field(ge=1)] | None = None
    string: Annotated[int, Field(ge=1)] | None = None
    bindings: Annotated[int, Field(ge=0)] | None = None
    handlers: Annotated[int, Field(ge=0)] | None = None
    patches: Annotated[int, Field(ge=1)] | None = None


class FieldSource(Table):
    """A field of a data model, written as a table."""

    type: FieldType
    fields: dict[str, str | FieldSource] = {}
    items: str | FieldSource | None = None
    required: bool = False
    description: str = ""


class ModelSource(Table):
    """A data model."""

    plural: str = ""
    fields: dict[str, str | FieldSource]
    example: dict[str, Any] = {}


class PresetHeader(Table):
    """Who the preset is, and what it builds on."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    version: str = "0.0.0"
    description: str = ""
    extends: str = ""
    remove: list[str] = []


class CatalogSource(Table):
    """The whole of `catalog.toml`; `tokens` may stand here or in a `tokens.toml` beside it."""

    preset: PresetHeader
    common: dict[str, PropSource] = {}
    components: dict[str, ComponentSource] = {}
    tokens: dict[str, TokenGroupSource] = {}
    budgets: dict[str, BudgetSource] = {}
    models: dict[str, ModelSource] = {}


class _TokensFile(BaseModel):
    tokens: dict[str, TokenGroupSource]


def check_catalog(data: dict[str, Any], file: str) -> None:
    """Check the data of a `catalog.toml`.

    Raises:
        CatalogError: with the file, the first wrong key and what was expected there.
    """
    _check(CatalogSource, data, file, strip=0)


def check_tokens(data: dict[str, Any], file: str) -> None:
    """Check the data of a `tokens.toml`; raises as `check_catalog` does."""
    _check(_TokensFile, {"tokens": data}, file, strip=1)


def _check(shape: type[BaseModel], data: dict[str, Any], file: str, *, strip: int) -> None:
    try:
        shape.model_validate(data)
    except ValidationError as error:
        raise CatalogError(
            _explain(error, file, strip), remedy=f"correct {file}; `presets/base` explains the format"
        ) from None


def _explain(error: ValidationError, file: str, strip: int) -> str:
    """One line for the key that pydantic got furthest with; what each branch of a union expected is joined by "or"."""
    findings = [(_key(finding["loc"][strip:]), finding) for finding in error.errors(include_url=False)]
    key, finding = max(findings, key=lambda pair: pair[0].count("."))
    if finding["type"] == "extra_forbidden":
        return f"{file}: {key}: this key is not known here"
    if finding["type"] == "missing":
        return f"{file}: {key}: expected this key, but it is missing"
    expected = dict.fromkeys(expectation(each) for at, each in findings if at == key)
    return f"{file}: {key}: expected {' or '.join(expected)}, got {short(finding['input'])}"


def _key(path: tuple[str | int, ...]) -> str:
    """The key of the file. pydantic puts the names of a union's branches into the path; no key looks like these."""
    return dotted(
        [part for part in path if not re.search(r"[\[\]]|^((constrained-)?(str|int|float|bool)|\w+Source)$", str(part))]
    )


def expectation(finding: ErrorDetails) -> str:
    """What pydantic expected where it found something else, in words."""
    expected = finding.get("ctx", {}).get("expected") or finding["msg"].removeprefix("Input should be ")
    return str(expected).removeprefix("Value error, ")


def short(value: Any) -> str:
    """A value as errors quote it, at most 60 characters long."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
