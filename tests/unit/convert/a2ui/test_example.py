"""One document in two design systems, and the messages that both are: to be read by people, too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from epoch_cli.catalog import load_catalog
from epoch_cli.convert.a2ui.reading import read
from epoch_cli.convert.a2ui.writing import write
from epoch_cli.convert.formats import Options

FOLDER = Path(__file__).resolve().parents[3] / "data" / "convert" / "a2ui"
MESSAGES = (FOLDER / "order.jsonl").read_text("utf-8")


@pytest.mark.parametrize("preset", ["punk", "shadcn"])
def test_a_document_is_these_messages_and_they_are_this_document(preset: str) -> None:
    catalog = load_catalog(preset)
    document = json.loads((FOLDER / f"order.{preset}.json").read_text("utf-8"))
    assert write(document, catalog, Options(name="order")) == (MESSAGES, ())
    assert read(MESSAGES, catalog, Options()) == (document, ())
