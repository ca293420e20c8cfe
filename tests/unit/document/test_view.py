"""The model's view after refusals (decision 16): its pointers name what it means, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.every_row import every_row
from support.examples import examples

from epoch_cli.document.array_view import ArrayView, Believed, Follows
from epoch_cli.document.view import ModelView, Place

LIST = ("root", "children")


def subsets(size: int) -> Iterator[set[int]]:
    """All sets of the numbers below a size."""
    return (set(each) for length in range(size + 1) for each in combinations(range(size), length))


def document(*names: str) -> dict[str, Any]:
    return {"root": {"children": [{"name": name} for name in names]}}


def at(position: int | str, *rest: str) -> tuple[str, ...]:
    return (*LIST, str(position), *rest)


def refuse_insert(view: ModelView, doc: Any, position: int | str, number: int = 1) -> None:
    view.refused(view.place(doc, at(position), insert=True), number, insert=True)


def insert(view: ModelView, doc: Any, position: int | str, name: str) -> None:
    place = view.place(doc, at(position), insert=True)
    view.accepted(place, insert=True)
    children = doc["root"]["children"]
    children.insert(len(children) if place.key == "-" else int(place.key), {"name": name})


def remove(view: ModelView, doc: Any, position: int) -> str:
    place = view.place(doc, at(position), insert=False)
    view.accepted(place, remove=True)
    return str(doc["root"]["children"].pop(int(place.key))["name"])


def name_at(view: ModelView, doc: Any, position: int) -> str:
    """The name that the model would read at one of its positions."""
    tokens = view.place(doc, at(position, "name"), insert=False).tokens
    return str(doc["root"]["children"][int(tokens[2])]["name"])


def names(view: ModelView, doc: Any, count: int) -> list[str]:
    """What the model would read at its first positions; "-" where it would be told of a refusal."""
    read = []
    for position in range(count):
        try:
            read.append(name_at(view, doc, position))
        except Follows:
            read.append("-")
    return read


# ---------------------------------------------------------------- nothing refused


def test_without_refusals_pointers_are_what_they_are() -> None:
    view, doc = ModelView(), document("a", "b")
    assert not view
    assert view.place(doc, at(1, "name"), insert=False).tokens == at(1, "name")
    assert view.place(doc, at("-"), insert=True).tokens == at("-")
    assert view.place(doc, (), insert=False) == Place((), None)


def test_a_place_tells_its_container_and_position() -> None:
    view, doc = ModelView(), document("a", "b")
    children = doc["root"]["children"]
    inside = view.place(doc, at(1), insert=False)
    assert (inside.container is children, inside.position, inside.key) == (True, 1, "1")
    end = view.place(doc, at("-"), insert=True)
    assert (end.container is children, end.position) == (True, 2)
    member = view.place(doc, ("root", "children"), insert=False)
    assert (member.container is doc["root"], member.position, member.key) == (True, None, "children")


@every_row(
    "tokens",
    [
        ("nowhere",),
        ("nowhere", "else"),
        at("x", "name"),
        at("-", "name"),
        at("01", "name"),
        at("²", "name"),
        at("٣", "name"),
        at("9" * 5_000, "name"),
        (*at(0, "name"), "deeper", "still"),
        ("", "0"),
    ],
)
def test_pointers_to_nowhere_are_left_for_others_to_judge(tokens: tuple[str, ...]) -> None:
    view, doc = ModelView(), document("a", "b")
    refuse_insert(view, doc, 2)  # so that there is something to translate
    assert view.place(doc, tokens, insert=False).tokens == tokens
    assert view.place(doc, tokens, insert=True).tokens == tokens


# ---------------------------------------------------------------- refused inserts


def test_a_refused_insert_leaves_a_tombstone_and_later_indices_are_translated() -> None:
    view, doc = ModelView(), document("a", "b")
    refuse_insert(view, doc, 1)
    assert names(view, doc, 3) == ["a", "-", "b"]


def test_a_pointer_into_a_tombstone_follows_from_the_patch_that_was_refused() -> None:
    view, doc = ModelView(), document("a")
    refuse_insert(view, doc, "-", number=7)
    for tokens in (at(1), at(1, "name"), at(1, "children", "0")):
        with pytest.raises(Follows, match="follows from refused patch 7") as caught:
            view.place(doc, tokens, insert=False)
        assert caught.value.number == 7


def test_every_refused_insert_has_a_tombstone_of_its_own() -> None:
    view, doc = ModelView(), document("a")
    refuse_insert(view, doc, "-", number=1)
    refuse_insert(view, doc, "-", number=2)
    insert(view, doc, "-", "b")
    refuse_insert(view, doc, 0, number=3)
    assert names(view, doc, 5) == ["-", "a", "-", "-", "b"]
    for position, number in ((0, 3), (2, 1), (3, 2)):
        with pytest.raises(Follows) as caught:
            view.place(doc, at(position, "name"), insert=False)
        assert caught.value.number == number


def test_an_insert_before_after_and_at_a_tombstone_goes_where_it_was_meant() -> None:
    for position, expected in ((0, ["x", "a", "-", "b"]), (1, ["a", "x", "-", "b"]), (2, ["a", "-", "x", "b"])):
        view, doc = ModelView(), document("a", "b")
        refuse_insert(view, doc, 1)
        insert(view, doc, position, "x")
        assert names(view, doc, 4) == expected


def test_a_removal_moves_the_tombstones_after_it() -> None:
    view, doc = ModelView(), document("a", "b", "c")
    refuse_insert(view, doc, 2)
    assert remove(view, doc, 0) == "a"
    assert names(view, doc, 3) == ["b", "-", "c"]
    assert remove(view, doc, 2) == "c"
    assert names(view, doc, 2) == ["b", "-"]


def test_an_array_in_another_node_has_a_view_of_its_own() -> None:
    view = ModelView()
    doc = {"root": {"children": [{"children": [{"name": "a"}]}, {"children": [{"name": "b"}]}]}}
    inner = ("root", "children", "0", "children")
    view.refused(view.place(doc, (*inner, "0"), insert=True), 1, insert=True)
    assert view.place(doc, (*inner, "1", "name"), insert=False).tokens == (*inner, "0", "name")
    other = ("root", "children", "1", "children", "0", "name")
    assert view.place(doc, other, insert=False).tokens == other


def test_the_way_there_is_translated_at_every_level() -> None:
    view = ModelView()
    doc = {"root": {"children": [{"children": [{"name": "a"}]}]}}
    view.refused(view.place(doc, ("root", "children", "0"), insert=True), 1, insert=True)
    inner = ("root", "children", "1", "children", "0")
    view.refused(view.place(doc, inner, insert=True), 2, insert=True)
    found = view.place(doc, ("root", "children", "1", "children", "1", "name"), insert=False)
    assert found.tokens == ("root", "children", "0", "children", "0", "name")


def test_an_array_that_is_replaced_is_seen_as_it_is() -> None:
    view, doc = ModelView(), document("a")
    refuse_insert(view, doc, 0)
    view.accepted(view.place(doc, LIST, insert=False))
    doc["root"]["children"] = [{"name": "x"}, {"name": "y"}]
    assert names(view, doc, 2) == ["x", "y"]


# ---------------------------------------------------------------- refused removals, replacements and moves


def test_a_refused_removal_hides_what_is_still_there() -> None:
    view, doc = ModelView(), document("a", "b", "c")
    view.refused(view.place(doc, at(1), insert=False), 1, remove=True)
    assert names(view, doc, 2) == ["a", "c"]
    insert(view, doc, "-", "d")
    insert(view, doc, 0, "z")
    assert names(view, doc, 4) == ["z", "a", "c", "d"]
    assert remove(view, doc, 2) == "c"


def test_a_refused_replacement_of_an_element_is_not_edited_further() -> None:
    view, doc = ModelView(), document("a", "b")
    view.refused(view.place(doc, at(0), insert=False), 4)
    with pytest.raises(Follows) as caught:
        view.place(doc, at(0, "name"), insert=False)
    assert caught.value.number == 4
    assert name_at(view, doc, 1) == "b"


def test_an_element_replaced_at_last_can_be_edited_again() -> None:
    view, doc = ModelView(), document("a", "b")
    view.refused(view.place(doc, at(0), insert=False), 4)
    view.accepted(view.place(doc, at(0), insert=False))
    doc["root"]["children"][0] = {"name": "x"}
    assert names(view, doc, 2) == ["x", "b"]


def test_a_refused_member_is_not_written_into_until_it_is_there() -> None:
    view, doc = ModelView(), {"root": {"props": {}}}
    place = view.place(doc, ("root", "props", "columns"), insert=True)
    view.refused(place, 3)
    assert view.was_refused(place) == 3
    with pytest.raises(Follows) as caught:
        view.place(doc, ("root", "props", "columns", "0"), insert=True)
    assert caught.value.number == 3
    again = view.place(doc, ("root", "props", "columns"), insert=True)
    view.accepted(again)
    doc["root"]["props"]["columns"] = []
    assert view.was_refused(again) is None
    assert view.place(doc, ("root", "props", "columns", "0"), insert=True).position == 0


def test_what_is_brought_with_its_container_takes_no_other_refusal_along() -> None:
    view, doc = ModelView(), {"root": {"children": [{"name": str(number)} for number in range(40)]}}
    for number in range(40):
        view.refused(view.place(doc, at(number, "props"), insert=True), number)
    view.refused(view.place(doc, ("root", "props", "size"), insert=True), 99, insert=True)
    doc["root"]["props"] = {}
    view.born(doc["root"], "props")
    assert [view.was_refused(view.place(doc, at(number, "props"), insert=True)) for number in range(40)] == [*range(40)]
    assert view.was_refused(view.place(doc, ("root", "props", "size"), insert=True)) == 99


def test_a_move_into_another_array_is_counted_as_that_array_is() -> None:
    view, doc = ModelView(), document("a", "b", "c")
    doc["root"]["other"] = [{"name": "x"}, {"name": "y"}]
    other = ("root", "other")
    view.refused(view.place(doc, (*other, "0"), insert=True), 1, insert=True)
    for position, expected in (("1", "0"), ("2", "1"), ("3", "2"), ("-", "-")):
        for source in range(3):
            origin = view.place(doc, at(source), insert=False)
            assert view.place(doc, (*other, position), insert=True, without=origin).key == expected


@every_row("missing", [[0], [2], [0, 1, 4], [1, 3, 5, 6], [5, 6]])
@every_row("known", [False, True])
def test_elements_refused_together_are_counted_like_inserts_refused_one_by_one(missing: list[int], known: bool) -> None:
    doc = document(*(f"{position}" for position in range(7) if position not in missing))
    together, singly = ModelView(), ModelView()
    for view in (together, singly) if known else ():
        view.refused(view.place(doc, at(0), insert=False), 9)  # the array is in the view for another reason
    together.refused_among(doc["root"]["children"], {position: Believed(1) for position in missing})
    for position in missing:
        refuse_insert(singly, doc, position)
    for position in range(known, 9):
        for insert_there in (False, True):
            told = []
            for view in (together, singly):
                try:
                    told.append(view.place(doc, at(position), insert=insert_there))
                except Follows as refusal:
                    told.append(refusal.number)
            assert told[0] == told[1]


def test_a_hundred_thousand_refused_elements_take_no_time() -> None:
    doc, view = document("first"), ModelView()
    view.refused_among(doc["root"]["children"], {position: Believed(1) for position in range(1, 100_000)})
    assert view.place(doc, at(100_000), insert=True).key == "1"


def test_a_refused_root_takes_everything_below_with_it() -> None:
    view, doc = ModelView(), document("a")
    view.refused(view.place(doc, ("root",), insert=True), 2)
    with pytest.raises(Follows):
        view.place(doc, at(0, "name"), insert=False)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [(0, 2, ["b", "c", "-"]), (2, 0, ["-", "a", "b"]), (0, 1, ["b", "-", "c"]), (1, "-", ["a", "c", "-"])],
)
def test_a_refused_move_is_made_in_the_view(source: int, target: int | str, expected: list[str]) -> None:
    view, doc = ModelView(), document("a", "b", "c")
    origin = view.place(doc, at(source), insert=False)
    place = view.place(doc, at(target), insert=True, without=origin)
    view.refused(origin, 1, remove=True)
    view.refused(place, 1, insert=True)
    assert names(view, doc, 3) == expected


@every_row("tombs", list(subsets(5)))
@every_row("hidden", list(subsets(4)))
def test_the_position_of_an_index_leads_back_to_it(tombs: set[int], hidden: set[int]) -> None:
    view = ArrayView([None] * 6, {position: Believed(1) for position in tombs}, set(hidden))
    positions = [view.position(index) for index in range(6)]
    assert [index for index, position in enumerate(positions) if position is None] == sorted(hidden)
    known = [position for position in positions if position is not None]
    assert known == [position for position in range(max(known) + 1) if position not in tombs]
    assert [view.index(position) for position in known] == [index for index in range(6) if index not in hidden]


# ---------------------------------------------------------------- for any sequence


class Author:
    """A model that believes that all it writes is done: its own list, beside the document's."""

    def __init__(self) -> None:
        self.view, self.doc = ModelView(), document("a", "b", "c")
        self.believed = ["a", "b", "c"]
        self.count = 0

    @property
    def real(self) -> list[str]:
        return [child["name"] for child in self.doc["root"]["children"]]

    def step(self, choices: Choices) -> None:
        self.count += 1
        kind, accepted = choices.number(5), choices.number(3) > 0
        children = self.doc["root"]["children"]
        if kind < 2 or not self.believed:
            position = choices.number(len(self.believed) + 1)
            written = "-" if choices.number(4) == 0 and position == len(self.believed) else position
            place = self.view.place(self.doc, at(written), insert=True)
            name = f"n{self.count}"
            self.believed.insert(position, name)
            if not accepted:
                self.view.refused(place, self.count, insert=True)
                return
            self.view.accepted(place, insert=True)
            children.insert(len(children) if place.key == "-" else int(place.key), {"name": name})
            return
        position = choices.number(len(self.believed))
        if self.believed[position] not in self.real:
            with pytest.raises(Follows):  # and an author who is told so does not go on from it
                self.view.place(self.doc, at(position, "name"), insert=False)
            return
        origin = self.view.place(self.doc, at(position), insert=False)
        if kind == 2:
            gone = self.believed.pop(position)
            if not accepted:
                self.view.refused(origin, self.count, remove=True)
                return
            self.view.accepted(origin, remove=True)
            assert children.pop(int(origin.key))["name"] == gone
        elif kind == 3:
            old, self.believed[position] = self.believed[position], f"r{self.count}"
            if not accepted:
                self.view.refused(origin, self.count)
                return
            self.view.accepted(origin)
            assert children[int(origin.key)]["name"] == old
            children[int(origin.key)]["name"] = self.believed[position]
        else:
            target = choices.number(len(self.believed))
            written = "-" if choices.number(3) == 0 and target == len(self.believed) - 1 else target
            place = self.view.place(self.doc, at(written), insert=True, without=origin)
            name = self.believed.pop(position)
            if not accepted:
                self.view.refused(origin, self.count, remove=True)
                self.view.refused(place, self.count, insert=True)
                self.believed.insert(target, f"m{self.count}")
                return
            self.view.accepted(origin, remove=True)
            self.view.accepted(place, insert=True)
            node = children.pop(int(origin.key))
            assert node["name"] == name
            self.believed.insert(target, name)
            children.insert(len(children) if place.key == "-" else int(place.key), node)


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(1_000))
@given(st.binary(min_size=16, max_size=120))
def test_whatever_was_refused_a_pointer_names_what_its_author_means(raw: bytes) -> None:
    author, choices = Author(), Choices(raw)
    for _ in range(len(raw) // 5):
        author.step(choices)
        believed, real = author.believed, author.real
        assert [name for name in believed if name in real] == [name for name in real if name in believed]
        assert names(author.view, author.doc, len(believed)) == [name if name in real else "-" for name in believed]
