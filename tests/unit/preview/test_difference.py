"""What a live page is told to change: it ends as the new tree, and what stayed is not touched."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.examples import examples
from support.page_trees import any_element, carried_out, tree_of

from epoch_cli.preview.difference import Branch, difference, settled, tokens
from epoch_cli.preview.markup import Element

BYTES = st.binary(max_size=400)


def item(name: str, *children: Branch | str) -> Branch:
    return Branch("li", {"id": name}, children or (f"words of {name}",))


def listed(*names: str) -> Branch:
    return Branch("ul", {}, tuple(map(item, names)))


@settings(max_examples=examples(60))
@given(BYTES, BYTES)
def test_carrying_it_out_makes_the_new_tree(before: bytes, after: bytes) -> None:
    old = settled(any_element(Choices(before), tag="main"))
    new = settled(any_element(Choices(after), tag="main"))
    operations = difference(old, new)
    assert carried_out(old, orjson.loads(orjson.dumps(operations))) == new
    assert bool(operations) == (old != new)


@settings(max_examples=examples(30))
@given(BYTES)
def test_tokens_stand_for_the_tree(made: bytes) -> None:
    tree = settled(any_element(Choices(made)))
    assert tree_of(tokens(tree)) == tree


def test_texts_that_meet_are_one_and_attributes_are_as_in_html() -> None:
    made = Element("p", {"hidden": True, "alt": False, "role": ("n", "ote")}, (("a", "b"), (), ("",), ("c",)))
    assert settled(made) == Branch("p", {"hidden": "", "role": "note"}, ("abc",))


@pytest.mark.parametrize(
    "bad",
    [
        Element("script"),
        Element("iframe"),
        Element("p", {"onclick": "alert(1)"}),
        Element("p", {"style": "color: red"}),
        Element("a", {"href": "java\tscript:alert(1)"}),
    ],
)
def test_what_a_static_page_would_refuse_is_refused(bad: Element) -> None:
    with pytest.raises(ValueError, match="is not allowed"):
        settled(Element("main", {}, (bad,)))


def test_what_is_put_in_front_rewrites_nothing() -> None:
    assert difference(listed("a", "b", "c"), listed("x", "a", "b", "c")) == [["insert", [0], tokens(item("x"))]]


def test_elements_are_found_by_their_ids() -> None:
    old = listed("a", "b", "c", "d")
    new = Branch("ul", {}, (item("b"), item("x"), item("d", "other words"), item("e")))
    told = difference(old, new)
    assert [operation[:2] for operation in told] == [
        ["remove", [0]],
        ["replace", [1]],
        ["text", [2, 0]],
        ["insert", [3]],
    ]
    assert carried_out(old, told) == new


def test_as_many_as_keep_their_order_stay() -> None:
    told = difference(listed("a", "b", "c", "d", "e"), listed("e", "b", "c", "d", "a"))
    assert not any("words of c" in str(operation) for operation in told)
    assert carried_out(listed("a", "b", "c", "d", "e"), told) == listed("e", "b", "c", "d", "a")


def test_only_what_changed_is_told() -> None:
    old = Branch("main", {"id": "ui-root"}, (Branch("p", {"class": "a", "title": "t"}, ("one",)), "two"))
    new = Branch("main", {"id": "ui-root"}, (Branch("p", {"class": "b"}, ("one", Branch("b", {}, ()))), "two"))
    assert difference(old, new) == [
        ["set", [0], {"class": "b", "title": None}],
        ["insert", [0, 1], [["b", {}], 0]],
    ]


def test_a_tree_too_deep_to_be_compared_is_told_whole() -> None:
    def deep(words: str) -> Branch:
        tree: Branch | str = words
        for _ in range(5_000):
            tree = Branch("div", {}, (tree,))
        return Branch("main", {}, (tree,))

    told = difference(deep("old"), deep("new"))
    assert [operation[0] for operation in told] == ["remove", "insert"]
    assert told[1][2].count(0) == 5_000
    assert "new" in told[1][2]


def test_a_long_list_takes_a_time_that_grows_with_its_length() -> None:
    names = [str(number) for number in range(20_000)]
    told = difference(listed(*names), listed(*reversed(names)))  # with a square of that this would take minutes
    assert len(told) < 2 * len(names)
