"""Random documents, and random patches that mostly fit them."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from support.choices import Choices
from support.examples import examples

from epoch_cli.document import apply_patch, format_pointer
from epoch_cli.errors import PatchError

Path = tuple[str | int, ...]
Edit = tuple[Any, list[dict[str, Any]]]

thorough = settings(deadline=None, database=None, derandomize=True, max_examples=examples(1_000))

# few keys, so that paths meet; among them all that is special in a pointer, and numbers that are no indices
KEYS = ("a", "a", "a", "b", "b", "b", "", "0", "1", "01", "-", "~", "/", "a/b", "~1", "²", "é")
SCALARS = (None, True, False, 0, 1, -1, 1.0, 0.5, "", "0", "x", "ü", 2**63)
OPS = ("add", "add", "add", "remove", "replace", "move", "move", "move", "copy", "test")
NOWHERE: tuple[Path, ...] = (("2",), ("00",), ("-1",), ("a", "b", "c", "a"), ("9" * 30,), ("-", "0"), ("0", "x"))


def value(choices: Choices, depth: int = 3) -> Any:
    kind = choices.number(4)
    if not depth or kind < 2:
        return choices.of(SCALARS)
    size = choices.number(3)
    if kind == 2:
        return [value(choices, depth - 1) for _ in range(size)]
    return {choices.of(KEYS): value(choices, depth - 1) for _ in range(size)}


def places(root: Any) -> tuple[list[Path], list[Path]]:
    """Everything that is there, the whole document first, and everywhere that something can be put."""
    there: list[Path] = [()]
    free: list[Path] = []
    stack: list[tuple[Path, Any]] = [((), root)]
    while stack:
        path, here = stack.pop()
        inner = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        for key, item in inner:
            there.append((*path, key))
            stack.append(((*path, key), item))
        if isinstance(here, dict):
            free += [(*path, key) for key in (*here, "new", *KEYS[:3])]
        elif isinstance(here, list):
            free += [(*path, index) for index in (*range(len(here) + 1), "-")]
    return there, free


def value_at(root: Any, path: Path) -> Any:
    for step in path:
        root = root[step]
    return root


def operation(choices: Choices, root: Any) -> dict[str, Any]:
    """One operation whose paths lead, mostly, to places of a document."""
    there, free = places(root)
    op = choices.of(OPS)
    wild = choices.number(16)
    source = choices.of(there[1:] or there)
    if op == "move" and source:
        # its target is counted in what the removal leaves
        left = apply_patch(copy.deepcopy(root), {"op": "remove", "path": format_pointer(source)}).document
        free = places(left)[1]
    target = choices.of(free or there) if op in {"add", "move", "copy"} else source
    if wild == 1:
        target = choices.of(NOWHERE)
    elif wild == 2:
        target = ()
    elif wild == 3:
        source = choices.of(NOWHERE)
    made: dict[str, Any] = {"op": op, "path": format_pointer(target)}
    if op in {"move", "copy"}:
        made["from"] = format_pointer(source)
    elif op == "test" and target in there and wild > 4:
        made["value"] = copy.deepcopy(value_at(root, target))
    elif op != "remove":
        made["value"] = value(choices)
    return made


def edit(raw: bytes) -> Edit:
    """A document and a patch for it, each operation made for the document that the ones before it have made."""
    choices = Choices(raw)
    start: Any = {choices.of(KEYS): value(choices) for _ in range(choices.number(5))}
    shape = choices.number(4)
    if shape == 0:
        start = list(start.values())
    elif shape == 1:  # rows: places that differ in nothing but an index
        start = [{"a": value(choices, 1), "b": value(choices, 1)} for _ in range(3)]
    here, patch = copy.deepcopy(start), []
    for _ in range(choices.number(7)):
        made = operation(choices, here)
        patch.append(made)
        try:
            here = apply_patch(here, made).document
        except PatchError:
            break
    return start, patch


edits = st.binary(min_size=24, max_size=160).map(edit)
