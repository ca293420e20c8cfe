"""Where a new design system goes: a folder of its own, in which nothing is ever overwritten."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from epoch_cli.catalog import preset_names
from epoch_cli.catalog.load import BASE
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.linting.writing import replace_file
from epoch_cli.output.text import visible

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


def require_name(name: str) -> None:
    """Check the name of a design system.

    Raises:
        UsageError: it is none, or one of a built-in design system.
    """
    if is_built_in(name):
        raise UsageError(f"{name!r} is built in", remedy="choose another name")
    if not _NAME.fullmatch(name):
        near = plain_name(name)
        remedy = f"such as {near}" if near else "such as acme"
        raise UsageError(f"{name!r} is no name: small letters, digits, - and _", remedy=remedy)


def is_built_in(name: str) -> bool:
    """Whether a name is that of a built-in design system, or of what they all build on."""
    return name in {*preset_names(), BASE}


def as_argument(folder: Path) -> str:
    """A folder as a shell is given it for `--preset`: never like the name of a built-in design system."""
    return visible(shlex.quote(str(folder) if folder.is_absolute() else f"./{folder.as_posix()}"))


def plain_name(text: str) -> str:
    """A name that a design system can have, out of any text; empty where nothing is left."""
    return re.sub(r"[^a-z0-9_]+", "-", text.casefold()).strip("-_")[:64]


def parent_from(extends: str, folder: Path) -> str:
    """What a design system builds on, as its own file in a folder names it: a path counts from there."""
    path = Path(extends).expanduser()
    if is_built_in(extends):
        return extends
    return extends if path.is_absolute() else os.path.relpath(path, folder).replace(os.sep, "/")


def require_new(folder: Path) -> None:
    """Check that a folder holds no design system yet.

    Raises:
        UsageError: it does, or is no folder.
    """
    for path in (folder / "catalog.toml", folder / "tokens.toml"):
        if path.exists() or path.is_symlink():
            raise UsageError(f"{path} exists", remedy="give another folder with -o, or remove it first")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", remedy="give a folder with -o")


def write_new(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files of a design system into its folder, which is made where it is not there.

    Raises:
        UnreadableError: they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnreadableError(f"{folder}: cannot be made ({error.strerror})", remedy="give another folder") from None
    for name, text in files.items():
        replace_file(folder / name, text.encode())
