"""What is said of a control beside itself: its label, what helps, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from epoch_cli.preview.markup import Attribute, Element, Words
from epoch_cli.preview.subject import Subject
from epoch_cli.preview.words import plain

_AUTOFILL: Final = frozenset({
    "on", "off", "name", "honorific-prefix", "given-name", "additional-name", "family-name", "honorific-suffix",
    "nickname", "username", "new-password", "current-password", "one-time-code", "organization-title", "organization",
    "street-address", "address-line1", "address-line2", "address-line3", "address-level4", "address-level3",
    "address-level2", "address-level1", "country", "country-name", "postal-code", "cc-name", "cc-given-name",
    "cc-additional-name", "cc-family-name", "cc-number", "cc-exp", "cc-exp-month", "cc-exp-year", "cc-csc", "cc-type",
    "transaction-currency", "transaction-amount", "language", "bday", "bday-day", "bday-month", "bday-year", "sex",
    "url", "photo", "tel", "tel-country-code", "tel-national", "tel-area-code", "tel-local", "tel-extension", "email",
    "impp",
})  # fmt: skip
"""What `autocomplete` ends in (HTML, 4.10.18.7.1)."""
_AUTOFILL_BEFORE: Final = frozenset({"shipping", "billing", "home", "work", "mobile", "fax", "pager"})


class Around(NamedTuple):
    """What is around a control, and the attributes that tie the control to it."""

    attributes: dict[str, Attribute]
    label: tuple[Element, ...]
    remarks: tuple[Element, ...]


def around_control(subject: Subject, *, label_tag: str = "label") -> Around:
    """The label and the remarks of a control, unless the field around it has them.

    Args:
        subject: the control.
        label_tag: `legend` for one that is a group of its own.
    """
    field = subject.place.field
    own, hint, error = subject.words("label"), subject.words("hint", "description"), subject.words("error")
    control_id = (field.control if field is not None else "") or subject.part_id("control")
    attributes: dict[str, Attribute] = {"id": control_id, **_tied(subject, own)}
    described = [subject.part_id("hint")] if hint else []
    described.append(field.described_by if field is not None else subject.part_id("error"))
    attributes["aria-describedby"] = " ".join(described)
    if error or (field is not None and field.wrong):
        attributes["aria-invalid"] = "true"
    attributes["required"] = True if field is not None and field.required else subject.flag("required")
    attributes["disabled"] = subject.flag("disabled")
    pointed: dict[str, Attribute] = {"for": control_id} if label_tag == "label" else {}
    label = (label_of(subject, own, tag=label_tag, **pointed),) if own else ()
    found = tuple(remarks(subject, hint, error))
    return Around(attributes, label, found if field is None else found[:-1])


def label_of(subject: Subject, words: Words, *, tag: str = "label", **attributes: Attribute) -> Element:
    """What names a control, with a mark where an answer has to be given."""
    more: dict[str, Attribute] = {"class": "ui-field-label", "id": subject.part_id("label"), **attributes}
    mark = Element("span", {"class": "ui-field-required", "aria-hidden": "true"}, (("*",),))
    return Element(tag, more, (words, mark) if subject.flag("required") is True else (words,))


def remarks(subject: Subject, hint: Words, error: Words) -> Iterator[Element]:
    """What helps, and what is wrong; the latter is there from the start, for whoever checks what was typed."""
    if hint:
        yield Element("div", {"class": "ui-field-hint", "id": subject.part_id("hint")}, (hint,))
    silent: Mapping[str, Attribute] = {} if error else {"hidden": True}
    said = (error,) if error else ()
    yield Element("div", {"class": "ui-field-error", "id": subject.part_id("error"), **silent}, said)


def value_name(subject: Subject) -> dict[str, Attribute]:
    """The key of its value in a form: its name, else its id."""
    name = plain(subject.meant("name")) or plain(subject.node.get("id"))
    return {"name": name} if name else {}


def autofill(subject: Subject) -> dict[str, Attribute]:
    """`autocomplete`, where a browser knows it (WCAG 1.3.5); anything else would be worse than nothing."""
    words = subject.word("autocomplete").split()
    known = bool(words) and words[-1] in _AUTOFILL and _AUTOFILL_BEFORE.issuperset(words[:-1])
    return {"autocomplete": " ".join(words)} if known else {}


def _tied(subject: Subject, own: Words) -> dict[str, Attribute]:
    """What gives a control its name, where no label points to it."""
    field = subject.place.field
    if subject.name:
        return {"aria-label": subject.name}
    if own or (field is not None and field.control and field.label):
        return {}
    if field is not None and field.label:
        return {"aria-labelledby": field.label}
    return {"aria-label": subject.visible_name("title", "text", "own", "placeholder", "name")}
