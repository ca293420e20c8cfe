"""A document as a module of React: its types, its components, and how everything in it is spelled."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from support.corpus import ROOT
from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.catalog.models import parse_models
from epoch_cli.convert.formats import Options, Written
from epoch_cli.convert.react.writing import write

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "react"


def written(root: Any, catalog: Catalog, name: str = "") -> Written:
    """A root as a module."""
    return write({"root": root}, catalog, Options(name=name))


def text_of(root: Any, catalog: Catalog) -> str:
    """The text of a module that says everything."""
    made = written(root, catalog)
    assert made.losses == ()
    return made.text


@pytest.mark.parametrize("name", ["login", "user-list", "crm-screen"])
def test_modules_that_somebody_looked_at(name: str, punk: Catalog) -> None:
    """`EPOCH_UPDATE_GOLDEN=1` keeps new ones."""
    document = json.loads((ROOT / "documents" / "good" / f"{name}.json").read_text("utf-8"))
    made = write(document, punk, Options())
    assert {loss.path for loss in made.losses} <= {("metadata",), ("$schema",)}
    kept = GOLDEN / f"{name}.tsx"
    if os.environ.get("EPOCH_UPDATE_GOLDEN"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(made.text, "utf-8")
    assert made.text == kept.read_text("utf-8")


def test_the_same_document_gives_the_same_text(punk: Catalog) -> None:
    document = json.loads((ROOT / "documents" / "good" / "crm-screen.json").read_text("utf-8"))
    assert write(document, punk, Options()).text == write(json.loads(json.dumps(document)), punk, Options()).text


# ---------------------------------------------------------------- texts

TEXTS = [
    ("Hello", ">Hello</p>"),
    ("a {b} c", '>{"a {b} c"}</p>'),
    ("1 < 2 & 3", '>{"1 < 2 & 3"}</p>'),
    (" edge ", '>{" edge "}</p>'),
    ("two\nlines", '>{"two\\nlines"}</p>'),
    ("</script>", '>{"</script>"}</p>'),
    ('say "it\'s"', '>say "it\'s"</p>'),
    ("a\\b", ">a\\b</p>"),
    ("Hi {context.name}, you", ">Hi {page.context.name}, you</p>"),
    ("{context.a}{context.b}", ">{page.context.a}{page.context.b}</p>"),
    ("{context.a-b}", '>{page.context["a-b"]}</p>'),
    ("{props.class}", ">{page.props.class}</p>"),
    ("{context.list.0.name}", ">{page.context.list[0].name}</p>"),
]


@every_row(("text", "spelled"), TEXTS, ids=[text for text, _ in TEXTS])
def test_texts(text: str, spelled: str, punk: Catalog) -> None:
    made = text_of({"type": "Text", "text": text}, punk)
    assert spelled in re.sub(r"\n +", "", made)


def test_what_nobody_sees_is_escaped(punk: Catalog) -> None:
    made, losses = written({"type": "Text", "text": "a\u202eb\u2028c\u0000"}, punk)
    assert not {"\u202e", "\u2028", "\u0000"} & set(made)
    assert [(loss.what[:29], loss.done) for loss in losses] == [("what nobody sees in the text ", "spelled out")]


def test_long_texts_are_broken_where_a_space_comes_back(punk: Catalog) -> None:
    words = " ".join(f"word{number}" for number in range(40))
    made = text_of({"type": "Text", "text": f"{words} {{context.a}} {words}"}, punk)
    assert max(map(len, made.splitlines())) <= 80
    body = made.partition('data-level="body">')[2].partition("</p>")[0]
    assert " ".join(body.split()) == f"{words} {{page.context.a}} {words}"
    assert "\n          {page" not in made
    assert "{page.context.a}\n" not in made


# ---------------------------------------------------------------- what comes in


def test_models_are_interfaces(punk: Catalog) -> None:
    fields = {"name": "string", "age": "number", "admin": "boolean", "tags": {"type": "array", "items": "string"}}
    declared = parse_models({"User": {"fields": fields}, "Unused": {"fields": {"a": "string"}}})
    catalog = Catalog(**{**vars(punk), "models": declared, "memo": {}})
    item = {"type": "Text", "condition": "{item.admin}", "text": "{item.name} {item.age}"}
    made = text_of({"type": "Stack", "dataSource": "{context.users}", "itemTemplate": item}, catalog)
    assert "export interface User {\n  name: string;\n  age: number;\n  admin: boolean;\n  tags: string[];\n}\n" in made
    assert "users: User[];" in made
    assert "{user.admin && (" in made
    assert "Unused" not in made


def test_handlers_are_callbacks_with_the_events_of_their_elements(punk: Catalog) -> None:
    form = {
        "type": "Form",
        "props": {"onSubmit": "save"},
        "children": [{"type": "Button", "text": "Save", "props": {"onClick": "save"}}],
    }
    remove = {"type": "Button", "text": "Delete", "props": {"onClick": "delete"}}
    own = {"type": "Button", "text": "Key", "props": {"onClick": "key"}}
    made = text_of({"type": "Card", "children": [form, remove, own]}, punk)
    assert "  delete?: (event: MouseEvent<HTMLButtonElement>) => void;" in made
    assert "onClick={page.delete}" in made
    assert "onClick={page.keyHandler}" in made
    save = made.partition("  save?: ")[2].partition(";")[0]
    assert "FormEvent<HTMLFormElement>" in save
    assert "MouseEvent<HTMLButtonElement>" in save


def test_no_form_is_sent_by_the_browser_whatever_the_application_does(punk: Catalog) -> None:
    form = {"type": "Form", "children": [{"type": "Button", "text": "Save"}]}
    assert "onSubmit={(event) => event.preventDefault()}" in text_of(form, punk)
    told = "onSubmit={(event) => { event.preventDefault(); page.save?.(event); }}"
    assert told in text_of({**form, "props": {"onSubmit": "save"}}, punk)
    listed = {"type": "Stack", "dataSource": "{context.users}", "itemTemplate": {**form, "props": {"onSubmit": "save"}}}
    assert "{ event.preventDefault(); page.save?.(event, user); }}" in text_of(listed, punk)


def test_handlers_in_a_list_are_told_the_entry(punk: Catalog) -> None:
    button = {"type": "Button", "text": "Remove {item.name}", "props": {"onClick": "remove"}}
    made = text_of({"type": "Stack", "dataSource": "{context.users}", "itemTemplate": button}, punk)
    assert "onClick={(event) => page.remove?.(event, user)}" in made
    assert (
        "remove?: (event: MouseEvent<HTMLButtonElement>, entry?: {\n    name: string | number;\n  }) => void;" in made
    )


def test_conditions(punk: Catalog) -> None:
    bound = {"type": "Text", "condition": "{context.error}", "text": "{context.error}"}
    asked = {"type": "Text", "condition": "is-admin", "text": "a"}
    made = written({"type": "Card", "children": [bound, asked]}, punk)
    assert "error?: string | number;" in made.text
    assert "{Boolean(page.context.error) && (" in made.text
    assert '{(page.conditions?.["is-admin"] ?? true) && (' in made.text
    assert [loss.path for loss in made.losses] == [("root", "children", 1, "condition")]


def test_lists_in_lists_have_ids_of_their_own(punk: Catalog) -> None:
    inner = {"type": "Input", "id": "amount", "props": {"label": "{item.name}"}}
    rows = {"type": "Stack", "dataSource": "{item.rows}", "itemTemplate": inner}
    made = text_of({"type": "Stack", "dataSource": "{context.parts}", "itemTemplate": rows}, punk)
    assert "page.context.parts.map((part, index) => (" in made
    assert "part.rows.map((row, index2) => (" in made
    assert "id={`ui-amount.${index}.${index2}`}" in made


def test_no_name_ends_a_template(punk: Catalog) -> None:
    name = "`}${alert(1)}`\\"
    choice = {"type": "Select", "props": {"name": name, "multiple": True, "label": "A", "options": ["a"]}}
    text = {"type": "Text", "text": "a", "a11y": {"label": f"{name} {{item.a}}"}}
    card = {"type": "Card", "children": [choice, text]}
    made = written({"type": "Stack", "dataSource": "{context.a}", "itemTemplate": card}, punk).text
    assert "alert(1)" in made
    for before in made.split("alert(1)")[:-1]:
        is_text = before.rstrip().endswith('"`}${')
        assert is_text or before.endswith("\\`}\\${")


def test_keys(punk: Catalog) -> None:
    item = {"type": "Text", "key": "{item.id}", "text": "{item.name}"}
    made = text_of({"type": "Stack", "dataSource": "{context.users}", "itemTemplate": item}, punk)
    assert "page.context.users.map((user) => (" in made
    assert "key={user.id}" in made


@pytest.mark.parametrize("address", ["javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_addresses_that_run_something_are_left_out(address: str, punk: Catalog) -> None:
    made = written({"type": "Avatar", "props": {"src": address, "alt": "A"}}, punk)
    assert "src=" not in made.text
    assert [loss.done for loss in made.losses] == ["left out"]


def test_addresses_that_come_in_are_checked(punk: Catalog) -> None:
    made = text_of({"type": "Avatar", "props": {"src": "{context.photo}", "alt": "A"}}, punk)
    assert "src={address(page.context.photo)}" in made
    assert "function address(text: string | undefined)" in made


# ---------------------------------------------------------------- components


def test_sections_are_components(punk: Catalog) -> None:
    def card(*children: Any, **fields: Any) -> Any:
        return {"type": "Card", "children": list(children), **fields}

    heading = {"type": "Text", "props": {"size": "h2"}, "text": "Your orders"}
    text = {"type": "Text", "text": "a"}
    cards = [
        card(heading, text), card(heading, text), card(text, text, id="the-rest"), card(text, text), card(text),
    ]  # fmt: skip
    made = written({"type": "Stack", "id": "home", "children": cards}, punk).text
    names = [line.partition("(")[0] for line in made.splitlines() if "function " in line]
    assert names == [
        "function YourOrders", "function YourOrdersCard", "function TheRest", "function Card",
        "export default function Home",
    ]  # fmt: skip
    assert "<TheRest />" in made


def test_the_name_is_the_user_s(punk: Catalog) -> None:
    assert "export default function SignIn()" in written({"type": "Text", "text": "a"}, punk, "sign in!").text
    assert "export default function Page()" in written({"type": "Text", "text": "a"}, punk, "日本").text
    assert "export default function StringPage()" in written({"type": "Text", "text": "a"}, punk, "string").text


@pytest.mark.parametrize("document", [{}, {"root": None}, {"root": 5}, {"root": {"type": "Nobody"}}])
def test_documents_that_are_none(document: Any, punk: Catalog) -> None:
    made = write(document, punk, Options())
    assert '<main id="ui-root"' in made.text
    assert bool(made.losses) == (document.get("root") is not None)
