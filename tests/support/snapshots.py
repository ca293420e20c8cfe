"""Pictures of the screen that somebody looked at, kept in `tests/golden`, and what a new one is compared with.

With the release of Textual that drew the old picture, the new one must be equal to it, colours and all; with another
one its words must, cell by cell, for a release may draw a border otherwise. `EPOCH_UPDATE_GOLDEN=1` keeps new pictures
instead of comparing them: look at them before they are committed (`git diff --stat tests/golden`, any browser).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from difflib import unified_diff
from importlib.metadata import version
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from rich.cells import cell_len
from textual.app import App

GOLDEN: Final = Path(__file__).parents[1] / "golden"
UPDATE: Final = "EPOCH_UPDATE_GOLDEN"

_DRAWN_BY: Final = f"textual {version('textual')}, rich {version('rich')}"
_SVG: Final = "{http://www.w3.org/2000/svg}"
_CELL: Final = 12.2  # of rich's SVG: how wide a cell is, and how high a row
_ROW: Final = 24.4
_RECTANGLE: Final = re.compile(
    r'<rect fill="(#\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="[\d.]+" shape-rendering="crispEdges"/>'
)
_LEFT_OUT: Final = (
    *(r"@font-face\s*\{.*?\}", r"<!--.*?-->"),  # fonts from afar, and a remark
    *(r'<clipPath id="[\w-]+-line-\d+">.*?</clipPath>', r' clip-path="url\(#[\w-]+-line-\d+\)"'),  # nothing to clip
)


def picture(app: App[None]) -> str:
    """The screen as SVG, without what differs between two pictures of the same, and as short as it can be."""
    svg = app.export_screenshot(title=" × ".join(map(str, app.size)), simplify=True)
    svg = re.sub("|".join(_LEFT_OUT), "", re.sub(r"terminal-\d+", "t", svg), flags=re.DOTALL)
    svg = svg.replace("<svg ", '<svg shape-rendering="crispEdges" ', 1)
    found = list(_RECTANGLE.finditer(svg))
    if found:
        svg = svg[: found[0].start()] + _joined(found) + _RECTANGLE.sub("", svg[found[0].start() :])
    return "\n".join([*filter(None, map(str.strip, svg.splitlines())), f"<!-- {_DRAWN_BY} -->", ""])


def _joined(found: Iterable[re.Match[str]]) -> str:
    """The backgrounds, a rectangle for all that touch in a row and have one colour: else there is one a word."""
    rows: list[tuple[str, float, str, float]] = []
    for fill, x, y, width in (each.groups() for each in found):
        left, right = float(x), float(x) + float(width)
        if rows and rows[-1][0] == fill and rows[-1][2] == y and abs(rows[-1][3] - left) < 1:
            left = rows.pop()[1]
        rows.append((fill, left, y, right))
    return "\n".join(
        f'<rect fill="{fill}" x="{left:g}" y="{y}" width="{right - left:g}" height="24.65"/>'
        for fill, left, y, right in rows
    )


def lines_of(svg: str) -> list[str]:
    """The rows of a picture as plain text, up to the last one that has any."""
    rows: dict[int, dict[int, str]] = {}
    for text in ET.fromstring(svg).iter(f"{_SVG}text"):
        if re.fullmatch(r"t-r\d+", text.get("class", "")):
            row, place = int(float(text.get("y", "0")) / _ROW), round(float(text.get("x", "0")) / _CELL)
            rows.setdefault(row, {})[place] = (text.text or "").replace("\xa0", " ")
    return [_line(rows.get(number, {})) for number in range(max(rows, default=-1) + 1)]


def _line(pieces: dict[int, str]) -> str:
    line = ""
    for place, text in sorted(pieces.items()):
        line = line + " " * (place - cell_len(line)) + text
    return line.rstrip()


def compare(name: str, app: App[None], folder: Path) -> None:
    """Hold the screen against the picture of a name.

    Args:
        name: of the picture, below `tests/golden`.
        app: what is on the screen is compared.
        folder: where a picture that differs is put, to be looked at.

    Raises:
        AssertionError: it differs, or there is none; says where the new picture is, and which rows differ.
    """
    kept, new = GOLDEN / f"{name}.svg", picture(app)
    if os.environ.get(UPDATE):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(new, "utf-8")
        return
    old = kept.read_text("utf-8") if kept.exists() else ""
    if new != old:
        difference = differing(old, new)
        if difference:
            seen = folder / kept.name
            seen.write_text(new, "utf-8")
            raise AssertionError(f"{name}: {difference}\nnew picture: {seen}\nto keep new ones: {UPDATE}=1")


def differing(old: str, new: str) -> str:
    """What differs between two pictures, in words; empty for nothing that matters."""
    if not old:
        return "there is no picture of that yet"
    lines = list(unified_diff(lines_of(old), lines_of(new), "as it was looked at", "now", lineterm="", n=1))
    if lines:
        return "other words\n" + "\n".join(lines)
    same_release = old.rsplit("<!--", 1)[-1] == new.rsplit("<!--", 1)[-1]
    return "the same words in other colours" if same_release else ""
