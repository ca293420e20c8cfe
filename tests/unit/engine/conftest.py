"""What tests of the engine share."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_cli.engine.cache import AnswerCache


@pytest.fixture
def cache(tmp_path: Path) -> AnswerCache:
    return AnswerCache(tmp_path / "deep" / "answers")
