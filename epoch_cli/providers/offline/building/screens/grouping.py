"""Long forms in sections with headings, and short fields beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from epoch_cli.providers.offline.building.part import LINE, Part
from epoch_cli.providers.offline.building.screens.studio import Studio
from epoch_cli.providers.offline.knowledge.layouts import Layouts
from epoch_cli.providers.offline.understanding.wish import Item

LONG = 8
"""Fields that a form shows without sections."""

_FEWEST, _MOST = 2, 5
"""Sections that help; with more of them a form is cut to pieces. A section has at least `_FEWEST` fields, too."""

_IN_LINE = 3
"""Fields that fit beside each other."""


@dataclass(slots=True)
class Group:
    """Fields under one heading; none for an empty title."""

    title: str
    items: list[Item] = field(default_factory=list)


def sectioned(layouts: Layouts, items: Sequence[Item]) -> list[Group]:
    """The fields of a long form by what they are about; one group without a title where that does not help.

    What is ticked at the end, such as the terms, stays there. Sections come in the order of their first fields.
    """
    body, last = _without_ticks(items)
    if len(body) <= LONG - len(last):
        return [Group("", list(items))]
    found: dict[int, list[Item]] = {}
    for item in body:
        found.setdefault(layouts.section(item.label), []).append(item)
    rest = found.pop(-1, [])
    for number in [number for number, own in found.items() if len(own) < _FEWEST]:
        taker = next((other for other in layouts.sections[number].joins if other in found), None)
        (rest if taker is None else found[taker]).extend(found.pop(number))
    groups = [Group(layouts.sections[number].title, own) for number, own in found.items()]
    if len(rest) > len(body) / 2 or not _FEWEST <= len(groups) + bool(rest) <= _MOST:
        return [Group("", list(items))]
    if rest:
        groups.append(Group(layouts.sections[layouts.rest].title if layouts.rest >= 0 else "", rest))
    order = {id(item): place for place, item in enumerate(items)}
    for group in groups:
        group.items.sort(key=lambda item: order[id(item)])
    return [*groups, Group("", last)] if last else groups


def _without_ticks(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    end = len(items)
    while end and items[end - 1].type == "checkbox":
        end -= 1
    return list(items[:end]), list(items[end:])


def in_lines(studio: Studio, made: Iterable[tuple[Item, Part]]) -> list[Part]:
    """Fields one below the other; short neighbours that belong together share a line."""
    parts: list[Part] = []
    for run in _runs(studio.lexicon.layouts, made):
        for fields in _split(run):
            row = studio.kit.stack(row=True) if len(fields) > 1 else None
            if row is None:
                parts += fields
                continue
            row.loose, row.weight = LINE, min(part.weight for part in fields)
            parts.append(row.add(*fields))
    return parts


def _runs(layouts: Layouts, made: Iterable[tuple[Item, Part]]) -> list[list[Part]]:
    runs: list[list[Part]] = []
    before = -1
    for item, part in made:
        line = layouts.line(item.label, item.type)
        if line < 0 or line != before:
            runs.append([])
        runs[-1].append(part)
        before = line
    return runs


def _split(run: list[Part]) -> list[list[Part]]:
    """A run in lines of about the same length."""
    lines = -(-len(run) // _IN_LINE)
    size = -(-len(run) // lines)
    return [run[start : start + size] for start in range(0, len(run), size)]
