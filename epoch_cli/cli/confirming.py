"""A question on the terminal before something is gone for good."""

from __future__ import annotations

import sys

from epoch_cli.cli.streams import say
from epoch_cli.errors import UsageError
from epoch_cli.output.text import visible


def confirmed(question: str, *, yes: bool) -> bool:
    """Whether the user wants that; anything but a yes is a no.

    Args:
        question: with its question mark.
        yes: it was said beforehand (`--yes`).

    Raises:
        UsageError: there is no terminal to ask on.
    """
    if yes:
        return True
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError("there is no terminal to ask on, so nothing was removed", remedy="add --yes")
    sys.stderr.write(visible(f"{question} [y/N] "))
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer.endswith("\n"):
        say("")  # Ctrl-D leaves the cursor behind the question
    return answer.strip().lower() in {"y", "yes"}
