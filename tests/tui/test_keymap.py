"""Other keys, from the configuration to the footer, the help and what they do."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.screens import events_of, live_app, opened, run, settled, until, words
from textual.keys import Keys, _character_to_key

from epoch_cli.cli.topics import topic_text
from epoch_cli.config.settings import ScreenSettings, Settings
from epoch_cli.errors import ConfigError
from epoch_cli.tui.keymap import NAMED, checked_keymap, clashes
from epoch_cli.tui.keys import CHARACTERS, KEYS, markdown_table, spelled
from epoch_cli.tui.look import Look, look_of
from epoch_cli.tui.screens.refine import RefineScreen


def test_every_id_is_there_once() -> None:
    ids = [key.id for key in KEYS]
    assert len(set(ids)) == len(ids)


def test_every_key_says_what_it_is_for_in_few_words_and_in_a_sentence() -> None:
    for key in KEYS:
        assert 0 < len(key.description) <= 16
        assert key.tooltip.endswith(".")


def test_no_key_of_the_table_means_two_things_at_once() -> None:
    apart = [{"live", "always", "app"}, {"replay", "always", "app"}, {"tree"}, {"list"}]
    for places in apart:
        pressed = [each for key in KEYS if key.where in places for each in key.keys.split(",")]
        # in a list, `enter`, `left` and `right` depend on the list
        assert len(set(pressed)) == len(pressed), places


def test_the_table_needs_no_textual() -> None:
    code = "import sys, epoch_cli.tui.keymap; print(any(name.split('.')[0] == 'textual' for name in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ctrl+r", "ctrl+r"),
        ("Ctrl+R", "ctrl+r"),
        ("R", "R"),
        ("?", "question_mark"),
        ("/", "slash"),
        ("+", "plus"),
        ("ctrl+-", "ctrl+minus"),
        ("question_mark, F1", "question_mark,f1"),
        ("comma", "comma"),
        ("shift+left", "shift+left"),
        ("é", "é"),
    ],
)
def test_keys_are_taken_as_people_write_them(written: str, meant: str) -> None:
    assert checked_keymap({"live.refine": written}) == {"live.refine": meant}


def test_all_keys_of_the_table_can_be_written_so() -> None:
    for key in KEYS:
        assert checked_keymap({key.id: key.keys}) == {key.id: key.keys}


def test_the_keys_that_have_names_are_named_as_textual_names_them() -> None:
    assert set(NAMED) <= {key.value for key in Keys}
    for name, character in CHARACTERS.items():
        assert _character_to_key(character) == name


@pytest.mark.parametrize(
    ("keys", "message", "remedy"),
    [
        ({"live.refin": "r"}, 'screen.keys."live.refin": no such action', "did you mean 'live.refine'?"),
        ({"xyz": "r"}, 'screen.keys."xyz": no such action', "`epoch help screen` lists the ids"),
        ({"live.refine": "ctlr+r"}, "'ctlr+r' is no key", "did you mean 'ctrl'?"),
        ({"live.refine": "pgup"}, "'pgup' is no key", "did you mean 'pageup'?"),
        ({"live.refine": "r,,x"}, "'' is no key", "such as ctrl+r"),
        ({"live.refine": "ctrl+"}, "'ctrl+' is no key", "such as ctrl+r"),
        ({"live.refine": "\x1b[A"}, "is no key", "such as ctrl+r"),
    ],
)
def test_what_is_wrong_is_told(keys: dict[str, str], message: str, remedy: str) -> None:
    with pytest.raises(ConfigError) as told:
        checked_keymap(keys)
    assert message in told.value.message
    assert remedy in told.value.remedy


def test_the_file_that_says_so_is_named() -> None:
    settings = Settings(
        screen=ScreenSettings(keys={"live.refin": "r"}), origins={'screen.keys."live.refin"': "/home/me/config.toml"}
    )
    with pytest.raises(ConfigError, match=r"^/home/me/config\.toml: screen\.keys"):
        look_of(settings)


def test_a_theme_that_there_is_none_of_is_told_with_the_nearest() -> None:
    settings = Settings(screen=ScreenSettings(theme="epoch-drak"), origins={"screen.theme": "epoch.toml"})
    with pytest.raises(ConfigError) as told:
        look_of(settings)
    assert told.value.message == "epoch.toml: screen.theme: no theme 'epoch-drak'"
    assert told.value.remedy.startswith("did you mean 'epoch-dark'?")


@pytest.mark.parametrize("theme", ["epoch-dark", "epoch-light", "terminal", "nord"])
def test_our_themes_and_textuals_are_taken(theme: str) -> None:
    settings = Settings(screen=ScreenSettings(theme=theme, mouse=False, keys={"app.help": "h"}))
    assert look_of(settings) == Look(theme=theme, mouse=False, keys={"app.help": "h"})


def test_without_a_table_the_screen_looks_as_it_does() -> None:
    assert look_of(Settings()) == Look()


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"live.refine": "p"}, 'screen.keys."live.refine": p is the key of live.refine and of live.pause'),
        ({"live.refine": "ctrl+c"}, 'screen.keys."live.refine": ctrl+c is the key of live.refine and of app.interrupt'),
        ({"app.quit": "x", "app.help": "x"}, 'screen.keys."app.help": x is the key of app.help and of app.quit'),
    ],
)
def test_one_key_for_two_actions_is_refused_as_one_of_them_would_have_none(keys: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError) as told:
        look_of(Settings(screen=ScreenSettings(keys=keys)))
    assert told.value.message == message
    assert told.value.remedy == "give one of them another key in [screen.keys]"


@pytest.mark.parametrize(
    "keys", [{"live.refine": "full_stop"}, {"live.refine": "p", "live.pause": "r"}, {"app.help": "h"}]
)
def test_keys_that_never_meet_are_no_clash(keys: dict[str, str]) -> None:
    assert list(clashes(keys)) == []
    assert look_of(Settings(screen=ScreenSettings(keys=keys))).keys == keys


def test_a_mapped_key_is_in_the_footer_and_in_the_help_and_does_what_it_should() -> None:
    async def press() -> None:
        app = live_app(events_of(), upto=-1, look=Look(keys=checked_keymap({"live.refine": "ctrl+r", "app.help": "h"})))
        async with opened(app) as pilot:
            assert "^r Refine" in words(app)
            assert " r Refine" not in words(app)
            await pilot.press("h")
            await settled(pilot)
            assert "^r      Refine" in words(app).replace("^r     ", "^r      ").replace("       ", "      ")
            await pilot.press("escape", "r")
            await pilot.pause()
            assert not isinstance(app.screen, RefineScreen)
            await pilot.press("ctrl+r")
            await until(pilot, lambda: isinstance(app.screen, RefineScreen))

    run(press())


def test_a_mapped_key_works_in_dialogs_and_is_in_their_border() -> None:
    async def press() -> None:
        app = live_app(events_of(), upto=-1, look=Look(keys=checked_keymap({"dialog.close": "f9"})))
        async with opened(app) as pilot:
            await pilot.press("r")
            await settled(pilot)
            assert "f9 close" in words(app)
            await pilot.press("f9")
            await until(pilot, lambda: not isinstance(app.screen, RefineScreen))

    run(press())


# ---------------------------------------------------------------- documentation


def test_keys_are_spelled_as_people_know_them() -> None:
    assert spelled("question_mark,f1") == ["?", "f1"]
    assert spelled("ctrl+right_square_bracket") == ["ctrl+]"]


def test_the_help_has_the_table_of_keys() -> None:
    assert markdown_table() in topic_text("screen")
