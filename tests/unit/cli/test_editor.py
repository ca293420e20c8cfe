"""Which editor texts are written with: the user's, or one that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_cli.cli.editor import editor_command
from epoch_cli.errors import UsageError


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, ["code", "--wait"]),
        ({"VISUAL": " ", "EDITOR": "'my editor' -x"}, ["my editor", "-x"]),
    ],
)
def test_the_editor_of_the_user_is_taken(environment: dict[str, str], words: list[str]) -> None:
    assert editor_command(environment) == words


@pytest.mark.parametrize("command", ["'open", "''\\"])
def test_what_is_no_command_is_said(command: str) -> None:
    with pytest.raises(UsageError, match=r"\$EDITOR is no command") as refused:
        editor_command({"EDITOR": command})
    assert refused.value.remedy == "correct EDITOR"


def test_without_one_an_editor_that_is_there_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="there is no editor") as refused:
        editor_command({})
    assert refused.value.remedy == "set EDITOR to the command of yours"
    (tmp_path / "vi").write_text("#!/bin/sh\n", "utf-8")
    (tmp_path / "vi").chmod(0o755)
    assert editor_command({}) == ["vi"]
