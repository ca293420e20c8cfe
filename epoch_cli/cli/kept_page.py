"""Pages that nobody named a file for: they are kept in the user's cache, where a browser can open them."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final

from epoch_cli.config.paths import cache_dir
from epoch_cli.config.whole_files import make_private
from epoch_cli.errors import UnreadableError
from epoch_cli.linting.writing import replace_file

_MOST: Final = 100
"""Pages that are kept."""


def kept_page(page: bytes, source: str) -> Path:
    """Write a page into the user's cache: at one place for one source, so that a browser's tab can be loaded anew.

    Raises:
        UnreadableError: it cannot be written.
    """
    stem = "".join(char if char.isalnum() else "-" for char in Path(source).stem)[:40].strip("-") or "page"
    place = hashlib.sha256(str(Path(source).absolute()).encode(errors="surrogateescape")).hexdigest()[:8]
    folder = cache_dir() / "pages"
    try:
        make_private(folder)
    except OSError as error:
        remedy = "name a file with -o"
        raise UnreadableError(f"{folder}: cannot be created ({error.strerror})", remedy=remedy) from None
    path = folder / f"{stem}-{place}.html"
    replace_file(path, page, private=True)
    _forget_oldest(folder, path)
    return path


def _forget_oldest(folder: Path, newest: Path) -> None:
    """Leave so many pages, the newest whatever a clock says; that one cannot be removed is no reason to fail."""
    with suppress(OSError):
        pages = sorted(folder.glob("*.html"), key=lambda each: (each == newest, each.stat().st_mtime_ns))
        for each in pages[:-_MOST]:
            each.unlink(missing_ok=True)
