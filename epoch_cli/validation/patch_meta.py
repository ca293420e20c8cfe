"""What a model says about a patch besides the operation: its `meta`, and the id in that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson


def identity_of(patch: Any) -> str | None:
    """The id that a model gave to its patch."""
    meta = patch.get("meta") if isinstance(patch, Mapping) else None
    identity = meta.get("id") if isinstance(meta, Mapping) else None
    return identity if isinstance(identity, str) else None


def meta_of(patch: Any) -> dict[str, Any]:
    """What a model says about its patch, as a member `meta`, as far as it is JSON; the rest is left out."""
    meta = patch.get("meta") if isinstance(patch, Mapping) else None
    if not isinstance(meta, Mapping):
        return {}
    try:
        kept = orjson.loads(orjson.dumps(dict(meta)))
    except (TypeError, ValueError):
        return {}
    return {"meta": kept} if kept == meta else {}
