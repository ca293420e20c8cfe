"""Documents that pages are made from: those in `tests/data/pages/PRESET`, and what the offline composer builds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.document import apply_patch
from epoch_cli.preview.page import make_page
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.compose import compose

FOLDER = Path(__file__).resolve().parents[1] / "data" / "pages"
PROMPTS = (
    "contact form with a message and a file", "kanban board with three columns", "crm with contacts and deals in tabs",
    "product page with price, description and reviews", "delete account confirmation dialog", "invoice with a table",
    "hospital intake form", "search page with filters and results",
)  # fmt: skip
PRESETS = tuple(sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


class Case(NamedTuple):
    """A document to be had: a file of the folder, or a prompt for the composer."""

    preset: str
    name: str
    path: Path | None = None

    def document(self) -> dict[str, Any]:
        """The document itself."""
        if self.path is None:
            return composed(self.name, preset(self.preset))
        found: dict[str, Any] = json.loads(self.path.read_text("utf-8"))
        return found

    def page(self) -> str:
        """Its page."""
        return make_page(self.document(), preset(self.preset))


def cases() -> list[Case]:
    """All of them, those of one design system together."""
    return [case for name in PRESETS for case in (*_files(name), *(Case(name, prompt) for prompt in PROMPTS))]


@cache
def preset(name: str) -> Catalog:
    """A built-in design system, loaded once."""
    return load_catalog(name)


@cache
def page_of(name: str, of: str = "punk") -> str:
    """The page of a document in the folder."""
    return Case(of, name, FOLDER / of / f"{name}.json").page()


def composed(prompt: str, catalog: Catalog) -> dict[str, Any]:
    """What the offline composer makes of a prompt."""
    brief = Brief(prompt, catalog, catalog.profile("foundation"), catalog.models, {})
    document: dict[str, Any] = {}
    for patch in compose(brief).patches:
        document = apply_patch(document, patch).document
    return document


def types_in(node: Any) -> Iterator[str]:
    """The types of a node and of all nodes inside it."""
    yield node["type"]
    for child in [*node.get("children", ()), *filter(None, [node.get("itemTemplate")])]:
        yield from types_in(child)


def texts_of(node: dict[str, Any]) -> Iterator[str]:
    """The texts that a reader has to find: of nodes, and of the props that are words, without bindings."""
    said = [node.get("text"), *(node.get("props", {}).get(name) for name in ("label", "title", "hint", "description"))]
    yield from (" ".join(text.split()) for text in said if isinstance(text, str) and text.strip() and "{" not in text)
    for child in [*node.get("children", ()), *filter(None, [node.get("itemTemplate")])]:
        yield from texts_of(child)


def _files(name: str) -> Iterator[Case]:
    for path in sorted((FOLDER / name).glob("*.json")):
        yield Case(name, path.stem, path)
