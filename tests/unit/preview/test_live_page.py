"""The page that follows a run: what it may do, and what its side bar is made of."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from epoch_cli.catalog import load_catalog
from epoch_cli.preview.difference import Branch, settled
from epoch_cli.preview.live_page import make_live_page
from epoch_cli.preview.side_bar import Gauge, Note, SideBar, side_tree


def test_its_policy_knows_its_style_and_script_and_nothing_else() -> None:
    html, policy = make_live_page(load_catalog("punk"))
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (text,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[rule] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'self'"
    assert rules["require-trusted-types-for"] == "'script'"
    assert rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy


def test_nothing_in_it_becomes_html_or_is_fetched() -> None:
    html, _ = make_live_page(load_catalog("punk"))
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "http://",
        "https://",
        "url(",
    ):
        assert word not in html, word
    assert not re.search(r"<[^>]+\s(style|on\w+)=", html)


SIDE = SideBar(
    prompt="a page",
    author="acme",
    status="generating",
    numbers="3 accepted",
    why="acme is slow",
    gauges=[Gauge("nodes", "45/50", 0.9, "near"), Gauge("cost", "$0", None, "ok")],
    patches=[Note(2, "refused", "add Txt: EP201 no such component", "/root"), Note(1, "accepted", "add Text")],
    more_patches=7,
    findings=[Note(0, "warning", "EA101 no label", "give it one")],
)


@pytest.mark.parametrize("side", [SideBar(), SIDE])
def test_the_side_bar_is_made_of_what_a_page_may_hold(side: SideBar) -> None:
    tree = settled(side_tree(side))
    assert tree.attributes["id"] == "ui-side"
    ids = [node.attributes["id"] for node in elements(tree) if "id" in node.attributes]
    assert len(ids) == len(set(ids))


def test_the_side_bar_says_all_it_is_told() -> None:
    said = " ".join(words(settled(side_tree(SIDE))))
    for text in (
        "a page",
        "acme",
        "generating",
        "3 accepted",
        "acme is slow",
        "45/50",
        "$0",
        "EP201",
        "EA101 no label",
    ):
        assert text in said
    assert "and 7 before" in said


def elements(node: Branch | str) -> list[Branch]:
    return [node, *(one for child in node.children for one in elements(child))] if isinstance(node, Branch) else []


def words(node: Branch | str) -> list[str]:
    return [node] if isinstance(node, str) else [word for child in node.children for word in words(child)]
