"""Two repairs: of a finding of our own rule, and of one of Epoch's that would refuse a patch."""

from __future__ import annotations

from typing import Any

from epoch_cli.extensions import Catalog, RepairExtension

WORDS = {"Headline": "Text", "Para": "Text"}


def spoken(document: dict[str, Any], code: str, pointer: str, catalog: Catalog) -> list[dict[str, Any]] | None:
    """A text in small letters, but for the first one."""
    text = _at(document, pointer)
    return [{"op": "replace", "path": pointer, "value": text.capitalize()}]


def called(document: dict[str, Any], code: str, pointer: str, catalog: Catalog) -> list[dict[str, Any]] | None:
    """What our team calls a component, as the design system has it."""
    name = WORDS.get(_at(document, pointer))
    return [{"op": "replace", "path": pointer, "value": name}] if name in catalog.components else None


def _at(document: Any, pointer: str) -> Any:
    here = document
    for token in pointer.split("/")[1:]:
        here = here[int(token)] if isinstance(here, list) else here[token]
    return here


extension = (
    RepairExtension(name="speak", grade="lossless", codes=["XM001"], mend=spoken),
    RepairExtension(name="our-words", grade="lossless", codes=["EP201"], mend=called),
)
