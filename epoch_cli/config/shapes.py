"""How the shape of a file is written down as classes, and what is said about a value that has another.

A key is a field of a class, and nowhere else: the check, the JSON Schema and the nearest name in an error come from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, NamedTuple, TypeGuard, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from epoch_cli.config.key_names import dotted
from epoch_cli.errors import ConfigError
from epoch_cli.nearest import did_you_mean, nearest

Text = Annotated[str, Field(min_length=1)]
Path = tuple[str | int, ...]
"""Where a value is in a file: keys, and indices of arrays."""


class Table(BaseModel):
    """A table with these keys and no others."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


MISSING, UNKNOWN = "is missing", "no such key"
"""What is said of a key that has to be there, and of one that means nothing."""


class Fault(NamedTuple):
    """Something that is wrong in a table: where, what, and what to do about it."""

    path: Path
    what: str
    remedy: str


def checked(
    data: Any,
    shape: type[Table],
    file: str,
    *,
    prefix: Sequence[str] = (),
    refused: Callable[[Path], str] = lambda _: "",
    schema: str = "config",
) -> dict[str, Any]:
    """What a table sets: plain JSON with the keys as they are written, and no defaults.

    Args:
        data: the table as it was parsed.
        shape: what it must look like.
        file: the name of its file, for messages.
        prefix: the table that `data` is in the file, for messages.
        refused: the reason why a key cannot be there, for keys that others may have; empty for those there are not.
        schema: the JSON Schema that says what each key takes (`epoch schema …`); empty when there is none.

    Raises:
        ConfigError: with the file, the first wrong key and what was expected there.
    """
    try:
        return shape.model_validate(data).model_dump(mode="json", by_alias=True, exclude_unset=True)
    except ValidationError as error:
        fault = _fault(error.errors(include_url=False)[0], shape, refused, schema)
    where = f"{file}: {dotted((*prefix, *fault.path)) or 'the file'}"
    raise ConfigError(f"{where}: {fault.what}", remedy=fault.remedy)


def faults(
    data: Any, shape: type[Table], *, refused: Callable[[Path], str] = lambda _: "", schema: str = "config"
) -> list[Fault]:
    """Everything that is wrong with a table, in the order of its shape; arguments as for `checked`."""
    try:
        shape.model_validate(data)
    except ValidationError as error:
        return [_fault(each, shape, refused, schema) for each in error.errors(include_url=False)]
    return []


def _fault(finding: ErrorDetails, shape: type[Table], refused: Callable[[Path], str], schema: str) -> Fault:
    path = tuple(part for part in finding["loc"] if part != "[key]")
    if finding["type"] == "extra_forbidden":
        if reason := refused(path):
            return Fault(path, reason, "take it out there")
        return Fault(path, UNKNOWN, did_you_mean(str(path[-1]), sorted(keys_of(shape, path[:-1]))))
    if finding["type"] == "missing":
        return Fault(path, MISSING, "add it there")
    remedy = "correct it there" + (f"; `epoch schema {schema}` says what each key takes" if schema else "")
    return Fault(path, f"expected {_expectation(finding)}{_found(finding, path)}", remedy)


# ---------------------------------------------------------------- what a key is


def kind_at(shape: type[Table], path: Sequence[str | int]) -> Any:
    """What stands at a path, as annotations say it: a `Table`, `dict[…]`, `list[…]`, or the type of a value.

    Raises:
        KeyError: nothing can stand there; its argument is how much of the path there is.
    """
    here: Any = shape
    for place, part in enumerate(path):
        here = _inside(here, part)
        if here is None:
            raise KeyError(tuple(path[:place]))
    return here


def _inside(kind: Any, part: str | int) -> Any:
    """What stands under a key, or in a list; None where nothing can."""
    if is_table(kind):
        fields = kind.model_fields.items()
        found = next((field for name, field in fields if (field.alias or name) == part), None)
        return None if found is None else _plain(found.annotation)
    if kind is Any:
        return kind
    inner = get_args(kind)
    if get_origin(kind) is dict:
        return _plain(inner[1])
    return _plain(inner[0]) if get_origin(kind) is list and isinstance(part, int) else None


def item_kind(kind: Any) -> Any:
    """What stands in a list."""
    return _plain(get_args(kind)[0])


def is_table(kind: Any) -> TypeGuard[type[Table]]:
    """Whether that is a table with keys of its own, and not one with free ones."""
    return isinstance(kind, type) and not get_args(kind) and issubclass(kind, Table)


def _plain(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def keys_of(shape: type[Table], path: Sequence[str | int] = ()) -> list[str]:
    """The keys that the table at a path may have; none for what is no such table."""
    try:
        here = kind_at(shape, path)
    except KeyError:
        return []
    return [field.alias or name for name, field in here.model_fields.items()] if is_table(here) else []


_EXPECTED: Mapping[str, str] = {
    "string_type": "a string",
    "list_type": "an array",
    "tuple_type": "an array",
    "dict_type": "a table",
    "model_type": "a table",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "date_type": "a date such as 2026-12-31",
    "finite_number": "a finite number",
    "string_too_short": "something that is not empty",
}


def _expectation(finding: ErrorDetails) -> str:
    context = finding.get("ctx", {})
    if finding["type"] == "string_pattern_mismatch":
        return f"a name or an address that fits {context['pattern']}"
    expected = context.get("expected") or finding["msg"].removeprefix("Input should be ")
    return _EXPECTED.get(finding["type"], str(expected))


_NEAR_KEYS = (("providers",), ("models",), ("prices",))


def _found(finding: ErrorDetails, path: Path) -> str:
    """What stands there instead; of some tables only what cannot be a key that somebody put into the wrong place."""
    value = finding["input"]
    if path[:1] not in _NEAR_KEYS or isinstance(value, bool | int | float):
        text = repr(value)
        return f", got {text if len(text) <= 60 else text[:59] + '…'}"
    known = finding.get("ctx", {}).get("expected", "").replace(" or ", ", ").split(", ")
    near = nearest(value, [each.strip("'") for each in known]) if isinstance(value, str) else ""
    return f"; did you mean {near!r}?" if near else ", got something else"
