"""The user's editor: for a prompt (`--edit`), and for a file (`epoch config edit`)."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any, Never

from epoch_cli.errors import ExitCode, UnreadableError, UsageError

SCISSORS = "# ------------------------ >8 ------------------------"
"""Where the prompt ends; what stands below is explanation."""

_EXPLANATION = f"""
{SCISSORS}
# Write above the line what to build, or what to change; from the line on
# all is left out. Save and leave to send it; without a prompt nothing is sent.
"""
_VARIABLES = ("VISUAL", "EDITOR")
_STDERR = 2
_KNOWN = ("sensible-editor", "nano", "vim", "vi", "notepad")


def edited(text: str = "") -> str:
    """Open an editor with a text; gives what the user made of it, without the explanation below it.

    The file is readable for its owner alone, and gone afterwards, also when the process is asked to end.

    Raises:
        UsageError: there is no editor or no terminal for it, it failed, or the text is empty.
        UnreadableError: what was written cannot be read.
    """
    command = editor_command(os.environ)
    with _terminal() as terminal, _leaving_in_good_order():
        descriptor, name = tempfile.mkstemp(prefix="epoch-", suffix=".md")
        path = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(f"{text}\n{_EXPLANATION}")
            _run([*command, name], terminal, "nothing was sent")
            written = _above(path)
        finally:
            path.unlink(missing_ok=True)
    if not written.strip():
        raise UsageError("nothing to do: the prompt is empty", remedy="write it above the line")
    return written


def edit_file(path: Path) -> None:
    """Open an editor with a file, and wait until the user leaves it; without a terminal, as a script may want it.

    Raises:
        UsageError: there is no editor, or it failed.
    """
    command = editor_command(os.environ)
    with ExitStack() as stack:
        terminal = None
        with suppress(UsageError):
            terminal = stack.enter_context(_terminal())
        stack.enter_context(_leaving_in_good_order())
        _run([*command, str(path)], terminal, "nothing was changed")


def editor_command(environment: Mapping[str, str]) -> list[str]:
    """The words of the command that the user edits texts with: $VISUAL, $EDITOR, or an editor that is there.

    Raises:
        UsageError: there is none.
    """
    for variable in _VARIABLES:
        if environment.get(variable, "").strip():
            return _words(variable, environment[variable])
    found = next((name for name in _KNOWN if shutil.which(name)), None)
    if found is None:
        raise UsageError("there is no editor", remedy="set EDITOR to the command of yours")
    return [found]


def _words(variable: str, command: str) -> list[str]:
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError as error:  # a quote that is not closed
        words, reason = [], f" ({str(error).lower()})"
    else:
        reason = ""
    if not words:
        raise UsageError(f"${variable} is no command{reason}", remedy=f"correct {variable}")
    return words


@contextmanager
def _terminal() -> Iterator[IO[bytes] | None]:
    """The terminal that we were started from, whatever stdin and stdout are; None where that is no file."""
    if os.name == "nt":
        yield None
        return
    try:
        terminal = Path("/dev/tty").open("r+b", buffering=0)  # noqa: SIM115  opened here for its error, closed by the `with` below
    except OSError:
        raise UsageError("--edit: there is no terminal", remedy="give the prompt, or --prompt-file FILE") from None
    with terminal:
        yield terminal


@contextmanager
def _leaving_in_good_order() -> Iterator[None]:
    """Let SIGTERM and SIGHUP leave by way of all that is to be cleaned up; what `nohup` ignores stays ignored."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    heard = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before: dict[int, Any] = {number: signal.signal(number, _leave) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(*_: object) -> Never:
    raise SystemExit(ExitCode.TERMINATED)


def _run(command: list[str], terminal: IO[bytes] | None, otherwise: str) -> None:
    # stdin may be nothing and stdout a pipe for the patches: what is typed and drawn is the terminal's
    typed = None if sys.stdin.isatty() else terminal
    drawn: IO[bytes] | int | None = None if sys.stdout.isatty() else terminal or _STDERR
    try:
        with subprocess.Popen(command, stdin=typed, stdout=drawn) as process:  # noqa: S603  the user's own editor
            try:
                code = process.wait()
            except BaseException:
                process.terminate()  # and not killed: it has a terminal to put in order
                raise
    except OSError as error:
        raise UsageError(
            f"{command[0]} cannot be started ({error.strerror})", remedy="set EDITOR to the command of yours"
        ) from None
    if code:
        raise UsageError(f"{command[0]} ended with {code}, so {otherwise}", remedy="try again")


def _above(path: Path) -> str:
    from epoch_cli.cli.streams import read_text

    if not path.is_file():
        raise UnreadableError("--edit: the editor left no file", remedy="save to the file that it opens with")
    return read_text(str(path)).partition(SCISSORS)[0].strip()
