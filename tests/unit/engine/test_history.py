"""The conversation before a run, as turns: whole, in short, and dropped."""

from __future__ import annotations

import json
from typing import Any

from support.every_row import every_row
from support.scripted import add, container, text_node

from epoch_cli.engine.history import conversation, past_turns, patch_line
from epoch_cli.engine.options import PastTurn

FIELD = {"type": "FormField", "props": {"label": "Email"}, "children": [{"type": "Input"}]}
DOCUMENT = {
    "root": container(
        {"type": "Form", "id": "login", "children": [FIELD, {"type": "Button", "text": "Go"}]},
        text_node("a/b"),
        id="page",
    )
}
HISTORY = [
    PastTurn(
        "login form",
        [
            {**add("/root", container(id="page")), "meta": {"sequence": 1}},
            *(add("/root/children/-", text_node(f"line {number}")) for number in range(20)),
        ],
    ),
    PastTurn("thanks", []),
    PastTurn("rename it", [{"op": "replace", "path": "/root/children/0/text", "value": "Hello"}] * 4),
]


@every_row(
    ("patch", "line"),
    [
        (add("/root", container(id="page")), "added Container #page"),
        (add("/root/children/0/children/-", FIELD), "added FormField “Email” to #login"),
        (add("/root/children/-", text_node("New")), "added Text “New” to #page"),
        (add("/root/children/-", {"type": "Tabs"}), "added Tabs to #page"),
        ({"op": "remove", "path": "/root/children/0/children/1"}, "removed Button “Go” from #login"),
        (
            {"op": "move", "from": "/root/children/0/children/0", "path": "/root/children/0"},
            "moved FormField “Email” to #page",
        ),
        ({"op": "copy", "from": "/root/children/1", "path": "/root/children/2"}, "copied Text “a/b” to #page"),
        (
            {"op": "replace", "path": "/root/children/0/children/0/props/label", "value": "E-mail"},
            'set #login/children/0/props/label to "E-mail"',
        ),
        ({"op": "replace", "path": "/root/children/1", "value": FIELD}, "replaced Text “a/b” by FormField “Email”"),
        (add("/root/children/0/props", {"a": "b" * 99}), f'set #login/props to {{"a":"{"b" * 33}…'),
        ({"op": "remove", "path": "/root/children/0/props/x~1y"}, "removed #login/props/x~1y from #login"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_patch_is_one_line_in_which_things_have_their_names(patch: dict[str, Any], line: str) -> None:
    assert patch_line(patch, DOCUMENT) == line


def test_in_a_document_that_is_not_known_places_have_their_pointers() -> None:
    patch = {"op": "replace", "path": "/root/children/7/text", "value": "Hi"}
    assert patch_line(patch, {}) == 'set /root/children/7/text to "Hi"'
    assert patch_line(add("/root/children/-", FIELD), {}) == "added FormField “Email” to /root/children"
    assert patch_line({"op": "odd"}, {}) == "set  to null"


def test_a_turn_is_the_request_and_its_patches_one_a_line() -> None:
    past = past_turns(HISTORY[:1])
    user, assistant, now = conversation(past, "and now?")
    assert (user.role, user.content) == ("user", "login form")
    assert assistant.role == "assistant"
    assert [json.loads(line) for line in assistant.content.splitlines()] == [
        {key: value for key, value in patch.items() if key != "meta"} for patch in HISTORY[0].patches
    ]
    assert (now.role, now.content) == ("user", "and now?")


def test_a_turn_for_which_nothing_was_accepted_stands_at_the_head_of_the_next() -> None:
    turns = conversation(past_turns(HISTORY), "go on")
    assert [turn.role for turn in turns] == ["user", "assistant", "user", "assistant", "user"]
    assert "“thanks”:\n- nothing was changed" in turns[2].content
    assert turns[2].content.endswith("\nNow:\nrename it")
    assert turns[4].content == "go on"


def test_old_turns_are_told_in_short_before_they_are_dropped() -> None:
    past = past_turns(HISTORY)
    summed = conversation(past, "go on", summarised=1)
    assert [turn.role for turn in summed] == ["user", "assistant", "user"]
    head = summed[0].content
    assert "“login form”:\n- added Container #page\n- added Text “line 0” to #page" in head
    assert "- 9 more changes" in head
    assert head.endswith("Now:\nrename it")
    dropped = conversation(past, "go on", summarised=3, dropped=2)
    assert "login form" not in dropped[0].content
    (alone,) = conversation(past, "go on", summarised=3, dropped=3)
    assert alone.content == "go on"


def test_a_turn_that_is_no_shorter_in_short_is_told_whole() -> None:
    past = past_turns([PastTurn("x", [{"op": "remove", "path": "/root"}])])
    assert [turn.role for turn in conversation(past, "y", summarised=1)] == ["user", "assistant", "user"]


def test_where_no_patches_are_asked_for_every_turn_is_told_in_short() -> None:
    (turn,) = conversation(past_turns(HISTORY, as_patches=False), "go on")
    assert turn.role == "user"
    assert '"op"' not in turn.content
    assert turn.content.endswith("Now:\ngo on")


def test_names_and_prompts_are_cut_and_stay_on_their_line() -> None:
    (past,) = past_turns([PastTurn("a\nb " + "c" * 500, [add("/root", container(text_node("x"), text="d\ne" * 90))])])
    first, *lines = past.short.splitlines()
    assert first.startswith("“a b ccc")
    assert len(first) < 210
    assert len(lines) == 1
    assert len(lines[0]) < 80


def test_places_are_named_as_they_were_at_the_time() -> None:
    turns = [
        PastTurn("a", [add("/root", container(id="old"))]),
        PastTurn("b", [{"op": "replace", "path": "/root/id", "value": "new"}, add("/root/children/-", text_node("t"))]),
    ]
    first, second = past_turns(turns)
    assert "#old" in first.short
    assert 'set #old/id to "new"' in second.short
    assert "added Text “t” to #new" in second.short


def test_the_history_that_was_given_is_not_changed() -> None:
    node = container()
    past_turns([PastTurn("a", [add("/root", node), add("/root/children/-", text_node("t"))])])
    assert node == container()
