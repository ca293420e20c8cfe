"""The collector of garbage, kept out of the way of a run (design section 8)."""

from __future__ import annotations

import gc
from types import TracebackType
from typing import Self

_MOST = 400_000  # objects, before what refers to itself is collected: some 40 MB


class CollectBetween:
    """No collection in the middle of a file: the design system alone would be looked through again and again.

    Most of what a file takes is gone without; what refers to itself is collected between files, when there is much.
    """

    def __enter__(self) -> Self:
        self._enabled = gc.isenabled()
        gc.disable()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._enabled:
            gc.enable()

    def between(self) -> None:
        """One file is done."""
        if gc.get_count()[0] > _MOST:
            gc.collect()
