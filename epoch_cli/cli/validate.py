"""`epoch validate`: files in, findings out."""

from __future__ import annotations

from typing import Any

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.cli.streams import read_text, say, write_data
from epoch_cli.errors import ExitCode, UnreadableError
from epoch_cli.output.narration import finding_line
from epoch_cli.output.text import error_line
from epoch_cli.reading.strict_json import NotStrictError, parse_strict
from epoch_cli.validation import Report, validate


def run_validate(files: list[str], *, preset: str, budget: str, quiet: bool) -> int:
    """Run the command; see `app.validate` for what each flag means."""
    catalog = load_catalog(preset)
    catalog.profile(budget)
    worst, findings, checked = ExitCode.OK, 0, 0
    for name in files:
        try:
            report = _check(name, catalog, budget)
        except UnreadableError as error:
            say(error_line(error))
            worst = max(worst, error.exit_code)
            continue
        for diagnostic in report.diagnostics:
            write_data(f"{finding_line(diagnostic, f'{name}{diagnostic.pointer}')}\n".encode())
        checked += 1
        findings += len(report.diagnostics)
        if not report.ok:
            worst = max(worst, ExitCode.FINDINGS)
    if checked and not quiet:
        say(f"{checked} file{'s' * (checked != 1)} checked, {findings or 'no'} finding{'s' * (findings != 1)}")
    return worst


def _check(name: str, catalog: Catalog, budget: str) -> Report:
    return validate(_parse(name), catalog, profile=budget)


def _parse(name: str) -> Any:
    text = read_text(name)
    shown = "stdin" if name == "-" else name
    try:
        return parse_strict(text)
    except NotStrictError as error:
        line, column = text.count("\n", 0, error.at) + 1, error.at - text.rfind("\n", 0, error.at)
        remedy = "correct it at that place"
        raise UnreadableError(f"{shown}:{line}:{column}: {error.what} ({error.reason})", remedy=remedy) from None
    except RecursionError:
        raise UnreadableError(f"{shown}: nested too deeply", remedy="flatten it") from None
