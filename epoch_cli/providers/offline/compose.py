"""From a brief to patches: understand, settle, build, fit, write."""

from __future__ import annotations

from dataclasses import replace

from epoch_cli.providers.base import Brief, UnmetPart
from epoch_cli.providers.offline.building.fit import Costs, fit, loosen, spread
from epoch_cli.providers.offline.building.headings import close_gaps
from epoch_cli.providers.offline.building.kit import Kit
from epoch_cli.providers.offline.building.names import tell_apart
from epoch_cli.providers.offline.building.part import CONTENT, EXTRA, SECTION, Part
from epoch_cli.providers.offline.building.room import Inventory
from epoch_cli.providers.offline.building.screens import BUILDERS, Studio
from epoch_cli.providers.offline.building.screens.pages import nested
from epoch_cli.providers.offline.building.write import patches_for
from epoch_cli.providers.offline.composition import Composition
from epoch_cli.providers.offline.knowledge.lexicon import Lexicon, lexicon_of
from epoch_cli.providers.offline.understanding.counting import place_unread, unread
from epoch_cli.providers.offline.understanding.coverage import missed
from epoch_cli.providers.offline.understanding.settle import settle
from epoch_cli.providers.offline.understanding.understand import understand
from epoch_cli.providers.offline.understanding.wish import Wish

_UNTITLED = frozenset({"bare", "dialog", "header", "layout", "tabs"})
"""Shapes that are no screens of their own and get no heading above them."""

_CLOSED = frozenset(
    {"form", "table", "list", "cards", "gallery", "card", "plans", "board", "questions", "empty", "checklist"}
)
"""Shapes that hold no other parts: those follow below, and a header stands above."""


def compose(brief: Brief) -> Composition:
    """The patches that turn the brief's document into what its prompt asks for.

    Takes a document that is empty (a new screen) or has a `root` (an edit). Gives RFC 6902 operations in the order in
    which they apply; each alone keeps the document valid and inside the brief's budget. Empty when an edit was not
    understood, or when nothing fits. What of the prompt is not in them is told as well. The same brief gives the same
    patches.
    """
    lexicon = lexicon_of(brief.catalog, brief.prompt)
    if isinstance(brief.document.get("root"), dict):
        from epoch_cli.providers.offline.editing.edit import edit  # noqa: PLC0415  60 ms that a new screen does not wait for

        return edit(brief, lexicon)
    wish = understand(brief.prompt, lexicon)
    settle(wish, lexicon, brief.models)
    short: list[UnmetPart] = []
    whole = whole_screen(brief, wish, lexicon, short)
    if whole is None:
        return Composition([])
    inventory = Inventory(whole)
    unmet = missed(brief.prompt, wish, inventory.shown, lexicon, inventory.roles)
    root = fitting(whole, brief)
    return Composition([] if root is None else patches_for(root), (*unmet, *short, *inventory.unmet(unread(wish))))


def whole_screen(brief: Brief, wish: Wish, lexicon: Lexicon, short: list[UnmetPart] | None = None) -> Part | None:
    """The tree of a new screen with all that it should have; None when the design system has no root for it.

    Things that were asked for in a number that no screen shows are told in `short`.
    """
    kit = Kit(brief.catalog, brief.profile, spacing=brief.spacing, variant=brief.variant, english=lexicon.english)
    root = kit.holder("container", "stack", "box", padding="lg", gap="md")
    if root is None:
        return None
    place_unread(wish)
    title = _title(wish, lexicon)
    studio = Studio(kit, lexicon, brief.models, BUILDERS, language=wish.language)
    studio.short = [] if short is None else short
    root.add(studio.heading(title, 1))
    studio.title = title
    if wish.intro and wish.shape not in {"dialog", "empty"}:
        root.add(kit.text(wish.intro), wave=CONTENT, weight=EXTRA)
    body = studio.build(wish, 1 if wish.shape == "bare" else 2)
    if wish.shape in _CLOSED:
        above = [part for part in wish.parts if part.shape == "header"]
        below = [part for part in wish.parts if part.shape != "header"]
        body = nested(studio, replace(wish, parts=above), 2) + body + nested(studio, replace(wish, parts=below), 2)
    body = body or _helpful(studio, wish)
    for part in body:
        root.add(part, wave=SECTION if part.component.children else CONTENT)
    tell_apart(root, brief.profile.string)
    loosen(root, brief.profile)
    spread(root, kit)
    return root


def fitting(root: Part, brief: Brief) -> Part | None:
    """The tree without what its budget has no room for; None when not even the root fits."""
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
