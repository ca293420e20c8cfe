"""The extensions of a command: gathered here, once, and handed on; and what `epoch doctor` says of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from epoch_cli.cli.streams import say
from epoch_cli.config.cache import Cache
from epoch_cli.config.paths import cache_dir, user_data_dir, working_folder
from epoch_cli.extensions.entries import SINGULAR, Kind
from epoch_cli.extensions.gathered import Extensions, Found, find_extensions
from epoch_cli.output.text import visible
from epoch_cli.validation.additions import Notes

if TYPE_CHECKING:
    from epoch_cli.extensions.consent import TrustStore
    from epoch_cli.providers.opening import Surroundings

_LEFT_OUT = "; it is left out: "


def trust_store() -> TrustStore:
    """The projects whose extensions the user has trusted."""
    from epoch_cli.extensions.consent import TrustStore

    return TrustStore(user_data_dir() / "trusted.json")


def found_here() -> Found:
    """What there is where we are; nothing is imported.

    Raises:
        UsageError: the working folder is gone.
    """
    return find_extensions(sys.path, working_folder(), Cache(cache_dir()), trust_store)


def extensions_here(*, quiet: bool = False) -> Extensions:
    """The extensions for a command; that a project's are not trusted is said now, and all else when it is found.

    Args:
        quiet: say nothing.

    Raises:
        UsageError: the working folder is gone.
    """

    def tell(line: str, trace: str) -> None:
        for each in trace.splitlines():
            say(visible(each))
        if not quiet:
            say(visible(line))

    extensions = Extensions(found_here(), Notes(tell), traces=bool(os.environ.get("EPOCH_TRACEBACK")))
    if extensions.untrusted:
        extensions.notes.tell("trust", extensions.untrusted)
    return extensions


class Examined(NamedTuple):
    """One extension as `epoch doctor` shows it; `failed` is why it cannot be used, and `remedy` what to do."""

    kind: str
    name: str
    origin: str
    state: str
    failed: str = ""
    remedy: str = ""

    def as_json(self) -> dict[str, str]:
        """The row for programs."""
        return {name: value for name, value in self._asdict().items() if value or name not in {"failed", "remedy"}}


def examined(surroundings: Surroundings) -> list[Examined]:
    """Every extension, each of them loaded; those that are not trusted are only listed.

    Raises:
        EpochError: the user's rows cannot be used, or the working folder is gone.
    """
    said: list[str] = []
    extensions = Extensions(found_here(), Notes(lambda line, _: said.append(line.removeprefix("epoch: "))))
    found = extensions.found
    if found.entries:
        extensions.load_all(*_taken(surroundings))
    rows = []
    for entry in found.entries:
        told = [line.removeprefix(entry.title).strip() for line in said if line.startswith(f"{entry.title} ")]
        failed = next((line.partition(_LEFT_OUT)[0] for line in told if _LEFT_OUT in line), "")
        note = next((line.partition(";")[0] for line in told), "")
        state = "failed" if failed else f"ok, but it {note}" if note else "ok"
        remedy = entry.remedy if failed else ""
        rows.append(Examined(SINGULAR[entry.kind], entry.name, entry.origin, state, failed, remedy))
    if found.project is not None and found.distrust:
        place = Path(found.project.folder.name)
        rows += [
            Examined(SINGULAR[entry.kind], entry.name, str(place / entry.origin.partition("/")[2]), "not trusted")
            for entry in found.project.entries()
        ]
        if found.project.trouble:
            rows.append(Examined("folder", place.name, str(found.project.folder), f"not trusted: {found.distrust}"))
    return rows


def _taken(surroundings: Surroundings) -> tuple[Mapping[Kind, Collection[str]], Collection[str]]:
    """The names that are not free, and the variables of keys that are no extension's."""
    from epoch_cli.convert.formats import FORMATS as OTHERS
    from epoch_cli.output.formats import FORMATS
    from epoch_cli.providers.table import RESERVED

    rows = surroundings.table().providers
    secrets = {variable for row in rows.values() for variable in row.key_variables}
    return {"readers": {*FORMATS, *OTHERS}, "providers": {*rows, *RESERVED}}, secrets
