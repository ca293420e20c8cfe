"""Which files are meant: names, folders, patterns and stdin, in the order in which they were given, each once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.linting.patterns import Excluded, absolute, compiled, is_pattern, path_inside

SUFFIXES = (".json", ".jsonl")
"""What is looked for in folders."""

MAX_BYTES = 256 * 1024 * 1024
"""The largest file that is read: endless ones, such as devices, have to end somewhere."""

_PIECE = 1024 * 1024
_NOT_OURS = frozenset({"node_modules", "__pycache__", "venv", "dist", "build"})

Origin = Literal["named", "pattern", "folder", "stdin"]


class Source:
    """One file to check.

    Args:
        name: how it is shown: from where we are, with `/` between folders.
        path: its absolute path; empty for stdin.
        origin: how it was found. What is found in a folder and is none of ours is passed over; all else is judged.
        raw: its bytes where they are at hand already, as those of stdin.
        failure: why it cannot be looked at, where that is known already.
    """

    __slots__ = ("failure", "name", "origin", "path", "raw")

    def __init__(
        self, name: str, path: str, origin: Origin = "named", raw: bytes | None = None, failure: str = ""
    ) -> None:
        self.name = name
        self.path = path
        self.origin = origin
        self.raw = raw
        self.failure = failure


class Found:
    """The files that arguments name, and what is wrong with those that name none."""

    def __init__(self) -> None:
        self.sources: list[Source] = []
        self.unmatched: list[UsageError] = []


def find_sources(
    arguments: Sequence[str], *, here: Path, excluded: Excluded | None = None, stdin_name: str = ""
) -> Found:
    """Find the files to check.

    Args:
        arguments: files, folders (walked for `SUFFIXES`), patterns, and `-` for stdin.
        here: the folder that relative ones count from.
        excluded: what is passed over in folders and patterns; a file that is named itself is not.
        stdin_name: the name that stdin is shown under.
    """
    search = _Search(absolute(here), excluded or Excluded())
    for argument in arguments:
        if argument == "-":
            search.add(Source(stdin_name or "stdin", "", "stdin"), "-")
        else:
            search.argument(argument)
    return search.found


def read_source(source: Source) -> bytes:
    """The bytes of a file.

    Raises:
        UnreadableError: it cannot be opened or read, or has no end.
    """
    if source.raw is not None:
        return source.raw
    if source.failure:
        raise UnreadableError(source.failure, remedy="check the path and its permissions")
    try:
        raw = _read(source.path)
    except OSError as error:
        raise UnreadableError(f"cannot be read ({error.strerror or error})", remedy="check the path") from None
    if len(raw) > MAX_BYTES:
        raise UnreadableError(f"larger than {MAX_BYTES >> 20} MiB", remedy="split it, or check the path")
    return raw


def _read(path: str) -> bytes:
    """At most one byte more than `MAX_BYTES` of a file; with a third of the calls that `open` takes."""
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    try:
        size = os.fstat(file).st_size
        raw = os.read(file, min(size, MAX_BYTES) + 1)
        if len(raw) == size:
            return raw
        parts, left = [raw], MAX_BYTES + 1 - len(raw)  # a pipe or a device, or a file that grows
        while left > 0 and (part := os.read(file, min(left, _PIECE))):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)
    finally:
        os.close(file)


class _Search:
    def __init__(self, here: str, excluded: Excluded) -> None:
        self.found = Found()
        self._here = here
        self._excluded = excluded
        self._seen: set[str] = set()

    def add(self, source: Source, identity: str) -> None:
        if identity not in self._seen:
            self._seen.add(identity)
            self.found.sources.append(source)

    def argument(self, argument: str) -> None:
        if not argument:  # such as a variable that is not set; it does not mean all that is here
            self.found.unmatched.append(
                UsageError("a file without a name", remedy="give a file, a folder or a pattern")
            )
            return
        path = absolute(argument, self._here)
        if os.path.isdir(path):  # noqa: PTH112  a Path fails on names that are too long
            self._folder(path)
        elif is_pattern(argument) and not os.path.lexists(path):
            self._pattern(argument)
        else:
            self.add(Source(self._shown(path, argument), path), path)

    def _shown(self, path: str, argument: str = "") -> str:
        """A path as it is shown: from where we are when it is in there, else as it was given."""
        return path_inside(path, self._here) or (argument or path).replace(os.sep, "/")

    def _folder(self, folder: str) -> None:
        for path in self._files(folder):
            if path.endswith(SUFFIXES):
                self.add(Source(self._shown(path), path, "folder"), path)

    def _pattern(self, argument: str) -> None:
        """Add what fits a pattern; folders that fit it are walked, and so is what a last `**` stands for."""
        base, rest = _fixed_part(absolute(argument, self._here))
        walked = rest.endswith("**")
        wanted = compiled(rest)
        levels = 0 if "**" in rest.split("/") else rest.count("/") + 1
        before = len(self.found.sources), len(self._seen)
        folders: list[str] = []
        matched = False
        for path in self._files(base, levels=levels, folders=folders):
            if not wanted.fullmatch(path_inside(path, base)) or (walked and not path.endswith(SUFFIXES)):
                continue
            matched = True
            self.add(Source(self._shown(path), path, "folder" if walked else "pattern"), path)
        for folder in folders if not walked else ():
            if wanted.fullmatch(path_inside(folder, base)):
                self._folder(folder)
        if not matched and before == (len(self.found.sources), len(self._seen)):
            error = UsageError(f"{argument}: no file fits this pattern", remedy="check the path; patterns need quotes")
            self.found.unmatched.append(error)

    def _files(self, top: str, *, levels: int = 0, folders: list[str] | None = None) -> Iterator[str]:
        """The files below a folder by name, folder by folder, without what is hidden, excluded or nobody's own.

        `levels` is how deep to look, 0 for all the way; `folders` is given the folders that were passed through.
        """
        try:
            files, inner = self._entries(top)
        except OSError as error:
            if folders is None:  # a pattern asks for what fits; a folder was to be looked at whole
                failure = f"the folder cannot be read ({error.strerror or error})"
                self.add(Source(self._shown(top), top, failure=failure), top)
            return
        yield from files
        for path in inner:
            if folders is not None:
                folders.append(path)
            if levels != 1:
                yield from self._files(path, levels=max(levels - 1, 0), folders=folders)

    def _entries(self, top: str) -> tuple[list[str], list[str]]:
        """The files and the folders in a folder that are looked at."""
        files: list[str] = []
        folders: list[str] = []
        with os.scandir(top) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.name.startswith(".") or self._excluded.covers(entry.path):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders += [entry.path] * (entry.name not in _NOT_OURS)
                elif entry.is_file() or _leads_nowhere(entry):  # links to folders may lead back here; pipes may not end
                    files.append(entry.path)
        return files, folders


def _leads_nowhere(entry: os.DirEntry[str]) -> bool:
    """Whether it is a link to nothing, which is told as a file that cannot be read."""
    return entry.is_symlink() and not os.path.exists(entry.path)  # noqa: PTH110  a Path for each entry costs more


def _fixed_part(pattern: str) -> tuple[str, str]:
    """The folder that a pattern starts from, and the rest of it, with `/` between names."""
    parts = pattern.replace(os.sep, "/").split("/")
    first = next(index for index, part in enumerate(parts) if is_pattern(part))
    return "/".join(parts[:first]) or "/", "/".join(parts[first:])
