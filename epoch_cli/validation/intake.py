"""From what a reader reads to what becomes of it: proposals to a draft, node by node or patch by patch."""

from __future__ import annotations

from typing import Any, NamedTuple

from epoch_cli.reading.reads import Granularity, PatchRead, Read
from epoch_cli.validation.draft import Draft, Verdict


class Outcome(NamedTuple):
    """What became of one proposal.

    Attributes:
        number: of the patch as the model wrote it, from 1; nodes of one value share it.
        patch: what was proposed, in the model's words.
        verdict: the draft's answer.
    """

    number: int
    patch: Any
    verdict: Verdict


class Intake:
    """Takes reads, proposes what they hold to a draft, and tells what became of it.

    Args:
        draft: where proposals go.
        granularity: `node` proposes the nodes of a large value one by one, `patch` each patch as a whole.

    Attributes:
        idle: no patch is half taken in; only then may the draft be changed by others (undo).
    """

    def __init__(self, draft: Draft, *, granularity: Granularity = "node") -> None:
        self.draft = draft
        self.idle = True
        self._granularity = granularity

    def take(self, read: Read) -> list[Outcome]:
        """Take one read; reads must come in their order."""
        if not isinstance(read, PatchRead):
            return []
        verdict = self.draft.propose(read.patch)
        return [Outcome(self.draft.proposed, read.patch, verdict)]

    def close(self) -> list[Outcome]:
        """The text has ended: give up what waited for more."""
        return []
