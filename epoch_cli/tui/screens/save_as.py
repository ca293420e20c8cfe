"""The line that asks for a file to write to."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from epoch_cli.errors import EpochError
from epoch_cli.linting.writing import is_special
from epoch_cli.output.saving import FileOutput
from epoch_cli.tui.screens.confirm import ConfirmScreen
from epoch_cli.tui.screens.dialog import CLOSE, Prompt
from epoch_cli.validation.fixes.spelling import slug


class SaveScreen(Prompt[Path | None]):
    """Writes data to a file that is asked for; gives its path, or None when nothing was written.

    Args:
        data: what is written, as a whole or not at all.
        suggested: the name of the file at first.
    """

    def __init__(self, data: bytes, suggested: str) -> None:
        super().__init__("Save as", [("enter", "write"), CLOSE], value=suggested, example="the name of a file")
        self._data = data

    def on_input_changed(self) -> None:
        """What was wrong is being corrected."""
        self.say("")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Write, or say what is in the way."""
        name = event.value.strip()
        if not name:
            self.say("give the name of a file, or close with escape", wrong=True)
            return
        try:
            path = Path(name).expanduser()
            asks = path.exists() and not path.is_dir()
        except (OSError, ValueError, RuntimeError) as error:  # too long, a null character, no such user
            self.say(f"{name}: cannot be the name of a file ({getattr(error, 'strerror', None) or error})", wrong=True)
            return
        if is_special(path):  # a pipe holds up whoever opens it until somebody reads, and with that the screen
            self.say(f"{path}: no file, but a device or a pipe; give another name", wrong=True)
        elif asks:
            asked = ConfirmScreen("Save as", f"{path} exists. Write over it?", "Overwrite")
            self.app.push_screen(asked, lambda yes: self._write(path, force=True) if yes else None)
        else:
            self._write(path, force=path.is_dir())  # which is then said to be one, rather than to exist

    def _write(self, path: Path, *, force: bool) -> None:
        try:
            file = FileOutput(path, force=force)
            file.write(self._data)
            file.save()
        except ValueError as error:
            self.say(f"{path}: cannot be the name of a file ({error})", wrong=True)
            return
        except EpochError as error:
            self.say(f"{error.message}: {_remedy(error)}" if _remedy(error) else error.message, wrong=True)
            return
        self.dismiss(path)


def suggested_name(prompt: str) -> str:
    """A name for a file, made of what was asked for."""
    return f"{slug(prompt, longest=40) or 'interface'}.json"


def _remedy(error: EpochError) -> str:
    """What to do, without the flag that there is none of here."""
    return error.remedy.replace(", or add --force", "")
