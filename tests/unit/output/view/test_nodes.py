"""What became of each node: by which patch, in which attempt, what was mended in it and what was refused."""

from __future__ import annotations

from typing import Any

import pytest
from support.every_row import every_row
from support.histories import accepted, attempt, diagnostic, ended, found, refused, repaired, started
from support.scripted import add, container, text_node

from epoch_cli.errors import PatchError
from epoch_cli.events import Event, StageEntered, TextReceived
from epoch_cli.output.view import NodeView, View

PAGE = container(text_node("Log in"), container(text_node("one"), id="box"), id="page")


def fed(*events: Event) -> View:
    view = View()
    for event in events:
        view.feed(event)
    return view


def states(view: View) -> dict[str, str]:
    """The state of each node by its pointer; a refused one stands behind its parent's."""
    every = [] if view.root is None else view.root.walk()
    return {node.pointer + (" !" if node.state == "refused" else ""): node.state for node in every}


def at(view: View, pointer: str) -> NodeView:
    node = view.find(pointer)
    assert node is not None
    assert node.pointer == pointer
    return node


def replace(path: str, value: Any) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def move(source: str, path: str) -> dict[str, Any]:
    return {"op": "move", "from": source, "path": path}


def test_a_document_to_begin_with_is_as_it_was() -> None:
    view = fed(started(base={"root": PAGE}))
    assert set(states(view).values()) == {""}
    assert len(states(view)) == 4
    assert (at(view, "/root").attempt, at(view, "/root").turn, at(view, "/root").patches) == (0, 0, [])
    assert view.document["root"] is not PAGE


def test_nodes_that_a_patch_brings_are_added_all_of_them() -> None:
    view = fed(started(), attempt(1), accepted(add("/root", PAGE), 1), attempt(2, "continuation"))
    view.feed(accepted(add("/root/children/1/children/-", text_node("two")), 2))
    assert set(states(view).values()) == {"added"}
    new = at(view, "/root/children/1/children/1")
    assert (new.patches, new.attempt, new.turn) == ([2], 2, 1)
    assert view.newest is new
    assert at(view, "/root/children/1").patches == [1]


def test_a_patch_of_a_field_changes_its_node() -> None:
    view = fed(started(base={"root": PAGE}), attempt(1))
    view.feed(accepted(replace("/root/children/0/text", "Sign in"), 1))
    view.feed(accepted(add("/root/children/0/props", {"size": "h1"}), 2))
    assert states(view)["/root/children/0"] == "changed"
    assert at(view, "/root/children/0").patches == [1, 2]
    assert states(view)["/root"] == ""
    assert view.newest is at(view, "/root/children/0")


def test_a_node_that_is_completed_after_it_was_added_stays_an_added_one() -> None:
    view = fed(started(), attempt(1), accepted(add("/root", container()), 1), accepted(add("/root/id", "page"), 2))
    assert states(view) == {"/root": "added"}
    assert at(view, "/root").patches == [1, 2]


def test_another_node_in_the_place_of_one_is_changed_and_what_is_in_it_added() -> None:
    view = fed(started(base={"root": PAGE}), attempt(1))
    view.feed(accepted(replace("/root/children/1", container(text_node("new"))), 1))
    assert states(view)["/root/children/1"] == "changed"
    assert states(view)["/root/children/1/children/0"] == "added"
    view.feed(accepted(add("/root", PAGE), 2))
    assert states(view)["/root"] == "changed"
    assert states(view)["/root/children/0"] == "added"


def test_taking_a_node_away_changes_the_one_around_it() -> None:
    view = fed(started(base={"root": PAGE}), attempt(1))
    view.feed(accepted({"op": "remove", "path": "/root/children/1/children/0"}, 1))
    assert states(view) == {"/root": "", "/root/children/0": "", "/root/children/1": "changed"}
    assert view.newest is at(view, "/root/children/1")


def test_a_node_that_moves_is_the_same_and_changed() -> None:
    view = fed(started(base={"root": PAGE}), attempt(1))
    before = at(view, "/root/children/1/children/0")
    view.feed(accepted(move("/root/children/1/children/0", "/root/children/0"), 1))
    assert at(view, "/root/children/0") is before
    assert before.state == "changed"
    view.feed(accepted(move("/root/children/0", "/root/children/-"), 2))
    assert at(view, "/root/children/2") is before
    assert before.patches == [1, 2]
    assert view.newest is before
    assert [*states(view).values()] == ["", "", "", "changed"]


def test_a_new_turn_forgets_what_became_of_nodes_in_the_last_but_not_where_they_come_from() -> None:
    view = fed(started(), attempt(1), repaired(1), accepted(add("/root", PAGE), 1), refused({}, 2))
    view.feed(refused(add("/root/id", "x"), 3))
    for number, reason in ((2, "retry"), (3, "correction"), (4, "continuation")):
        view.feed(attempt(number, reason))
        assert states(view)["/root/children/0"] == "added"
    view.feed(attempt(5, "refine"))
    assert set(states(view).values()) == {""}
    root = at(view, "/root")
    assert (root.patches, root.attempt, root.turn, len(root.repairs), root.reasons) == ([1], 1, 1, 1, [])
    view.feed(accepted(add("/root/children/-", text_node("more")), 2))
    assert (at(view, "/root/children/2").turn, at(view, "/root/children/2").attempt) == (2, 5)


def test_what_was_mended_in_a_patch_is_told_of_the_node_that_it_is_about() -> None:
    view = fed(started(), attempt(1), repaired(1, "/root/children/1/props/size"), repaired(1, "#nowhere"))
    view.feed(accepted(add("/root", PAGE), 1))
    assert {path for path, state in states(view).items() if state == "repaired"} == {"/root", "/root/children/1"}
    assert [repair.pointer for repair in at(view, "/root/children/1").repairs] == ["/root/children/1/props/size"]
    assert view.status().repaired == 2


def test_what_was_mended_in_a_refused_patch_is_no_matter_of_the_next() -> None:
    view = fed(started(), attempt(1), accepted(add("/root", PAGE), 1), repaired(2), refused({}, 2))
    view.feed(accepted(add("/root/children/-", text_node("x")), 2, number=3))
    assert "repaired" not in states(view).values()


def test_a_refused_node_stands_behind_those_that_are_there_until_another_attempt() -> None:
    view = fed(started(), attempt(1), accepted(add("/root", PAGE), 1))
    wrong = {"type": "Buton", "text": "Save"}
    view.feed(refused(add("/root/children/1/children/0", wrong), 2))
    box = at(view, "/root/children/1")
    assert [node.state for node in box.inner] == ["added", "refused"]
    assert (box.inner[1].node, box.inner[1].reasons, box.inner[1].patches) == (wrong, [diagnostic()], [2])
    assert box.inner[1].pointer == "/root/children/1"
    view.feed(accepted(add("/root/children/1/children/-", text_node("two")), 2, number=3))
    view.feed(accepted(add("/root/children/1/itemTemplate", text_node("each")), 3, number=4))
    assert [node.state for node in box.inner] == ["added", "added", "added", "refused"]
    assert box.inner[2].pointer == "/root/children/1/itemTemplate"
    view.feed(attempt(2, "correction"))
    assert [node.state for node in box.inner] == ["added", "added", "added"]


def test_a_refused_node_is_found_by_the_id_that_its_path_begins_with() -> None:
    view = fed(started(base={"root": PAGE}), attempt(1))
    view.feed(refused(add("#box/children/-", {"type": "Buton"}), 1))
    assert [node.state for node in at(view, "/root/children/1").inner] == ["", "refused"]
    view.feed(refused(add("#none/children/-", {"type": "Buton"}), 2))
    assert len(states(view)) == 5


@every_row(
    ("patch", "about"),
    [
        (add("/root/children/0/props/size", "huge"), "/root/children/0"),
        (replace("/root/children/0", {"type": "Txt"}), "/root/children/0"),
        ({"op": "remove", "path": "/root"}, None),
        (add("/root/children/1/children", [{"type": "Txt"}]), "/root/children/1"),
        (add("/root/children/7/children/0/text", "x"), "/root"),
        (add("/metadata", {}), None),
        ("no patch", None),
        ({"op": "add", "path": 7}, None),
        ({"op": "add", "path": "root"}, None),
    ],
)
def test_another_refusal_is_told_of_the_node_that_it_is_about(patch: Any, about: str | None) -> None:
    view = fed(started(base={"root": PAGE}), attempt(1), refused(patch, 1))
    told = [node.pointer for node in view.root.walk() if node.reasons] if view.root else []
    assert told == [about] * (about is not None)
    assert "refused" not in states(view).values()
    assert [finding.number for finding in view.findings] == [1]


def test_a_patch_that_does_not_fit_leaves_all_as_it_was() -> None:
    view = fed(started(base={"root": PAGE}), attempt(1))
    before = (view.status(), list(view.log), list(view.events))
    for patch in (add("/root/children/9/text", "x"), {"op": "move", "from": 3, "path": "/root"}, {}, {"op": "remove"}):
        with pytest.raises(PatchError):
            view.feed(accepted(patch, 1))
        assert (view.status(), list(view.log), list(view.events)) == before
    assert view.take_back() == attempt(1)


def test_a_pointer_leads_to_the_innermost_node_on_its_way() -> None:
    view = fed(started(base={"root": PAGE}))
    assert view.find("/root/children/1/children/0/props/x/y") is at(view, "/root/children/1/children/0")
    assert view.find("/root/children/9") is view.root
    assert view.find("/root/props/children/0") is view.root
    assert view.find("/root/itemTemplate") is view.root
    for nowhere in ("", "/", "/metadata", "root", "#box", "/root~"):
        assert view.find(nowhere) is None
    assert fed(started()).find("/root") is None


def test_a_node_as_deep_as_any_is_shown() -> None:
    node: dict[str, Any] = {"type": "Card"}
    for _ in range(150):
        node = {"type": "Card", "children": [node]}
    view = fed(started(base={"root": node}))
    deepest = list(view.root.walk())[-1] if view.root else None
    assert deepest is not None
    assert deepest.pointer == "/root" + "/children/0" * 150
    assert {meter.name: meter.used for meter in view.meters()}["depth"] == 151


def test_what_is_no_node_is_shown_all_the_same() -> None:
    base = {"root": {"type": "Card", "children": ["x", "x", None, 3, {"type": 5, "children": "none"}]}}
    view = fed(started(base=base), accepted(add("/root/children/0", text_node("a")), 1))
    view.feed(accepted({"op": "remove", "path": "/root/children/1"}, 2))
    root = at(view, "/root")
    assert [node.node for node in root.inner][:2] == [text_node("a"), "x"]
    assert fed(started(base={"root": "none"})).root is None


def test_the_node_that_is_being_written_is_known_with_the_one_it_will_stand_in() -> None:
    view = fed(started(), attempt(1), accepted(add("/root", PAGE), 1))
    text = '{"op":"add","path":"/root/children/1/children/-","value":{"type":"Button","text":"Sa'
    view.feed(TextReceived(at=1.0, text=text))
    pending = view.pending()
    assert pending is not None
    assert view.holder(pending) is at(view, "/root/children/1")
    view.feed(attempt(2, "retry"))
    assert view.pending() is None
    view.take_back()
    assert view.pending() == pending
    view.feed(ended())
    assert view.pending() is None


def test_findings_about_the_document_are_those_of_the_last_look_at_it() -> None:
    looks = StageEntered(at=1.0, stage="validating")
    view = fed(started(), attempt(1), found("EP001"), refused({}, 1), looks, found("EP402"), found("EP403"))
    view.changes()
    view.feed(looks)
    assert [(each.diagnostic.code, each.number) for each in view.findings] == [("EP001", 0), ("EP201", 1)]
    assert view.changes().findings == 2
    view.feed(found("EP402"))
    assert [each.diagnostic.code for each in view.findings] == ["EP001", "EP201", "EP402"]


def test_findings_about_a_wish_stay_when_the_document_is_looked_at_anew() -> None:
    looks = StageEntered(at=1.0, stage="validating")
    view = fed(started(), attempt(1), found("EW001"), looks, found("EP402"), looks)
    assert [(each.diagnostic.code, each.is_of_document) for each in view.findings] == [("EW001", False)]


def test_nodes_are_as_they_were_when_the_patches_of_a_turn_are_undone() -> None:
    view = fed(started(), attempt(1), accepted(add("/root", PAGE), 1), attempt(2, "refine"))
    before = {node.pointer: (node.state, list(node.patches)) for node in view.root.walk()} if view.root else {}
    forth_and_back = [
        (replace("/root/children/0/text", "x"), replace("/root/children/0/text", "Log in")),
        (add("/root/children/1/key", "k"), {"op": "remove", "path": "/root/children/1/key"}),
        (add("/root/children/-", text_node("new")), {"op": "remove", "path": "/root/children/2"}),
        (
            move("/root/children/1/children/0", "/root/children/0"),
            move("/root/children/0", "/root/children/1/children/0"),
        ),
    ]
    for sequence, (forth, _) in enumerate(forth_and_back, 2):
        view.feed(accepted(forth, sequence))
    assert sorted(states(view).values()) == ["", "added", "changed", "changed", "changed"]
    for sequence, (_, back) in enumerate(reversed(forth_and_back), 6):
        view.feed(accepted(back, sequence, origin="undo"))
    assert {node.pointer: (node.state, list(node.patches)) for node in at(view, "/root").walk()} == before
    view.feed(accepted({"op": "remove", "path": "/root/children/0"}, 10))
    assert states(view)["/root"] == "changed"
    view.feed(accepted(add("/root/children/0", text_node("Log in")), 11, origin="undo"))
    assert set(states(view).values()) == {""}
    assert at(view, "/root/children/0").patches == [1]  # where it comes from, not what brought it back
