"""The preview of another design system: by role and meaning, so that all it says is seen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.previews import previewed, run, seen
from support.warm import used_cache

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.tui.preview.roles import ROLES

PAGES = Path(__file__).parents[2] / "data" / "pages" / "shadcn"
SHOWN = {
    "states": (
        "Loading your projects", "Uploading report.pdf", "████", "50 %", "Saved", "Everything is up to date.",
        "Could not connect", "● Destructive", "○ Outline", "Draft", "Only you can see it.", "Set the size",
    ),
    "dashboard": (
        "· Home", "· Analytics", "Export", "· As PDF", "Revenue", "Visitors by month", "Desktop", "305", "Northwind",
    ),
    "dialogs": ("Edit profile", "Change your name here.", "Delete the project?", "This cannot be undone.", "Only mine"),
    "sign-up": ("About you", "Date of birth", "Pick a date", "Pro, $19", "I accept the terms", "Create account"),
    "settings": ("Profile", "Shortcuts", "Bio", "Shown on your profile.", "Save changes"),
    "faq": ("Is it accessible?", "It follows", "Something else?", "Answers may take a day", "We are a small team."),
    "inbox": ("Folders", "· Archive", "Grace Hopper", "About the compiler", "Selected messages", "· Delete"),
    "empty": ("No projects yet", "Create the first one", "Import one", "· Templates"),
}  # fmt: skip


@pytest.fixture(scope="module")
def shadcn() -> Catalog:
    return load_catalog("shadcn", cache=used_cache())


def test_there_is_a_part_for_every_role(shadcn: Catalog) -> None:
    assert {component.role for component in shadcn.components.values()} <= ROLES


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_says_in_the_terminal_what_it_says(page: str, shadcn: Catalog) -> None:
    document: dict[str, Any] = json.loads((PAGES / f"{page}.json").read_text("utf-8"))

    async def look() -> None:
        async with previewed(document["root"], catalog=shadcn, size=(100, 120)) as pilot:
            screen = seen(pilot)
            assert [words for words in SHOWN[page] if words not in screen] == []
            assert not pilot.app.query(".-role-unknown")

    run(look())
