"""Which fixes are made together, and where things are after them."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row

from epoch_cli.document.pointer import format_pointer, parse_pointer
from epoch_cli.validation.diagnostics import Fix
from epoch_cli.validation.fixes.choice import Chosen, Trail, _apart, touches


def add(path: str) -> dict[str, Any]:
    return {"op": "add", "path": path, "value": {"type": "Text"}}


def move(source: str, path: str) -> dict[str, Any]:
    return {"op": "move", "from": source, "path": path}


FIRST = add("/root/children/0")
RENAMED = move("/root/props/a", "/root/props/b")


@every_row(
    ("patches", "before", "after"),
    [
        ([], "/root/children/1", "/root/children/1"),
        ([FIRST], "/root/children/0", "/root/children/1"),
        ([FIRST], "/root/children/3/props/x", "/root/children/4/props/x"),
        ([FIRST], "/root/children", "/root/children"),
        ([FIRST], "/root/props/x", "/root/props/x"),
        ([FIRST], "/root/children/-", "/root/children/-"),
        ([FIRST, FIRST], "/root/children/0", "/root/children/2"),
        ([add("/root/children/1")], "/root/children/0", "/root/children/0"),
        ([add("/root/children/1")], "/root/children/1", "/root/children/2"),
        ([add("/root/children/-")], "/root/children/0", "/root/children/0"),
        ([add("/root/props/0")], "/root/props/0", "/root/props/0"),  # a member, which moves nothing
        ([add("/root/props/columns/0")], "/root/props/columns/0", "/root/props/columns/0"),
        ([RENAMED], "/root/props/a", "/root/props/b"),
        ([RENAMED], "/root/props/a/0/x", "/root/props/b/0/x"),
        ([RENAMED], "/root/props/ab", "/root/props/ab"),
        ([RENAMED, move("/root/props/b", "/root/text")], "/root/props/a", "/root/text"),
        ([move("/root/props/b", "/root/text"), RENAMED], "/root/props/a", "/root/props/b"),
        ([FIRST, move("/root/children/2/props/a", "/root/children/2/id")], "/root/children/1/props/a",
         "/root/children/2/id"),
        ([move("/root/children/1/props/a", "/root/children/1/id"), FIRST], "/root/children/1/props/a",
         "/root/children/2/id"),
        ([FIRST, add("/root/children/1/children/0")], "/root/children/0/children/5", "/root/children/1/children/6"),
        ([add("/root/children/0/children/0"), FIRST], "/root/children/0/children/5", "/root/children/1/children/6"),
    ],
)  # fmt: skip
def test_what_stood_somewhere_is_found_after_the_patches(patches: list[Any], before: str, after: str) -> None:
    assert format_pointer(Trail(patches).end(parse_pointer(before))) == after


@every_row(
    ("patches", "places"),
    [
        ([FIRST], ["/root/children"]),  # all the others go up by one
        ([add("/root/children/-")], ["/root/children"]),
        ([add("/root/children/2")], ["/root/children/2"]),
        ([{"op": "remove", "path": "/root/children/0"}], ["/root/children/0"]),
        ([add("/root/props/a")], ["/root/props/a"]),
        ([RENAMED], ["/root/props/b", "/root/props/a"]),
    ],
)
def test_a_fix_touches_what_its_patches_change(patches: list[Any], places: list[str]) -> None:
    assert [format_pointer(place) for place in touches(fix(patches))] == places


def fix(patches: list[Any]) -> Fix:
    return Fix("rename-prop", "lossless", "renamed", tuple(patches))


@every_row(
    ("first", "second", "both"),
    [
        ("/root/props/a", "/root/props/b", True),
        ("/root/props/a", "/root/props/a", False),
        ("/root/props/a", "/root/props/a/0", False),
        ("/root/props/a/0", "/root/props/a", False),
        ("/root/props/a", "/root/props/ab", True),
        ("/root", "/root/children/4", False),
        ("/root/children/4", "/root", False),
        ("/root/children/1/id", "/root/children/10/id", True),
    ],
)
def test_fixes_are_made_together_that_touch_no_common_place(first: str, second: str, both: bool) -> None:
    one, other = (
        Chosen("EP301", path, "/root", fix([{"op": "replace", "path": path, "value": 1}])) for path in (first, second)
    )
    assert _apart([one, other]) == ([one, other] if both else [one])
