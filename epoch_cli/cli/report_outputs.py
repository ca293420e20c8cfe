"""Where the reports of `epoch validate` go: formats to stdout and to files, as the flags pair them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from epoch_cli.cli.color import shows_color
from epoch_cli.cli.streams import write_data
from epoch_cli.errors import UsageError
from epoch_cli.linting.report import FileReport
from epoch_cli.nearest import did_you_mean
from epoch_cli.output.reports import FORMATS, ReportWriter, make_report
from epoch_cli.validation import Rule


class Wanted(NamedTuple):
    """One report: its format, empty for the usual one, and its file, None for stdout."""

    form: str = ""
    file: Path | None = None


def pair_outputs(order: Sequence[str], formats: Sequence[str], files: Sequence[Path]) -> list[Wanted]:
    """Pair each `-o FILE` with the format before it; a file before any format has the usual one.

    Args:
        order: the names of the parameters given, in their order.
        formats: those of `output_format`, in their order.
        files: those of `output`, in their order.

    Raises:
        UsageError: a format that is none, or two of them for one place, or two files for one format.
    """
    given_formats, given_files = iter(formats), iter(files)
    wanted: list[Wanted] = []
    for name in order:
        if name == "output_format":
            wanted.append(Wanted(_format(next(given_formats))))
        elif name == "output":
            file = next(given_files)
            if wanted and wanted[-1].file is not None:
                raise UsageError(f"-o {file}: the format before it has a file already", remedy="give it a format first")
            wanted[-1:] = [Wanted(wanted[-1].form if wanted else "", file)]
    if sum(each.file is None for each in wanted) > 1:
        raise UsageError("two formats for stdout", remedy="give all but one of them a file: --output-format F -o FILE")
    for each in wanted:
        _check_file(each.file, [other.file for other in wanted])
    return wanted or [Wanted()]


def _format(name: str) -> str:
    if name in FORMATS:
        return name
    raise UsageError(f"no output format {name!r}", remedy=did_you_mean(name, FORMATS))


def _check_file(file: Path | None, all_files: Sequence[Path | None]) -> None:
    if file is None:
        return
    if os.path.isdir(file):  # noqa: PTH112  a Path fails on names that are too long
        raise UsageError(f"{file} is a folder", remedy="give the name of a file in it")
    if not os.path.isdir(file.parent):  # noqa: PTH112  as above
        raise UsageError(f"{file.parent} is no folder", remedy="create it first")
    if all_files.count(file) > 1:
        raise UsageError(f"{file} is given twice", remedy="give each report a file of its own")


class Outputs:
    """The reports of one run, written as files are checked; those for files are put in place at the end.

    Args:
        wanted: the reports.
        statistics: keep findings off stdout, unless a format was named for it: the table stands there instead.
        rules: those besides Epoch's own that files are held to.
    """

    def __init__(self, wanted: Iterable[Wanted], *, statistics: bool = False, rules: Sequence[Rule] = ()) -> None:
        self._stdout: ReportWriter | None = None
        self._files: list[tuple[Path, ReportWriter, list[str]]] = []
        for each in wanted:
            if each.file is not None:
                self._files.append((each.file, make_report(each.form or "concise", rules=rules), []))
            elif each.form or not statistics:
                form = each.form or usual_format()
                self._stdout = make_report(form, color=shows_color(), width=terminal_width(), rules=rules)

    @property
    def on_stdout(self) -> bool:
        """Whether findings go to stdout."""
        return self._stdout is not None

    def file(self, report: FileReport) -> str:
        """Take in one more file; gives what there is to write to stdout."""
        for _, writer, parts in self._files:
            parts.append(writer.file(report))
        return self._stdout.file(report) if self._stdout is not None else ""

    def rest(self) -> str:
        """What there is left to write to stdout, when all files are in."""
        return self._stdout.close() if self._stdout is not None else ""

    def close(self) -> None:
        """Write the files.

        Raises:
            UnreadableError: one cannot be written.
        """
        if not self._files:
            return
        from epoch_cli.linting.writing import replace_file

        for path, writer, parts in self._files:
            replace_file(path, "".join([*parts, writer.close()]).encode())


def write_text(text: str) -> None:
    """Write to stdout, if there is anything to write."""
    if text:
        write_data(text.encode())


def write_diff(name: str, before: str, after: str) -> None:
    """Write the change of a file: for a terminal with nothing in it that it would obey, for a tool as it is."""
    from epoch_cli.output.unified_diff import shown_diff, unified_diff

    if sys.stdout.isatty():
        write_text(shown_diff(name, before, after, color=shows_color()))
    else:
        write_text(unified_diff(name, before, after))


def usual_format() -> str:
    """What people read on a terminal, and what tools read in a pipe."""
    return "full" if sys.stdout.isatty() else "concise"


def terminal_width() -> int:
    """The columns of the terminal that stdout is; 0 when it is none, or does not say."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns if sys.stdout.isatty() else 0
    except OSError:
        return 0
