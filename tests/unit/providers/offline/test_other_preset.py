"""The composer in a design system that is called otherwise: the same wishes, by its own components and words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from composer.composing import Document, brief
from support.every_row import every_row
from support.warm import used_cache

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.providers.offline.compose import compose
from epoch_cli.validation import Draft, validate

SHOWN: dict[str, dict[str, Any]] = {
    "login form": {"types": ["Form", "Field", "Input", "Button"], "props": {"autoComplete": "current-password"}},
    "contact form with name, email and message": {"types": ["Textarea"], "props": {"type": "email"}},
    "sign up form with email, password, date of birth and a newsletter checkbox": {"types": ["Checkbox", "DatePicker"]},
    "form with size (small, medium, large) and a Save button": {
        "types": ["Select"],
        "props": {"options": ["Small", "Medium", "Large"]},
    },
    "form with a volume slider": {"types": ["Slider"]},
    "users table with name, email and status": {"types": ["Table"], "props": {"ariaLabel": "Users"}},
    "orders table, sortable, with a search field": {"types": ["DataTable", "Input"], "props": {"sortable": True}},
    "settings page with tabs profile and notifications": {
        "types": ["Tabs", "Checkbox"],
        "props": {"defaultValue": "profile-tab"},
    },
    "delete confirmation dialog": {
        "types": ["Dialog", "Button"],
        "props": {"variant": "destructive", "onOpenChange": "closeDeleteAccount"},
    },
    "pricing page": {"types": ["Card", "Typography"], "props": {"onClick": "onChoosePro"}},
    "dashboard with revenue and churn metrics": {"types": ["Card"], "props": {"variant": "muted"}},
    "product card with image, price and a New badge": {"types": ["Avatar", "Badge"]},
    "FAQ with three questions": {"types": ["Accordion"]},
    "app with a sidebar with links to Home and Reports and a table of orders": {"types": ["Sidebar", "Table"]},
    "dashboard with an error alert": {"types": ["Alert"], "props": {"title": "Error"}},
    "upload page with a progress bar at 40%": {"types": ["Progress"], "props": {"value": 40}},
    "kanban board": {"types": ["Card"]},
    "wizard with three steps": {"types": ["Badge"]},
    "profile page with avatar, name, bio and an Edit button": {"types": ["Avatar", "Button"]},
    "Anmeldeformular": {"types": ["Form", "Input"]},
}
EDITS = {
    "make the log in button danger": {"variant": "destructive"},
    "make the email optional": {"required": False},
    "tick remember me by default": {"defaultChecked": True},
    "add a phone field": {"type": "tel"},
}


@pytest.fixture(scope="module")
def shadcn() -> Catalog:
    return load_catalog("shadcn", cache=used_cache())


def composed(prompt: str, catalog: Catalog, document: Document | None = None) -> Document:
    draft = Draft(catalog, document or {})
    for patch in compose(brief(prompt, catalog, document=draft.document)).patches:
        verdict = draft.propose(patch)
        assert verdict.accepted, (patch, verdict.diagnostics)
        assert not verdict.repairs, patch
    return draft.document


def walk(node: Document) -> Iterator[Document]:
    yield node
    for child in node.get("children", []):
        yield from walk(child)


@every_row("prompt", SHOWN)
def test_a_wish_is_shown_by_what_there_is_for_it(prompt: str, shadcn: Catalog) -> None:
    document = composed(prompt, shadcn)
    assert validate(document, shadcn).diagnostics == []
    nodes = list(walk(document["root"]))
    assert set(SHOWN[prompt]["types"]) <= {node["type"] for node in nodes}
    for name, value in SHOWN[prompt].get("props", {}).items():
        assert value in [node.get("props", {}).get(name) for node in nodes], name


@pytest.mark.parametrize("wish", EDITS)
def test_an_edit_speaks_the_words_of_the_design_system(wish: str, shadcn: Catalog) -> None:
    before = composed("login form with email, password and a remember me checkbox", shadcn)
    after = composed(wish, shadcn, before)
    assert validate(after, shadcn).diagnostics == []
    ((name, value),) = EDITS[wish].items()
    said = [node.get("props", {}).get(name) for node in walk(after["root"])]
    assert said.count(value) > [node.get("props", {}).get(name) for node in walk(before["root"])].count(value)
