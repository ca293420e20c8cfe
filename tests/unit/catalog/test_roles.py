"""The roles there are, and what is listed by them elsewhere."""

from __future__ import annotations

from typing import get_args

from epoch_cli.catalog import CONTROLS
from epoch_cli.catalog.components import PROP_KEYS
from epoch_cli.catalog.meanings import _FROM_KEYS
from epoch_cli.catalog.source import Role
from epoch_cli.preview import roles as page
from epoch_cli.tui.preview import roles as screen

ALL = set(get_args(Role))
DRAWN_AS_UNKNOWN = {"other"}
"""Roles that the screen has no part for: their children and words are shown in a box."""


def test_a_page_has_a_row_for_each_role() -> None:
    assert page.ROLES == ALL


def test_a_screen_has_a_row_for_each_role() -> None:
    assert ALL - DRAWN_AS_UNKNOWN == screen.ROLES


def test_controls_are_roles_and_keys_have_meanings() -> None:
    assert ALL >= CONTROLS
    assert set(_FROM_KEYS) == set(PROP_KEYS)
