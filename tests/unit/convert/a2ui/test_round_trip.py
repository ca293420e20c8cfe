"""What is written and read again: the same document, wherever nothing is said to be lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents import documents
from support.sayable import sayable_document

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.convert.a2ui.reading import read
from epoch_cli.convert.a2ui.writing import write
from epoch_cli.convert.formats import Options
from epoch_cli.validation import validate

CATALOGS = [load_catalog("punk"), load_catalog("shadcn")]
AS_IT_IS = Options()


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda catalog: str(catalog.name))
def test_what_both_can_say_comes_back_as_it_was(catalog: Catalog) -> None:
    for seed in range(60):
        document = sayable_document(seed, catalog)
        written = write(document, catalog, AS_IT_IS)
        assert written.losses == ()
        back = read(written.text, catalog, AS_IT_IS)
        assert back.losses == ()
        assert back.document == document


@settings(max_examples=30, deadline=None)
@given(st.data(), st.sampled_from(CATALOGS))
def test_what_comes_back_otherwise_was_told_as_a_loss(data: st.DataObject, catalog: Catalog) -> None:
    document = data.draw(documents(catalog, depth=2))
    written = write(document, catalog, AS_IT_IS)
    back = read(written.text, catalog, AS_IT_IS)
    again = write(back.document, catalog, AS_IT_IS)
    for losses, one, other in (
        (written.losses, document, back.document),
        (again.losses, back.document, read(again.text, catalog, AS_IT_IS).document),
    ):
        assert losses or plain(one["root"], catalog) == plain(other["root"], catalog)


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda catalog: str(catalog.name))
def test_a_loss_names_a_place_that_is_there(catalog: Catalog) -> None:
    document: Any = {
        "root": {
            "type": "Container",
            "id": "page",
            "props": {"padding": "lg"},
            "children": [{"type": "Card", "key": "k", "children": [{"type": "Badge", "text": "New"}]}],
        }
    }
    losses = write(document, catalog, AS_IT_IS).losses
    assert {loss.path for loss in losses} >= {("root", "id"), ("root", "children", 0, "key")}
    for loss in losses:
        here = document
        for step in loss.path:
            here = here[step]


def plain(node: dict[str, Any], catalog: Catalog) -> dict[str, Any]:
    """A node without what only is said in another way.

    That is: a prop that says its default, a token by its full name, no words, choices that are their own labels, a
    label of a button that could be its text, and which of a field and its control says that an answer is needed.
    """
    component = catalog.components[node["type"]]
    made = {name: value for name, value in node.items() if value not in ({}, [], "")}
    props = {name: _plain_value(catalog, component.props[name], value) for name, value in node.get("props", {}).items()}
    if component.role == "action" and component.text and "text" not in made and "label" in props:
        made["text"] = props.pop("label")
    options = component.means.get("options")
    if options and isinstance(given := props.get(options), list):
        told = [each if isinstance(each, dict) else {"value": each, "label": each} for each in given]
        own = all(set(each) == {"value", "label"} and each["value"] == each["label"] for each in told)
        props[options] = [each["value"] for each in told] if own else told
    made["props"] = {name: value for name, value in props.items() if value != component.props[name].default}
    made["children"] = [plain(child, catalog) for child in node.get("children", [])]
    if "itemTemplate" in made:
        made["itemTemplate"] = plain(made["itemTemplate"], catalog)
    if component.role == "field" and len(made["children"]) == 1:
        both = (made, made["children"][0])
        names = [catalog.components[each["type"]].means.get("required", "") for each in both]
        if any(each["props"].get(name) for each, name in zip(both, names, strict=True)):
            for each, name in zip(both, names, strict=True):
                each["props"] |= {name: True} if name else {}
    return made


def _plain_value(catalog: Catalog, prop: Any, value: Any) -> Any:
    group = catalog.tokens.get(prop.group)
    token = group.find(value) if group is not None and isinstance(value, str) else None
    return token.name if token is not None else value


@pytest.mark.parametrize("catalog", CATALOGS, ids=lambda catalog: str(catalog.name))
def test_what_is_tried_are_documents_that_somebody_could_have(catalog: Catalog) -> None:
    for seed in range(5):
        found = validate(sayable_document(seed, catalog), catalog, profile="unlimited").diagnostics
        assert not [each for each in found if each.code[:3] in {"EP1", "EP2", "EP3", "EP4"}]
