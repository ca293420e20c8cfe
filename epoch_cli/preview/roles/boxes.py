"""Boxes that hold others: containers, boxes, stacks, cards, and whatever the catalog does not know."""

from __future__ import annotations

from typing import Final

from epoch_cli.preview.markup import Attribute, Element, Markup
from epoch_cli.preview.subject import Subject

_LOWEST_HEADING: Final = 6


def draw_box(subject: Subject) -> Element:
    """A box: its title, what it says, and what is in it."""
    titled = bool(subject.words("title"))
    level = min(subject.place.level + titled, _LOWEST_HEADING)
    inside = (*head(subject), *subject.inner(level=level))
    return subject.outer("div", inside, _pressed(subject))


def draw_unknown(subject: Subject) -> Element:
    """A box with the type of its node on it."""
    kind = Element("div", {"class": "ui-other-type"}, ((subject.type,),))
    tag, element = ("span", kind._replace(tag="span")) if subject.place.inline else ("div", kind)
    said = subject.words_part("text", subject.words("own", "title", "label"), tag)
    return subject.outer(tag, (element, *said, *subject.inner()), {"data-unknown": "true"})


def draw_inline(subject: Subject) -> Element:
    """What stands in a button or a link, and may not do so: its words, and those of what is in it."""
    words = subject.words("own", "text", "label", "title", "alt", "placeholder")
    return subject.outer("span", ((words,) if words else ()) + subject.inner(), {"class": "ui-inline"}, dressed=False)


def head(subject: Subject, *, titled: bool = True) -> tuple[Markup, ...]:
    """The title of a box unless it stands elsewhere, the sentence below it, and the words of the node itself."""
    title = subject.words("title") if titled else ()
    said = subject.words("own", "text", "label") if titled else subject.words("own", "text")
    return (
        *subject.words_part("title", title, f"h{subject.place.level}"),
        *subject.words_part("description", subject.words("description")),
        *subject.words_part("text", said),
    )


def _pressed(subject: Subject) -> dict[str, Attribute]:
    return subject.handler("press")
