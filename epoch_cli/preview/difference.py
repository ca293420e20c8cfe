"""What changed from one filled tree to the next, as the operations that a live page carries out.

A place is the path of child indices below the root. Operations are carried out one after the other, each upon what the
ones before it left, and are JSON as they are:

    ["text", path, words]           what a text says
    ["set", path, {name: value}]    attributes; null takes one away
    ["insert", path, tokens]        put a node there; those from there on move up
    ["remove", path]
    ["replace", path, tokens]

The tokens of a node are flat, so that a deep tree is no deep JSON: `["p", {"id": "a"}], "words", 0` is a paragraph,
with a 0 for the end of each element.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from epoch_cli.preview.allowed import ADDRESSES, TAGS, is_allowed, is_safe_address
from epoch_cli.preview.markup import Element

Path = tuple[int, ...]
Operation = list[Any]
Token = list[Any] | str | int


class Branch(NamedTuple):
    """An element as it is in a browser: attributes are texts, no two texts are neighbours, none is empty."""

    tag: str
    attributes: Mapping[str, str]
    children: tuple[Branch | str, ...]


def settled(element: Element) -> Branch:
    """A filled element as the browser has it.

    Raises:
        ValueError: an element or an attribute is not allowed (`allowed.py`); no document can bring one in.
        TypeError: a binding is left in it.
    """
    if element.tag not in TAGS:
        raise ValueError(f"the element {element.tag} is not allowed")
    attributes = {
        name: "" if value is True else _said(value) for name, value in element.attributes.items() if value is not False
    }
    for name, value in attributes.items():
        if not is_allowed(name) or (name in ADDRESSES and not is_safe_address(value)):
            raise ValueError(f"the attribute {name} is not allowed")
    return Branch(element.tag, attributes, tuple(_settled_children(element.children)))


def _settled_children(children: Sequence[Any]) -> Iterator[Branch | str]:
    words = ""
    for child in children:
        if isinstance(child, Element):
            if words:
                yield words
                words = ""
            yield settled(child)
        else:
            words += _said(child)
    if words:
        yield words


def _said(words: Any) -> str:
    return words if isinstance(words, str) else "".join(words)


def tokens(node: Branch | str) -> list[Token]:
    """A node as it is sent to a page."""
    found: list[Token] = []
    waiting: list[Branch | str | int] = [node]
    while waiting:
        here = waiting.pop()
        if not isinstance(here, Branch):
            found.append(here)
            continue
        found.append([here.tag, dict(here.attributes)])
        waiting.append(0)
        waiting.extend(reversed(here.children))
    return found


def difference(old: Branch, new: Branch) -> list[Operation]:
    """The operations that make `old` into `new`; both have the same tag.

    Elements with an id are found by it among their siblings, so that one that is put before them rewrites none of
    them. Cost: the size of both trees.
    """
    found: list[Operation] = []
    try:
        _compare(old, new, (), found)
    except RecursionError:
        return _anew(old, new)
    return found


def _anew(old: Branch, new: Branch) -> list[Operation]:
    """The same for trees that are nested too deeply to be compared: all that is in them goes, and comes."""
    changed = _changed(old.attributes, new.attributes)
    found: list[Operation] = [["set", [], changed]] if changed else []
    found += [["remove", [0]] for _ in old.children]
    return found + [["insert", [at], tokens(node)] for at, node in enumerate(new.children)]


def _compare(old: Branch | str, new: Branch | str, path: Path, found: list[Operation]) -> None:
    if old == new:
        return
    if isinstance(old, Branch) and isinstance(new, Branch):
        changed = _changed(old.attributes, new.attributes)
        if changed:
            found.append(["set", list(path), changed])
        _compare_children(old.children, new.children, path, found)
    else:
        found.append(["text", list(path), new])


def _changed(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str | None]:
    changed: dict[str, str | None] = {name: value for name, value in new.items() if old.get(name) != value}
    return changed | {name: None for name in old if name not in new}


def _compare_children(
    old: Sequence[Branch | str], new: Sequence[Branch | str], path: Path, found: list[Operation]
) -> None:
    """Compare what is in an element; what is the same at both ends is not looked at any further."""
    shortest = min(len(old), len(new))
    start = 0
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    place = start
    for before, after in _pairs(old[start : len(old) - end], new[start : len(new) - end]):
        here = (*path, place)
        if before is None and after is not None:
            found.append(["insert", list(here), tokens(after)])
        elif after is None:
            found.append(["remove", list(here)])
            continue
        elif before is not None:
            _match(before, after, here, found)
        place += 1


def _match(before: Branch | str, after: Branch | str, here: Path, found: list[Operation]) -> None:
    if _label(before) == _label(after):
        _compare(before, after, here, found)
    else:
        found.append(["replace", list(here), tokens(after)])


def _label(node: Branch | str) -> tuple[str, ...]:
    """Nodes with the same label are one node before and after; a text is like any other text."""
    return (node.tag, node.attributes.get("id", "")) if isinstance(node, Branch) else ()


def _pairs(
    old: Sequence[Branch | str], new: Sequence[Branch | str]
) -> Iterator[tuple[Branch | str | None, Branch | str | None]]:
    """What becomes of each sibling, in order: (before, after), with None for one that was not there or is no more."""
    last_old = last_new = 0
    for at_old, at_new in (*_anchors(old, new), (len(old), len(new))):
        yield from _between(old[last_old:at_old], new[last_new:at_new])
        if at_old < len(old):
            yield old[at_old], new[at_new]
        last_old, last_new = at_old + 1, at_new + 1


def _between(
    old: Sequence[Branch | str], new: Sequence[Branch | str]
) -> Iterator[tuple[Branch | str | None, Branch | str | None]]:
    """The same where no ids tell: the first with the first, and what is left over comes or goes."""
    common = min(len(old), len(new))
    yield from zip(old[:common], new[:common], strict=True)
    yield from ((node, None) for node in old[common:])
    yield from ((None, node) for node in new[common:])


def _anchors(old: Sequence[Branch | str], new: Sequence[Branch | str]) -> list[tuple[int, int]]:
    """The places of elements that are in both, by their ids: as many as keep their order."""
    places = {_label(node): index for index, node in enumerate(old) if _has_id(node)}
    both = [(places[_label(node)], at) for at, node in enumerate(new) if _has_id(node) and _label(node) in places]
    return _longest_rising(both)


def _has_id(node: Branch | str) -> bool:
    return isinstance(node, Branch) and bool(node.attributes.get("id"))


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs whose first numbers rise (patience sorting, O(n log n)); the second rise anyway."""
    ends: list[int] = []  # the smallest first number that a series of each length ends with
    at: list[int] = []  # which pair that is
    before: list[int] = []
    for index, (first, _) in enumerate(pairs):
        length = bisect_left(ends, first)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [first]
        at[length : length + 1] = [index]
    series: list[tuple[int, int]] = []
    index = at[-1] if at else -1
    while index >= 0:
        series.append(pairs[index])
        index = before[index]
    return series[::-1]
