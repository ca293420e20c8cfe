"""Providers of extensions where providers are listed, their models told and their keys kept."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import Inside
from support.plugins import install

KEY = "acme-key-0123456789"
OPENED = f"""
from epoch_cli.extensions import ProviderExtension

class Made:
    def __init__(self, opening):
        assert opening.key == "{KEY}", repr(opening)

    def complete(self, request):
        return '{{"op": "add", "path": "/root", "value": {{"type": "Text", "text": "hi"}}}}'

extension = ProviderExtension(open=Made, key_variables=["ACME_API_KEY"], needs_key=True)
"""
ROW = """
from epoch_cli.extensions import ProviderExtension

row = {"base-url": "https://acme.example/v1", "dialect": "openai_chat", "key-variables": ["ACME_ROW_KEY"]}
extension = ProviderExtension(title="Acme", row=row, models=[{"id": "m-1", "names": ["one"]}])
"""


@pytest.fixture
def added(inside: Inside, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Inside]:
    """The command with two of them: `acme-opened` opens itself, `acme-row` is a row."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    install(folder, "providers", OPENED, name="acme-opened", distribution="epoch-opened")
    install(folder, "providers", ROW, name="acme-row", distribution="epoch-row")
    yield inside
    for name in [name for name in sys.modules if name.startswith("acme_")]:
        del sys.modules[name]


def test_they_are_listed_with_where_they_come_from(added: Inside) -> None:
    own = added.command.home / "config" / "epoch" / "config.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text('[providers.mine]\nbase-url = "https://mine.example"\n', "utf-8")
    result = added("providers", "--output-format", "json")
    listed = {each["name"]: each for each in json.loads(result.out)}
    assert [listed[name]["origin"] for name in ("openai", "mine")] == ["built in", str(own)]
    row, opened = listed["acme-row"], listed["acme-opened"]
    assert (row["base_url"], row["key_variables"]) == ("https://acme.example/v1", ["ACME_ROW_KEY"])
    assert row["origin"].startswith("epoch-row")
    assert (opened["base_url"], opened["dialect"], opened["key"]["needed"]) == (None, None, True)
    shown = added("providers").out.decode()
    assert re.search(r"^acme-opened +no ACME_API_KEY +epoch-opened 1\.0$", shown, re.MULTILINE), shown


def test_their_keys_are_kept_and_found(added: Inside) -> None:
    for name in ("acme-opened", "acme-row"):
        kept = added("keys", "set", name, "--stdin", stdin=KEY.encode())
        assert kept.code == 0, kept.err
    keys = {each["name"]: each for each in json.loads(added("keys", "list", "--output-format", "json").out)["keys"]}
    assert [keys[name]["known"] and keys[name]["stored"] for name in ("acme-opened", "acme-row")] == [True, True]
    assert added("gen", "login form", "-p", "acme-opened", "-q", "--no-log").code == 0  # which is given it
    refused = added("keys", "set", "acme-opne", "--stdin", stdin=KEY.encode())
    assert refused.code == 2
    assert "no provider 'acme-opne'" in refused.said[-1]


def test_models_of_a_row_are_told(added: Inside) -> None:
    models = json.loads(added("models", "-p", "acme-row", "--output-format", "json").out)
    assert [(each["provider"], each["id"], each["names"]) for each in models] == [("acme-row", "m-1", ["one"])]
    assert "acme-row: Acme" in added("models").out.decode()
