"""What a file is, told by what stands in it: a document, a patch file or a session."""

from __future__ import annotations

import json
import re
from typing import Any, get_args

from epoch_cli.document.node import OPERATIONS
from epoch_cli.linting.report import FileKind

KINDS: tuple[FileKind, ...] = get_args(FileKind)

_HEAD = 4096  # characters in which a broken file may show what it was meant to be
_LONG_HEAD = 65_536
_PATCH_LINE = re.compile(r'^[ \t\[,]*\{\s*"op"\s*:\s*"', re.MULTILINE)
_WRAPPED_PATCHES = re.compile(r'\s*\{\s*"(?:patches|operations)"\s*:\s*\[')
_EVENT_LINE = re.compile(r'\s*\{\s*"event"\s*:\s*"')
_KEY = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:')
_OUR_KEYS = frozenset({"root", "punkVersion", "schemaVersion", "op", "event", "patches"})


def kind_of_value(value: Any) -> FileKind:
    """What a file that holds one JSON value is; a document, unless it says that it is something else."""
    if isinstance(value, dict):
        if "root" in value:
            return "document"
        if "event" in value and value["event"] == "run_started":
            return "session"
        if _is_patch(value) or any(_are_patches(value.get(key)) for key in ("patches", "operations")):
            return "patches"
    return "patches" if _are_patches(value) else "document"


def kind_of_text(text: str) -> FileKind:
    """What a file that is not one JSON value is meant to be: several of them, or a broken one."""
    try:
        first, _ = json.JSONDecoder().raw_decode(text, len(text) - len(text.lstrip()))
    except (ValueError, RecursionError):
        head = text[:_HEAD]
        if _EVENT_LINE.match(head):
            return "session"
        return "patches" if _PATCH_LINE.search(head) or _WRAPPED_PATCHES.match(head) else "document"
    if isinstance(first, dict) and "event" in first and "root" not in first:
        return "session"
    return "patches" if kind_of_value(first) == "patches" or _PATCH_LINE.search(text[:_HEAD]) else "document"


def is_ours(value: Any, kind: FileKind) -> bool:
    """Whether a value that was come across, and not named, is for us to judge.

    Folders hold package.json and many others. A document has a root or names its version, or is the empty one.
    """
    if kind != "document":
        return True
    if not isinstance(value, dict):
        return False
    if "punkVersion" in value or "schemaVersion" in value or not value:
        return True
    return "root" in value and not isinstance(value["root"], (str, bool))


def may_be_ours(text: str) -> bool:
    """The same of a text that is no JSON: not when it has keys, and none of them is one of ours."""
    keys = {match[1] for match in _KEY.finditer(text[:_LONG_HEAD])}
    return not keys or bool(keys & _OUR_KEYS)


def _is_patch(value: Any) -> bool:
    return (
        isinstance(value, dict) and isinstance(value.get("op"), str) and ("path" in value or value["op"] in OPERATIONS)
    )


def _are_patches(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and _is_patch(value[0])
