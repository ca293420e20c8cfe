"""The end of a run, on its way up from wherever it was decided."""

from __future__ import annotations

from typing import Literal

from epoch_cli.errors import EpochError
from epoch_cli.events import Status


class Stop(Exception):  # noqa: N818  not an error: a run ends in one place, however deep the reason lies
    """The run ends here.

    Args:
        status: how, as `RunEnded` tells it.
        error: what went wrong, if anything did.
        fallback: what was put in place of an answer.
    """

    def __init__(
        self,
        status: Status,
        error: EpochError | None = None,
        fallback: Literal["", "previous", "minimal", "empty"] = "",
    ) -> None:
        super().__init__(status)
        self.status = status
        self.error = error
        self.fallback = fallback
