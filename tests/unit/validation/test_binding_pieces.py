"""One grammar of bindings: whoever takes a text apart finds what the rules find."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli.catalog import Models
from epoch_cli.convert.a2ui.paths import binding_of, path_of
from epoch_cli.convert.openui.words import words_of as openui_words
from epoch_cli.document import parse_pointer
from epoch_cli.preview.markup import Bound
from epoch_cli.preview.words import as_written, words_of
from epoch_cli.tui.preview.bound import Scope, pieces
from epoch_cli.validation.rules.bindings import Binding, binding_to, parse_bindings, split_bindings

PARTS = [
    "{",
    "}",
    "{{",
    "}}",
    "context",
    "item",
    "props",
    "user",
    ".",
    ".a",
    ".a-b",
    ".0",
    " ",
    "x",
    "$",
    "\n",
    "é",
    ".",
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=9).map("".join) | st.sampled_from(
    ["a {item} b", "x {context} y", "{item}", "{context}", "{ context.a }", "{context." + "a" * 65 + "}"]
)


@given(TEXTS)
def test_pieces_hold_the_bindings_that_the_rules_find(text: str) -> None:
    found = split_bindings(text)
    assert "".join(map(str, found)) == text
    assert tuple(each for each in found if isinstance(each, Binding)) == parse_bindings(text).bindings


@given(TEXTS)
def test_everybody_takes_a_text_apart_in_the_same_way(text: str) -> None:
    whole = split_bindings(text, double_braces=True)
    bound = [Bound(each.root, each.path) for each in whole if isinstance(each, Binding)]
    assert [each for each in words_of(text) if isinstance(each, Bound)] == bound
    assert len(words_of(text)) == len(whole)
    drawn = [piece.path for piece in pieces(text, Scope(Models())) if piece.path]
    assert drawn == [".".join(each.path) or each.root for each in bound]
    plain = [Bound(each.root, each.path) for each in parse_bindings(text).bindings]
    assert [each for each in openui_words(text) if isinstance(each, Bound)] == plain
    assert as_written(openui_words(text)) == text


@given(TEXTS)
def test_bindings_of_pieces_are_whole_by_themselves(text: str) -> None:
    for each in split_bindings(text, double_braces=True):
        if isinstance(each, Binding):
            assert binding_to(each.root, each.path) is not None
            if each.root == "context":
                path = path_of(each, in_list=False)
                assert parse_pointer(path) == each.path
                assert binding_of(path, in_list=False) == str(each)


@every_row("text", ["a {item} b", "x {context} y", "{context}", "{ context.a }", "{foo}", "{{a b}}", "{}"])
def test_what_is_no_binding_is_text(text: str) -> None:
    assert split_bindings(text, double_braces=True) == (text,)
    assert words_of(text) == (text,)


@pytest.mark.parametrize("path", [".".join("a" * 17), "a" * 65, "a.0.b-c.$d"])
def test_long_paths_and_long_steps_are_bindings(path: str) -> None:
    text = f"{{context.{path}}}"
    assert words_of(f"x {text}") == ("x ", Bound("context", tuple(path.split("."))))
    assert binding_of("/" + path.replace(".", "/"), in_list=False) == text


def test_double_braces_are_the_contexts_where_they_are_taken() -> None:
    assert split_bindings("a {{ b.c }}", double_braces=True) == ("a ", Binding("context", ("b", "c"), whole=False))
    assert split_bindings("{{item.c}}", double_braces=True) == (Binding("item", ("c",), whole=True),)
    assert split_bindings("{{a}}") == ("{{a}}",)


@pytest.mark.parametrize(
    ("root", "steps"), [("context", ("a.b",)), ("context", ()), ("item", ("a b",)), ("foo", ("a",))]
)
def test_what_no_text_can_spell_is_no_binding(root: str, steps: tuple[str, ...]) -> None:
    assert binding_to(root, steps) is None


def test_spaces_behind_open_braces_take_no_time() -> None:
    begun = time.process_time()
    assert parse_bindings("{{" + " " * 100_000).bindings == ()
    assert time.process_time() - begun < 1
