"""What the reader gives: every character of the input belongs to exactly one of these reads.

Reads come in the order of the input and their spans touch: the end of one is the start of the next. Offsets count
code units of the Python text as it was fed, so two halves of a surrogate pair that came apart count two, although
`TextRead.text` and the values of a patch hold the one character they form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

from epoch_cli.reading.reason import Reason

Span: TypeAlias = tuple[int, int]
"""Start and end offset into the whole input; the end is exclusive."""


Grade = Literal["lossless", "lossy"]
"""Whether all that was written is kept by a change."""


class Healing(NamedTuple):
    """One change to a text that made JSON of it.

    Attributes:
        rule: its name, such as `extra-closer`, a key of `reading.rules.RULES`.
        grade: `lossless` when all that was written is kept, else `lossy`.
        message: what was changed, one line, with its place (`line:column`).
        position: offset of the change into the whole input.
        line: its line (from 1).
        column: its column (from 1).
    """

    rule: str
    grade: Grade
    message: str
    position: int
    line: int
    column: int


@dataclass(frozen=True, slots=True, init=False)
class PatchRead:
    """One object with a string member `op`; whether it is a good patch is for validation to say.

    Attributes:
        patch: the parsed object, owned by whoever takes the read.
        span: where its text stands.
        line: the line (from 1) of its opening brace.
        repairs: what was healed in its text, in the order of the text.
    """

    patch: dict[str, Any]
    span: Span
    line: int
    repairs: tuple[Healing, ...]

    def __init__(self, patch: dict[str, Any], span: Span, line: int, repairs: tuple[Healing, ...] = ()) -> None:
        _set_patch(self, patch)
        _set_patch_span(self, span)
        _set_patch_line(self, line)
        _set_patch_repairs(self, repairs)


Part = Literal["begin", "open", "node", "close"]
"""What of a patch is given early: see `NodeRead`."""


class NodeRead(NamedTuple):
    """A part of an `add` that is still being read; given early, so that a large value grows node by node.

    It is notice in advance and owns no text: the `PatchRead` (or `MalformedRead`) that follows when all of the patch
    was read does, and holds the whole value again. Whether parts come early depends on the chunks; what they say does
    not: they are the start of what `reading.progressive.parts_of` makes of the whole patch, as far as it is JSON.
    Only a reader with granularity `node` gives any.

    Attributes:
        part: `begin` brings the members of the patch before its value, all that is known of them; `open` a node whose
            `children` have just begun, with its fields up to there and `children` empty; `node` a whole node with all
            below it (or what stands in the place of one); `close` ends the node that was opened last and brings the
            fields after its `children`.
        value: those members, fields or nodes, owned by whoever takes the read.
        line: the line (from 1) where the part begins.
    """

    part: Part
    value: Any
    line: int


@dataclass(frozen=True, slots=True, init=False)
class TextRead:
    """Prose, white space and everything else around values: one line of it, or 65 536 characters at most.

    Attributes:
        text: the text; surrogate halves are joined, a half without its other is left as it came.
        span: where it stands.
    """

    text: str
    span: Span

    def __init__(self, text: str, span: Span) -> None:
        _set_text(self, text)
        _set_text_span(self, span)


# A line brings a patch and a text, and the generated `__init__` of a frozen dataclass takes half as long as parsing the
# line does; setting the slots directly halves that.
_set_patch, _set_patch_span, _set_patch_line, _set_patch_repairs = (
    PatchRead.__dict__[name].__set__ for name in PatchRead.__slots__
)
_set_text, _set_text_span = (TextRead.__dict__[name].__set__ for name in TextRead.__slots__)


@dataclass(frozen=True, slots=True)
class StructureRead:
    """Punctuation, white space and other members of a list or wrapper whose patches are given one by one.

    Attributes:
        text: such as `[`, `,`, `]` or `{"patches":[`.
        span: where it stands.
        repairs: why it may be passed over, such as a closing brace too many behind a patch.
    """

    text: str
    span: Span
    repairs: tuple[Healing, ...] = ()


@dataclass(frozen=True, slots=True)
class MalformedRead:
    """A stretch that looked like a value and is none that can be used.

    A long one comes in pieces of at most 65 536 characters, which share all but `excerpt`, `span` and `patch`.

    Attributes:
        reason: the kind of fault.
        message: what is wrong and where (`line:column`), one line.
        excerpt: at most 80 characters around the fault; never a lone surrogate, so that it can be encoded.
        span: where the stretch stands.
        position: offset of the fault itself.
        line: line (from 1) of the fault.
        column: column (from 1) of the fault.
        continues: it is a later piece of a stretch whose fault was told with its first.
        patch: the `op`, `path` and `from` of a patch that the stretch begins with, as far as they are strict JSON; its
            author believes that it was carried out (decision 16). None in later pieces.
    """

    reason: Reason
    message: str
    excerpt: str
    span: Span
    position: int
    line: int
    column: int
    continues: bool = False
    patch: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """The part of a `MalformedRead` that all pieces of one stretch share; between scanner and judge, not a read."""

    reason: Reason
    message: str
    position: int
    line: int
    column: int


Read: TypeAlias = PatchRead | NodeRead | TextRead | StructureRead | MalformedRead
