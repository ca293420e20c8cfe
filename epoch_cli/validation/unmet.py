"""Needs that nothing around them meets: who has them, and what to do (decision 3).

The sums in `Facts` say how many there are; this walk, made only when there are some, says where.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from epoch_cli.catalog import ELEMENT
from epoch_cli.document.patch import apply_patch, clone
from epoch_cli.document.pointer import format_pointer
from epoch_cli.validation.diagnostics import Finding, Path
from epoch_cli.validation.facts import Facts, Need, Supply
from epoch_cli.validation.inspector import Inspector
from epoch_cli.validation.rules import accessibility
from epoch_cli.validation.rules.bindings import Binding, places_of


class Surroundings(NamedTuple):
    """What the nodes around a node supply: a name, interactivity, and lists (the innermost last)."""

    named: bool = False
    interactive: bool = False
    lists: tuple[Supply, ...] = ()

    def inside(self, facts: Facts, *, template: bool) -> Surroundings:
        """The surroundings of a node right inside `facts`."""
        lists = (*self.lists, facts.supply) if template and facts.supply is not None else self.lists
        return self._replace(
            named=self.named or facts.supplies_name,
            interactive=self.interactive or facts.interactive,
            lists=lists,
        )


def around(root: Facts | None, path: Path) -> Surroundings:
    """The surroundings of whatever stands, or will stand, at a path."""
    surroundings, facts = Surroundings(), root
    steps = list(path[1:])
    while steps and facts is not None:
        step = steps.pop(0)
        template = step == "itemTemplate"
        if step not in {"children", "itemTemplate"}:
            break
        surroundings = surroundings.inside(facts, template=template)
        if template:
            facts = facts.template
        else:
            index = steps.pop(0) if steps else None
            facts = facts.children[index] if isinstance(index, int) and index < len(facts.children) else None
    return surroundings


def unmet_needs(
    inspector: Inspector, facts: Facts, path: Path = (), around_it: Surroundings | None = None
) -> Iterator[Finding]:
    """Findings for every unmet need of a subtree, in reading order; paths start with `path`."""
    stack = [(facts, path, around_it or Surroundings())]
    while stack:
        here, at, surroundings = stack.pop()
        if here.component is not None:
            if here.needs_name and not (surroundings.named or here.supplies_name):
                yield _placed(accessibility.unnamed(here.component), at)
            if here.interactive and surroundings.interactive:
                yield _placed(accessibility.nested(here.component), at)
        yield from _unmet_items(inspector, here, at, surroundings.lists)
        inner = [
            (child, (*at, *step), surroundings.inside(here, template=step == ("itemTemplate",)))
            for step, child in here.inner()
        ]
        stack += reversed(inner)


def _unmet_items(inspector: Inspector, facts: Facts, at: Path, lists: tuple[Supply, ...]) -> Iterator[Finding]:
    """A finding for every `{item.x}` of one node that its lists do not meet, at the string it stands in."""
    for need, count in facts.items.items():
        fault = _item_fault(inspector, need, lists)
        if fault is None:
            continue
        places = _places(inspector, facts, need)
        for number in range(count):
            place = places[number] if number < len(places) else ()
            yield Finding(fault.code, (*at, *place), fault.message, fault.hint)


def _places(inspector: Inspector, facts: Facts, need: Need) -> list[Path]:
    """Where in a node a need stands: of the strings with its path, those without which there is less of it."""
    own = {key: value for key, value in facts.node.items() if key not in {"children", "itemTemplate"}}
    there = inspector.node(own)[0].items.get(need, 0)

    def carries(place: Path) -> bool:
        without = clone(own)
        apply_patch(without, {"op": "replace", "path": format_pointer(place), "value": ""})
        return inspector.node(without)[0].items.get(need, 0) < there

    return [place for place in places_of(Binding("item", need[0], whole=True), own) if carries(place)]


def _item_fault(inspector: Inspector, need: Need, lists: tuple[Supply, ...]) -> Finding | None:
    path, types = need
    for supply in reversed(lists):
        if supply.lifted is None:
            return inspector.item_fault((path, types), supply.item) if supply.fault((path, types)) else None
        path = (*supply.lifted, ELEMENT, *path)
    text = Binding("item", need[0], whole=True)
    return Finding(
        "EP504", (), f"{text} stands outside a list", "put it in the itemTemplate of a node with a dataSource"
    )


def _placed(finding: Finding, at: Path) -> Finding:
    finding.path = (*at, *finding.path)
    return finding
