"""Save as: the file is what `-o` writes, and nothing is written over without a second word."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.dialogs import hosted
from support.screens import events_of, live_app, opened, run, settled, told, words
from textual.app import App
from textual.screen import Screen
from textual.widgets import Button, Input

from epoch_cli.document.node import finished
from epoch_cli.output.jsonl import document_text
from epoch_cli.tui.screens.confirm import ConfirmScreen
from epoch_cli.tui.screens.main import MainScreen
from epoch_cli.tui.screens.save_as import SaveScreen, suggested_name


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


DATA = b'{"punkVersion": "1"}'


def saving(name: str, *keys: str, check: Callable[[App[Any], str], None], size: tuple[int, int] = (80, 24)) -> None:
    """Give a name, press enter and then some keys, and look at the app and at what it shows."""

    async def press() -> None:
        async with hosted(lambda: SaveScreen(DATA, "ui.json"), size) as (app, pilot, _):
            app.screen.query_one(Input).value = name
            await pilot.press("enter", *keys)
            await pilot.pause()
            check(app, " ".join(words(app).split()))

    run(press())


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("Login form", "login-form.json"),
        ("", "interface.json"),
        ("../../etc/passwd", "etc-passwd.json"),
        ("日本", "interface.json"),
    ],
)
def test_the_name_is_made_of_the_prompt(prompt: str, name: str) -> None:
    assert suggested_name(prompt) == name


def test_a_long_prompt_gives_a_short_name() -> None:
    assert len(suggested_name("a page with " * 20)) <= 45


def test_what_is_written_is_what_o_writes(folder: Path) -> None:
    async def press() -> None:
        app = live_app(events_of(), upto=-1)
        async with opened(app, (60, 20), notices=True) as pilot:
            await pilot.press("s")
            await pilot.press("enter")
            await settled(pilot)
            assert (folder / "login-form.json").read_bytes() == document_text(finished(app.view.document))
            assert isinstance(app.screen, MainScreen)
            assert "wrote login-form.json" in told(app)

    run(press())


def test_home_is_the_users(folder: Path) -> None:
    saving("~/mine.json", check=lambda app, shown: None)
    assert (folder / "mine.json").is_file()


def test_a_file_that_is_there_is_asked_about_and_left_alone(folder: Path) -> None:
    (folder / "ui.json").write_text("mine", "utf-8")

    def asked(app: App[Any], shown: str) -> None:
        assert isinstance(app.screen, ConfirmScreen)
        assert "ui.json exists. Write over it?" in shown
        assert isinstance(app.screen.focused, Button)
        assert app.screen.focused.id == "no"

    saving("ui.json", check=asked)
    saving("ui.json", "enter", check=lambda app, shown: assert_screen(app, SaveScreen))
    saving("ui.json", "escape", check=lambda app, shown: assert_screen(app, SaveScreen))
    assert (folder / "ui.json").read_text("utf-8") == "mine"
    saving("ui.json", "y", check=lambda app, shown: assert_screen(app, Screen))
    assert "punkVersion" in (folder / "ui.json").read_text("utf-8")


def assert_screen(app: App[Any], kind: type[Any]) -> None:
    assert type(app.screen) is kind


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "give the name of a file"),
        ("nowhere/ui.json", "nowhere is no folder"),
        (".", "is a folder"),
        ("x" * 300, "cannot be"),
        ("~nobody-of-that-name/x", "cannot be the name of a file"),
        ("a\0b", "cannot be the name of a file"),
    ],
)
def test_what_is_in_the_way_is_told_in_place(folder: Path, name: str, said: str) -> None:
    def check(app: App[Any], shown: str) -> None:
        assert isinstance(app.screen, SaveScreen)
        assert said in shown
        assert "--force" not in shown

    saving(name, check=check, size=(120, 36))
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_told(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o500)
    saving("closed/ui.json", check=lambda app, shown: assert_screen(app, SaveScreen))
    assert list(closed.iterdir()) == []


def test_what_was_wrong_is_gone_when_one_goes_on_typing() -> None:
    def check(app: App[Any], shown: str) -> None:
        assert "is no folder" not in shown

    saving("nowhere/ui.json", "x", check=check)


def test_a_name_is_shown_as_text(folder: Path) -> None:
    (folder / "[red]x[@click=app.quit]y").write_text("mine", "utf-8")

    def check(app: App[Any], shown: str) -> None:
        assert "[red]x[@click=app.quit]y exists" in shown

    saving("[red]x[@click=app.quit]y", check=check)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10)])
def test_the_question_fits(folder: Path, size: tuple[int, int]) -> None:
    (folder / "ui.json").write_text("mine", "utf-8")

    def check(app: App[Any], shown: str) -> None:
        assert "Overwrite" in shown
        assert "Leave it" in shown
        assert "y yes" in shown

    saving("ui.json", check=check, size=size)


def test_before_there_is_a_document_nothing_can_be_saved() -> None:
    async def press() -> None:
        app = live_app(events_of(), upto=2)
        async with opened(app, (60, 20), notices=True) as pilot:
            await pilot.press("s")
            await settled(pilot)
            assert isinstance(app.screen, MainScreen)
            assert "there is no document yet" in told(app)

    run(press())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_file_is_not_written_to(folder: Path) -> None:
    """To open a pipe that nobody reads would stop the screen, and the run behind it."""
    os.mkfifo(folder / "pipe")

    def check(app: App[Any], shown: str) -> None:
        assert isinstance(app.screen, SaveScreen)
        assert "no file, but a device or a pipe" in shown

    saving("pipe", check=check, size=(120, 36))
