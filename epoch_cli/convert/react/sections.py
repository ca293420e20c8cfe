"""Which parts of a page become components of their own, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from epoch_cli.convert.react.names import Names
from epoch_cli.preview.markup import MARK, Each, Element, Markup, When

FEWEST: Final = 3
"""Elements of a section, its own and those in it: a component for one heading says nothing."""
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption", "figcaption", "summary"})


class Section(NamedTuple):
    """A part of a page: its element, and the name of its component."""

    name: str
    element: Element


def find_sections(markup: Markup, names: Names) -> list[Section]:
    """The elements below the root that hold something, from the first level on that has several elements.

    What stands in a list is written there, because it needs the list's entry.
    """
    here = list(_elements((markup,)))
    level = list(_elements(here[0].children)) if len(here) == 1 else here
    while len(level) == 1:
        level = list(_elements(level[0].children))
    found = [each for each in level if _count(each) >= FEWEST]
    return [Section(names.type(_called(each), _kind(each)), each) for each in found]


def page_name(markup: Markup) -> str:
    """What a whole page is called: by its id, else by its first heading."""
    first = next(_elements((markup,)), None)
    return _called(first) if first is not None else ""


def _elements(markups: Iterable[Markup]) -> Iterator[Element]:
    """Elements, also those that depend on a condition."""
    for markup in markups:
        if isinstance(markup, Element):
            yield markup
        elif isinstance(markup, When):
            yield from _elements(markup.children)


def _count(element: Element) -> int:
    count, waiting = 0, [element]
    while waiting and count < FEWEST:
        count += 1
        waiting += _inside(waiting.pop())
    return count


def _called(element: Element) -> str:
    """The words that name an element: its id, what is read aloud, its first heading, the list that it shows."""
    identity, spoken = element.attributes.get("id"), element.attributes.get("aria-label")
    if isinstance(identity, str) and identity.startswith(MARK):
        return identity.removeprefix(MARK)
    if isinstance(spoken, str):
        return spoken
    if isinstance(spoken, tuple):
        return _words((spoken,))
    waiting = [element]
    while waiting:
        here = waiting.pop()
        if here.tag in _HEADINGS and (words := _words(here.children)):
            return words
        waiting += reversed(list(_inside(here)))
    return next((each.source.path[-1] for each in _lists((element,)) if each.source.path), "")


def _kind(element: Element) -> str:
    """A name by the class of an element: `ui-card` → `Card`."""
    kind = element.attributes.get("class")
    return kind.removeprefix(MARK).title().replace("-", "") if isinstance(kind, str) else "Section"


def _inside(element: Element) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element):
            yield child
        elif isinstance(child, (Each, When)):
            yield from _elements(child.children)


def _lists(markups: Iterable[Markup]) -> Iterator[Each]:
    for markup in markups:
        if isinstance(markup, Each):
            yield markup
        elif isinstance(markup, (Element, When)):
            yield from _lists(markup.children)


def _words(children: Iterable[Markup]) -> str:
    """The words that are written out in a text."""
    texts = (child for child in children if not isinstance(child, (Element, Each, When)))
    return " ".join(word for text in texts for word in text if isinstance(word, str))
