"""The side bar of a live page: how the run goes, as plain records in and a tree of elements out.

It takes the same way to the browser as the document beside it (`difference.py`). All texts are to be visible as they
are: nothing here knows what a run is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from epoch_cli.preview.markup import Element, Markup

State = Literal["live", "good", "warning", "bad"]


class Gauge(NamedTuple):
    """How much of a budget is used.

    Attributes:
        name: of what.
        text: such as `12/50`.
        share: 0 to 1; None where there is no limit, or nobody knows.
        state: `ok`, `near`, `reached`.
    """

    name: str
    text: str
    share: float | None
    state: str


class Note(NamedTuple):
    """A line of a list.

    Attributes:
        key: which it is, among all of the run; it stays the same when others come before it.
        kind: what it tells of, in a word, which is shown.
        text: what it says.
        more: where, or what to do; empty for nothing.
    """

    key: int
    kind: str
    text: str
    more: str = ""


class SideBar(NamedTuple):
    """What the side bar shows.

    Attributes:
        prompt: what is asked for.
        author: who writes.
        status: where the run is, in a few words; `state` is how that is to be taken.
        numbers: more about it, such as how fast it goes.
        why: what went wrong, and what to do; empty for nothing.
        gauges: the budgets.
        patches, findings: the last ones, the newest first.
        more_patches, more_findings: how many came before those.
        over: whether nothing more comes.
    """

    prompt: str = ""
    author: str = ""
    status: str = ""
    state: State = "live"
    numbers: str = ""
    why: str = ""
    gauges: Sequence[Gauge] = ()
    patches: Sequence[Note] = ()
    more_patches: int = 0
    findings: Sequence[Note] = ()
    more_findings: int = 0
    over: bool = False


def side_tree(side: SideBar) -> Element:
    """The side bar as elements, to be put in place of `#ui-side`."""
    no_problems = "No problems." if side.over else "No problems so far."
    return _element(
        "div",
        _element("h2", side.prompt or "Run", kind="prompt"),
        *_when(side.author, "p", "author"),
        _element(
            "p",
            _element("span", side.status, kind="state"),
            *([f" {side.numbers}"] if side.numbers else []),
            kind="status",
            **{"data-state": side.state},
        ),
        *_when(side.why, "p", "why"),
        _part("budgets", "Budgets", [_element("ul", *map(_gauge, side.gauges), kind="gauges")]),
        _part("findings", "Problems", _notes("findings", side.findings, side.more_findings, no_problems)),
        _part("patches", "Patches", _notes("patches", side.patches, side.more_patches, "No patch yet.")),
        id="ui-side",
    )


def _element(tag: str, *children: Element | str, kind: str = "", **attributes: str) -> Element:
    content: tuple[Markup, ...] = tuple(child if isinstance(child, Element) else (child,) for child in children)
    return Element(tag, ({"class": f"ui-side-{kind}"} if kind else {}) | attributes, content)


def _when(text: str, tag: str, kind: str) -> list[Element]:
    return [_element(tag, text, kind=kind)] if text else []


def _part(name: str, title: str, content: Sequence[Element]) -> Element:
    """A part that is open until its reader closes it: then it stays closed, whatever comes."""
    summary = _element("summary", _element("h3", title))
    return _element("details", summary, *content, kind="part", id=f"ui-side-{name}", open="")


def _gauge(gauge: Gauge) -> Element:
    """A bar with its name and its numbers; the bar itself says nothing that the numbers do not."""
    bar: list[Element] = []
    if gauge.share is not None:
        bar = [_element("progress", kind="bar", max="100", value=f"{gauge.share * 100:.0f}", **{"aria-hidden": "true"})]
    return _element(
        "li",
        _element("span", gauge.name, kind="name"),
        *bar,
        _element("span", gauge.text, kind="amount"),
        **{"data-state": gauge.state, "id": f"ui-side-budget-{gauge.name}"},
    )


def _more(note: Note) -> list[Element | str]:
    return [" ", _element("span", note.more, kind="more")] if note.more else []


def _notes(name: str, notes: Sequence[Note], more: int, none: str) -> list[Element]:
    if not notes:
        return [_element("p", none, kind="none")]
    rows = [
        _element(
            "li",
            _element("span", note.kind, kind="kind"),
            " ",
            _element("span", note.text, kind="text"),
            *_more(note),
            **{"data-kind": note.kind, "id": f"ui-side-{name}-{note.key}"},
        )
        for note in notes
    ]
    return [_element("ol", *rows, kind="notes"), *_when(f"and {more} before" if more else "", "p", "none")]
