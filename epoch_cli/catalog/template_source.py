"""The shape of a prompt template's file, checked with pydantic when the file is new."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from epoch_cli.config.shapes import Table, Text, checked
from epoch_cli.config.source import parse_toml

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class ParameterSource(Table):
    """A parameter; without a default and not required it is empty."""

    description: str = ""
    default: str = ""
    required: bool = False


class TemplateSource(Table):
    """The whole of `templates/NAME.toml`."""

    description: Text
    text: Text
    parameters: dict[Name, ParameterSource] = Field(default={})


def check_template(raw: bytes, file: Path) -> dict[str, Any]:
    """The data of a template's file, as it is written there.

    Raises:
        ConfigError: it is no TOML, or a key is wrong; says which and what was expected.
    """
    return checked(parse_toml(raw, file), TemplateSource, str(file), schema="")
