"""`epoch help`: topics, each a text that no single command's `--help` could hold."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence

from epoch_cli.cli.commands import GROUPS, HOMES
from epoch_cli.cli.formats import require_format
from epoch_cli.cli.paging import show
from epoch_cli.cli.streams import write_data
from epoch_cli.cli.topics import topic_text, topics
from epoch_cli.errors import ExitCode, UsageError
from epoch_cli.nearest import did_you_mean

FORMATS = ("text", "md")
_MARGIN = 3
_WIDTHS = (40, 100)
"""The least and the most columns that text is wrapped at; longer lines are hard to read."""


def run_help(words: Sequence[str], *, form: str, pager: bool) -> int:
    """Run the command; see `commands/help.py` for what each flag means."""
    require_format(form, FORMATS)
    known = topics()
    if not words:
        write_data((markdown_list(known) if form == "md" else _list(known)).encode())
        return ExitCode.OK
    name = "-".join(words).lower()
    if name in known:
        _show_topic(name, form, pager=pager)
        return ExitCode.OK
    if words[0] in HOMES:
        return _help_of(words)
    raise UsageError(f"no topic or command {' '.join(words)!r}", remedy=did_you_mean(name, (*known, *HOMES)))


def _list(known: Mapping[str, str]) -> str:
    widest = max(map(len, known)) + _MARGIN
    lines = (f"  {name:<{widest}}{title}" for name, title in known.items())
    return "\n".join(
        ("Topics:", *lines, "", "epoch help TOPIC shows one, epoch help COMMAND what a command takes.", "")
    )


def markdown_list(known: Mapping[str, str]) -> str:
    """All topics as the table that README has."""
    rows = (f"| `epoch help {name}` | {title} |\n" for name, title in known.items())
    return f"| topic | what it is about |\n| --- | --- |\n{''.join(rows)}"


def _show_topic(name: str, form: str, *, pager: bool) -> None:
    from epoch_cli.output.plain_markdown import plain

    text = topic_text(name)
    if form == "md":
        write_data(text.encode())
        return
    if name in HOMES:
        text += f"\nWhat the command takes: epoch {name} --help\n"
    show(plain(text, _width()), paged=pager)


def _width() -> int:
    """The columns that text is wrapped at: those of the terminal within limits, and 80 in a pipe."""
    least, most = _WIDTHS
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    return max(least, min(columns, most))


def _help_of(words: Sequence[str]) -> int:
    """As `epoch COMMAND --help`; for a group that has no such command, the help of the group says so."""
    from epoch_cli.cli.app import make_app

    named = words if words[0] in GROUPS else words[:1]
    return int(make_app(named)([*named, "--help"], prog_name="epoch", standalone_mode=False) or ExitCode.OK)
