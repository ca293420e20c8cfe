"""The style sheet of a page: how each role looks (`style/*.css`), in the tokens and colours of a design system."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from epoch_cli.catalog import Catalog
from epoch_cli.preview.palette import make_theme
from epoch_cli.preview.token_rules import color_rules, theme_rules, token_rules

_LOOKS: Final = ("base", "boxes", "words", "actions", "controls", "panels", "lists", "pictures", "tools")
_LAST: Final = ("adapting",)
"""The files of `style/` in the order in which they win: before and after the rules that tokens make."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ROOM = re.compile(r"(?<=[{};:,])\s+|\s+(?=[{}])")  # no string and no selector of ours has any there


def style_sheet(catalog: Catalog, *names: str) -> str:
    """The whole style of a page as CSS; nothing is fetched from elsewhere. Made once for each catalog.

    Every token is a custom property (`--spacing-md: 16px`). The attribute `data-theme` of the page's root chooses
    `light` or `dark`; without it the reader's preference does. Files of `style/` that are named come last.
    """
    made: str | None = catalog.memo.get("style_sheet")
    if made is None:
        light, dark = make_theme(catalog, dark=False), make_theme(catalog, dark=True)
        parts = [
            *theme_rules(catalog, light, dark),
            *(_read(name) for name in _LOOKS),
            *token_rules(catalog),
            *color_rules(catalog, light, dark),
            *(_read(name) for name in _LAST),
        ]
        made = catalog.memo["style_sheet"] = "\n".join(parts)
    return "\n".join((made, *map(_read, names)))


@cache
def _read(name: str) -> str:
    """A file of `style/` without what is there for its readers alone: comments, and room between signs."""
    text = Path(__file__).with_name("style").joinpath(f"{name}.css").read_text("utf-8")
    return _ROOM.sub("", _COMMENT.sub("", text)).strip()
