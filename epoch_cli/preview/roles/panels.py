"""Panels: dialogs, what unfolds, and those behind tabs. All of them are in the page; a script only shows and hides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from epoch_cli.preview.markup import Attribute, Element, Markup, Words
from epoch_cli.preview.roles.boxes import head
from epoch_cli.preview.subject import Subject
from epoch_cli.preview.words import plain, words_of

_MOST_TABS: Final = 100


def draw_dialog(subject: Subject) -> Element:
    """A dialog with its title and what closes it."""
    title = subject.words("title", "label")
    close: dict[str, Attribute] = {"type": "button", "aria-label": "Close", **subject.handler("close")}
    title_id = subject.part_id("title")
    inside = (
        *((subject.part("title", title, tag="h2", more={"id": title_id}),) if title else ()),
        subject.part("close", ("×",), tag="button", more=close),
        subject.part("body", *head(subject, titled=False), *subject.inner(level=3)),
    )
    named: dict[str, Attribute]
    if subject.name:
        named = {}
    else:
        named = {"aria-labelledby": title_id} if title else {"aria-label": subject.visible_name("ariaLabel")}
    return subject.outer("dialog", inside, {"open": subject.flag("open"), **named})


def draw_popover(subject: Subject) -> Element:
    """What unfolds below its name; its title and its words are in it."""
    name = subject.words("label")
    opener = subject.part("trigger", name or subject.visible_name("title", "own", "text"), tag="summary")
    title = subject.words_part("title", subject.words("title") if name else ())
    said = (
        *subject.words_part("description", subject.words("description")),
        *subject.words_part("text", subject.words("own", "text") if name or title else ()),
    )
    body = subject.part("body", *title, *said, *subject.inner())
    return subject.outer("details", (opener, body), {"open": subject.flag("open"), **subject.handler("change")})


class _Tab(NamedTuple):
    """A panel with its tab; `step` is its place in the order."""

    step: int
    label: Words
    active: bool
    disabled: bool
    inside: tuple[Markup, ...]


def draw_tabs(subject: Subject) -> Element:
    """Panels behind tabs, or below each other as those of an accordion; child n is in panel n."""
    tabs = list(_tabs(subject))
    if subject.word("appearance") == "accordion":
        return subject.outer("div", tuple(_folded(subject, tab) for tab in tabs))
    listed: dict[str, Attribute] = {"role": "tablist"}
    if subject.name or (label := subject.words("label", "title")):
        listed["aria-label"] = subject.name or label
    if subject.word("orientation") == "vertical":
        listed["aria-orientation"] = "vertical"
    row = subject.part("list", *(_tab(subject, tab) for tab in tabs), more=listed)
    panels = (_panel(subject, tab) for tab in tabs)
    return subject.outer("div", (row, *panels) if tabs else (), named=False)


def _tabs(subject: Subject) -> Iterator[_Tab]:
    given = subject.entries("tabs")[:_MOST_TABS]
    inner = subject.inner()
    count = max(len(given), min(len(inner), _MOST_TABS))
    active = subject.meant("active")
    chosen = next((step for step, tab in enumerate(given) if _is_called(tab, active)), 0)
    for step in range(count):
        tab = given[step] if step < len(given) else None
        own = tab if isinstance(tab, dict) else {"label": tab}
        label = words_of(own.get("label")) or words_of(own.get("id")) or (f"Panel {step + 1}",)
        last = step == count - 1
        inside = (*_said(own), *(inner[step:] if last else inner[step : step + 1]))
        yield _Tab(step, label, step == chosen, own.get("disabled") is True, inside)


def _said(tab: Mapping[str, Any]) -> tuple[Markup, ...]:
    """What a tab says of its panel itself."""
    words = words_of(tab.get("content")) or words_of(tab.get("text"))
    return (Element("p", {"class": "ui-tabs-text"}, (words,)),) if words else ()


def _is_called(tab: Any, active: Any) -> bool:
    if active is None:
        return False
    called = (tab.get("id"), tab.get("value")) if isinstance(tab, dict) else (tab,)
    return any(each is not None and plain(each) == plain(active) for each in called)


def _tab(subject: Subject, tab: _Tab) -> Element:
    attributes: dict[str, Attribute] = {
        "type": "button",
        "role": "tab",
        "id": subject.part_id(f"tab.{tab.step}"),
        "aria-controls": subject.part_id(f"panel.{tab.step}"),
        "aria-selected": "true" if tab.active else "false",
        "tabindex": "0" if tab.active else "-1",
        "disabled": tab.disabled,
        **subject.handler("change"),
    }
    return subject.part("tab", tab.label, tag="button", more=attributes)


def _panel(subject: Subject, tab: _Tab) -> Element:
    attributes: dict[str, Attribute] = {
        "role": "tabpanel",
        "id": subject.part_id(f"panel.{tab.step}"),
        "aria-labelledby": subject.part_id(f"tab.{tab.step}"),
        "tabindex": "0",
        "data-label": tab.label,  # on paper, and where no script chooses one, all panels are seen, below these words
    }
    return subject.part("panel", *tab.inside, more=attributes)


def _folded(subject: Subject, tab: _Tab) -> Element:
    opener = subject.part("tab", tab.label, tag="summary")
    body = subject.part("body", *tab.inside)
    return subject.part("panel", opener, body, tag="details", more={"open": tab.active})
