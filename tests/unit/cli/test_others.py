"""Who could write instead: the table of providers, with what each lacks."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import pytest
from support.provider_surroundings import make_surroundings
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


def test_a_key_that_takes_long_to_come_stops_neither_screen_nor_run(tmp_path: Path) -> None:
    """Such as a password manager that asks to be unlocked: it may take `COMMAND_SECONDS`, and all share one loop."""
    go_on = tmp_path / "go on"
    script = tmp_path / "key"
    script.write_text(f"#!/bin/sh\nwhile ! test -e '{go_on}'; do sleep 0.05; done\necho sk-not-a-real-key\n", "utf-8")
    script.chmod(0o755)
    own = {"acme": {"dialect": "openai_chat", "base-url": "https://a.example/v1", "key-cmd": str(script), "model": "m"}}
    others = Others(make_surroundings(tmp_path, providers=own), find_provider("offline"))

    async def ask() -> None:
        opening = asyncio.create_task(others.open("acme/m"))
        await asyncio.sleep(0.05)
        assert not opening.done()
        go_on.touch()  # what the command waits for, so that nothing ends unless this is done meanwhile
        assert (await opening).name == "acme"

    asyncio.run(ask())
