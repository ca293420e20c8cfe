"""`--edit`: the prompt as the user writes it in an editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from epoch_cli.errors import UnreadableError, UsageError

SCISSORS = "# ------------------------ >8 ------------------------"
"""Where the prompt ends; what stands below is explanation."""

_EXPLANATION = f"""
{SCISSORS}
# Write above the line what to build, or what to change; from the line on
# all is left out. Save and leave to send it; without a prompt nothing is sent.
"""
_VARIABLES = ("VISUAL", "EDITOR")
_KNOWN = ("sensible-editor", "nano", "vim", "vi", "notepad")


def edited(text: str = "") -> str:
    """Open an editor with a text; gives what the user made of it, without the explanation below it.

    The file is readable for its owner alone, and gone afterwards.

    Raises:
        UsageError: there is no editor, it failed, or the text is empty.
        UnreadableError: what was written cannot be read.
    """
    command = editor_command(os.environ)
    descriptor, name = tempfile.mkstemp(prefix="epoch-", suffix=".md")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{text}\n{_EXPLANATION}")
        _run([*command, name])
        written = _above(path)
    finally:
        path.unlink(missing_ok=True)
    if not written.strip():
        raise UsageError("nothing to do: the prompt is empty", remedy="write it above the line")
    return written


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
        raise UsageError("--edit: there is no editor", remedy="set EDITOR to the command of yours")
    return [found]


def _words(variable: str, command: str) -> list[str]:
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError as error:  # a quote that is not closed
        words, reason = [], f" ({str(error).lower()})"
    else:
        reason = ""
    if not words:
        raise UsageError(f"--edit: ${variable} is no command{reason}", remedy=f"correct {variable}")
    return words


def _run(command: list[str]) -> None:
    # stdout may be a pipe for the patches: what the editor draws is for the terminal
    output = None if sys.stdout.isatty() else sys.stderr
    try:
        code = subprocess.run(command, check=False, stdout=output).returncode  # noqa: S603  the user's own editor
    except OSError as error:
        raise UsageError(
            f"--edit: {command[0]} cannot be started ({error.strerror})", remedy="set EDITOR to the command of yours"
        ) from None
    if code:
        raise UsageError(f"--edit: {command[0]} ended with {code}, so nothing was sent", remedy="try again")


def _above(path: Path) -> str:
    from epoch_cli.cli.streams import read_text

    if not path.is_file():
        raise UnreadableError("--edit: the editor left no file", remedy="save to the file that it opens with")
    return read_text(str(path)).partition(SCISSORS)[0].strip()
