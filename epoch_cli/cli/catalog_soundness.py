"""What an import has made is checked as `epoch catalog check` does, before anything of it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from epoch_cli.catalog.importing.assembling import Assembled
from epoch_cli.catalog.importing.intake import Intake
from epoch_cli.catalog.writing import preset_text
from epoch_cli.cli.catalog_files import is_built_in
from epoch_cli.document.pointer import parse_pointer
from epoch_cli.errors import CatalogError
from epoch_cli.linting.preset_files import check_preset
from epoch_cli.validation import Diagnostic, Severity

_DEFAULT: Final = "ES007"


def make_sound(made: Assembled, parent: str, intake: Intake) -> None:
    """Leave out the defaults of a preset that its own props do not take, and note them.

    Args:
        made: the preset, which is changed.
        parent: what it builds on, as it is found from where we are.
        intake: for the notes.

    Raises:
        CatalogError: something else in it is wrong.
    """
    for found in _errors(made, parent):
        path = tuple(map(str, parse_pointer(found.pointer)))
        if found.code != _DEFAULT or not _pop(made.catalog, path):
            raise CatalogError(
                f"what would be made of the file cannot be used: {found.message}",
                remedy="correct that in the file, or import a part of it",
            )
        intake.lose(path, found.message)


def _errors(made: Assembled, parent: str) -> Iterator[Diagnostic]:
    extends = parent if is_built_in(parent) else str(Path(parent).expanduser().absolute())
    header = {**made.catalog["preset"], "extends": extends}
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "catalog.toml").write_text(preset_text({**made.catalog, "preset": header}), "utf-8")
        if made.tokens:
            (folder / "tokens.toml").write_text(preset_text(made.tokens), "utf-8")
        for report in check_preset(name):
            yield from (each for each in report.diagnostics if each.severity is Severity.ERROR)


def _pop(here: Any, path: tuple[str, ...]) -> bool:
    """Take away what a path leads to; False where nothing is there."""
    for step in path[:-1]:
        here = here.get(step) if isinstance(here, dict) else None
    return isinstance(here, dict) and here.pop(path[-1], None) is not None
