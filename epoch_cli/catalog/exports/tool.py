"""The schema of what a model writes, by itself and as the definition of a tool that a program asks it to call."""

from __future__ import annotations

from typing import Any

from epoch_cli.catalog.exports import SCHEMA_NOTE, Form
from epoch_cli.catalog.exports.document_schema import whole_document_schema
from epoch_cli.catalog.exports.strict_schema import patches_schema
from epoch_cli.catalog.load import Catalog


def json_schema(catalog: Catalog, form: Form) -> dict[str, Any]:
    """The schema that a model is held to, in either form, patterns included."""
    return patches_schema(catalog, patterns=True) if form == "patches" else whole_document_schema(catalog)


def tool_schema(catalog: Catalog, form: Form) -> dict[str, Any]:
    """A tool that takes patches, or a document: `{"name", "description", "input_schema"}`, as Anthropic's API has it.

    OpenAI calls the last `parameters`, Gemini `parametersJsonSchema`; what is in it is the same.
    """
    what = "Change" if form == "patches" else "Write"
    return {
        "name": "write_patches" if form == "patches" else "write_document",
        "description": f"{what} a user interface of the design system {catalog.name}. {_HOW[form]}",
        "input_schema": json_schema(catalog, form),
    }


_HOW = {
    "patches": f"The document starts as {{}}; add /root first. {SCHEMA_NOTE}",
    "document": "Leave out what a node does not need.",
}
