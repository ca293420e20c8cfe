"""How many examples a property test draws.

CI draws the same ones in each run, so that it fails for changes alone; more than a third of them would find nothing new
there and cost two minutes. Whoever runs the tests at home draws others each time, and all of them.
"""

from __future__ import annotations

import os
from typing import Final

_FEWEST: Final = 10


def examples(number: int = 100) -> int:
    """As many as a test asks for, in CI a third of them."""
    return number if "EPOCH_CI" not in os.environ else min(number, max(_FEWEST, number // 3))
