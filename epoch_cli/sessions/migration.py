"""Sessions of earlier formats, brought up to today's while they are read: row by row, before they become events.

What a format changed is a row of `UPGRADES`: by the version that is left behind and the kind of event, a function from
the row as it was to the row as the next version has it. A field that came new with a default needs none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from epoch_cli.events import FORMAT

Row = dict[str, Any]
Upgrade = Callable[[Row], Row]
Upgrades = Mapping[int, Mapping[str, Upgrade]]


def _in_format(version: int) -> Upgrade:
    """Say in the row that it is of this version."""
    return lambda row: {**row, "format": version}


UPGRADES: Upgrades = MappingProxyType(
    {
        # 2 tells more (stages, context, ends of attempts, recoveries): what 1 does not say is empty
        1: MappingProxyType({"run_started": _in_format(2)}),
    }
)


class Migration:
    """Upgrades the rows of one session, whose first says of which format all are.

    Args:
        upgrades: what each version changed.
        newest: the version that rows are brought up to.
    """

    def __init__(self, upgrades: Upgrades = UPGRADES, newest: int = FORMAT) -> None:
        self._upgrades = upgrades
        self._newest = newest
        self._found = newest

    def upgraded(self, row: Row) -> Row:
        """The row as today's format has it; one of a later format, or of none, is left for `from_json` to refuse."""
        kind = str(row.get("event"))
        if kind == "run_started":
            told = row.get("format")
            self._found = told if type(told) is int and told >= 0 else self._newest
        for version in range(self._found, self._newest):
            upgrade = self._upgrades.get(version, {}).get(kind)
            row = row if upgrade is None else upgrade(row)
        return row
