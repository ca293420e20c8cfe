"""What has to hold, in one place for `python -m tests.composer` and for the tests."""

from __future__ import annotations

from .composing import TRANSLATED

LANGUAGES = tuple(dict.fromkeys(row.language for row in TRANSLATED))

MOST_LOST = 5.0
"""Points (percent) that variants may score less than what they were made from."""

MOST_MILLISECONDS = 50.0
"""From a prompt to its checked document, in 95 of 100 prompts."""

MOST_MILLISECONDS_FIRST = 150.0
"""The first prompt of a language in a process, with what was worked out from the patterns in the cache."""


_LEAST = {"examples": 98.0, "blind_compositions": 92.0}
"""Percent, by set. The sets `blind*` were written by people who had not seen the composer; its long specifications of
several parts are the hardest, and are kept to see that they do not get worse."""


def least(name: str) -> float:
    """Percent of what a set expects that has to be there."""
    return _LEAST.get(name, 95.0)
