"""`[screen]`: how the screen looks, and what its keys are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from epoch_cli.config import settings as module
from epoch_cli.config.cache import Cache
from epoch_cli.config.settings import ScreenSettings, Settings, load_settings
from epoch_cli.errors import ConfigError

Load = Callable[[str, str], Settings]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """The settings of a text as the user's file, and of another as the project's."""
    own, project = tmp_path / "config.toml", tmp_path / "project" / "epoch.toml"
    (project.parent / ".git").mkdir(parents=True)
    monkeypatch.setattr(module, "user_config_file", lambda: own)

    def load(users: str, projects: str) -> Settings:
        own.write_text(users, "utf-8")
        project.write_text(projects, "utf-8")
        cold, warm = (load_settings(project.parent, {}, cache=Cache(tmp_path / "cache")) for _ in range(2))
        assert cold == warm
        return cold

    return load


def test_without_a_table_nobody_chose(load: Load) -> None:
    assert load("", "").screen == ScreenSettings(theme="", mouse=True, keys={})


def test_a_projects_file_comes_over_the_users_key_by_key(load: Load, tmp_path: Path) -> None:
    users = '[screen]\ntheme = "epoch-light"\nmouse = false\n[screen.keys]\n"live.refine" = "R"\n"app.help" = "h"\n'
    projects = '[screen]\ntheme = "nord"\n[screen.keys]\n"live.refine" = "ctrl+r"\n'
    settings = load(users, projects)
    assert settings.screen == ScreenSettings("nord", False, {"live.refine": "ctrl+r", "app.help": "h"})
    own, project = str(tmp_path / "config.toml"), str(tmp_path / "project" / "epoch.toml")
    assert {key: file for key, file in settings.origins.items() if key.startswith("screen")} == {
        "screen.theme": project,
        "screen.mouse": own,
        'screen.keys."live.refine"': project,
        'screen.keys."app.help"': own,
    }


def test_an_empty_table_leaves_the_users_alone(load: Load) -> None:
    assert load('[screen]\ntheme = "nord"\n', "[screen]\n").screen.theme == "nord"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[screen]\ntheem = 'x'", r"screen.theem: no such key"),
        ("[screen]\nmouse = 1", "screen.mouse: expected true or false, got 1"),
        ("[screen]\ntheme = ''", "screen.theme: expected something that is not empty"),
        ("[screen.keys]\n'live.refine' = 3", r'screen.keys."live.refine": expected a string, got 3'),
        ("[screen.keys]\n'live.refine' = ''", r'screen.keys."live.refine": expected something that is not empty'),
    ],
)
def test_what_has_another_shape_is_told_with_its_key(load: Load, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as told:
        load("", text)
    assert said in told.value.message
