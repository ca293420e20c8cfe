"""Pictures: images with what stands for them, charts as their numbers, slides side by side."""

from __future__ import annotations

from typing import Final

from epoch_cli.preview.bars import BAR
from epoch_cli.preview.markup import Attribute, Bound, Element, Markup, Words
from epoch_cli.preview.roles.boxes import head
from epoch_cli.preview.roles.tables import grid_of
from epoch_cli.preview.subject import Subject
from epoch_cli.preview.words import is_number, words_of

_MOST_SLIDES: Final = 100


def draw_image(subject: Subject) -> Element:
    """A picture; `data-fallback` says what stands for it while it is not there, or not to be fetched.

    An avatar, which has a size, has the first letters of its name then (`data-initials`: of which name); the style
    shows any other picture's `alt`.
    """
    alt = subject.name or subject.words("alt")
    attributes: dict[str, Attribute] = {"class": "ui-image-picture", "alt": alt or ""}
    if source := subject.words("src"):
        attributes["src"] = source
    if fallback := subject.words("fallback"):
        attributes["data-fallback"] = fallback
    elif alt and subject.word("size"):
        attributes["data-initials"] = alt
    inside: tuple[Markup, ...] = (Element("img", attributes),)
    if caption := subject.words("caption"):
        inside = (*inside, subject.part("caption", caption, tag="span"))
    return subject.outer("span", inside, named=False)


def draw_chart(subject: Subject) -> Element:
    """A chart: its title, and a table of its numbers with a bar beside each, for everyone."""
    title = subject.words("caption", "title", "label", "own")
    named: dict[str, Attribute] = {} if subject.name else {"aria-label": title or subject.visible_name("alt")}
    told = (
        *subject.words_part("title", title, "figcaption"),
        *subject.words_part("description", subject.words("description")),
    )
    return subject.outer("figure", (*told, grid_of(subject, (), _with_bar), *subject.inner()), named)


def draw_slides(subject: Subject) -> Element:
    """Slides, beside each other in a row that can be scrolled."""
    track: dict[str, Attribute] = {"class": "ui-slides-track", "role": "group", "tabindex": "0"}
    track["aria-label"] = subject.name or subject.visible_name("label", "title")
    slides = subject.inner_in("div", "slide")
    entries = [subject.part("slide", words_of(entry)) for entry in subject.entries("items")[:_MOST_SLIDES]]
    return subject.outer("div", (*head(subject), Element("div", track, (*entries, *slides))), named=False)


def _with_bar(place: int, words: Words) -> tuple[Markup, ...]:
    """A number with its bar; what stands in the first column is what it is the number of."""
    alone = words[0] if len(words) == 1 else ""
    if not place or not (isinstance(alone, Bound) or is_number(alone)):
        return (words,) if words else ()
    bar: dict[str, Attribute] = {"class": BAR, "aria-hidden": "true", "value": words}
    return Element("span", {"class": "ui-chart-value"}, (words,)), Element("progress", bar)
