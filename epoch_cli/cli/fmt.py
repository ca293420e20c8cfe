"""`epoch fmt`: files in, the same files in their canonical form out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from epoch_cli.cli.streams import say, write_data
from epoch_cli.errors import ExitCode, UnreadableError
from epoch_cli.linting.formatting import Formatted, formatted
from epoch_cli.linting.sources import Found, Source, read_source
from epoch_cli.linting.writing import replace_file
from epoch_cli.output.text import error_line, visible


@dataclass(frozen=True, slots=True)
class FmtFlags:
    """The flags of `epoch fmt`; see `commands` for `fmt` for what each means."""

    files: Sequence[str]
    check: bool = False
    diff: bool = False
    exclude: Sequence[str] = ()
    stdin_name: str = ""
    quiet: bool = False
    verbosity: int = 0


@dataclass(slots=True)
class _Tally:
    changed: int = 0
    same: int = 0
    unreadable: int = 0


def run_fmt(flags: FmtFlags) -> int:
    """Run the command; gives its exit code."""
    found, tally = _find(flags), _Tally()
    for source in found.sources:
        try:
            _format(source, flags, tally)
        except UnreadableError as error:
            tally.unreadable += 1
            say(error_line(error))
    for unmatched in found.unmatched:
        say(error_line(unmatched))
    if not flags.quiet:
        say(_summary(tally, dry=flags.check or flags.diff))
    if tally.unreadable:
        return ExitCode.UNREADABLE
    if found.unmatched:
        return ExitCode.USAGE
    return ExitCode.FINDINGS if tally.changed and (flags.check or flags.diff) else ExitCode.OK


def _find(flags: FmtFlags) -> Found:
    from epoch_cli.cli.lint_settings import LintFlags, find_files
    from epoch_cli.cli.presets import read_config

    lint = LintFlags(flags.files, exclude=flags.exclude, stdin_name=flags.stdin_name)
    return find_files(lint, read_config())


def _format(source: Source, flags: FmtFlags, tally: _Tally) -> None:
    """Format one file, or show what would change of it.

    Raises:
        UnreadableError: it cannot be read or written; it is as it was.
    """
    try:
        raw = read_source(source)
    except UnreadableError as error:
        raise UnreadableError(f"{source.name}: {error.message}", remedy=error.remedy) from None
    result = formatted(source.name, raw, found=source.origin == "folder")
    changed = result is not None and result.changed
    tally.changed += changed
    tally.same += result is not None and not changed
    if result is None and (source.origin != "folder" or flags.verbosity):
        say(f"left as it is: {visible(source.name)} is no document or patch file")
    if flags.check or flags.diff:
        if result is not None and changed:
            _show(source, result, diff=flags.diff)
    elif source.origin == "stdin":
        write_data(raw if result is None else result.after.encode())
    elif result is not None and changed:
        replace_file(source.path, result.after.encode())
        if flags.verbosity:
            say(f"formatted: {visible(source.name)}")


def _show(source: Source, result: Formatted, *, diff: bool) -> None:
    if not diff:
        write_data(f"{visible(source.name)}\n".encode())
        return
    from epoch_cli.cli.report_outputs import write_diff

    write_diff(source.name, result.before, result.after)


def _summary(tally: _Tally, *, dry: bool) -> str:
    if not tally.changed + tally.same + tally.unreadable:
        return "epoch: there is nothing to format"
    said = []
    if tally.changed:
        said.append(f"{_files(tally.changed)} {'would be ' if dry else ''}formatted")
    if tally.same:
        said.append(f"{_files(tally.same)} as {'it' if tally.same == 1 else 'they'} should be")
    if tally.unreadable:
        said.append(f"{_files(tally.unreadable)} unreadable")
    return ", ".join(said)


def _files(count: int) -> str:
    return f"{count} file{'s' * (count != 1)}"
