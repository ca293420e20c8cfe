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

from collections.abc import Mapping
from enum import IntEnum
from typing import Literal


class ExitCode(IntEnum):
    """Exit codes of the `epoch` command: one list, from which help and documentation are made or checked."""

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


FailureKind = Literal[
    "auth",
    "billing",
    "not_found",
    "bad_request",
    "context_length",
    "content",
    "rate",
    "overloaded",
    "server",
    "network",
    "timeout",
    "truncated",
]
"""What went wrong with a provider, told by status, type and code, never by searching a message (decision 10)."""

Category = Literal[
    "MALFORMED_JSON",
    "INVALID_SCHEMA",
    "TIMEOUT",
    "RATE_LIMIT",
    "PROVIDER_ERROR",
    "BUDGET_EXCEEDED",
    "CONTEXT_MISMATCH",
    "AUTH",
    "BILLING",
]
"""What recovery decides by: the specification's seven, and two that are never tried again (decision 10)."""

_CATEGORIES: Mapping[FailureKind, Category] = {
    "auth": "AUTH",
    "billing": "BILLING",
    "rate": "RATE_LIMIT",
    "timeout": "TIMEOUT",
    "context_length": "BUDGET_EXCEEDED",
}

_PASSING = frozenset({"rate", "overloaded", "server", "network", "timeout", "truncated"})
"""Kinds of failures that may be over when the same is asked again."""


class ProviderError(EpochError):
    """A provider, its network or its key failed.

    Args:
        message: as in `EpochError`; names the provider and what it said.
        remedy: as in `EpochError`.
        kind: what went wrong.
        status: the HTTP status, None where there was no answer.
        code: the provider's own name for it, empty when it gave none.
        parameter: the parameter of the request that it is about, by the provider's name for it.
        retryable: whether the same request may work later; None goes by `kind`.
        retry_after: seconds to wait before that, as the provider said.
        request_id: the provider's name for the request, for its support.
        partial: the text that had come before.
    """

    exit_code = ExitCode.PROVIDER

    def __init__(  # noqa: PLR0913  what is known of a failure, each by its name
        self,
        message: str,
        *,
        remedy: str = "",
        kind: FailureKind = "server",
        status: int | None = None,
        code: str = "",
        parameter: str = "",
        retryable: bool | None = None,
        retry_after: float | None = None,
        request_id: str = "",
        partial: str = "",
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.kind = kind
        self.status = status
        self.code = code
        self.parameter = parameter
        self.retryable = kind in _PASSING if retryable is None else retryable
        self.retry_after = retry_after
        self.request_id = request_id
        self.partial = partial
        if kind == "timeout":
            self.exit_code = ExitCode.TIMEOUT

    @property
    def category(self) -> Category:
        """The class of the failure, by which recovery decides."""
        return _CATEGORIES.get(self.kind, "PROVIDER_ERROR")


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
