"""A clock that is wrong, for a whole process: Python imports this before anything else where it is on its path.

`EPOCH_TEST_CLOCK=AHEAD,STEP`: the time of day is so many seconds ahead, and so many more each time somebody asks.
Only what is told of the day is moved; the clocks that never go back are left alone, as they would be.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from itertools import count

_AHEAD, _STEP = map(float, os.environ["EPOCH_TEST_CLOCK"].split(","))
_TRUE, _asked = time.time, count()


def _wrong() -> float:
    return _TRUE() + _AHEAD + _STEP * next(_asked)


class _Moment(dt.datetime):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> _Moment:
        return cls.fromtimestamp(_wrong(), tz)


time.time = _wrong
dt.datetime = _Moment  # type: ignore[misc]
