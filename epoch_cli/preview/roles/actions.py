"""What is pressed: buttons and links. What a handler would do is told by its name, never done."""

from __future__ import annotations

from typing import Final

from epoch_cli.preview.markup import Attribute, Element, Words
from epoch_cli.preview.subject import Subject
from epoch_cli.preview.words import as_written

_KINDS: Final = frozenset({"submit", "button", "reset"})


def draw_action(subject: Subject) -> Element:
    """A button; a link where it leads somewhere."""
    if subject.words("href"):
        return draw_link(subject)
    more: dict[str, Attribute] = {"type": _kind(subject), **subject.handler("press")}
    more["disabled"] = subject.flag("disabled")
    return _pressed(subject, "button", more)


def draw_link(subject: Subject) -> Element:
    """A link; a button where it leads nowhere and something is to happen."""
    handler, href = subject.handler("press"), subject.words("href")
    if handler and not href:
        return _pressed(subject, "button", {"type": "button", **handler})
    return _pressed(
        subject, "a" if href else "span", {**({"href": href, "rel": "noreferrer"} if href else {}), **handler}
    )


def _pressed(subject: Subject, tag: str, more: dict[str, Attribute]) -> Element:
    """The element; what stands in it can be neither a box nor something else that is pressed."""
    words = subject.words("own", "text", "label", "title")
    inside = subject.inner(inline=True)
    if not words and not inside:
        words = subject.name or subject.visible_name()  # a picture alone would need a file of pictures
    return subject.outer(tag, ((words,) if words else ()) + inside, {**more, **_spoken(subject, words)}, named=False)


def _spoken(subject: Subject, seen: Words) -> dict[str, Attribute]:
    """The name that is read aloud: whoever says what is seen has to be understood (WCAG 2.5.3), so that is in it."""
    name = subject.name
    if not name:
        return {}
    text, spoken = as_written(seen), as_written(name)
    said = any(char.isalnum() for char in text) and text.casefold() not in spoken.casefold()
    return {"aria-label": (*seen, ", ", *name) if said else name}


def _kind(subject: Subject) -> str:
    """In a form the button that stands out sends it, and one that does nothing else."""
    told = subject.word("kind")
    if told in _KINDS:
        return told
    sends = subject.word("variant") in {"", "primary"} or not subject.handler("press")
    return "submit" if subject.place.in_form and sends else "button"
