"""A story told again on a document of its own: operation upon operation, and what each makes of it.

The document is a draft with the rules, repairs and catalog of the run: so what an operation makes there is, letter by
letter, what it has made in the run, whatever Epoch changed on the way in (a raw token, `{{a.b}}`, an id that was taken,
a place that was named by an id), and what was refused there is refused here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from epoch_cli.document import Document, Patch, clone, parse_pointer
from epoch_cli.document.pointer import look
from epoch_cli.engine.joining import likeness
from epoch_cli.reading import PatchRead
from epoch_cli.reading.granularity import Granularity
from epoch_cli.validation import Draft
from epoch_cli.validation.intake import Intake

Place = tuple[str, ...]
MakeDraft = Callable[[Document], Draft]


class Made(NamedTuple):
    """What an operation has made.

    Attributes:
        place: where it has written a value, in the document; None when it has written none.
        value: what is there since; nobody else's.
        new: whether nothing was there before.
        last: whether nothing in the same list follows it: what is put before something else shifts that.
        refused: those of its parts that were refused; all of it is one part, too.
        emptied: places that it has taken something from or, moving it, put it to.
    """

    place: Place | None = None
    value: Any = None
    new: bool = False
    last: bool = False
    refused: tuple[Patch, ...] = ()
    emptied: tuple[Place, ...] = ()

    @property
    def like(self) -> bytes | None:
        """What to know the node by that was made; None when it was none."""
        return likeness(self.value) if isinstance(self.value, dict) and "type" in self.value else None


class Retelling:
    """A story and the document that it makes.

    Args:
        make: makes a draft like that of the run, of any document.
        start: the document before the story; copied.
        granularity: how the run takes large values.
    """

    def __init__(self, make: MakeDraft, start: Document, granularity: Granularity) -> None:
        self._draft = make(start)
        self._intake = Intake(self._draft, granularity=granularity)

    @property
    def document(self) -> Document:
        """The document as the story has made it so far; not to be changed."""
        return self._draft.document

    def tell(self, patch: Patch) -> Made:
        """The next operation, as the model wrote it."""
        outcomes = self._intake.take(PatchRead(own(patch), (0, 0), 1))
        verdicts = [each.verdict for each in outcomes if each.verdict.accepted]
        refused = tuple(own(each.patch) for each in outcomes if not each.verdict.accepted)
        if not verdicts or not verdicts[0].inverse:
            return Made(refused=refused)
        applied, inverse = verdicts[0].patch, verdicts[0].inverse[0]
        if applied["op"] in {"move", "remove"}:
            return Made(emptied=tuple(parse_pointer(applied[name]) for name in ("path", "from") if name in applied))
        place = parse_pointer(inverse["path"])
        holder = look(self.document, place[:-1])
        last = not isinstance(holder, list) or int(place[-1]) == len(holder) - 1
        return Made(place, clone(look(self.document, place)), inverse["op"] == "remove", last, refused)

    def tell_all(self, patches: Iterable[Patch]) -> list[Made]:
        """Several, one upon the other."""
        return [self.tell(patch) for patch in patches]


def own(patch: Patch) -> Patch:
    """A copy of an operation, without its `meta`."""
    return {name: clone(value) for name, value in patch.items() if name != "meta"}
