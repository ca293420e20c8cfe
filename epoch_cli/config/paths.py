"""Where things are: the presets that ship with Epoch, and the user's own folders and files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from epoch_cli.errors import UsageError

DEFAULT_PRESET = "punk"
"""The built-in design system that is meant where nobody names one."""
_NOWHERE = Path("/proc/HOME-is-not-set")
"""Nothing is here, nobody can make it, and whoever is told of a file in it reads why."""


def presets_dir() -> Path:
    """The folder of the built-in presets.

    In an installed wheel it lies inside the package; in a checkout, which an editable install points to, beside it.
    """
    package = Path(__file__).resolve().parent.parent
    installed = package / "presets"
    return installed if installed.is_dir() else package.parent / "presets"


def working_folder() -> Path:
    """Where we are.

    Raises:
        UsageError: that folder has been removed since the shell went there.
    """
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError(f"the working folder is gone ({error.strerror})", remedy="cd to one that is there") from None


def home_folder() -> Path | None:
    """The user's home folder; None where nobody knows."""
    try:
        return Path.home()
    except RuntimeError:
        return None


def user_data_dir() -> Path:
    """`<user data>/epoch`, where sessions are kept; not created here."""
    from platformdirs import user_data_path  # noqa: PLC0415  only commands that write need it

    return _absolute(user_data_path, ".local/share/epoch")


def sessions_dir() -> Path:
    """Where the session of every run is written."""
    return user_data_dir() / "sessions"


def cache_dir() -> Path:
    """Where what was worked out from files is kept, for `config.cache.Cache`; not created here."""
    from platformdirs import user_cache_path  # noqa: PLC0415  not every command needs it

    return _absolute(user_cache_path, ".cache/epoch")


def answers_dir() -> Path:
    """Where answers of providers are kept to be given again, for `engine.cache.AnswerCache`; not created here."""
    return cache_dir() / "answers"


def user_config_file() -> Path:
    """The user's own configuration file; it need not exist."""
    from platformdirs import user_config_path  # noqa: PLC0415  not every command needs it

    return _absolute(user_config_path, ".config/epoch") / "config.toml"


def keys_file() -> Path:
    """The user's file of API keys; it need not exist."""
    return user_config_file().with_name("keys.json")


def _absolute(find: Callable[..., Path], usual: str) -> Path:
    """A folder of the user's; the usual one where a variable, or HOME itself, names none from the root.

    The XDG specification has such a value ignored, and earlier releases of platformdirs do not. Counted from the folder
    that we are in, a repository could bring a configuration that counts as the user's own. Where there is no HOME, and
    the system does not know the user either, as in a container, there is nothing to read, and nowhere to write.
    """
    try:
        folder = find("epoch", appauthor=False)
        if folder.is_absolute():
            return folder
        import pwd  # noqa: PLC0415  on Windows every folder is absolute

        return Path(pwd.getpwuid(os.getuid()).pw_dir, usual)
    except (KeyError, RuntimeError):
        return _NOWHERE / usual
