"""The order of patches: a heading paints first, then the skeleton, then one field at a time."""

from __future__ import annotations

import pytest
from composer.composing import EXAMPLES, OWN, brief, built
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.providers.offline.compose import compose

PROMPTS = [row.prompt for row in (*EXAMPLES, *OWN)]


@pytest.mark.parametrize(
    "prompt",
    ["login form", "Create a login form with email/password", "login form with remember me and forgot password link"],
)
def test_a_login_form_takes_five_to_twelve_patches(prompt: str, punk: Catalog) -> None:
    assert 5 <= len(compose(brief(prompt, punk)).patches) <= 12


@every_row("prompt", PROMPTS, ids=lambda prompt: prompt[:60] or "empty")
def test_the_root_comes_first_and_everything_is_added(prompt: str, punk: Catalog) -> None:
    patches = compose(brief(prompt, punk)).patches
    assert patches[0]["path"] == "/root"
    assert all(patch["op"] == "add" for patch in patches)
    assert all("/children/" in patch["path"] for patch in patches[1:])


def test_the_heading_comes_with_the_root(punk: Catalog) -> None:
    first = compose(brief("contact form", punk)).patches[0]["value"]
    assert first["children"] == [{"type": "Text", "props": {"size": "h1"}, "text": "Contact us"}]


def test_sections_come_before_what_is_in_them(punk: Catalog) -> None:
    patches = compose(brief("page with a contact form and a newsletter form", punk)).patches
    kinds = [patch["value"]["type"] for patch in patches]
    assert kinds.index("FormField") > max(index for index, kind in enumerate(kinds) if kind == "Form")


def test_each_field_has_a_patch_of_its_own_with_its_control(punk: Catalog) -> None:
    patches = compose(brief("form with name, email and message", punk)).patches
    fields = [patch["value"] for patch in patches if patch["value"]["type"] == "FormField"]
    assert [field["props"]["label"] for field in fields] == ["Name", "Email", "Message"]
    assert all(len(field["children"]) == 1 for field in fields)


def test_a_part_written_late_still_lands_in_its_place(punk: Catalog) -> None:
    document = built(compose(brief("newsletter", punk)).patches)
    kinds = [child["type"] for child in document["root"]["children"]]
    assert kinds == ["Text", "Text", "Form"]


def depth(pointer: str) -> int:
    return pointer.count("/children/")


def test_the_stream_goes_from_the_root_to_sections_to_fields_to_details(punk: Catalog) -> None:
    """A dashboard: its sections first, then what is in the first of them; a login: its fields before its last link."""
    page = compose(brief("page with a contact form with name and email, and a newsletter form", punk)).patches
    depths = [depth(patch["path"]) for patch in page]
    assert depths[0] == 0
    assert depths == sorted(depths)
    login = compose(brief("login form with remember me and forgot password link", punk)).patches
    said = [str(patch["value"]) for patch in login]
    email = next(index for index, text in enumerate(said) if "'Email'" in text)
    assert email < next(index for index, text in enumerate(said) if "Forgot password" in text)
    assert "Forgot password" in said[-1]
