"""The conversation before a run, as the turns of a request.

A turn that is told whole is what was asked, and the patches that were accepted for it, one a line, as a model writes
them. A turn in short is one line a patch ("added TYPE “Email” to #login"), and stands at the head of the user's
next turn: an answer in prose would teach the model to answer in prose. So user and assistant always take turns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from epoch_cli.document import Document, Patch, apply_patch, clone, parse_pointer, resolve
from epoch_cli.engine.options import PastTurn
from epoch_cli.errors import EpochError
from epoch_cli.providers.base import Turn

_LONGEST_PROMPT, _LONGEST_NAME, _MOST_LINES = 200, 40, 12
"""Characters of a prompt and of a name, and lines of a turn, in a summary."""


class Past(NamedTuple):
    """A turn of the conversation, both ways: `answer` is its patches, `short` the turn in a few lines.

    Without an answer the turn is told in short only.
    """

    prompt: str
    answer: str
    short: str

    @property
    def can_be_shorter(self) -> bool:
        """Whether it is worth while to tell it in short."""
        return bool(self.answer) and len(self.short) < len(self.prompt) + len(self.answer)


def past_turns(history: Sequence[PastTurn], *, as_patches: bool = True) -> list[Past]:
    """The turns of a conversation, oldest first.

    Without `as_patches` all are told in short: patches are no example where something else is asked for. Where the
    conversation began with an empty document, places are named by the ids that were there at the time, and otherwise
    by their pointers.
    """
    document: Document = {}
    past = []
    for turn in history:
        lines = []
        for patch in turn.patches:
            lines.append(patch_line(patch, document))
            document = _applied(document, patch)
        written = [orjson.dumps(_as_written(patch)) for patch in turn.patches] if as_patches else []
        past.append(Past(turn.prompt, b"\n".join(written).decode(), _short_turn(turn.prompt, lines)))
    return past


def conversation(past: Sequence[Past], wish: str, *, dropped: int = 0, summarised: int = 0) -> tuple[Turn, ...]:
    """The turns of a request: those before, oldest first, and the user's own.

    Args:
        past: as `past_turns` gives them.
        wish: what the user asks for now.
        dropped: how many of the oldest are not told at all.
        summarised: how many of the oldest are at most told in short; counts those that are dropped, too.
    """
    turns: list[Turn] = []
    waiting: list[str] = []
    for index, turn in enumerate(past[dropped:], dropped):
        if not turn.answer or (index < summarised and turn.can_be_shorter):
            waiting.append(turn.short)
        else:
            turns += [Turn("user", _headed(waiting, turn.prompt)), Turn("assistant", turn.answer)]
            waiting = []
    return (*turns, Turn("user", _headed(waiting, wish)))


def patch_line(patch: Patch, document: Document) -> str:
    """What a patch does, in a few words; `document` is as it was before, or lacks what the patch is about."""
    op, path = str(patch.get("op")), str(patch.get("path", ""))
    where, there = _place(document, path), _value(document, path)
    if op in {"move", "copy"}:
        done = "moved" if op == "move" else "copied"
        origin = str(patch.get("from", ""))
        return f"{done} {_thing(_value(document, origin), origin)} to {_parent(document, path)}"
    if op == "remove":
        return f"removed {_thing(there, where)} from {_parent(document, path)}"
    value = patch.get("value")
    if _is_node(value):
        if op == "replace" and _is_node(there):
            return f"replaced {_thing(there, where)} by {_thing(value, where)}"
        return f"added {_thing(value, where)}" + (f" to {_parent(document, path)}" if path != "/root" else "")
    return f"set {where} to {_cut(orjson.dumps(value).decode(), _LONGEST_NAME)}"


def _short_turn(prompt: str, lines: Sequence[str]) -> str:
    shown = list(lines[:_MOST_LINES])
    if len(lines) > len(shown):
        shown.append(f"{len(lines) - len(shown)} more changes")
    did = "".join(f"\n- {' '.join(line.split())}" for line in shown) or "\n- nothing was changed"
    return f"“{_cut(prompt, _LONGEST_PROMPT)}”:{did}"


def _headed(waiting: Sequence[str], prompt: str) -> str:
    if not waiting:
        return prompt
    before = "\n".join(waiting)
    return f"What was asked before, and what was done:\n{before}\n\nNow:\n{prompt}"


def _as_written(patch: Patch) -> dict[str, Any]:
    """The patch without what Epoch has added to it."""
    return {key: value for key, value in patch.items() if key != "meta"}


def _applied(document: Document, patch: Patch) -> Document:
    """The document after a patch; as it was when it is not the one that the patch was made for."""
    try:
        after: Document = apply_patch(document, clone(_as_written(patch))).document
    except EpochError:
        return document
    return after


def _is_node(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("type"), str)


def _value(document: Document, path: str) -> Any:
    try:
        return resolve(document, parse_pointer(path))
    except EpochError:
        return None


def _thing(value: Any, otherwise: str) -> str:
    """A node by its type and what people know it by; anything else by its place."""
    if not _is_node(value):
        return otherwise
    props = value.get("props") if isinstance(value.get("props"), Mapping) else {}
    known = value.get("text") or props.get("label") or props.get("title") or props.get("caption")
    if isinstance(known, str) and known.strip():
        return f"{value['type']} “{_cut(known, _LONGEST_NAME)}”"
    return f"{value['type']} #{value['id']}" if isinstance(value.get("id"), str) else str(value["type"])


def _place(document: Document, path: str) -> str:
    """A place, counted from the nearest node above it that has an id: `#login/props/padding`."""
    tokens = _tokens(path)
    for depth in range(len(tokens), 0, -1):
        node = _value(document, "".join(f"/{token}" for token in tokens[:depth]))
        if _is_node(node) and isinstance(node.get("id"), str):
            return "/".join([f"#{node['id']}", *tokens[depth:]])
    return path


def _parent(document: Document, path: str) -> str:
    """The node that holds the place a path names."""
    tokens = _tokens(path)
    while tokens:
        tokens = tokens[:-1]
        pointer = "".join(f"/{token}" for token in tokens)
        if _is_node(_value(document, pointer)):
            return _place(document, pointer)
    return path.rpartition("/")[0] or path


def _tokens(path: str) -> list[str]:
    """The parts of a pointer as they are written, escapes and all."""
    return path.split("/")[1:]


def _cut(text: str, length: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"
