"""From a brief to patches: understand, settle, build, fit, write."""

from __future__ import annotations

from typing import Any

from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.edit import edit
from epoch_cli.providers.offline.fit import Costs, fit, spread
from epoch_cli.providers.offline.headings import close_gaps
from epoch_cli.providers.offline.kit import CONTENT, EXTRA, SECTION, Kit, Part
from epoch_cli.providers.offline.lexicon import Lexicon, lexicon_of
from epoch_cli.providers.offline.names import tell_apart
from epoch_cli.providers.offline.screens import BUILDERS, Studio
from epoch_cli.providers.offline.screens.pages import nested
from epoch_cli.providers.offline.settle import settle
from epoch_cli.providers.offline.understand import understand
from epoch_cli.providers.offline.wish import Wish
from epoch_cli.providers.offline.write import patches_for

_UNTITLED = frozenset({"bare", "dialog", "header", "layout", "tabs"})
"""Shapes that are no screens of their own and get no heading above them."""

_CLOSED = frozenset(
    {"form", "table", "list", "cards", "gallery", "card", "plans", "board", "questions", "empty", "checklist"}
)
"""Shapes that hold no other parts: those follow below."""


def compose(brief: Brief) -> list[dict[str, Any]]:
    """The patches that turn the brief's document into what its prompt asks for.

    Takes a document that is empty (a new screen) or has a `root` (an edit). Gives RFC 6902 operations in the order in
    which they apply; each alone keeps the document valid and inside the brief's budget. Empty when an edit was not
    understood, or when nothing fits. The same brief gives the same patches.
    """
    lexicon = lexicon_of(brief.catalog)
    if isinstance(brief.document.get("root"), dict):
        return edit(brief, lexicon)
    wish = understand(brief.prompt, lexicon)
    settle(wish, lexicon, brief.models)
    root = screen(brief, wish, lexicon)
    return [] if root is None else patches_for(root)


def screen(brief: Brief, wish: Wish, lexicon: Lexicon) -> Part | None:
    """The tree of a new screen, inside its budget; None when not even a root fits."""
    kit = Kit(brief.catalog, brief.profile, spacing=brief.spacing)
    root = kit.holder("container", "stack", "box", padding="lg", gap="md", spacing="md")
    if root is None:
        return None
    title = _title(wish, lexicon)
    studio = Studio(kit, lexicon, brief.models, BUILDERS, language=wish.language)
    root.add(studio.heading(title, 1))
    studio.title = title
    if wish.intro and wish.shape not in {"dialog", "empty"}:
        root.add(kit.text(wish.intro), wave=CONTENT, weight=EXTRA)
    body = studio.build(wish, 1 if wish.shape == "bare" else 2)
    if wish.shape in _CLOSED:
        body += nested(studio, wish, 2)
    body = body or _helpful(studio, wish)
    for part in body:
        root.add(part, wave=SECTION if part.component.children else CONTENT)
    tell_apart(root, brief.profile.string)
    spread(root, kit)
    fits = fit(root, brief.profile, start=Costs())
    if not fits:
        root.children = []  # not even the heading fits: an empty screen is still a screen
        fits = fit(root, brief.profile, start=Costs())
    close_gaps(root)
    return root if fits else None


def _title(wish: Wish, lexicon: Lexicon) -> str:
    if wish.shape in _UNTITLED and not (wish.title and wish.shape == "tabs"):
        return ""
    unnamed = lexicon.phrase("form_title" if wish.shape == "form" else "untitled")
    return wish.title or (wish.topic.title if wish.topic else "") or unnamed


def _helpful(studio: Studio, wish: Wish) -> list[Part]:
    """What stands on a screen of which nothing was understood: the wish, and how to say more."""
    asked = f"{studio.lexicon.phrase('asked')}: {wish.asked}" if wish.asked else ""
    made = [studio.kit.text(asked), studio.kit.text(studio.lexicon.phrase("helpful"))]
    return [part for part in made if part is not None]
