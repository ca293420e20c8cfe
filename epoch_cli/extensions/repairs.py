"""Repairs of extensions, as rows behind those of `validation/fixes/table.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from epoch_cli.document.patch import Patch, apply_patch, clone
from epoch_cli.document.pointer import format_pointer, parse_pointer
from epoch_cli.extensions.entries import Entry
from epoch_cli.extensions.isolation import FAILED, Isolation
from epoch_cli.extensions.loading import all_of
from epoch_cli.extensions.shapes import RepairExtension
from epoch_cli.validation.fixes.case import Case, Change
from epoch_cli.validation.fixes.table import Row
from epoch_cli.validation.rules import RULES
from epoch_cli.validation.selecting import ADDED_CODE

MOST_OPERATIONS = 50
_OPERATIONS = {"add": "value", "replace": "value", "remove": "", "move": "from"}
_WORDS = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_GRADES = ("lossless", "lossy")


def repairs_of(entry: Entry, found: Any, isolation: Isolation) -> list[tuple[str, Row]]:
    """The repairs of one extension, each with the code of a rule whose findings it mends.

    Raises:
        TypeError, ValueError: it is no repair.
    """
    rows = []
    for each in all_of(found, RepairExtension):
        if not isinstance(each.name, str) or not _WORDS.fullmatch(each.name):
            raise ValueError(f"the name {each.name!r} is not small letters and hyphens")
        if each.grade not in _GRADES or not callable(each.mend) or isinstance(each.codes, str):
            raise TypeError(f"{each.name}: expected a grade, codes, and a function that mends")
        for code in each.codes:
            if code not in RULES and not ADDED_CODE.fullmatch(str(code)):
                raise ValueError(f"{each.name}: {code} is no rule")
            rows.append((str(code), Row(f"{entry.name}/{each.name}", each.grade, _Mending(each, entry, isolation))))
    return rows


class _Mending:
    """What a row's function is: it gives the change that an extension would make, or None."""

    def __init__(self, repair: RepairExtension, entry: Entry, isolation: Isolation) -> None:
        self._repair = repair
        self._entry = entry
        self._isolation = isolation

    def __call__(self, case: Case) -> Change | None:
        doing = f"in its repair {self._repair.name}"
        patches = self._isolation.call(self._entry, doing, self._patches, case)
        if patches is FAILED or not patches:
            return None
        return Change(f"{self._repair.name} of {self._entry.name}", patches)

    def _patches(self, case: Case) -> tuple[Patch, ...]:
        """What it would do, as far as it may.

        Raises:
            Exception: whatever it raises; or it gave what cannot be done.
        """
        made = self._repair.mend(clone(case.document), case.code, format_pointer(case.path), case.inspector.catalog)
        if made is None:
            return ()
        if isinstance(made, (str, Mapping)) or len(made) > MOST_OPERATIONS:
            raise TypeError(f"expected at most {MOST_OPERATIONS} operations in a list")
        patches = tuple(_operation(each, case.document) for each in made)
        apply_patch(clone(case.document), patches)  # or it raises
        return patches


def _operation(given: Any, document: Any) -> Patch:
    """An operation that a repair may do, as a copy.

    Raises:
        TypeError, ValueError: it is none.
    """
    if not isinstance(given, Mapping) or given.get("op") not in _OPERATIONS:
        raise TypeError(f"expected an operation with op {', '.join(_OPERATIONS)}")
    kept = {name: given[name] for name in ("op", "path", _OPERATIONS[given["op"]]) if name}
    for name in {"path", "from"} & kept.keys():
        tokens = parse_pointer(kept[name])
        if len(tokens) < 2 or tokens[0] != "root":
            raise ValueError(f"{kept[name]} is not below /root")
        if given["op"] in {"remove", "move"} and _is_element(tokens, document):
            raise ValueError(f"{given['op']} {kept[name]}: a repair takes nothing out of an array")
        if given["op"] == "add" and tokens[-1] not in {"-", "0"} and _is_element(tokens, document):
            raise ValueError(f"add {kept[name]}: a repair adds to an array at its beginning or its end")
    return dict(clone(kept))


def _is_element(tokens: Sequence[str], document: Any) -> bool:
    """Whether the last token counts in an array."""
    here = document
    for token in tokens[:-1]:
        if isinstance(here, dict):
            here = here.get(token)
        elif isinstance(here, list) and token.isdecimal() and int(token) < len(here):
            here = here[int(token)]
        else:
            return False
    return isinstance(here, list)
