"""What a command has made, for stdout or for the file of `--output`."""

from __future__ import annotations

from pathlib import Path

from epoch_cli.cli.streams import say, write_data
from epoch_cli.linting.writing import replace_file
from epoch_cli.output.saving import FileOutput
from epoch_cli.output.text import visible


def write_made(data: bytes, output: Path | None, *, quiet: bool) -> None:
    """Write it to stdout; to a file when there is one, and say so.

    Raises:
        UnreadableError: the file cannot be written.
    """
    if output is None:
        write_data(data)
        return
    replace_file(output, data)
    if not quiet:
        say(f"wrote: {visible(str(output))}")


def keep_made(data: bytes, file: FileOutput | None, *, quiet: bool) -> None:
    """Write it to stdout; to a file when there is one, which replaces none unless it may, and say so.

    Raises:
        UsageError: there is such a file by now.
        UnreadableError: the file cannot be written.
    """
    if file is None:
        write_data(data)
        return
    file.write(data)
    file.save()
    if not quiet:
        say(f"wrote: {visible(str(file.path))}")
