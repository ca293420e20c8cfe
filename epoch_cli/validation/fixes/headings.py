"""Repairs of the order of headings (EP813)."""

from __future__ import annotations

from epoch_cli.document.patch import Patch
from epoch_cli.document.pointer import format_pointer
from epoch_cli.validation.fixes.case import Case, Change, every_node

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")


def in_order(case: Case) -> Change | None:
    """Every heading that skips a level becomes one level below the one before it, and so do those that follow it.

    All in one go: taken one by one, each would only hand the gap on to the next.
    """
    patches: list[Patch] = []
    last = 0
    for node, path in every_node(case.document.get("root"), ("root",)):
        component, props = case.component_of(node), node.get("props")
        if component is None or not component.heading or not isinstance(props, dict):
            continue
        size = props.get(component.heading)
        short = size.rpartition("-")[2] if isinstance(size, str) else ""
        if short not in _LEVELS:
            continue
        level = _LEVELS.index(short) + 1
        if last and level > last + 1:
            level = last + 1
            at = format_pointer((*path, "props", component.heading))
            patches.append({"op": "replace", "path": at, "value": str(size).removesuffix(short) + _LEVELS[level - 1]})
        last = level
    mine = any(patch["path"] == format_pointer(case.path) for patch in patches)
    said = ", ".join(f"{patch['path']} → {patch['value']}" for patch in patches)
    return Change(said, tuple(patches)) if mine else None
