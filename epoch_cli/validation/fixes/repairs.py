"""What a repair is: a named change that Epoch made to what a model wrote, always recorded with its grade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from epoch_cli.document.pointer import format_pointer
from epoch_cli.validation.diagnostics import Grade, Path


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair: `pointer` says where in the document, `message` what was changed into what."""

    name: str
    grade: Grade
    pointer: str
    message: str

    def to_json(self) -> dict[str, str]:
        """The repair as events carry it."""
        return {"name": self.name, "grade": self.grade, "pointer": self.pointer, "message": self.message}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Repair:
        """The inverse of `to_json`; fields of a later Epoch are passed over."""
        return cls(**{name: value for name, value in row.items() if name in cls.__slots__})


def lossless(name: str, path: Path, message: str) -> Repair:
    """A repair that keeps everything the model meant."""
    return Repair(name, "lossless", format_pointer(path), message)
