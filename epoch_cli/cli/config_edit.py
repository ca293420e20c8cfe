"""`epoch config edit`: a file of the configuration in the user's editor, and in its place only when it is right."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from epoch_cli.cli.config_files import ConfigFile, chosen_file
from epoch_cli.cli.editor import edit_file
from epoch_cli.cli.streams import say, short_path
from epoch_cli.config.paths import DEFAULT_PRESET
from epoch_cli.config.settings import VARIABLES
from epoch_cli.errors import ConfigError, ExitCode
from epoch_cli.output.text import error_text, visible

_HEAD = """\
# {what}
# `epoch schema {schema}` says what each key takes, `epoch config show --origin` what applies.
#
# preset = "{preset}"
# budget = "strict"
#
# [rules]
# ignore = ["EP813"]
"""


def run_edit(*, project: bool, quiet: bool) -> int:
    """Open the user's file, or the project's, in an editor, and check what comes of it.

    Raises:
        UsageError: there is no editor, or it failed.
        ConfigError: what was written is wrong and was given up, or the file cannot be written; it is as it was.
    """
    file = chosen_file(project=project)
    before = file.read()
    given = before if file.exists else _head(file)
    folder = Path(tempfile.mkdtemp(prefix="epoch-"))  # for its owner alone, as the file may be
    kept = False
    try:
        # under the name of the file, by which editors know what it is
        copy = folder / file.path.name
        copy.write_bytes(given)
        written = _edited(file, copy)
        if written == given:
            return _told("nothing was changed", quiet=quiet)
        try:
            file.change(lambda now: _unless_changed(file, now, before, written))
        except ConfigError:
            kept = True
            say(visible(f"what you wrote is in {copy}"))
            raise
    finally:
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)
    return _told(f"written: {short_path(file.path)}", quiet=quiet)


def _head(file: ConfigFile) -> bytes:
    """What a new file begins with."""
    what = f"Your own settings of epoch; a project's file and {', '.join(VARIABLES)} come before them."
    if not file.user:
        what = "Settings of epoch for this project; they come before everybody's own."
    return _HEAD.format(what=what, preset=DEFAULT_PRESET, schema="user-config" if file.user else "config").encode()


def _edited(file: ConfigFile, copy: Path) -> bytes:
    """What the user made of the copy, once it is right.

    Raises:
        ConfigError: it is wrong, and the user does not go on, or there is no terminal to ask on.
    """
    while True:
        edit_file(copy)
        try:
            written = copy.read_bytes()
        except OSError as error:
            message = f"{copy}: the editor left no file ({error.strerror})"
            raise ConfigError(message, remedy="save to the file that it opens with") from None
        try:
            file.refuse_wrong(written)
        except ConfigError as error:
            if not (sys.stdin.isatty() and sys.stderr.isatty()):
                raise ConfigError(error.message, remedy=f"{file.path} is as it was") from None
            say(f"epoch: {error_text(error)}")
            if not _goes_on(file):
                raise ConfigError("what you wrote was given up", remedy=f"{file.path} is as it was") from None
        else:
            return written


def _goes_on(file: ConfigFile) -> bool:
    """Ask whether to open the editor again; Enter does."""
    sys.stderr.write(visible(f"Edit again, or quit and keep {short_path(file.path)} as it was? [E/q] "))
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        say("")  # Ctrl-D leaves the cursor behind the question
        return False
    return answer.strip().lower() not in {"q", "quit", "n", "no"}


def _unless_changed(file: ConfigFile, now: bytes, before: bytes, written: bytes) -> bytes:
    if now != before:
        message = f"{file.path} was changed by somebody else in the meantime, and is as they left it"
        raise ConfigError(message, remedy="run `epoch config edit` again, and put in what you wrote")
    return written


def _told(line: str, *, quiet: bool) -> int:
    if not quiet:
        say(visible(line))
    return ExitCode.OK
