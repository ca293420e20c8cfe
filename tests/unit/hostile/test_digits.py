"""Digits without end where a number is read out of a text: Python refuses more than 4 300 of them with an error."""

from __future__ import annotations

import json
from typing import Any

import pytest

from epoch_cli import Catalog, apply_patch
from epoch_cli.convert.formats import FORMATS, Options
from epoch_cli.errors import EpochError
from epoch_cli.providers.network import Network

DIGITS = "9" * 5_000
NODES: dict[str, dict[str, Any]] = {
    "a binding": {"type": "Text", "text": "{context.a." + DIGITS + ".b} {context.a.0007}"},
    "a condition": {"type": "Text", "text": "x", "condition": "{context.a} == " + DIGITS},
    "a negative condition": {"type": "Text", "text": "x", "condition": "{context.a} > -" + DIGITS},
    "a prop": {"type": "Input", "props": {"label": DIGITS, "value": DIGITS, "maxLength": DIGITS}},
    "a list": {"type": "Stack", "dataSource": "{context." + DIGITS + "}", "itemTemplate": {"type": "Text"}},
}
TEXTS = {
    "json-render-stream": '{"op": "add", "path": "/root", "value": []}\n'
    + json.dumps({"op": "add", "path": f"/root/{DIGITS}/x", "value": 1}),
    "openui": f"root = Text({DIGITS})",
    "json-render": '{"root": "a", "elements": {"a": {"type": "Text", "props": {"n": ' + DIGITS + "}}}}",
}


@pytest.mark.parametrize("name", [row.name for row in FORMATS.values() if row.write])
@pytest.mark.parametrize("node", NODES.values(), ids=NODES)
def test_every_format_writes_a_document_with_them(name: str, node: dict[str, Any], punk: Catalog) -> None:
    assert FORMATS[name].writer()({"root": node}, punk, Options()).text


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_of_another_format_with_them_is_unreadable_at_worst(name: str, punk: Catalog) -> None:
    try:
        FORMATS[name].reader()(TEXTS[name], punk, Options())
    except EpochError as error:
        assert len(error.message) < 2 * len(DIGITS)


def test_a_pointer_with_them_leads_nowhere() -> None:
    with pytest.raises(EpochError):
        apply_patch({"a": [1]}, {"op": "replace", "path": f"/a/{DIGITS}", "value": 1})


def test_a_port_of_them_is_nobodys() -> None:
    network = Network({"https": "http://proxy.example:8080"}, (f"api.example:{DIGITS}",))
    assert network.proxy_for("https://api.example/v1")
