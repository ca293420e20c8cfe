"""How two documents differ, written down: a tree for people, operations for `apply`, and JSON for programs.

In the tree every line of a difference begins with a sign and says the same in a word, so that neither colour nor the
sign alone carries it:

    + added    - removed    ~ changed    > moved

What is inside a node that changed is shown below it, by its path in the node; nodes that are as they were are shown
where something inside them is not.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from epoch_cli.document.canonical import compact, pretty
from epoch_cli.document.changes import Changes, FieldChange, Row
from epoch_cli.document.patch import Patch
from epoch_cli.document.pointer import format_pointer
from epoch_cli.output.outline import words
from epoch_cli.output.text import visible

DIFF_FORMATS = ("text", "patch", "json")

_SIGNS = {"same": " ", "added": "+", "removed": "-", "changed": "~", "moved": ">"}
_COLORS = {"+": "\x1b[32m", "-": "\x1b[31m", "~": "\x1b[33m", ">": "\x1b[36m"}
_VALUE_WIDTH = 60


def difference_tree(changes: Changes, *, color: bool = False) -> str:
    """The difference as a tree, one node or value a line; empty when there is none."""
    lines = [_field_line(each, 0) for each in changes.beside]
    for row in _shown(changes.rows):
        lines.append(f"{_SIGNS[row.kind]} {'  ' * row.level}{_node_words(row)}")
        lines += [_field_line(each, row.level + 2) for each in row.fields]
    return "".join(f"{_colored(line) if color else line}\n" for line in lines)


def difference_patches(patches: list[Patch]) -> bytes:
    """The operations, one a line (JSONL), as Epoch writes them."""
    return "".join(f"{compact(patch)}\n" for patch in patches).encode()


def difference_json(changes: Changes) -> bytes:
    """A list of what changed: `change`, `before` and `after` as pointers, `type` and `id` of the node, and `fields`.

    The first entry, without a type, is for what changed beside the tree, if anything did. A node that was added or
    removed as a part of another is told with that one, in `nodes`.
    """
    beside = [{"change": "changed", "before": "", "after": "", "fields": [*map(_field_json, changes.beside)]}]
    found = [*(beside if changes.beside else []), *_rows_json(changes.rows)]
    return f"{pretty(found)}\n".encode()


def difference_summary(changes: Changes) -> str:
    """The difference in one line."""
    if not changes.beside and not changes.found:
        return "no difference"
    counts = Counter(row.kind for row in changes.found)
    counts["changed"] += sum(row.kind == "moved" and bool(row.fields) for row in changes.found)
    nodes = ", ".join(f"{counts[kind]} {kind}" for kind in ("added", "removed", "changed", "moved") if counts[kind])
    beside = f"{len(changes.beside)} beside the tree" if changes.beside else ""
    return "; ".join(filter(None, (f"nodes: {nodes}" if nodes else "", beside)))


# ---------------------------------------------------------------- text


def _shown(rows: tuple[Row, ...]) -> list[Row]:
    """The rows that something became of, and those around them."""
    shown: list[Row] = []
    wanted = 0  # the level of the nearest node that has to be shown because of what is in it
    for row in reversed(rows):
        if row.kind != "same" or row.level < wanted:
            shown.append(row)
            wanted = row.level
    return shown[::-1]


def _node_words(row: Row) -> str:
    said = " ".join(word for word, _ in words(row.node))
    if row.kind == "same":
        return said
    became: str = row.kind
    if row.kind == "moved":
        became += f" from {visible(format_pointer(row.before or ()))}{' and changed' if row.fields else ''}"
    return f"{said}  {became}"


def _field_line(change: FieldChange, level: int) -> str:
    indent, name = "  " * level, visible("/".join(change.path) or "document", _VALUE_WIDTH)
    if change.kind == "changed":
        return f"~ {indent}{name}: {_value(change.before)} → {_value(change.after)}  changed"
    value = change.after if change.kind == "added" else change.before
    return f"{_SIGNS[change.kind]} {indent}{name}: {_value(value)}  {change.kind}"


def _value(value: Any) -> str:
    return visible(json.dumps(value, ensure_ascii=False), _VALUE_WIDTH)


def _colored(line: str) -> str:
    color = _COLORS.get(line[0])
    return f"{color}{line}\x1b[0m" if color else line


# ---------------------------------------------------------------- JSON


def _rows_json(rows: tuple[Row, ...]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    around: list[dict[str, Any]] = []  # the entry of the row at each level above the one at hand
    for row in rows:
        del around[row.level :]
        if row.kind in {"added", "removed"} and not row.outermost:
            around.append(around[-1])
            around[-1]["nodes"] += 1
            continue
        around.append(_row_json(row))
        if row.kind != "same":
            entries.append(around[-1])
    return entries


def _row_json(row: Row) -> dict[str, Any]:
    entry: dict[str, Any] = {"change": row.kind}
    for name, path in (("before", row.before), ("after", row.after)):
        if path is not None:
            entry[name] = format_pointer(path)
    entry |= {name: row.node[name] for name in ("type", "id") if name in row.node}
    if row.fields:
        entry["fields"] = [*map(_field_json, row.fields)]
    if row.kind in {"added", "removed"}:
        entry["nodes"] = 1
    return entry


def _field_json(change: FieldChange) -> dict[str, Any]:
    entry: dict[str, Any] = {"change": change.kind, "pointer": format_pointer(change.path)}
    if change.kind != "added":
        entry["before"] = change.before
    if change.kind != "removed":
        entry["after"] = change.after
    return entry
