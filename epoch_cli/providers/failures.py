"""What went wrong, from a status, a type and a code to an error that says what to do (decision 10).

A dialect reads a body into a `Failure`; whatever reads bytes raises `Failed`; `explain` makes a `ProviderError` of it.
Messages are never searched, but for the documented list of ways in which servers say that a prompt is too long.
"""

from __future__ import annotations

from typing import NamedTuple

from epoch_cli.errors import FailureKind


class Failure(NamedTuple):
    """One failure as the wire tells it; `message` is what the server said, empty when it said nothing.

    `retryable` None goes by the kind; `retry_after` is in seconds.
    """

    kind: FailureKind
    message: str = ""
    code: str = ""
    parameter: str = ""
    retryable: bool | None = None
    retry_after: float | None = None


class Failed(Exception):  # noqa: N818  carries a failure up to where the provider's name is known
    """A failure on its way from the bytes to `RemoteProvider`."""

    def __init__(self, failure: Failure, status: int | None = None) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.status = status
