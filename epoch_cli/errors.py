"""Everything that can go wrong, and the exit code of each.

    EpochError
    ├── UsageError            flags or arguments that cannot be used                    exit 2
    ├── ConfigError           a configuration file or value that cannot be used         exit 2
    │   └── CatalogError      a preset that cannot be found, read or checked            exit 2
    ├── ProviderError         a provider, its network or its key                        exit 3
    ├── GenerationTimeout     the time allowed for a run is used up                     exit 4
    ├── BudgetError           a token, patch or money budget is used up                 exit 5
    ├── UnreadableError       a file that cannot be opened, decoded or parsed           exit 6
    │   └── SessionError      a session file that is not one, or of a later version     exit 6
    └── PatchError            an RFC 6902 operation that cannot be applied              exit 1
        └── PointerError      an RFC 6901 pointer that cannot be parsed or followed     exit 1

Every error says what happened in its message and what to do next in `remedy`; the command line prints both on
stderr and exits with `exit_code` (design section 7).
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the `epoch` command: one list, from which help and README are checked."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    PROVIDER = 3
    TIMEOUT = 4
    BUDGET = 5
    UNREADABLE = 6
    FALLBACK = 7
    BUG = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143


class EpochError(Exception):
    """Base of all errors that Epoch raises on purpose.

    Args:
        message: what happened and where, one line, no trailing full stop.
        remedy: what the user can do next, one line; empty when there is nothing to do.
    """

    exit_code: ExitCode = ExitCode.BUG

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UsageError(EpochError):
    """Flags or arguments that cannot be used as given."""

    exit_code = ExitCode.USAGE


class ConfigError(EpochError):
    """A configuration file or value that cannot be used."""

    exit_code = ExitCode.USAGE


class CatalogError(ConfigError):
    """A preset that cannot be found, read or checked; the message names file, key and what was expected."""


class ProviderError(EpochError):
    """A provider, its network or its key failed.

    Args:
        message: as in `EpochError`.
        remedy: as in `EpochError`.
        category: the class of failure (decision 10), such as `PROVIDER_ERROR` or `AUTH`.
    """

    exit_code = ExitCode.PROVIDER

    def __init__(self, message: str, *, remedy: str = "", category: str = "PROVIDER_ERROR") -> None:
        super().__init__(message, remedy=remedy)
        self.category = category


class GenerationTimeout(EpochError):  # noqa: N818  says what it is
    """The time allowed for a run is used up; what was accepted until then is kept."""

    exit_code = ExitCode.TIMEOUT


class BudgetError(EpochError):
    """A token, patch or money budget is used up; what was accepted until then is kept."""

    exit_code = ExitCode.BUDGET


class UnreadableError(EpochError):
    """A file that cannot be opened, decoded or parsed."""

    exit_code = ExitCode.UNREADABLE


class SessionError(UnreadableError):
    """A file that is not a session, or one of a later format than this Epoch reads."""


class PatchError(EpochError):
    """An RFC 6902 operation that cannot be applied; the document is as it was before.

    Args:
        message: as in `EpochError`.
        pointer: the JSON pointer that the failure is about.
        index: the position of the operation in its array; 0 for a single operation.
        remedy: as in `EpochError`.
    """

    exit_code = ExitCode.FINDINGS

    def __init__(self, message: str, *, pointer: str = "", index: int = 0, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.pointer = pointer
        self.index = index


class PointerError(PatchError):
    """An RFC 6901 pointer that cannot be parsed, or that names no place in the document."""
