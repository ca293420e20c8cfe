"""Names of statements say ids, and say nothing where a node has none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli.convert.openui.names import identity_of, is_anonymous, name_for, variable
from epoch_cli.document.node import ID

NAMED = [("login-form", "login_form"), ("user_name", "user__name"), ("a", "a"), ("A1", "A1"), ("text1", "text1")]


@pytest.mark.parametrize(("identity", "name"), NAMED)
def test_an_id_and_its_name(identity: str, name: str) -> None:
    assert name_for(identity, "Card") == name
    assert identity_of(name, "Card") == identity


@every_row("identity", ["card1", "root", "true", "null", "item", "item2", "a--b", "a-_b", "1a", "é", "", "x" * 65])
def test_what_no_name_says(identity: str) -> None:
    assert name_for(identity, "Card") == ""


def test_names_of_nodes_without_an_id_are_anonymous() -> None:
    assert is_anonymous("dataGrid12", "DataGrid")
    assert is_anonymous("root", "DataGrid")
    assert not is_anonymous("dataGrid", "DataGrid")
    assert not is_anonymous("card1", "DataGrid")


@given(st.from_regex(ID, fullmatch=True))
def test_a_name_says_one_id(identity: str) -> None:
    name = name_for(identity, "Card")
    assert not name or identity_of(name, "Card") == identity


def test_variables_of_lists_in_lists_differ() -> None:
    assert [variable(depth) for depth in range(3)] == ["item", "item2", "item3"]
