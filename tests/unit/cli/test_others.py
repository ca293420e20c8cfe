"""Who could write instead: the table of providers, with what each lacks."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from support.scripted import ScriptedProvider

from epoch_cli.cli.others import Others
from epoch_cli.config.keys import KeyStore
from epoch_cli.errors import EpochError
from epoch_cli.providers import find_provider
from epoch_cli.providers.opening import Surroundings

KEY = "sk-ant-not-a-real-key"


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return Surroundings({"ANTHROPIC_API_KEY": KEY}, KeyStore(tmp_path / "keys.json"), date(2026, 1, 1))


def test_those_with_a_key_come_with_their_models_and_the_others_with_what_they_lack(surroundings: Surroundings) -> None:
    authors = Others(surroundings, find_provider("offline")).authors()
    assert authors[0].name == "offline"
    assert authors[0].now
    assert [author.name for author in authors if author.now] == ["offline"]
    ready = [author.name for author in authors if not author.note]
    assert len([name for name in ready if name.startswith("anthropic/")]) > 1
    openai = next(author for author in authors if author.name == "openai")
    assert openai.note == "no key: set OPENAI_API_KEY"
    assert len({author.name for author in authors}) == len(authors)
    assert KEY not in repr(authors)


def test_one_that_no_table_knows_is_there_while_it_writes_and_can_be_asked_again(surroundings: Surroundings) -> None:
    model = ScriptedProvider(["x"])
    others = Others(surroundings, model)
    assert others.authors([("scripted", "script-1")])[0]._asdict() == {
        "name": "scripted/script-1", "title": "scripted model", "note": "", "now": True,
    }  # fmt: skip
    assert others.authors([("scripted", "script-1"), ("offline", "")])[0].now
    assert asyncio.run(others.open("scripted/script-1")) is model


def test_each_that_has_no_note_can_be_opened(surroundings: Surroundings) -> None:
    others = Others(surroundings, find_provider("offline"))
    name = next(author.name for author in others.authors() if author.name.startswith("anthropic/"))
    opened = asyncio.run(others.open(name))
    assert f"{opened.name}/{opened.model}" == name
    with pytest.raises(EpochError):
        asyncio.run(others.open("openai"))
