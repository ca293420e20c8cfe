"""A difference on paper: signs and words, pointers that lead somewhere, nothing that a terminal obeys."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.nodes import box, button, node, page, text

from epoch_cli.document.changes import changes
from epoch_cli.document.difference import difference
from epoch_cli.output.difference import difference_json, difference_patches, difference_summary, difference_tree

BEFORE = {
    "root": box(
        text("Hi", size="h1"),
        node("Card", button("Go", id="go"), node("Avatar", alt="x"), id="card"),
        text("Bye"),
        box(text("quiet")),
    ),
    "metadata": {"a": 1},
}
AFTER = {
    "root": box(
        text("Hello", size="h1", align="center"),
        box(node("Card", button("Go", id="go", variant="ghost"), id="card"), text("New")),
        box(text("quiet")),
        text("Bye"),
    ),
}


def test_a_tree_shows_what_became_of_each_node_and_nothing_else() -> None:
    assert (
        difference_tree(changes(BEFORE, AFTER))
        == """\
- metadata: {"a": 1}  removed
  Container
~   Text “Hello”  changed
~       text: "Hi" → "Hello"  changed
+       props/align: "center"  added
+   Container  added
>     Card #card  moved from /root/children/1
~       Button #go “Go”  changed
+           props: {"variant": "ghost"}  added
-       Avatar “x”  removed
+     Text “New”  added
>   Container  moved from /root/children/3
"""
    )


def test_color_is_put_around_lines_and_changes_no_letter() -> None:
    found = changes(BEFORE, AFTER)
    plain, colored = difference_tree(found), difference_tree(found, color=True)
    assert "\x1b[32m+   Container  added\x1b[0m\n" in colored
    for code in ("\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[36m", "\x1b[0m"):
        assert code in colored
        colored = colored.replace(code, "")
    assert colored == plain


def test_json_lists_the_changes_with_their_pointers() -> None:
    assert json.loads(difference_json(changes(BEFORE, AFTER))) == [
        {
            "change": "changed", "before": "", "after": "",
            "fields": [{"change": "removed", "pointer": "/metadata", "before": {"a": 1}}],
        },
        {
            "change": "changed", "before": "/root/children/0", "after": "/root/children/0", "type": "Text",
            "fields": [
                {"change": "changed", "pointer": "/text", "before": "Hi", "after": "Hello"},
                {"change": "added", "pointer": "/props/align", "after": "center"},
            ],
        },
        {"change": "added", "after": "/root/children/1", "type": "Container", "nodes": 2},
        {"change": "moved", "before": "/root/children/1", "after": "/root/children/1/children/0", "type": "Card",
         "id": "card"},
        {
            "change": "changed", "before": "/root/children/1/children/0",
            "after": "/root/children/1/children/0/children/0", "type": "Button", "id": "go",
            "fields": [{"change": "added", "pointer": "/props", "after": {"variant": "ghost"}}],
        },
        {"change": "removed", "before": "/root/children/1/children/1", "type": "Avatar", "nodes": 1},
        {"change": "moved", "before": "/root/children/3", "after": "/root/children/2", "type": "Container"},
    ]  # fmt: skip


def test_a_part_of_what_is_new_counts_with_it() -> None:
    deep = page(box(box(text("a", id="t"), node("Card", text("b"))), text("c")))
    (added, *rest) = json.loads(difference_json(changes(page(text("a", id="t")), deep)))
    assert (added["change"], added["nodes"]) == ("added", 5)
    assert [entry["change"] for entry in rest] == ["moved"]


def test_a_summary_counts() -> None:
    assert difference_summary(changes(BEFORE, BEFORE)) == "no difference"
    found = difference_summary(changes(BEFORE, AFTER))
    assert found == "nodes: 2 added, 1 removed, 2 changed, 2 moved; 1 beside the tree"


def test_of_no_difference_there_is_nothing() -> None:
    found = changes(BEFORE, BEFORE)
    assert (difference_tree(found), json.loads(difference_json(found)), difference_patches([])) == ("", [], b"")


def test_patches_are_json_lines() -> None:
    patches = difference(BEFORE, AFTER)
    lines = difference_patches(patches).splitlines(keepends=True)
    assert [json.loads(line) for line in lines] == patches
    assert all(line.endswith(b"\n") for line in lines)


HOSTILE = st.text(st.sampled_from("a\x1b[31m\n\r\u202e\u200b\x9b\x00\u2028"), min_size=1, max_size=6)


@settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(HOSTILE, min_size=6, max_size=6))
def test_nothing_in_a_tree_is_obeyed_by_a_terminal(words: list[str]) -> None:
    def hostile(one: str, other: str) -> dict[str, Any]:
        inner = {"type": one, "id": other, "text": one, "props": {one: other, "k": [other]}}
        return {"root": {"type": "Box", "children": [inner, {"type": other}]}, "metadata": {one: other}}

    found = changes(hostile(*words[:2]), hostile(*words[2:4]))
    tree = difference_tree(found)
    assert not set(tree) & set("\x1b\r\u202e\u200b\x9b\x00\u2028")
    assert all(line[0] in " +-~>" for line in tree.split("\n")[:-1])
    assert "\x1b" not in difference_json(found).decode()
