"""Completing what a model left unfinished: nothing is lost, nothing is said twice, and the wish is there in the end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from composer.composing import OWN, Document, Patch, brief, built, composed
from composer.score import labelled, walk
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples
from support.warm import used_cache

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.providers.base import FinishPart, Request, TextPart
from epoch_cli.providers.offline import OfflineProvider
from epoch_cli.providers.offline.compose import compose
from epoch_cli.providers.offline.editing.completing import complete
from epoch_cli.validation import Draft, validate

from .test_validity import PUNK, WITHOUT

WISHES = (
    "login form",
    "sign up form with name, email, password and a terms checkbox",
    "settings page with tabs for profile, notifications and security",
    "table of users with name, email and role",
    "contact form with name, email and message",
    "dashboard with revenue, orders and a table of customers",
    "checkout form",
    "delete account dialog",
    "pricing page with three plans",
)
MENDED = {"EP811", "EP812", "EP312"}


def completed(wish: str, document: Document, catalog: Catalog, **how: Any) -> Document:
    """The document after it was completed; every patch adds, and is accepted."""
    patches = complete(brief(wish, catalog, document=document, **how)).patches
    assert all(patch["op"] == "add" for patch in patches)
    draft = Draft(catalog, document, profile=how.get("profile", "strict"))
    for patch in patches:
        verdict = draft.propose(patch)
        assert verdict.accepted, (patch, verdict.diagnostics)
    return draft.document


def is_kept(before: Any, after: Any) -> bool:
    """Whether a node is as it was, with new nodes among its children at the most."""
    one, other = ({name: value for name, value in node.items() if name != "children"} for node in (before, after))
    rest = iter(after.get("children", ()))
    return one == other and all(any(is_kept(child, now) for now in rest) for child in before.get("children", ()))


def says(document: Document) -> list[str]:
    """What a user reads in a document: labels of fields, texts, captions, titles."""
    found = []
    for node, _ in walk(document.get("root")):
        props = node.get("props", {})
        told = [node.get("text"), props.get("caption"), props.get("title")]
        told += [props.get("label")] if node["type"] in {"FormField", "Input", "Select"} else []
        found += [text for text in told if text]
    return sorted(found)


def cuts(wish: str) -> Iterator[Document]:
    """A composed screen, cut behind each of its patches, and node by node."""
    patches = compose(brief(wish, PUNK)).patches
    for end in range(1, len(patches) + 1):
        yield built(patches[:end])
    for end in range(1, len(patches)):
        yield from node_by_node(patches[:end], patches[end])


def node_by_node(before: list[Patch], last: Patch) -> Iterator[Document]:
    """The documents while the value of the last patch comes, as an attempt that is cut leaves them."""
    value = last["value"]
    if not isinstance(value, dict):
        return
    for fewer in growing(value):
        document = built(before)
        draft = Draft(PUNK, document)
        if draft.propose({**last, "value": fewer}).accepted:
            yield draft.document


def growing(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A node with none of its children, with the first as it grows, and so on."""
    children = node.get("children")
    if not children:
        return
    for count in range(len(children)):
        yield {**node, "children": children[:count]}
        for fewer in growing(children[count]):
            yield {**node, "children": [*children[:count], fewer]}


@every_row("wish", WISHES)
def test_a_screen_that_was_cut_anywhere_is_completed(wish: str, punk: Catalog) -> None:
    whole = composed(wish, punk)
    for start in cuts(wish):
        document = completed(wish, start, punk)
        assert is_kept(start["root"], document["root"])
        report = validate(document, punk)
        assert not report.gates
        assert not MENDED & {found.code for found in report.diagnostics}, (start, document)
        assert says(document) == says(whole), json.dumps(start)
        assert complete(brief(wish, punk, document=document)).patches == []


MOST_OTHER = 0.02
"""Of all prompts: those of which a screen that was cut is completed in other words than the whole screen has."""


def test_every_kind_of_screen_is_completed(punk: Catalog) -> None:
    wishes = [row.prompt for row in OWN if row.prompt.strip()]
    other = []
    for wish, share in zip(wishes, cycle((0.25, 0.75)), strict=False):
        patches = compose(brief(wish, punk)).patches
        start, whole = built(patches[: max(1, int(len(patches) * share))]), built(patches)
        document = completed(wish, start, punk)
        assert is_kept(start["root"], document["root"])
        codes = [{found.code for found in validate(each, punk).diagnostics} for each in (document, whole)]
        assert codes[0] <= codes[1], wish
        other += [wish] if says(document) != says(whole) else []
    assert len(other) <= len(wishes) * MOST_OTHER, other


# ---------------------------------------------------------------- what models write


def form(*children: dict[str, Any], **props: Any) -> dict[str, Any]:
    return {"type": "Form", "props": {"onSubmit": "send", **props}, "children": list(children)}


def field(label: str, *children: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FormField", "props": {"label": label}, "children": list(children)}


def control(kind: str = "text", **props: Any) -> dict[str, Any]:
    return {"type": "Input", "props": {"type": kind, **props}}


def button(text: str) -> dict[str, Any]:
    return {"type": "Button", "text": text}


def page(*children: dict[str, Any], kind: str = "Container") -> Document:
    return {"root": {"type": kind, "children": list(children)}}


HEADING = {"type": "Text", "props": {"size": "h2"}, "text": "Welcome back"}

PARTIAL: dict[str, tuple[str, Document, list[str]]] = {
    "a card, and no more": (
        "login form", page({"type": "Card", "children": []}),
        ["Email", "Forgot password", "Log in", "Log in", "Password"],
    ),
    "in another frame": (
        "login form", page(HEADING, {"type": "Card", "children": [form(field("Email", control("email")))]}),
        ["Email", "Forgot password", "Log in", "Password", "Welcome back"],
    ),
    "called otherwise": (
        "login form",
        page(HEADING, form(field("E-mail address", control("email")), field("Secret", control("password")))),
        ["E-mail address", "Forgot password", "Log in", "Secret", "Welcome back"],
    ),
    "a field without its control": (
        "login form", page(HEADING, form(field("Email", control("email")), field("Password"))),
        ["Email", "Forgot password", "Log in", "Password", "Welcome back"],
    ),
    "without fields around the controls": (
        "login form", page(HEADING, form(control("email", label="Email"))),
        ["Email", "Forgot password", "Log in", "Password", "Welcome back"],
    ),
    "without a form": (
        "login form", page(HEADING, control("email", label="Email"), kind="Card"),
        ["Email", "Forgot password", "Log in", "Password", "Welcome back"],
    ),
    "buttons are there": (
        "login form", page(HEADING, form(button("Sign in"), button("Forgot password"))),
        ["Email", "Forgot password", "Password", "Sign in", "Welcome back"],
    ),
    "of a wish that says nothing": (
        "qwertz asdf", page(form(field("Birthday"), field("Nickname", control()))),
        ["Birthday", "Nickname", "Submit"],
    ),
    "an edit": (
        "add a phone field", page(form(field("Email", control("email")))), ["Email", "Phone", "Submit"],
    ),
    "an edit that takes away": ("remove the email", page(form(field("Email", control("email")))), ["Email", "Submit"]),
}  # fmt: skip


@every_row(("wish", "start", "expected"), PARTIAL.values(), ids=PARTIAL)
def test_what_a_model_began_is_completed(wish: str, start: Document, expected: list[str], punk: Catalog) -> None:
    before = json.dumps(start)
    document = completed(wish, start, punk)
    assert json.dumps(start) == before
    assert is_kept(start["root"], document["root"])
    assert says(document) == expected
    report = validate(document, punk)
    assert not report.gates
    assert not MENDED & {found.code for found in report.diagnostics}


def test_a_control_is_of_the_type_that_its_label_says(punk: Catalog) -> None:
    start = page(form(*(field(label) for label in ("Email", "Password", "Phone", "Birthday", "Message"))))
    document = completed("something", start, punk)
    kinds = {label: node["props"]["type"] for label, node in labelled(document["root"]) if node["type"] == "Input"}
    assert kinds == {
        "Email": "email", "Password": "password", "Phone": "tel", "Birthday": "date", "Message": "textarea",
    }  # fmt: skip


def test_buttons_stay_below_the_fields(punk: Catalog) -> None:
    start = page(form(field("Email", control("email")), {"type": "Stack", "children": [button("Log in")]}))
    inside = completed("login form", start, punk)["root"]["children"][-1]["children"]
    assert [node["type"] for node in inside] == ["FormField", "FormField", "Stack"]
    assert [node["text"] for node in inside[-1]["children"]] == ["Log in", "Forgot password"]


def test_panels_are_those_of_their_tabs(punk: Catalog) -> None:
    rows = [{"id": "a", "label": "Security"}, {"id": "b", "label": "Anything"}]
    tabs = {"type": "Tabs", "props": {"tabs": rows}, "children": []}
    document = completed("settings page with tabs for profile and security", page(tabs), punk)
    security, other = document["root"]["children"][-1]["children"]
    assert "Current password" in json.dumps(security)
    assert other["children"][0]["type"] == "Text"


def test_only_as_much_is_added_as_the_budget_allows(punk: Catalog) -> None:
    small = punk.profile("strict")._replace(nodes=8)
    start = page(HEADING, form(field("Email", control("email"))))
    document = completed("sign up form with name, email, password and company", start, punk, profile=small)
    report = validate(document, punk, profile=small)
    assert not report.gates
    assert not MENDED & {found.code for found in report.diagnostics}  # the button came first


@pytest.mark.parametrize("removed", WITHOUT, ids=" ".join)
def test_a_design_system_that_lacks_components_will_do(removed: list[str], tmp_path: Path) -> None:
    file = tmp_path / "design.toml"
    file.write_text(f'[preset]\nname = "less"\nversion = "1"\nextends = "punk"\nremove = {removed}\n', "utf-8")
    catalog = load_catalog(file, cache=used_cache())
    for wish in WISHES:
        patches = compose(brief(wish, catalog)).patches
        start = built(patches[: max(1, len(patches) // 2)])
        document = completed(wish, start, catalog)
        assert is_kept(start["root"], document["root"])
        assert validate(document, catalog).ok
        for phrase in ("move the email above the name", "swap name and email", "replace email with phone"):
            edited = built(compose(brief(phrase, catalog, document=document)).patches, document)
            assert not validate(edited, catalog).gates


def test_without_a_document_it_is_the_whole_screen(punk: Catalog) -> None:
    assert complete(brief("login form", punk)).patches == compose(brief("login form", punk)).patches


STRANGE: list[Document] = [
    {"root": {"type": "Nope", "children": [{"type": "Text"}]}},
    {"root": {"type": "Text", "text": "alone"}},
    {"root": {"type": "Container", "children": [None, 3, {"type": "FormField", "children": [7]}]}},
    {"root": {"type": "Container", "props": {"nope": 1}, "children": [{"type": "Button"}, {"type": "Form"}]}},
    {"root": {"type": "Container", "children": [{"type": "Tabs", "props": {"tabs": "no"}}, {"type": "Tabs"}]}},
    {"root": {"type": "Form", "children": [{"type": "Select", "props": {"options": 1}}], "itemTemplate": {}}},
]


@settings(max_examples=examples(40))
@given(
    st.sampled_from(WISHES), st.sampled_from(STRANGE) | st.sampled_from(WISHES).map(lambda wish: composed(wish, PUNK))
)
def test_nothing_breaks_a_document_or_is_added_twice(wish: str, start: Document) -> None:
    before = len(validate(start, PUNK).gates)
    document = completed(wish, start, PUNK)
    assert len(validate(document, PUNK).gates) <= before
    again = complete(brief(wish, PUNK, document=document)).patches
    assert len(again) <= len(complete(brief(wish, PUNK, document=start)).patches)


# ---------------------------------------------------------------- the provider


def test_the_provider_completes_and_says_so_when_there_is_nothing_to_do(punk: Catalog) -> None:
    def answer(document: Document) -> str:
        async def collect() -> str:
            asked = Request("", (), brief("login form", punk, document=document))
            parts = [part async for part in OfflineProvider(completing=True).stream(asked)]
            assert isinstance(parts[-1], FinishPart)
            return "".join(part.text for part in parts if isinstance(part, TextPart))

        return asyncio.run(collect())

    start = page(HEADING)
    patches = [json.loads(line) for line in answer(start).splitlines()]
    assert patches == complete(brief("login form", punk, document=start)).patches
    assert answer(built(patches, start)) == "The offline composer found nothing that is missing.\n"


@every_row("props", [{}, {"size": "h1"}, {"size": "h2"}, {"size": "caption"}], ids=str)
@every_row("around", [False, True], ids=["in the root", "in a stack"])
def test_a_title_is_one_in_whatever_size_it_was_written(props: dict[str, str], around: bool) -> None:
    title = {"type": "Text", "props": props, "text": "Log in"}
    inside = {"type": "Stack", "props": {}, "children": [title]} if around else title
    document = completed("login form", {"root": {"type": "Container", "props": {}, "children": [inside]}}, PUNK)
    assert [node for node, _ in walk(document["root"]) if node["type"] == "Text"] == [title]
