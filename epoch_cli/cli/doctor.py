"""`epoch doctor`: what Epoch finds on this machine, and what is wrong with it. Shows no key and no password."""

from __future__ import annotations

from typing import Any

from epoch_cli.cli.examination import Examination, examine
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.providers import facts_text
from epoch_cli.cli.report_outputs import terminal_width
from epoch_cli.cli.streams import write_data, write_json
from epoch_cli.config.paths import keys_file
from epoch_cli.errors import ExitCode
from epoch_cli.output.columns import columns
from epoch_cli.output.text import visible

_INDENT = "  "


def run_doctor(*, form: str) -> int:
    """Run the command; see `commands` for `doctor` for what each flag means.

    The exit code is 1 when there is a problem.

    Raises:
        UsageError: there is no such format.
    """
    require_format(form)
    found = examine()
    if form == "json":
        write_json(_as_json(found))
    else:
        write_data(_text(found, terminal_width()).encode())
    return ExitCode.FINDINGS if found.problems else ExitCode.OK


def _as_json(found: Examination) -> dict[str, Any]:
    return {
        **{name: dict(rows) for name, rows in found.sections.items()},
        "config": [setting._asdict() for setting in found.settings],
        "providers": [facts.as_json() for facts in found.providers],
        "extensions": [each.as_json() for each in found.extensions],
        "problems": [problem._asdict() for problem in found.problems],
    }


def _text(found: Examination, width: int) -> str:
    """All sections; a terminal wraps what is too long, since half a path is no help."""
    parts = [_section(name, columns(rows)) for name, rows in found.sections.items()]
    settings = [(setting.key, setting.value, f"from {setting.origin}") for setting in found.settings]
    parts.append(_section("config", columns(settings)))
    if found.providers:
        table = facts_text(found.providers, keys_file(), width=max(0, width - len(_INDENT)))
        parts.append(_section("providers", table))
    if found.extensions:
        parts.append(_section("extensions", columns([each[:4] for each in found.extensions])))
    if not found.problems:
        return "\n".join([*parts, "no problems\n"])
    lines = [f"- {visible(each.what)}\n  {visible(each.remedy)}\n" for each in found.problems]
    return "\n".join([*parts, _section("problems", "".join(lines))])


def _section(name: str, body: str) -> str:
    return f"{name}\n" + "".join(f"{_INDENT}{line}\n" for line in body.splitlines())
