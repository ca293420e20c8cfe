"""How models go on behind a cut: with what is missing, or a little too early, or from the start.

A habit is a function of what the model had to write, how much of that has come, and the document that it is shown.
Whatever the habit, the document has to become the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from epoch_cli.document import apply_patch, clone
from epoch_cli.document.difference import difference


@dataclass(frozen=True)
class Content:
    """What a model has to write: its operations, upon the document that is there before."""

    operations: Sequence[Mapping[str, Any]]
    base: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def lines(self) -> list[str]:
        """The operations as text, one a line."""
        return [json.dumps(operation, ensure_ascii=False) + "\n" for operation in self.operations]

    @cached_property
    def text(self) -> str:
        """The whole answer."""
        return "".join(self.lines)

    @cached_property
    def target(self) -> dict[str, Any]:
        """The document that all operations make."""
        document: Any = clone(self.base)
        for operation in self.operations:
            document = apply_patch(document, operation).document
        return dict(document)

    def whole(self, written: int) -> int:
        """How many operations are whole in the first so many characters."""
        end, found = 0, 0
        for line in self.lines:
            end += len(line)
            if end - 1 > written:  # all but the line's end
                break
            found += 1
        return found


Habit = Callable[[Content, int, Mapping[str, Any]], str]


def missing(content: Content, written: int, document: Mapping[str, Any]) -> str:
    """The operations that make of the document what it should be, and no other."""
    return "".join(json.dumps(patch) + "\n" for patch in difference(document, content.target))


def cut_again(content: Content, written: int, document: Mapping[str, Any]) -> str:
    """The operation at which the answer was cut, as a whole, and those behind it."""
    return "".join(content.lines[content.whole(written) :])


def last_again(content: Content, written: int, document: Mapping[str, Any]) -> str:
    """The last operation that was whole, once more, and those behind it."""
    return "".join(content.lines[max(0, content.whole(written) - 1) :])


def from_start(content: Content, written: int, document: Mapping[str, Any]) -> str:
    """Everything once more."""
    return content.text


HABITS: Sequence[Habit] = (missing, cut_again, last_again, from_start)
