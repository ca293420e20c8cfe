"""JSON Merge Patch (RFC 7396): what is to be different, written as the members that change; null removes one."""

from __future__ import annotations

from typing import Any


def merged(target: Any, patch: Any) -> Any:
    """The target with a merge patch carried out (RFC 7396, section 2).

    Neither is changed; the result shares what stays as it is with the target, and what is new with the patch.

    Raises:
        RecursionError: the patch is nested too deeply.
    """
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merged(result.get(name), value)
    return result
