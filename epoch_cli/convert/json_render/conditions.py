"""When a node is there: `condition` of a node, `visible` of an element.

A condition that can be said is a binding, its opposite, or a comparison, spelled so:

    {context.user.admin}    !{item.done}    {context.plan} == 'pro'    {context.count} > {context.limit}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from epoch_cli.convert.json_render.expressions import bound_at, item_path, state_path
from epoch_cli.convert.json_render.mapping import COMPARISONS
from epoch_cli.preview.markup import Bound
from epoch_cli.preview.words import bound_of, written

_CONDITION: Final = re.compile(r"(!)?(\{[^{}]*\})(?: (==|!=|>=|<=|>|<) (.+))?")
_WORD: Final = re.compile(r"'([^'\\{}]*)'")
_LONGEST_NUMBER: Final = 40
"""Characters: no number that is written back as it stands has more, and Python reads none of thousands of digits."""
_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_CONSTANTS: Final[Mapping[str, Any]] = {"true": True, "false": False, "null": None}
_EQUALITY = frozenset({"eq", "neq"})


def visible_of(condition: str) -> dict[str, Any] | None:
    """The `visible` that says a condition; None for what it cannot say."""
    found = _CONDITION.fullmatch(condition)
    bound = bound_of(found[2]) if found else None
    if found is None or bound is None or written(bound) != found[2] or bound.root == "props":
        return None
    said: dict[str, Any] = {"$item": item_path(bound)} if bound.root == "item" else {"$state": state_path(bound)}
    if not found[3]:
        return {**said, "not": True} if found[1] else said
    operator = COMPARISONS[found[3]]
    right = None if found[1] else _right_side(found[4], operator)
    return {**said, operator: right[0]} if right else None


def _right_side(text: str, operator: str) -> tuple[Any] | None:
    """What is compared with, as a value in a tuple; None for what cannot be. Only numbers are more or less."""
    bound = bound_of(text)
    if bound is not None:
        return ({"$state": state_path(bound)},) if bound.root == "context" and written(bound) == text else None
    if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text):
        value = json.loads(text)
        return (value,) if json.dumps(value) == text else None
    if operator not in _EQUALITY:
        return None
    if text in _CONSTANTS:
        # json-render takes a comparison with nothing for none
        return None if text == "null" else (_CONSTANTS[text],)
    word = _WORD.fullmatch(text)
    return (word[1],) if word else None


def condition_of(visible: Any) -> str | None:
    """The condition that says a `visible`; None for what it cannot say."""
    if not isinstance(visible, dict) or ("$state" in visible) == ("$item" in visible):
        return None
    path, root = (visible["$state"], "context") if "$state" in visible else (visible["$item"], "item")
    bound = bound_at(path, root) if isinstance(path, str) else None
    rest = {key: value for key, value in visible.items() if key not in {"$state", "$item"}}
    if bound is None:
        return None
    if not rest or rest == {"not": False}:
        return written(bound)
    if rest == {"not": True}:
        return f"!{written(bound)}"
    return _comparison(bound, rest)


def _comparison(bound: Bound, rest: Mapping[str, Any]) -> str | None:
    signs = {name: sign for sign, name in COMPARISONS.items()}
    if len(rest) != 1:
        return None
    ((operator, value),) = rest.items()
    right = _written(value) if operator in signs else None
    condition = f"{written(bound)} {signs[operator]} {right}" if right is not None else ""
    return condition if condition and visible_of(condition) is not None else None


def _written(value: Any) -> str | None:
    if isinstance(value, dict) and value.keys() == {"$state"} and isinstance(value["$state"], str):
        bound = bound_at(value["$state"], "context")
        return written(bound) if bound is not None else None
    if isinstance(value, str):
        return f"'{value}'" if _WORD.fullmatch(f"'{value}'") else None
    return json.dumps(value) if isinstance(value, (bool, int, float)) else None
