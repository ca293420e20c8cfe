"""Words: texts and headings, badges, and the lines between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from epoch_cli.preview.markup import Element
from epoch_cli.preview.subject import Subject

_TAGS: Final[Mapping[str, str]] = {
    **{f"h{level}": f"h{level}" for level in range(1, 7)},
    "code": "code",
    "quote": "blockquote",
}
"""The element of each level of text; a paragraph for the others."""


def draw_text(subject: Subject) -> Element:
    """A text, or a heading."""
    tag = "span" if subject.place.inline else _tag(subject)
    return subject.outer(tag, (subject.words("own", "text", "label", "title"),))


def draw_status(subject: Subject) -> Element:
    """A short status or count."""
    return subject.outer("span", (subject.words("own", "text", "label", "title"),))


def draw_separator(subject: Subject) -> Element:
    """A line, with words in it where it has any."""
    upright = {"aria-orientation": "vertical"} if subject.word("orientation") == "vertical" else {}
    words = subject.words("own", "label")
    if not words:
        return subject.outer("hr", (), upright)
    return subject.outer("div", (subject.part("label", words, tag="span"),))


def _tag(subject: Subject) -> str:
    level = subject.short("level")
    return _TAGS.get(level, "p")
