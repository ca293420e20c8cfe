"""The extensions of installed distributions, without what it takes to import `importlib.metadata` (20 ms).

Distributions declare them in the `entry_points.txt` of their `*.dist-info` folders. What all of them declare is
remembered for as long as no folder on the import path has changed, which installing, updating and removing a
distribution all do. So where there is no extension, that costs one look at each folder of the path.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import orjson

from epoch_cli.config.cache import Cache
from epoch_cli.extensions.entries import KINDS, Entry

_CACHED = "extensions-1"  # change it when the same folders are to give something else
_GROUP = "epoch."
_SUFFIXES = (".dist-info", ".egg-info")
_MOST_BYTES = 1 << 20


def installed_entries(path: Iterable[str], here: str, cache: Cache) -> list[Entry]:
    """The extensions that the distributions on an import path declare, in its order; of two of one name the first.

    Args:
        path: as `sys.path`. Only its folders are looked at.
        here: the working folder, which is on the path of `python -m epoch_cli`: what lies in there is the project's,
            and nobody has installed it.
        cache: remembers what was found.
    """
    folders = [each for each in dict.fromkeys(path) if each and os.path.abspath(each) != here]  # noqa: PTH100  as given
    marks = []
    for folder in folders:
        with suppress(OSError):
            status = os.stat(folder)  # noqa: PTH116  a Path takes longer, and this is done in every run
            marks.append([folder, status.st_mtime_ns, status.st_ctime_ns, status.st_ino])
    rows = cache.cached(_CACHED, orjson.dumps(marks), lambda: [list(row) for row in _declared(folders)])
    return [Entry(kind, name, origin, target, identity=origin) for kind, name, origin, target in rows]


def _declared(folders: Sequence[str]) -> Iterator[tuple[str, str, str, str]]:
    """Kind, name, origin and target of each, the distributions of a folder by their names."""
    seen: set[str] = set()
    for folder in folders:
        try:
            found = sorted(each.name for each in os.scandir(folder) if each.name.endswith(_SUFFIXES))
        except OSError:
            continue
        for name in found:
            place = Path(folder, name)
            declared = list(_entry_points(_read(place / "entry_points.txt")))
            if not declared:
                continue
            distribution, version = _name_and_version(place)
            key = distribution.casefold().replace("_", "-").replace(".", "-")
            if key in seen:  # the one before it on the path is what is imported
                continue
            seen.add(key)
            yield from ((kind, own, f"{distribution} {version}".strip(), target) for kind, own, target in declared)


def _entry_points(text: str) -> Iterator[tuple[str, str, str]]:
    """Kind, name and target of each entry point that is ours, from the text of an `entry_points.txt`."""
    if _GROUP not in text:
        return
    kind = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            kind = line.strip("[]").strip().removeprefix(_GROUP) if line.startswith(f"[{_GROUP}") else ""
        elif kind in KINDS and "=" in line and not line.startswith(("#", ";")):
            name, _, target = line.partition("=")
            yield kind, name.strip(), target.partition("[")[0].strip()


def _name_and_version(place: Path) -> tuple[str, str]:
    """Of a distribution, as it says itself, or else as its folder is called."""
    name, _, version = place.stem.partition("-")
    headers = (_read(place / "METADATA") or _read(place / "PKG-INFO")).partition("\n\n")[0]
    told = dict(line.split(": ", 1) for line in headers.splitlines() if line.startswith(("Name: ", "Version: ")))
    return told.get("Name", name).strip(), told.get("Version", version).strip()


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
