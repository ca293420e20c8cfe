"""Where things are, and what is said where something is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from epoch_cli.config.paths import working_folder
from epoch_cli.errors import UsageError


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder that somebody is in stays")
def test_a_working_folder_that_is_gone_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert working_folder() == folder.resolve()
    folder.rmdir()
    with pytest.raises(UsageError, match="the working folder is gone") as error:
        working_folder()
    assert error.value.remedy
