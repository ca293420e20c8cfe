"""The system prompt, rendered from the catalog and never written beside it (decision 15)."""

from __future__ import annotations

import re
from collections.abc import Collection
from string import Template
from typing import Literal, NamedTuple

import orjson

from epoch_cli.catalog import Catalog, Models, Profile
from epoch_cli.catalog.exports.prompt import accessibility_text, budget_text, components_text, models_text, tokens_text
from epoch_cli.document import Document
from epoch_cli.errors import CatalogError
from epoch_cli.events import Mode
from epoch_cli.providers.tokens import estimate_tokens
from epoch_cli.validation import Draft

_PASSING = re.compile(r"(?<!\$)\$(?:\{(?:document|problems)\}|(?:document|problems)\b)")
"""The placeholders of what differs from request to request."""
_HEADING = re.compile(r"^(?=#)", re.MULTILINE)

TemplateName = Literal["first", "edit", "recovery"]


class Prompt(NamedTuple):
    """What a model is told: the system prompt, and what the user asks for.

    The first `stable` characters of `system` are the same for every wish and every document, so that a provider can
    keep them in its cache.
    """

    system: str
    user: str
    stable: int = 0

    @property
    def tokens(self) -> int:
        """About how many tokens both take; shown with `~`."""
        return estimate_tokens(self.system + self.user)


class Kept(NamedTuple):
    """What a prompt tells of components, token groups and data models, by name; None is all of them."""

    components: Collection[str] | None = None
    tokens: Collection[str] | None = None
    models: Collection[str] | None = None


_ALL = Kept()


def make_prompt(  # noqa: PLR0913  what a prompt is made of, each by its name
    wish: str,
    catalog: Catalog,
    profile: Profile,
    models: Models,
    *,
    document: Document,
    system: str = "",
    name: TemplateName | None = None,
    problems: str = "",
    kept: Kept = _ALL,
    mode: Mode = "patch",
) -> Prompt:
    """The whole prompt for a wish.

    Args:
        wish: what the user asks for.
        catalog: the design system.
        profile: caps of the document.
        models: data models for bindings.
        document: what is there already.
        system: extra text for the end of the system prompt.
        name: which template; None is `edit` when the document has a root, else `first`.
        problems: what was wrong with the last answer, for `recovery`.
        kept: what is told of the catalog and the models.
        mode: how a change is to be written, for `edit`.

    Raises:
        CatalogError: as `render_system` does.
    """
    name = name or ("edit" if "root" in document else "first")
    lasting, passing = _rendered(
        name, catalog, profile, models, document=document, problems=problems, kept=kept, mode=mode
    )
    whole = lasting + passing
    return Prompt(f"{whole.rstrip()}\n\n{system}" if system else whole, wish, len(lasting.rstrip()))


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

    Raises:
        CatalogError: the preset has no such template, or one with a placeholder that does not exist.
    """
    return "".join(_rendered(name, catalog, profile, models, document=document, problems=problems))


def _rendered(
    name: TemplateName,
    catalog: Catalog,
    profile: Profile,
    models: Models,
    *,
    document: Document | None = None,
    problems: str = "",
    kept: Kept = _ALL,
    mode: Mode = "patch",
) -> tuple[str, str]:
    """A template, filled in: what lasts from request to request, which comes first, and what does not."""
    template = catalog.prompts.get(name)
    if template is None:
        raise CatalogError(
            f"preset {catalog.name}: no prompts/{name}.md", remedy="add it, or extend a preset that has it"
        )
    sections = {
        "components": components_text(catalog, only=kept.components),
        "tokens": tokens_text(catalog, only=kept.tokens),
        "models": models_text(models, only=kept.models),
        "accessibility": accessibility_text(catalog, only=kept.components),
        "budget": budget_text(profile),
        "document": orjson.dumps(document or {}).decode(),
        "problems": problems,
        "output": catalog.prompts.get(f"output-{mode}", "").rstrip(),
    }
    if name == "edit" and mode != "patch" and "${output}" not in template:
        template = f"{template.rstrip()}\n\n# Output, this time\n\n${{output}}\n"  # a preset's own one
    try:
        template = template.replace("${examples}", catalog.prompts.get("examples", "").rstrip())
        text = _with_examples_that_hold(template, catalog, kept.components)
        passing = _PASSING.search(text)
        end = passing.start() if passing else len(text)
        return Template(text[:end]).substitute(sections), Template(text[end:]).substitute(sections)
    except (KeyError, ValueError) as error:
        raise CatalogError(
            f"preset {catalog.name}: prompts/{name}.md: {error} is no placeholder",
            remedy=f"use ${{{'}, ${'.join([*sections, 'examples'])}}}; write $$ for a dollar sign",
        ) from None


def _with_examples_that_hold(template: str, catalog: Catalog, told: Collection[str] | None) -> str:
    """The template without the examples that this catalog would refuse, or that hold components which are not told of.

    A preset that extends another may have taken a component away or renamed a token. An example is what follows a
    `##` heading, with one operation a line.
    """
    parts = _HEADING.split(template)
    return "".join(part for part in parts if not part.startswith("## ") or _holds(part, catalog, told))


def _holds(example: str, catalog: Catalog, told: Collection[str] | None) -> bool:
    if told is not None and any(f'"type": "{name}"' in example for name in catalog.components if name not in told):
        return False
    key = ("example", example)
    holds: bool | None = catalog.memo.get(key)
    if holds is None:  # prompts of many sizes are made of one catalog
        draft = Draft(catalog, profile="unlimited", models=())
        lines = [line for line in example.splitlines() if line.startswith('{"')]
        holds = catalog.memo[key] = all(draft.propose(orjson.loads(line)).accepted for line in lines)
    return holds
