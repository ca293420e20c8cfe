"""The end of a run or of a turn, on its way up from wherever it was decided."""

from __future__ import annotations

from typing import Literal

from epoch_cli.errors import BudgetError, EpochError
from epoch_cli.events import Status


class Stop(Exception):  # noqa: N818  not an error: a run ends in one place, however deep the reason lies
    """The run ends here; one that is held (`Control.hold`) only ends its turn, unless the stop is `final`.

    Args:
        status: how, as `RunEnded` tells it.
        error: what went wrong, if anything did.
        fallback: what was put in place of an answer.
        final: whether a limit of the whole run is reached, so that another turn cannot go on either.
    """

    def __init__(
        self,
        status: Status,
        error: EpochError | None = None,
        fallback: Literal["", "previous", "minimal", "empty"] = "",
        *,
        final: bool = False,
    ) -> None:
        super().__init__(status)
        self.status = status
        self.error = error
        self.fallback = fallback
        self.final = final

    @classmethod
    def of(cls, error: EpochError) -> Stop:
        """The end that an error makes which nobody has dealt with."""
        return cls("budget" if isinstance(error, BudgetError) else "failed", error)


class Interrupted(Stop):
    """A turn ends here because of a wish that is about it; the run goes on with that wish."""

    def __init__(self) -> None:
        super().__init__("cancelled")
