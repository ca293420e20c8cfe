"""`epoch providers`: who could write, with which key and model, and whether they answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from epoch_cli.cli.extensions import extensions_here
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.presets import read_config
from epoch_cli.cli.report_outputs import terminal_width
from epoch_cli.cli.streams import short_path, write_data, write_json
from epoch_cli.cli.surroundings import surroundings_of
from epoch_cli.config.keys import locate_key
from epoch_cli.errors import ConfigError, ExitCode
from epoch_cli.output.columns import columns
from epoch_cli.output.model_list import FIRST_LISTED
from epoch_cli.output.text import visible
from epoch_cli.providers.addresses import address_of, without_password
from epoch_cli.providers.checking import Checked, check_provider
from epoch_cli.providers.opening import Surroundings, needs_key
from epoch_cli.providers.rows import ProviderRow

CHECK_SECONDS = 5.0
"""How long each provider may take to list its models."""

HEAD = ("NAME", "KEY", "MODEL", "ADDRESS")


class Facts(NamedTuple):
    """What is known of a provider without asking it.

    Attributes:
        row: with its address filled in where that was possible.
        key: where its key is; empty for nowhere.
        needs_key: whether it cannot be asked without one.
        missing: what its address lacks; empty for nothing.
        checked: what it answered; None when it was not asked.
    """

    row: ProviderRow
    key: str
    needs_key: bool
    missing: str = ""
    checked: Checked | None = None

    @property
    def ready(self) -> bool:
        """Whether it can be asked."""
        return not self.missing and (bool(self.key) or not self.needs_key)

    def cells(self, keys_file: Path) -> tuple[str, ...]:
        """The row of a table for people, as `HEAD` names its columns."""
        wanted = f"no {self.row.key_variables[0]}" if self.row.key_variables else "no key"
        key = self.key or (wanted if self.needs_key else "needs none")
        key = short_path(keys_file) if key == str(keys_file) else key
        if not self.row.base_url:
            return self.row.name, key, "", self.row.origin
        return self.row.name, key, self.row.model or FIRST_LISTED, without_password(self.row.base_url)

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        found: dict[str, Any] = {
            "name": self.row.name,
            "title": self.row.title,
            "dialect": self.row.dialect if self.row.base_url else None,
            "key": {"found": bool(self.key), "where": self.key or None, "needed": self.needs_key},
            "key_variables": list(self.row.key_variables),
            "base_url": without_password(self.row.base_url) or None,
            "model": self.row.model or None,
            "paid": self.row.paid,
            "origin": self.row.origin,
            "missing": self.missing or None,
        }
        return found if self.checked is None else {**found, "check": _check_json(self.checked)}


def run_providers(*, check: bool, form: str) -> int:
    """Run the command; see `commands` for `providers` for what each flag means.

    Raises:
        UsageError: there is no such format.
        ConfigError: the configuration, or the file of keys, cannot be used.
    """
    require_format(form)
    surroundings = surroundings_of(read_config(), extensions_here())
    facts = facts_of(surroundings)
    if check:
        facts = asyncio.run(_checked(facts, surroundings))
    if form == "json":
        write_json([each.as_json() for each in facts])
    else:
        write_data(facts_text(facts, surroundings.keys.path, width=terminal_width()).encode())
    return ExitCode.OK


def facts_of(surroundings: Surroundings) -> list[Facts]:
    """What is known of each provider, in the order in which keys are looked for.

    Raises:
        ConfigError: the user's rows, or the file of keys, cannot be used.
    """
    facts = []
    for row in surroundings.rows().values():
        missing = ""
        try:
            if row.base_url:
                row = row._replace(base_url=address_of(row, surroundings.environment))  # noqa: PLW2901
        except ConfigError as error:
            missing = f"{error.message}; {error.remedy}"
        key = "" if row.auth == "none" else locate_key(row, surroundings.environment, surroundings.keys)
        facts.append(Facts(row, key, needs_key(row), missing))
    return facts


def facts_text(facts: Sequence[Facts], keys_file: Path, *, width: int = 0) -> str:
    """A table, and under each row what is missing or what it answered.

    On a terminal of `width` columns in which a line does not fit, addresses stand on lines of their own; 0 is a pipe.
    """
    rows = [each.cells(keys_file) for each in facts]
    narrow = 0 < width < max(map(len, columns(rows, head=HEAD).splitlines()))
    kept = len(HEAD) - narrow
    head, *lines = columns([row[:kept] for row in rows], head=HEAD[:kept], width=width).splitlines()
    shown = [head]
    for line, row, each in zip(lines, rows, facts, strict=True):
        below = [row[-1]] if narrow else []
        if remark := _remark(each):
            below.append(remark)
        shown += [line, *(visible(f"    {text}", width) for text in below)]
    return "\n".join(shown) + "\n"


def _remark(facts: Facts) -> str:
    """What stands under a row; a row that nobody has a key for needs no explanation."""
    if facts.missing and facts.key:
        return facts.missing
    checked = facts.checked
    if checked is None:
        return ""
    if checked.models is None:
        return f"{checked.failure}; {checked.remedy}" if checked.remedy else checked.failure
    count = "1 model" if len(checked.models) == 1 else f"{len(checked.models)} models"
    return f"answers in {checked.seconds * 1000:.0f} ms, {count}"


def _check_json(checked: Checked) -> dict[str, Any]:
    return {
        "reachable": checked.models is not None,
        "milliseconds": round(checked.seconds * 1000),
        "models": None if checked.models is None else [model.id for model in checked.models],
        "failure": checked.failure or None,
        "remedy": checked.remedy or None,
    }


async def _checked(facts: Sequence[Facts], surroundings: Surroundings) -> list[Facts]:
    """Each provider that can be asked, asked; all at once."""

    async def asked(each: Facts) -> Facts:
        if not each.ready or not each.row.base_url:  # one of an extension, which lists no models
            return each
        return each._replace(checked=await check_provider(each.row.name, surroundings, seconds=CHECK_SECONDS))

    return list(await asyncio.gather(*map(asked, facts)))
