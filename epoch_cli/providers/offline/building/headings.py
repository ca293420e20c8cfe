"""Heading levels without gaps: h1 is followed by h2, never by h3 (WCAG 1.3.1)."""

from __future__ import annotations

from epoch_cli.providers.offline.building.part import Part

_LEVELS = ("h1", "h2", "h3")


def close_gaps(root: Part) -> None:
    """Raise every heading that is more than one level below the one before it, in reading order."""
    last = 0
    for part in root.walk():
        prop, props = part.component.heading, part.node.get("props", {})
        if not prop or props.get(prop) not in _LEVELS:
            continue
        level = _LEVELS.index(props[prop]) + 1
        if last and level > last + 1:
            level = last + 1
            props[prop] = _LEVELS[level - 1]
        last = level
