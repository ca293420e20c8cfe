"""The prefilter proves nothing clean that is not: what it passes, a full inspection has nothing to say about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.choices import Choices
from support.documents import documents, everything, mutated
from support.every_row import every_row
from support.examples import examples
from support.nodes import box, button, control, field, node, page, repeated, text

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.validation import Draft, Selection
from epoch_cli.validation.clean import weigh_if_clean
from epoch_cli.validation.inspection import inspect_document
from epoch_cli.validation.inspector import Inspector

from .edits import Author
from .starts import DATA, PROFILES, STARTS

PUNK, EVERYTHING = load_catalog("punk"), everything()
CORPUS = Path(__file__).parents[2] / "corpus" / "documents"


def check(document: Any, catalog: Catalog, profile: str = "strict", models: Any = None) -> bool:
    """Whether a document is proved clean; if so, a full inspection must agree."""
    from epoch_cli.catalog import parse_models

    known = catalog.models if models is None else parse_models(models)
    inspector = Inspector(catalog, catalog.profile(profile), known)
    proved = weigh_if_clean(document, inspector)
    again = weigh_if_clean(document, inspector)  # now it has learned what is good
    assert again == proved
    if proved is not None:
        report = inspect_document(document, inspector, Selection())
        assert not report.diagnostics, document
        assert report.metrics == proved
    return proved is not None


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(300))
@given(st.data())
def test_on_random_documents(data: st.DataObject) -> None:
    catalog = data.draw(st.sampled_from([PUNK, EVERYTHING]))
    check(
        data.draw(documents(catalog) | mutated(catalog)), catalog, data.draw(st.sampled_from(sorted(catalog.profiles)))
    )


@settings(deadline=None, database=None, derandomize=True, max_examples=examples(200))
@given(st.binary(min_size=20, max_size=110), st.sampled_from(sorted(STARTS)))
def test_on_documents_that_were_edited(raw: bytes, start: str) -> None:
    choices = Choices(raw)
    profile, models = choices.of(PROFILES), choices.of(DATA)
    draft = Draft(PUNK, STARTS[start], profile="unlimited", models=models)
    author = Author(choices, PUNK)
    while not choices.over:
        draft.propose(author.patch(draft.document))
        if isinstance(profile, str):
            check(draft.document, PUNK, profile, models)


NULLS: list[dict[str, Any]] = [
    {"type": "Text", "text": "a", "id": None},
    {"type": "Text", "text": None},
    {"type": "Text", "text": "a", "props": None},
    {"type": "Box", "children": None},
    {"type": "Text", "text": "a", "a11y": None},
    {"type": "Text", "text": "a", "a11y": 5},
    {"type": "Text", "text": "a", "condition": None},
]


@every_row("root", NULLS)
def test_null_is_no_value(root: dict[str, Any]) -> None:
    assert not check({"root": root}, PUNK)


def test_on_every_file_of_the_corpus() -> None:
    for path in sorted(CORPUS.glob("*/*.json")):
        try:
            document = json.loads(path.read_text("utf-8-sig"))
        except ValueError:
            continue
        if isinstance(document, dict):
            check(document, PUNK)


ORDINARY: dict[str, Any] = {
    "nothing": {},
    "a page": {**page(text("Title", size="h1"), text("words")), "punkVersion": "1.0.0", "metadata": {"title": "x"}},
    "a form": page(
        node(
            "Form",
            field(control(type="email", required=True), label="Email", required=True),
            field(control(type="password"), label="Password"),
            button("Sign in", variant="primary"),
            onSubmit="signIn",
        )
    ),
    "bindings": page(text("{context.user.name}"), box(text("{context.total} EUR"))),
    "a choice": page(field(node("Select", options=["one", "two"]), label="Number")),
    "a table": page(node("DataGrid", columns=[{"key": "name", "label": "Name"}], caption="People")),
    "a bound table": page(
        node("DataGrid", data="{context.users}", columns=[{"key": "a", "label": "A", "value": "{item.a}"}], caption="x")
    ),
    "a list": page({**repeated(text("x")), "itemTemplate": box(text("{item.name}"), condition="{item.on}")}),
    "a list in a list": page(repeated(repeated(text("{item.title}"), "{item.posts}"))),
    "rare fields": page({**text("one"), "testId": "t", "key": "k", "a11y": {"description": "d"}}),
    "tabs": page(node("Tabs", box(text("one")), tabs=[{"id": "a", "label": "A"}])),
}


@every_row("name", ORDINARY)
def test_ordinary_documents_are_proved(name: str) -> None:
    assert check(ORDINARY[name], PUNK)
