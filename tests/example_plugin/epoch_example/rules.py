"""Texts are not shouted: a rule about finished documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from epoch_cli.extensions import Catalog, Problem, RuleExtension


def shouted(document: dict[str, Any], catalog: Catalog) -> Iterator[Problem]:
    """Every text in capitals."""
    yield from _below(document["root"], "/root")


def _below(node: Any, pointer: str) -> Iterator[Problem]:
    if not isinstance(node, dict):
        return
    text = node.get("text")
    if isinstance(text, str) and text.isupper() and len(text) > 3:
        yield Problem(f"{pointer}/text", f"“{text}” is shouted", "write it in small letters")
    for index, child in enumerate(node.get("children") or []):
        yield from _below(child, f"{pointer}/children/{index}")


extension = RuleExtension(
    code="XM001",
    name="shouting-text",
    summary="texts are not written in capitals alone",
    check=shouted,
    why="Screen readers spell capitals out, and people read them slower.",
    bad='{"root": {"type": "Text", "text": "SALE"}}',
    good='{"root": {"type": "Text", "text": "Sale"}}',
)
