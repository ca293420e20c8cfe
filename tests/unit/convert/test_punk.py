"""Epoch's own documents, as a format among others."""

from __future__ import annotations

import json

import pytest
from support.nodes import page, text

from epoch_cli.catalog import Catalog
from epoch_cli.convert.formats import Options
from epoch_cli.convert.punk import read, write
from epoch_cli.errors import UnreadableError


def test_a_document_is_written_as_it_is_saved(punk: Catalog) -> None:
    written = write(page(text("x")), punk, Options())
    assert written.losses == ()
    assert list(json.loads(written.text)) == ["punkVersion", "schemaVersion", "root"]
    assert read(written.text, punk, Options()).document == json.loads(written.text)


def test_patches_are_read_as_what_they_leave(punk: Catalog) -> None:
    patches = '{"op":"add","path":"/root","value":{"type":"Text"}}\n{"op":"add","path":"/root/text","value":"x"}\n'
    assert read(patches, punk, Options()).document["root"] == {"type": "Text", "text": "x"}


@pytest.mark.parametrize(
    ("written", "message"),
    [('{"root": {},\n}', "2:1: not JSON"), ("[]", "not a document"), ('{"root": []}', "not a document"),
     ('{"op":"remove","path":"/root"}\n', "1: ")],
)  # fmt: skip
def test_what_is_no_document_says_where(punk: Catalog, written: str, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(written, punk, Options())
    assert caught.value.message.startswith(message)
