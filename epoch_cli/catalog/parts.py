"""Reading the files of a preset: what is in its folder, and nothing else that a link may lead to.

A preset comes with a repository that somebody else may have made, and its prompts go to whoever is asked: a link of it
to `~/.ssh/id_ed25519` would send that, too.
"""

from __future__ import annotations

from pathlib import Path

from epoch_cli.config.bounded_reading import read_bounded
from epoch_cli.errors import CatalogError

OUT_OF_IT = "a link that leads out of the preset"
OF_ITS_OWN = "put the file itself there, if what is in it may be sent to a model"


def read_part(path: Path, folder: Path) -> bytes:
    """The bytes of a file of the preset in a folder.

    Raises:
        CatalogError: it cannot be read, is too large, or is a link that leads out of the folder.
    """
    try:
        raw = read_bounded(path)
    except OSError as error:
        raise CatalogError(f"{path}: cannot be read ({error.strerror or error})", remedy="check the path") from None
    if target := leads_out(path, folder):
        raise CatalogError(f"{path}: {OUT_OF_IT}, to {target}", remedy=OF_ITS_OWN)
    return raw


def leads_out(path: Path, folder: Path) -> str:
    """Where a file really is, if that is not in the folder; empty if it is."""
    if not path.is_symlink() and not (path.parent != folder and path.parent.is_symlink()):
        return ""  # nearly always, and at a tenth of the price
    target = path.resolve()
    return "" if target.is_relative_to(folder.resolve()) else str(target)
