"""Bindings as paths, and texts that have several, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli.convert.a2ui.paths import UnsayableError, binding_of, dynamic, formatted, plain
from epoch_cli.validation.rules.bindings import parse_bindings

_PIECES = st.sampled_from(["\\", "$", "{", "}", "${", "'", '"', "a", " ", "(", "{context.a-b.0}", "{item.x}", "{item}"])


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(_PIECES, max_size=8).map("".join))
def test_a_text_comes_back_from_its_dynamic_string(text: str) -> None:
    if parse_bindings(text).faults:
        return  # no document says it
    made = dynamic(text, in_list=True)
    if isinstance(made, str):
        assert plain(made).text == text
    elif "path" in made:
        assert binding_of(made["path"], in_list=True) == text
    else:
        assert formatted(made["args"]["value"], in_list=True) == (text, (), False)


@every_row(
    ("path", "in_list", "binding"),
    [
        ("/a/b", False, "{context.a.b}"),
        ("/a/0", True, "{context.a.0}"),
        ("a/b", True, "{item.a.b}"),
        ("a", False, "{context.a}"),
        (".", True, "{item}"),
        (".", False, None),
        ("/", True, None),
        ("/a//b", False, None),
        ("/a~1b", False, None),
        (3, True, None),
    ],
)
def test_a_path_is_a_binding_where_one_can_spell_it(path: object, in_list: bool, binding: str | None) -> None:
    assert binding_of(path, in_list=in_list) == binding


@every_row(
    ("text", "ours"),
    [
        ("no expressions", "no expressions"),
        ("${/a}${b}", "{context.a}{item.b}"),
        ("${ /a } left", "{context.a} left"),
        ("\\${a} ${'}'} ${\"x\\ty\"}", "${a} } x\ty"),
        ("${true} ${12}", "true 12"),
        ("${/open", "{context.open}"),
        ("${formatDate(value:${/d}, format:'yy')} x", "{context.d} x"),
        ("${now()}", ""),
        ("{context.a} ${/b}", "(context.a) {context.b}"),
    ],
)
def test_what_format_string_makes_of_a_text(text: str, ours: str) -> None:
    assert formatted(text, in_list=True).text == ours


@pytest.mark.parametrize("text", ["{props.a}", "a {props.a}", "a {item.0}", "a {item.true}", "a {context.é}"])
def test_what_has_no_path_is_refused(text: str) -> None:
    with pytest.raises(UnsayableError):
        dynamic(text, in_list=True)


def test_an_entry_is_meant_only_where_there_is_a_list() -> None:
    with pytest.raises(UnsayableError, match=r"\{item\.x\}"):
        dynamic("{item.x}", in_list=False)
