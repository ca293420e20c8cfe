"""The process's standard streams, as commands use them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TextIO

from epoch_cli.errors import UnreadableError


class PipeClosed(Exception):  # noqa: N818  whoever read our stdout has seen enough; that is no error
    """The reader of stdout has gone."""


class Streams(Protocol):
    """Stands in for stdout and stderr."""

    def write(self, data: bytes) -> None:
        """Write data; errors as `write_data`."""

    def say(self, line: str) -> None:
        """Say a line."""


_instead: Streams | None = None


@contextmanager
def standing_in(streams: Streams) -> Iterator[None]:
    """Let others take what is written and said while the block runs, as when a screen has the terminal."""
    global _instead  # noqa: PLW0603  the standard streams are one for the process, and so is what stands in for them
    before, _instead = _instead, streams
    try:
        yield
    finally:
        _instead = before


def write_data(data: bytes) -> None:
    """Write to stdout now.

    Raises:
        PipeClosed: nobody reads any more.
        UnreadableError: it cannot be written, such as to a full disk.
    """
    if _instead is not None:
        _instead.write(data)
        return
    with failures_of(sys.stdout):
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


@contextmanager
def failures_of(stream: TextIO) -> Iterator[None]:
    """Tell what may go wrong while data is written to a stream, which then leads nowhere; errors as `write_data`."""
    try:
        yield
    except BrokenPipeError:
        abandon(stream)
        raise PipeClosed from None
    except OSError as error:
        abandon(stream)
        raise UnreadableError(f"stdout: cannot be written ({error.strerror})", remedy="make room there") from None


def write_json(data: Any) -> None:
    """Write a value to stdout as indented JSON that no terminal obeys; errors as `write_data`."""
    write_data(json_text(data))


def json_text(data: Any, *, lines: bool = False) -> bytes:
    """A value as JSON that no terminal obeys, with a line end: indented, or on a line of its own."""
    import json

    import orjson

    from epoch_cli.events import harmless

    how = orjson.OPT_APPEND_NEWLINE | (0 if lines else orjson.OPT_INDENT_2)
    try:
        text = orjson.dumps(data, option=how)
    except TypeError:  # half a character, as file names and variables may hold, is no UTF-8: it is written as an escape
        text = f"{json.dumps(data, indent=None if lines else 2)}\n".encode("ascii")
    return harmless(text)


def abandon(stream: TextIO) -> None:
    """Let a stream lead nowhere, so that the interpreter's own flush at exit does not complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def hold_standard_streams() -> None:
    """Open what of stdin, stdout and stderr was closed by the caller.

    Otherwise the next file that is opened would get its number, and narration would be written into a session.
    """
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one
            setattr(sys, name, open(nowhere, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def say(line: str) -> None:
    """Say a line on stderr; when nobody listens, that is no reason to fail."""
    if _instead is not None:
        _instead.say(line)
        return
    try:
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
    except OSError:
        abandon(sys.stderr)


def short_path(path: Path) -> str:
    """A path as people write it: from their home folder, where it is in there."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)


def read_text(name: str) -> str:
    """The text of a file, or of stdin for `-`.

    Raises:
        UnreadableError: it cannot be opened, or is not UTF-8.
    """
    from epoch_cli.config.bounded_reading import MOST_GIVEN, read_bounded, read_stream

    try:
        raw = read_stream(sys.stdin.buffer) if name == "-" else read_bounded(name, MOST_GIVEN)
    except OSError as error:
        raise UnreadableError(f"{name}: cannot be read ({error.strerror})", remedy="check the path") from None
    from epoch_cli.linting.text import decoded
    from epoch_cli.reading.strict_json import BOM

    return decoded(name, raw).removeprefix(BOM)


def on_terminal() -> bool:
    """Whether both stdout and stderr are a terminal, so that a picture may be drawn."""
    return sys.stdout.isatty() and sys.stderr.isatty()
