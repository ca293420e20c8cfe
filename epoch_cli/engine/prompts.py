"""The system prompt, rendered from the catalog and never written beside it (decision 15)."""

from __future__ import annotations

import re
from string import Template
from typing import Literal, NamedTuple

import orjson

from epoch_cli.catalog import Catalog, Models, Profile
from epoch_cli.catalog.export import accessibility_text, budget_text, components_text, models_text, tokens_text
from epoch_cli.document import Document
from epoch_cli.engine.budget import estimate_tokens
from epoch_cli.errors import CatalogError
from epoch_cli.validation import Draft

_HEADING = re.compile(r"^(?=#)", re.MULTILINE)

TemplateName = Literal["first", "edit", "recovery"]


class Prompt(NamedTuple):
    """What a model is told: the system prompt, and what the user asks for."""

    system: str
    user: str

    @property
    def tokens(self) -> int:
        """About how many tokens both take; shown with `~`."""
        return estimate_tokens(self.system + self.user)


def make_prompt(
    wish: str, catalog: Catalog, profile: Profile, models: Models, *, document: Document, system: str = ""
) -> Prompt:
    """The whole prompt for a wish: what `generate` sends, and `epoch prompt` prints.

    Args:
        wish: what the user asks for.
        catalog: the design system.
        profile: caps of the document.
        models: data models for bindings.
        document: what is there already; the template is `edit` when that has a root, else `first`.
        system: extra text for the end of the system prompt.

    Raises:
        CatalogError: as `render_system` does.
    """
    name: TemplateName = "edit" if "root" in document else "first"
    template = render_system(name, catalog, profile, models, document=document)
    return Prompt(f"{template.rstrip()}\n\n{system}" if system else template, wish)


def render_system(
    name: TemplateName,
    catalog: Catalog,
    profile: Profile,
    models: Models,
    *,
    document: Document | None = None,
    problems: str = "",
) -> str:
    """Fill in one of the catalog's three prompt templates.

    What does not change between requests comes first, so that providers can cache it; the document comes last.

    Raises:
        CatalogError: the preset has no such template, or one with a placeholder that does not exist.
    """
    template = catalog.prompts.get(name)
    if template is None:
        raise CatalogError(
            f"preset {catalog.name}: no prompts/{name}.md", remedy="add it, or extend a preset that has it"
        )
    sections = {
        "components": components_text(catalog),
        "tokens": tokens_text(catalog),
        "models": models_text(models),
        "accessibility": accessibility_text(catalog),
        "budget": budget_text(profile),
        "document": orjson.dumps(document or {}).decode(),
        "problems": problems,
    }
    try:
        return Template(_with_examples_that_hold(template, catalog)).substitute(sections)
    except (KeyError, ValueError) as error:
        raise CatalogError(
            f"preset {catalog.name}: prompts/{name}.md: {error} is no placeholder",
            remedy=f"use ${{{'}, ${'.join(sections)}}}; write $$ for a dollar sign",
        ) from None


def _with_examples_that_hold(template: str, catalog: Catalog) -> str:
    """The template without the examples that this catalog would refuse.

    A preset that extends another may have taken a component away or renamed a token. An example is what follows a
    `##` heading, with one operation a line.
    """
    parts = _HEADING.split(template)
    return "".join(part for part in parts if not part.startswith("## ") or _holds(part, catalog))


def _holds(example: str, catalog: Catalog) -> bool:
    draft = Draft(catalog, profile="unlimited", models=())
    lines = [line for line in example.splitlines() if line.startswith('{"')]
    return all(draft.propose(orjson.loads(line)).accepted for line in lines)
