"""Running the composer in tests: briefs, documents, and the prompts with what they expect."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from epoch_cli.catalog import Catalog, Models, Profile, parse_models
from epoch_cli.document import apply_patch
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.compose import compose

Document = dict[str, Any]
Patch = dict[str, Any]

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
SHARED = REPOSITORY.parent / "shared" / "prompts" / "examples.jsonl"


@dataclass(frozen=True)
class Expectation:
    """A prompt and what its document has to hold.

    `models` are the data models that its context has, as a preset writes them; `language` is the code of the language
    it is written in; `of` the English prompt that it is a translation of.
    """

    prompt: str
    expect: dict[str, Any]
    language: str = "en"
    models: dict[str, Any] | None = None
    of: str = ""


def expectations(path: Path) -> list[Expectation]:
    """The rows of a file, one JSON object a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Expectation(**json.loads(line)) for line in lines if line.strip()]


SETS = {path.stem: expectations(path) for path in sorted((HERE / "prompts").glob("*.jsonl"))}
"""The project's own prompts: a set for each file, by its name."""

OWN = [row for name, rows in SETS.items() if not name.startswith("blind") for row in rows]
EXAMPLES = expectations(SHARED) if SHARED.is_file() else []
TRANSLATED = expectations(HERE / "languages.jsonl")
"""Prompts of these sets, as people who speak another language would write them."""


def brief(
    prompt: str,
    catalog: Catalog,
    *,
    document: Document | None = None,
    profile: Profile | str = "strict",
    models: Models | None = None,
) -> Brief:
    budget = catalog.profile(profile) if isinstance(profile, str) else profile
    return Brief(prompt, catalog, budget, catalog.models if models is None else models, document or {})


def built(patches: list[Patch], document: Document | None = None) -> Document:
    """The document that the patches make, one after the other."""
    made: Document = json.loads(json.dumps(document or {}))
    for patch in patches:
        made = apply_patch(made, patch).document
    return made


def composed(prompt: str, catalog: Catalog, models: dict[str, Any] | None = None) -> Document:
    return built(compose(brief(prompt, catalog, models=None if models is None else parse_models(models))).patches)
