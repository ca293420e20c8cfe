"""Types of the data that a document is bound to: as its models declare them, and else as the document uses them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from epoch_cli.catalog import Field, Models
from epoch_cli.convert.react.names import Names, key

Use = Literal["text", "attribute", "flag", "list"]

_SCALARS: Final = {"string": "string", "date": "string", "number": "number", "boolean": "boolean"}
_STEP: Final = "  "
_LONGEST_INDEX: Final = 15
"""Digits: all that a number of JavaScript is exact in, and more than an array has entries."""
_BODY: Final = re.compile(r"\{.*\}", re.DOTALL)
_SEVERAL: Final = re.compile(r"[|&]")


def is_index(step: str) -> bool:
    """Whether a step of a path is the number of an entry; with more digits than that it is a name."""
    return step.isascii() and step.isdigit() and len(step) <= _LONGEST_INDEX


class Shape:
    """What is known of one value.

    Attributes:
        known: what a model declares; None where there is no model, or the document uses the value otherwise.
        name: of the interface that describes it, empty where that is written out.
        uses: what the document makes of it.
        fields: its members that are used.
        element: an entry of it, where it is a list.
    """

    def __init__(self, known: Field | None = None, name: str = "") -> None:
        self.known, self.name = known, name
        self.uses: set[Use] = set()
        self.fields: dict[str, Shape] = {}
        self._element: Shape | None = None

    def at(self, path: Sequence[str]) -> Shape:
        """What is at a path."""
        here = self
        for step in path:
            here = here.element if is_index(step) else here.field(step)
        return here

    def field(self, name: str) -> Shape:
        """A member."""
        found = self.fields.get(name)
        if found is None:
            known = self.known if self.known is not None and self.known.type == "object" else None
            self._insist("object")
            found = self.fields[name] = Shape(known.fields.get(name) if known is not None else None)
        return found

    @property
    def element(self) -> Shape:
        """An entry."""
        if self._element is None:
            self._insist("array")
            self._element = Shape(self.known.items if self.known is not None else None)
        return self._element

    @element.setter
    def element(self, shape: Shape) -> None:
        self._element = shape

    def use(self, use: Use) -> Shape:
        """Remember what is made of it."""
        self.uses.add(use)
        if use == "list":
            _ = self.element
        return self

    def _insist(self, kind: str) -> None:
        """Forget what was declared where the document needs something else."""
        if self.known is not None and self.known.type != kind:
            self.known = None

    # ------------------------------------------------------------ types

    @property
    def is_list(self) -> bool:
        """Whether it has entries."""
        return self._element is not None or (self.known is not None and self.known.type == "array")

    @property
    def scalar(self) -> str:
        """Its type, if it is a text, a number or a truth value; empty for others."""
        if self.fields or self.is_list:
            return ""
        if self.known is not None:
            return _SCALARS.get(self.known.type, "string | number" if self.known.type == "any" and self.uses else "")
        if self.uses <= {"flag"}:
            return "boolean" if self.uses else ""
        return "string" if self.uses == {"attribute"} else "string | number"

    @property
    def optional(self) -> bool:
        """Whether it may be missing: the document asks whether it is there, and then shows it."""
        return "flag" in self.uses and self.known is None and self.scalar != "boolean"

    def type(self, indent: str = "") -> str:
        """Its type in TypeScript."""
        if self.name or self.scalar:
            return self.name or self.scalar
        made = []
        if self.is_list:
            element = self.element.type(indent)
            made.append(f"({element})[]" if _SEVERAL.search(_BODY.sub("", element)) else f"{element}[]")
        declared = self.known.fields if self.known is not None and self.known.type == "object" else {}
        if self.fields or declared:
            made.append(self.body(indent))
        return " & ".join(made) or "unknown"

    def body(self, indent: str = "") -> str:
        """Its members, in braces."""
        return "{\n" + "".join(self._members(indent + _STEP)) + indent + "}"

    def _members(self, indent: str) -> Iterator[str]:
        declared = self.known.fields if self.known is not None and self.known.type == "object" else {}
        for name in dict.fromkeys((*declared, *self.fields)):
            shape = self.fields.get(name) or Shape(declared.get(name))
            yield f"{indent}{key(name)}{'?' if shape.optional else ''}: {shape.type(indent)};\n"


class Root(Shape):
    """The context: what a model describes is found by the model's name or plural, in any case (decision 7)."""

    def __init__(self, models: Models, names: Names) -> None:
        super().__init__()
        self.interfaces: list[Shape] = []
        self._by_name: dict[str, Shape] = {}
        for model in models:
            one = Shape(model.shape, names.type(model.name, "Model"))
            many = Shape(Field("array", items=model.shape))
            many.element = one
            self._by_name |= {model.name.casefold(): one, model.plural.casefold(): many}
            self.interfaces.append(one)

    def field(self, name: str) -> Shape:
        """A member: of a model, where there is one."""
        found = self._by_name.get(name.casefold())
        if found is not None:
            self.fields.setdefault(name, found)
        return super().field(name)

    def interfaces_used(self) -> list[Shape]:
        """The models that the document uses."""
        used = {id(each) for shape in self.fields.values() for each in (shape, shape.is_list and shape.element)}
        return [shape for shape in self.interfaces if id(shape) in used]
