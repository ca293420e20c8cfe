"""Decision 16 through a draft: a model that does not know what was refused never edits what it does not mean."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import event, given, note, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.examples import examples
from support.nodes import accept, add, box, check, duplicate, move, node, page, refuse, remove, replace, text

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.validation import Draft

BAD = {"type": "Nope"}
AT = "/root/children"


def words(draft: Draft) -> list[str]:
    """The texts of the root's children."""
    return [child["text"] for child in draft.document["root"]["children"]]


@pytest.fixture
def draft(punk: Catalog) -> Draft:
    """Two texts, a and b."""
    return Draft(punk, page(text("a", id="a"), text("b", id="b")))


# ---------------------------------------------------------------- refused inserts


def test_indices_after_a_refused_insert_are_translated_and_emitted_translated(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/0", BAD))
    verdict = accept(draft, replace(f"{AT}/2/text", "new b"))
    assert verdict.patch["path"] == f"{AT}/1/text"
    assert words(draft) == ["a", "new b"]


def test_a_pointer_into_a_tombstone_says_which_patch_it_follows_from(draft: Draft) -> None:
    accept(draft, add(f"{AT}/-", text("c")))
    refuse(draft, add(f"{AT}/1", BAD))
    verdict = refuse(draft, replace(f"{AT}/1/text", "x"), "EP905")
    assert "refused patch 2" in verdict.diagnostics[0].message
    assert verdict.diagnostics[0].pointer == f"{AT}/1/text"
    refuse(draft, add(f"{AT}/1/children/-", text()), "EP905")
    refuse(draft, duplicate(f"{AT}/1", f"{AT}/-"), "EP905")
    refuse(draft, move(f"{AT}/1", f"{AT}/-"), "EP905")


def test_a_patch_that_could_not_be_read_leaves_what_a_refused_one_leaves(draft: Draft) -> None:
    draft.unread({"op": "add", "path": f"{AT}/0"})
    draft.unread({"op": "remove", "path": f"{AT}/1"})
    draft.unread({"op": "nothing", "path": f"{AT}/0"})
    assert draft.proposed == 3
    verdict = accept(draft, replace(f"{AT}/1/text", "new b"))  # the model counts its own 0, and b
    assert verdict.patch["path"] == f"{AT}/1/text"
    refuse(draft, replace(f"{AT}/0/text", "x"), "EP905")


def test_a_new_attempt_sees_the_document_as_it_is(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/0", BAD))
    draft.begin_attempt()
    accept(draft, replace(f"{AT}/1/text", "new b"))
    assert words(draft) == ["a", "new b"]


def test_a_malformed_insert_into_an_array_leaves_a_tombstone_too(draft: Draft) -> None:
    refuse(draft, {"op": "add", "path": f"{AT}/0"}, "EP901")
    accept(draft, replace(f"{AT}/2/text", "new b"))
    assert words(draft) == ["a", "new b"]


def test_an_insert_with_a_forbidden_key_leaves_a_tombstone_too(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/0", text(props={"__proto__": {}})), "EP703")
    accept(draft, replace(f"{AT}/2/text", "new b"))
    assert words(draft) == ["a", "new b"]


def test_a_refused_copy_into_an_array_leaves_a_tombstone_too(punk: Catalog) -> None:
    start = page(node("Button", text="a"), node("Button", text="b"), text("c"))
    draft = Draft(punk, start, profile="strict")
    refuse(draft, duplicate("/nowhere", f"{AT}/0"), "EP903")
    accept(draft, replace(f"{AT}/3/text", "new c"))
    assert words(draft) == ["a", "b", "new c"]


def test_the_first_child_of_a_node_without_children_costs_only_itself(punk: Catalog) -> None:
    draft = Draft(punk, {"root": {"type": "Container"}})
    refuse(draft, add(f"{AT}/-", BAD), "EP201")
    accept(draft, add(f"{AT}/-", text("second")))
    accept(draft, replace(f"{AT}/1/text", "new second"))
    assert words(draft) == ["new second"]


def test_a_refused_removal_of_a_tombstone_is_believed_like_any_other(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/0", BAD))
    draft.propose(remove(f"{AT}/0"))  # the model thinks better of it: now it counts a, b again
    accept(draft, replace(f"{AT}/1/text", "new b"))
    assert words(draft) == ["a", "new b"]


def test_a_refused_move_of_a_tombstone_takes_the_tombstone_along(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/0", BAD))
    refuse(draft, move(f"{AT}/0", f"{AT}/-"), "EP905")  # now it counts a, b, what was refused
    accept(draft, replace(f"{AT}/1/text", "new b"))
    assert words(draft) == ["a", "new b"]


def test_a_failing_test_leaves_no_tombstone(draft: Draft) -> None:
    refuse(draft, check(f"{AT}/0", BAD), "EP906")
    accept(draft, replace(f"{AT}/1/text", "new b"))
    assert words(draft) == ["a", "new b"]


def test_a_patch_seen_twice_leaves_no_tombstone(draft: Draft) -> None:
    accept(draft, add(f"{AT}/0", text("c"), meta={"id": "p1"}))
    refuse(draft, add(f"{AT}/0", text("c"), meta={"id": "p1"}), "EP907")
    accept(draft, replace(f"{AT}/2/text", "new b"))
    assert words(draft) == ["c", "a", "new b"]


@pytest.mark.parametrize("token", ["²", "٣", "9" * 30, "9" * 5_000, "01", "x", "-"])
def test_an_odd_token_after_a_refusal_is_refused_and_not_raised(draft: Draft, token: str) -> None:
    refuse(draft, add(f"{AT}/0", BAD))
    refuse(draft, replace(f"{AT}/{token}/text", "x"))


# ---------------------------------------------------------------- refused replacements and moves


def test_what_a_refused_replacement_would_have_made_is_not_edited(draft: Draft) -> None:
    refuse(draft, replace(f"{AT}/0", BAD), "EP201")
    refuse(draft, replace(f"{AT}/0/text", "x"), "EP905")
    accept(draft, replace(f"{AT}/1/text", "new b"))
    accept(draft, replace(f"{AT}/0", text("at last")))
    accept(draft, replace(f"{AT}/0/text", "at last, edited"))
    assert words(draft) == ["at last, edited", "new b"]


@pytest.mark.parametrize("operation", [move, duplicate])
def test_what_a_refused_replacement_would_have_made_is_neither_moved_nor_copied(draft: Draft, operation: Any) -> None:
    refuse(draft, replace(f"{AT}/0", BAD), "EP201")
    refuse(draft, operation(f"{AT}/0", f"{AT}/-"), "EP905")
    assert words(draft) == ["a", "b"]


def test_nothing_is_written_into_a_prop_that_was_refused(punk: Catalog) -> None:
    draft = Draft(punk, page(node("Select", label="Pick", options=["a"])))
    refuse(draft, replace(f"{AT}/0/props/options", "none"), "EP303")
    refuse(draft, add(f"{AT}/0/props/options/-", "b"), "EP905")
    accept(draft, replace(f"{AT}/0/props/options", ["c"]))
    accept(draft, add(f"{AT}/0/props/options/-", "d"))
    assert draft.document["root"]["children"][0]["props"]["options"] == ["c", "d"]


@pytest.mark.parametrize("start", [text("a", weight="bold"), text("a", props={}), text("a")])
def test_a_replacement_of_a_prop_that_was_refused_becomes_an_add(punk: Catalog, start: Any) -> None:
    draft = Draft(punk, page(start))
    refuse(draft, add(f"{AT}/0/props/size", "32px"), "EP403")
    verdict = accept(draft, replace(f"{AT}/0/props/size", "h1"))
    assert verdict.patch["op"] == "add"
    assert {each.grade for each in verdict.repairs} == {"lossless"}
    assert draft.document["root"]["children"][0]["props"]["size"] == "h1"


def test_a_refused_move_is_made_in_the_view(punk: Catalog) -> None:
    full = node("FormField", text("1"), text("2"), text("3"), label="Full")
    draft = Draft(punk, page(full, text("a"), text("b")))
    refuse(draft, move(f"{AT}/1", f"{AT}/0/children/0"), "EP203")
    accept(draft, replace(f"{AT}/1/text", "new b"))  # for the model, a has left
    accept(draft, replace(f"{AT}/0/children/1/text", "new 1"))  # and stands in the field
    refuse(draft, replace(f"{AT}/0/children/0/text", "x"), "EP905")
    assert [child.get("text") for child in draft.document["root"]["children"]] == [None, "a", "new b"]
    assert draft.document["root"]["children"][0]["children"][0]["text"] == "new 1"


# ---------------------------------------------------------------- ids and arrays


def test_an_id_is_an_address_in_the_document_whatever_was_refused(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/0", BAD))
    verdict = accept(draft, replace("#b/text", "new b"))
    assert verdict.patch["path"] == f"{AT}/1/text"
    assert words(draft) == ["a", "new b"]


def test_an_id_of_what_stands_first_is_not_taken_for_a_tombstone(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/0", BAD))
    accept(draft, replace("#a/text", "new a"))
    accept(draft, move("#b", f"{AT}/-"))
    assert words(draft) == ["new a", "b"]


@pytest.mark.parametrize("again", [False, True])
def test_what_was_refused_may_be_removed_by_its_id_and_is_not_counted_any_more(draft: Draft, again: bool) -> None:
    refuse(draft, add(f"{AT}/0", {**BAD, "id": "first"}), "EP201")
    if again:
        refuse(draft, replace(f"{AT}/0", {**BAD, "id": "other"}), "EP905")
    refuse(draft, remove("#other" if again else "#first"), "EP905")
    accept(draft, replace(f"{AT}/1/text", "new b"))
    assert words(draft) == ["a", "new b"]


def test_what_a_refused_move_has_moved_for_the_model_is_not_removed_by_its_id(punk: Catalog) -> None:
    full = node("FormField", text("1"), text("2"), text("3"), label="Full")
    draft = Draft(punk, page(full, text("a", id="a"), text("b")))
    refuse(draft, move("#a", f"{AT}/0/children/0"), "EP203")
    accept(draft, replace("#a/text", "its text is its text wherever it stands"))
    refuse(draft, remove("#a"), "EP905")
    accept(draft, replace(f"{AT}/0/children/0/text", "new 1"))
    assert draft.document["root"]["children"][0]["children"][0]["text"] == "new 1"


def test_a_refused_move_from_nowhere_is_counted_where_it_was_to_come(draft: Draft) -> None:
    refuse(draft, move("#nobody", f"{AT}/0"), "EP902")
    accept(draft, replace(f"{AT}/2/text", "new b"))
    assert words(draft) == ["a", "new b"]


def test_a_refused_move_to_nowhere_is_not_counted_where_it_was(draft: Draft) -> None:
    refuse(draft, move(f"{AT}/0", "#nobody/children/-"), "EP902")
    accept(draft, replace(f"{AT}/0/text", "new b"))
    assert words(draft) == ["a", "new b"]


def test_indices_below_an_id_are_the_models(punk: Catalog) -> None:
    draft = Draft(punk, page(box(text("a"), text("b"), id="list")))
    refuse(draft, add("#list/children/0", BAD))
    accept(draft, replace("#list/children/2/text", "new b"))
    assert [child["text"] for child in draft.document["root"]["children"][0]["children"]] == ["a", "new b"]


def test_a_refused_array_does_not_make_earlier_refusals_forgotten(draft: Draft) -> None:
    refuse(draft, add(f"{AT}/0", BAD))
    refuse(draft, [replace(f"{AT}/7/text", "x")])
    accept(draft, replace(f"{AT}/2/text", "new b"))
    assert words(draft) == ["a", "new b"]


def test_every_insert_of_a_refused_array_leaves_a_tombstone(draft: Draft) -> None:
    refuse(draft, [add(f"{AT}/0", text("x")), add(f"{AT}/1", BAD), add(f"{AT}/2", text("y"))], "EP201")
    verdict = draft.propose(replace(f"{AT}/4/text", "new b"))  # for the model: x, bad, y, a, b
    assert verdict.accepted
    assert words(draft) == ["a", "new b"]


# ---------------------------------------------------------------- for any sequence


@cache
def _punk() -> Catalog:
    return load_catalog("punk")


class Believer:
    """A model that believes that everything it writes is done: two lists of its own, beside the document's."""

    def __init__(self, raw: bytes, *, miscounts: bool = False, fix: Any = "off") -> None:
        self.choices = Choices(raw)
        self.miscounts = miscounts  # it counts past the end, too
        start = page(box(text("a", id="a"), text("b", id="b"), text("c", id="c")), node("FormField", text("d", id="d")))
        start["root"]["children"][0]["id"] = "first"
        start["root"]["children"][1] |= {"id": "second", "props": {"label": "holds three"}}
        self.draft = Draft(_punk(), start, profile="unlimited", fix=fix)
        self.believed = [["a", "b", "c"], ["d"]]
        self.count = 0
        self.elsewhere: set[str] = set()  # what is there, but not where the model has moved it

    def real(self) -> list[list[str]]:
        """The ids in the document's two lists."""
        return [[child["id"] for child in each.get("children", [])] for each in self.draft.document["root"]["children"]]

    def path(self, which: int, position: int | str) -> str:
        list_at = f"#{('first', 'second')[which]}" if self.choices.one_in(2) else f"/root/children/{which}"
        return f"{list_at}/children/{position}"

    def position(self, which: int) -> tuple[int, int | str]:
        """Somewhere to insert: as a number, and as it is written."""
        end = len(self.believed[which])
        at = self.choices.number(end + 1)
        return at, "-" if at == end and self.choices.number(2) else at

    def fresh(self) -> tuple[str, Any]:
        """A new node, sometimes a bad one, and its id."""
        self.count += 1
        name = f"n{self.count}"
        return name, {"type": "Text" if self.choices.number(3) else "Nope", "text": name, "id": name}

    def step(self) -> None:
        """Write something, believe in it, and see that the document did nothing else."""
        kind = self.choices.number(12)
        if kind == 11:
            self.take_back()
        elif kind == 10:
            self.several()
        else:
            self.one(kind // 2, self.choices.number(2))

    def one(self, kind: int, which: int) -> None:
        """One patch for one of the two lists."""
        before = self.real()
        if kind == 0 or not self.believed[which]:
            patch, name = self.insertion(which)
            self.propose(patch, before, came=name)
            return
        at = self.choices.number(len(self.believed[which]))
        name = self.believed[which][at]
        named = self.choices.one_in(3) and not name.startswith("never")
        it = f"#{name}" if named else self.path(which, at)
        if kind == 1:
            self.propose(remove(it), before, gone=name)
            self.believed[which].pop(at)
        elif kind == 2:
            new, made = self.fresh()
            self.propose(replace(it, made), before, gone=name, came=new)
            self.believed[which][at] = new
        elif kind == 3:
            self.believed[which].pop(at)
            other = self.choices.number(2)
            place, written = self.position(other)
            self.propose(move(it, self.path(other, written)), before, moved=name)
            self.believed[other].insert(place, name)
        else:
            pointer = f"#{name}/text" if self.choices.one_in(2) else f"{self.path(which, at)}/text"
            self.count += 1
            self.edit(pointer, name, f"edited {self.count}")

    def take_back(self) -> None:
        """Undo, which is someone else's wish: the model is not told, and believes what is undone to be done."""
        for verdict in self.draft.undo():
            if verdict.patch["op"] == "move":
                _, _, which, _, at = verdict.patch["path"].strip("/").split("/")
                self.elsewhere.add(self.real()[int(which)][int(at)])

    def insertion(self, which: int) -> tuple[Any, str]:
        """An insert that is believed from now on, and the id of what it inserts."""
        at, written = self.position(which)
        name, made = self.fresh()
        if self.miscounts and self.choices.one_in(4):
            skipped = 1 + self.choices.number(3)
            at = written = len(self.believed[which]) + skipped
            self.believed[which] += [f"never {self.count}.{each}" for each in range(skipped)]
        self.believed[which].insert(at, name)
        return add(self.path(which, written), made), name

    def several(self) -> None:
        """An array of inserts: all of them come, or none."""
        before = {name for each in self.real() for name in each}
        patches, names = zip(*[self.insertion(self.choices.number(2)) for _ in range(2)], strict=True)
        note(f"{json.dumps(patches)} in {self.real()}")
        verdict = self.draft.propose(patches)
        after = {name for each in self.real() for name in each}
        assert after - before == (set(names) if verdict.accepted else set())
        assert before <= after

    def edit(self, pointer: str, name: str, words: str) -> None:
        if self.draft.propose(replace(pointer, words)).accepted:
            children = [child for each in self.draft.document["root"]["children"] for child in each.get("children", [])]
            edited = [child["id"] for child in children if child["text"] == words]
            assert edited == [name], f"{pointer} edited {edited} instead of {name}; believed {self.believed}"
            event("edited")

    def propose(self, patch: Any, before: list[list[str]], *, gone: str = "", came: str = "", moved: str = "") -> None:
        note(f"{json.dumps(patch)} in {before}, believed {self.believed}")
        verdict = self.draft.propose(patch)
        old, new = {name for each in before for name in each}, {name for each in self.real() for name in each}
        if not verdict.accepted:
            assert self.real() == before
            self.elsewhere |= {moved} - {""}
            return
        event(f"accepted {patch['op']}")
        if gone in old or gone.startswith("never"):
            assert old - new == ({gone} & old), f"{patch} took {old - new}, not {gone}"
        assert new - old == ({came} if came else set())
        if moved:
            assert new == old
            left = [[name for name in each if name != moved] for each in before]
            assert [[name for name in each if name != moved] for each in self.real()] == left

    def check_order(self) -> None:
        """What the model believes to stand in a list, and does, stands there in the order that it believes."""
        for believed, real in zip(self.believed, self.real(), strict=True):
            common = set(believed) & set(real) - self.elsewhere
            assert [name for name in believed if name in common] == [name for name in real if name in common]


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(400), report_multiple_bugs=False)
@given(st.binary(min_size=12, max_size=60))
def test_whatever_is_refused_nothing_else_than_what_was_meant_is_changed(raw: bytes) -> None:
    run(Believer(raw))


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(400), report_multiple_bugs=False)
@given(st.binary(min_size=12, max_size=60), st.sampled_from(["all", "off"]))
def test_whatever_is_counted_past_the_end_the_model_is_understood_afterwards(raw: bytes, fix: str) -> None:
    """Put at the end as a repair, or refused: the model believes it to be where it wrote it."""
    run(Believer(raw, miscounts=True, fix=fix))


def run(believer: Believer) -> None:
    while not believer.choices.over:
        believer.step()
        believer.check_order()
