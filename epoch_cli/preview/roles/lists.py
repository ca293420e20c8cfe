"""Lists: of things, of places to go to, and of what can be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from epoch_cli.preview.markup import Attribute, Bound, Each, Element, Markup, Words
from epoch_cli.preview.roles.boxes import head
from epoch_cli.preview.subject import Subject
from epoch_cli.preview.words import attribute_of, bound_of, plain, words_of

_MOST: Final = 500


def draw_list(subject: Subject) -> Element:
    """Entries and nodes, one below the other."""
    ordered = "ol" if subject.word("type") == "ordered" else "ul"
    entries = _listed(subject, _in_words)
    children = subject.inner_in("li", "item")
    inside = subject.part("items", *entries, *children, tag=ordered)
    return subject.outer("div", (*head(subject), inside) if entries or children else head(subject))


def draw_navigation(subject: Subject) -> Element:
    """Where one can go; the page that is shown is marked."""
    title = subject.words("title", "label")
    entries = _listed(subject, _as_link)
    inside = [subject.part("items", *entries, tag="ul")] if entries else []
    named: dict[str, Attribute] = {} if subject.name else {"aria-label": title or subject.visible_name("ariaLabel")}
    words = subject.words_part("text", subject.words("own"))
    shown = subject.words_part("title", title)
    return subject.outer("nav", (*shown, *words, *inside, *subject.inner()), named)


def draw_menu(subject: Subject) -> Element:
    """What can be done: a list that unfolds below its name, or is there when it has none."""
    name = subject.words("label", "title", "own", "text")
    entries = _listed(subject, _as_button)
    children = subject.inner_in("li", "item")
    shown = [*_search(subject)]
    if entries or children:
        shown.append(subject.part("items", *entries, *children, tag="ul"))
    if not name:
        return subject.outer("div", shown)
    opener = subject.part("trigger", name, tag="summary")
    return subject.outer("details", (opener, *shown), {"open": subject.flag("open")})


def _search(subject: Subject) -> Iterator[Element]:
    """Where what can be done is searched, if it says so."""
    if words := subject.words("placeholder"):
        yield Element("input", {"class": "ui-menu-search", "type": "search", "aria-label": words, "placeholder": words})


def _listed(subject: Subject, draw: Callable[[Subject, Any], Markup]) -> list[Markup]:
    """The entries of `items`, each in an element of the list; one for each of a list that they are bound to."""
    source = bound_of(subject.meant("items"))
    if source is not None:
        return [Each(source, (subject.part("item", draw(subject, _EACH), tag="li"),))]
    entries = subject.entries("items")
    listed: list[Markup] = [subject.part("item", draw(subject, entry), tag="li") for entry in entries[:_MOST]]
    if more := max(0, len(entries) - _MOST):
        listed.append(Element("li", {"class": "ui-more"}, ((f"… {more} more",),)))
    return listed


_EACH: Final = {"label": "{item}"}
"""The entry that stands for each of a bound list: of an object, its name."""


def _label(entry: Any) -> Words:
    if not isinstance(entry, dict):
        return words_of(entry)
    told = (words_of(entry.get(key)) for key in ("label", "title", "name", "text", "value"))
    return next((words for words in told if words), ())


def _in_words(_: Subject, entry: Any) -> Markup:
    href = attribute_of(entry.get("href")) if isinstance(entry, dict) else ""
    return Element("a", {"href": href, "rel": "noreferrer"}, (_label(entry),)) if href else _label(entry)


def _as_link(subject: Subject, entry: Any) -> Markup:
    href = attribute_of(entry.get("href")) if isinstance(entry, dict) else ""
    attributes: dict[str, Attribute] = {"class": "ui-navigation-link", **({"href": href} if href else {})}
    alone = subject.word("appearance") == "breadcrumb" and not href  # the end of the way is where one is
    if alone or _is_active(subject, entry):
        attributes["aria-current"] = "page"
    return Element("a" if href else "span", attributes, (_label(entry),))


def _as_button(subject: Subject, entry: Any) -> Markup:
    href = attribute_of(entry.get("href")) if isinstance(entry, dict) else ""
    if href:
        return Element("a", {"class": "ui-menu-entry", "href": href, "rel": "noreferrer"}, (_label(entry),))
    disabled = isinstance(entry, dict) and entry.get("disabled") is True
    attributes: dict[str, Attribute] = {"class": "ui-menu-entry", "type": "button", "disabled": disabled}
    attributes |= subject.handler("press")
    return Element("button", attributes, (_label(entry) or (Bound("item", ()),),))


def _is_active(subject: Subject, entry: Any) -> bool:
    if not isinstance(entry, dict):
        return plain(entry) != "" and entry == subject.meant("active")
    if entry.get("active") is True or entry.get("current") is True:
        return True
    active = plain(subject.meant("active"))
    return active != "" and active in {plain(entry.get(key)) for key in ("id", "value", "href", "label")}
