"""The texts that have come for one wish so far, of which the next may say something again.

How a text is compared with those before it is in `overlap.py`. That costs nothing as long as there is one text: it is
only kept, and read once more when a second one begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from epoch_cli.catalog import NO_LIMIT
from epoch_cli.document import Document, clone
from epoch_cli.engine.heard_text import HeardText
from epoch_cli.events import DiagnosticFound, PatchRefused
from epoch_cli.reading import PatchRead, Read
from epoch_cli.validation import Draft

if TYPE_CHECKING:
    from epoch_cli.engine.options import Options
    from epoch_cli.engine.overlap import Written


class EarlierTexts:
    """What was written for a wish before the present text.

    Args:
        draft: of the run, as it is when something is wished for.
        options: of the run.
    """

    def __init__(self, draft: Draft, options: Options) -> None:
        self._draft = draft
        self._options = options
        self._origin = clone(draft.document)
        self._written: Written | None = None
        self._heard: list[tuple[str, bool]] = []  # but for those that `_written` has followed; `null_is_absent`

    def __bool__(self) -> bool:
        return self._written is not None or bool(self._heard)

    def heard(self, text: str, *, null_is_absent: bool) -> None:
        """A text has ended that was not compared with others; `null_is_absent` as for a `HeardText`."""
        self._heard.append((text, null_is_absent))

    def begin_again(self, faults: Iterable[PatchRefused | DiagnosticFound], *, anywhere: bool) -> None:
        """The next text may say again what there is; ask only when there is something.

        Args:
            faults: of the last text; what was refused may well come again.
            anywhere: operations may come again in any order, as when a model corrects some and repeats the others.
        """
        from epoch_cli.engine.overlap import Written  # noqa: PLC0415  only for answers that were cut, or in part refused

        if self._written is None:
            strict = self._heard[0][1]
            granularity = "patch" if strict else self._options.granularity
            self._written = Written(self._origin, self._draft_of, granularity)
        for text, null_is_absent in self._heard:
            self._written.heard(self._reads_of(text, null_is_absent=null_is_absent))
        self._heard = []
        for fault in faults:
            if isinstance(fault, PatchRefused):
                self._written.refused(fault.patch)
        self._written.begin(clone(self._draft.document), anywhere=anywhere)

    def new_in(self, reads: Iterable[Read]) -> Iterator[Read]:
        """The reads of the present text without what an earlier one has brought already."""
        for read in reads:
            if not isinstance(read, PatchRead) or self._written is None:
                yield read
                continue
            for patch in self._written.left_of(read, self._draft):
                yield read if patch is read.patch else replace(read, patch=patch)

    def _draft_of(self, document: Document) -> Draft:
        """A draft of another document that is like that of the run, but for the number of patches it may have."""
        draft = self._draft
        profile = draft.profile._replace(patches=NO_LIMIT)
        return Draft(draft.catalog, document, profile=profile, models=draft.models, rules=draft.rules, fix=draft.fix)

    def _reads_of(self, text: str, *, null_is_absent: bool) -> Iterator[Read]:
        """A text read once more, patch by patch."""
        again = HeardText(
            self._draft.catalog, most=max(1, len(text)), heal=self._options.heal, null_is_absent=null_is_absent
        )
        return chain(again.reads(text), again.reads(None))
