"""What tells how things stand: alerts, progress, and what stands for something that is not there."""

from __future__ import annotations

from typing import Final

from epoch_cli.preview.markup import Attribute, Element
from epoch_cli.preview.roles.boxes import head
from epoch_cli.preview.subject import Subject
from epoch_cli.preview.words import attribute_of, bound_of, is_number, plain

_URGENT: Final = frozenset({"danger", "warning"})


def draw_alert(subject: Subject) -> Element:
    """A message; one of something wrong is read aloud at once."""
    inside = (
        *subject.words_part("title", subject.words("title", "label")),
        *subject.words_part("description", subject.words("description")),
        *subject.words_part("text", subject.words("own", "text")),
        *subject.inner(),
    )
    urgent = {subject.word("tone"), subject.word("variant")} & _URGENT
    return subject.outer("div", inside, {"role": "alert" if urgent else "status"})


def draw_progress(subject: Subject) -> Element:
    """How far something is; without a value it goes on and nobody knows how long."""
    label = subject.words("label", "title", "own", "text")
    attributes: dict[str, Attribute] = {"class": "ui-progress-bar", "max": "100"}
    value, most = subject.meant("value"), subject.meant("max")
    if is_number(value) or bound_of(value) is not None:
        attributes["value"] = attribute_of(value)
    if is_number(most) and float(plain(most)) > 0:
        attributes["max"] = plain(most)
    if label and not subject.name:
        attributes["aria-labelledby"] = subject.part_id("label")
    else:
        attributes["aria-label"] = subject.name or subject.visible_name("ariaLabel")
    named = (subject.part("label", label, more={"id": subject.part_id("label")}),) if label else ()
    return subject.outer("div", (*named, Element("progress", attributes)), named=False)


def draw_placeholder(subject: Subject) -> Element:
    """What stands for something that is still to come, or for nothing at all, and then says so."""
    inside = (*head(subject), *subject.inner())
    return subject.outer("div", inside, {} if inside or subject.name else {"aria-hidden": "true"})
