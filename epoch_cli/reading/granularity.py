"""How early the parts of a value are given."""

from typing import Literal

Granularity = Literal["node", "patch"]
"""Whether nodes of a value are given as they complete, or with their patch alone."""
