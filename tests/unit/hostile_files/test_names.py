"""A file whose name is as long as the system takes can be saved to: what is written first has a shorter one."""

from __future__ import annotations

from pathlib import Path

import pytest

from epoch_cli.errors import UsageError
from epoch_cli.output.saving import FileOutput


@pytest.mark.parametrize("name", ["a" * 255, "\N{GRINNING FACE}" * 63], ids=["ascii", "four bytes each"])
@pytest.mark.parametrize("force", [False, True])
def test_the_longest_name_is_a_name(name: str, force: bool, tmp_path: Path) -> None:
    output = FileOutput(tmp_path / name, force=force)
    output.write(b"{}")
    output.save()
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a" * 256, "a/" * 50_000])
def test_a_longer_one_is_refused_before_anybody_is_asked(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="too long") as error:
        FileOutput(tmp_path / name, force=True)
    assert len(error.value.message) < 100
    assert list(tmp_path.iterdir()) == []
