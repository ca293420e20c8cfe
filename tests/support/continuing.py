"""How models go on behind a cut: with what is missing, a little too early, from the start, or in other words.

A habit is a function of what the model had to write, how much of that has come, and the document that it is shown.
Whatever the habit, the document has to become the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from epoch_cli.catalog import load_catalog
from epoch_cli.document import clone
from epoch_cli.document.difference import difference
from epoch_cli.reading import PatchRead
from epoch_cli.reading.granularity import Granularity
from epoch_cli.validation import Draft
from epoch_cli.validation.intake import Intake
from epoch_cli.validation.nulls import without_nulls

HEAD = '{"patches":['
"""How an answer begins that is held to a strict schema."""


@dataclass(frozen=True)
class Content:
    """What a model has to write: its operations, upon the document that is there before.

    Args:
        operations: as the model writes them.
        base: the document that is there before.
        strict: they come in one object, as under a strict schema, and not one a line.
        granularity: how large values are taken.
    """

    operations: Sequence[Mapping[str, Any]]
    base: Mapping[str, Any] = field(default_factory=dict)
    strict: bool = False
    granularity: Granularity = "node"
    refused: list[Mapping[str, Any]] = field(default_factory=list, init=False, compare=False, repr=False)
    """Of what is written, once `uncut` is known."""

    @cached_property
    def lines(self) -> list[str]:
        """The operations as text, one a line."""
        return [json.dumps(operation, ensure_ascii=False) + "\n" for operation in self.operations]

    @cached_property
    def text(self) -> str:
        """The whole answer."""
        return self.told(self.lines)

    @property
    def head(self) -> str:
        """What every answer begins with."""
        return HEAD if self.strict else ""

    def told(self, lines: Iterable[str]) -> str:
        """An answer with these operations."""
        return f"{self.head}{','.join(lines)}]}}" if self.strict else "".join(lines)

    @cached_property
    def uncut(self) -> Draft:
        """The draft that all operations make, with what Epoch repairs in them."""
        catalog = load_catalog("punk")
        draft = Draft(catalog, self.base, profile="unlimited", fix="safe")
        intake = Intake(draft, granularity="patch" if self.strict else self.granularity)
        for operation in self.operations:
            plain = without_nulls(operation, catalog) if self.strict else dict(operation)
            outcomes = intake.take(PatchRead(clone(plain), (0, 0), 1))
            self.refused.extend(each.patch for each in outcomes if not each.verdict.accepted)
        return draft

    @property
    def target(self) -> dict[str, Any]:
        """The document that all operations make."""
        return dict(self.uncut.document)

    def whole(self, written: int) -> int:
        """How many operations are whole in the first so many characters."""
        end, found = len(self.head), 0
        for line in self.lines:
            end += len(line)
            if end - 1 > written:  # all but the line's end
                break
            found += 1
            end += self.strict
        return found


Habit = Callable[[Content, int, Mapping[str, Any]], str]


def missing(content: Content, written: int, document: Mapping[str, Any]) -> str:
    """The operations that make of the document what it should be, and no other."""
    return content.told(json.dumps(patch) + "\n" for patch in difference(document, content.target))


def cut_again(content: Content, written: int, document: Mapping[str, Any]) -> str:
    """The operation at which the answer was cut, as a whole, and those behind it."""
    return content.told(content.lines[content.whole(written) :])


def last_again(content: Content, written: int, document: Mapping[str, Any]) -> str:
    """The last operation that was whole, once more, and those behind it."""
    return content.told(content.lines[max(0, content.whole(written) - 1) :])


def from_start(content: Content, written: int, document: Mapping[str, Any]) -> str:
    """Everything once more."""
    return content.text


def another_frame(content: Content, written: int, document: Mapping[str, Any]) -> str:
    """Everything once more, but that the tree begins with other props."""
    if content.base:
        return content.text
    first, *others = clone(list(content.operations))
    first["value"]["props"] = {"padding": "lg"}
    return Content([first, *others], strict=content.strict).text


def one_tree(content: Content, written: int, document: Mapping[str, Any]) -> str:
    """All that there should be in one operation, however it was begun."""
    if content.base:
        return missing(content, written, document)
    return content.told([json.dumps({"op": "add", "path": "/root", "value": content.target["root"]}) + "\n"])


HABITS: Sequence[Habit] = (missing, cut_again, last_again, from_start)
"""Those in the words that the content has."""

OTHER_WORDS: Sequence[Habit] = (another_frame, one_tree)
"""Those that say the same otherwise; props of the tree may be others then."""
