"""`epoch validate --watch`: check again whenever a file changes, comes or goes. Ctrl-C ends it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from epoch_cli.cli.lint_settings import Plan, find_files, make_plan
from epoch_cli.cli.presets import read_config
from epoch_cli.cli.streams import say
from epoch_cli.cli.validate import ValidateFlags, check_once
from epoch_cli.errors import EpochError
from epoch_cli.linting.patterns import absolute
from epoch_cli.output.text import error_line, visible

_PACE = 0.25  # seconds between two looks: soon enough for people, and a walk over 1 000 files takes 5 ms
_NAMED = 3  # changed files that are named

Snapshot = Mapping[str, tuple[int, int]]
"""Of every file the time of its last change, and its size."""


def watch(flags: ValidateFlags) -> NoReturn:
    """Check, and check again after every change, until Ctrl-C.

    Raises:
        UsageError, ConfigError: flags or configuration that cannot be used, at the start; later that is only told.
        KeyboardInterrupt: the end.
    """
    plan = make_plan(flags.lint)
    first = True
    while True:
        before = _snapshot(flags, plan)
        try:
            check_once(flags, plan)
        except EpochError as error:  # such as a baseline that is being written
            if first:
                raise
            say(error_line(error))
        first = False
        if not flags.quiet:
            number = len(plan.found.sources)
            say(f"watching {number} file{'s' * (number != 1)}; Ctrl-C ends")
        plan = _changed_plan(flags, plan, before)


def _snapshot(flags: ValidateFlags, plan: Plan) -> Snapshot:
    """How the files of a plan are now, without those that are written each time."""
    written = {absolute(each.file) for each in flags.outputs if each.file is not None}
    inputs = [*plan.inputs, *([flags.baseline] if flags.baseline else [])]
    paths = [*(source.path for source in plan.found.sources), *map(absolute, inputs)]
    return _stamps(path for path in paths if path not in written)


def _changed_plan(flags: ValidateFlags, plan: Plan, before: Snapshot) -> Plan:
    """Wait for a change; gives the plan that then holds."""
    told = ""
    while True:
        time.sleep(_PACE)
        try:
            now = _looked_again(flags, plan, before)
        except EpochError as error:  # such as a configuration that is being written
            if (line := error_line(error)) != told:
                told = line
                say(line)
            continue
        after = _snapshot(flags, now)
        changed = [path for path in {**before, **after} if before.get(path) != after.get(path)]
        if changed or told:
            if not flags.quiet:
                say(_told(changed))
            return now
        plan = now


def _looked_again(flags: ValidateFlags, plan: Plan, before: Snapshot) -> Plan:
    """The plan as it is now; the design system is read again only when one of its files has changed."""
    config = read_config()
    inputs = _stamps(map(absolute, plan.inputs))
    if config != plan.config or any(before.get(path) != inputs.get(path) for path in map(absolute, plan.inputs)):
        return make_plan(flags.lint)
    return plan._replace(found=find_files(flags.lint, config))


def _told(changed: list[str]) -> str:
    names = [visible(os.path.relpath(path)) for path in changed[:_NAMED]]
    more = f" and {len(changed) - _NAMED} more" if len(changed) > _NAMED else ""
    return f"changed: {', '.join(names)}{more}; checking again" if names else "checking again"


def _stamps(paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    stamps: dict[str, tuple[int, int]] = {}
    for path in paths:
        with suppress(OSError):
            status = Path(path).stat()
            stamps[path] = status.st_mtime_ns, status.st_size
    return stamps
