"""All that determines an answer, as one name: requests with the same key get the same answer from the cache."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from typing import Any

from epoch_cli import __version__
from epoch_cli.engine.options import Options
from epoch_cli.engine.settings import settings_of
from epoch_cli.providers.base import Constraint, Provider, Request
from epoch_cli.validation import Draft

READER = 1
"""Change it when the same text is read or judged otherwise by an Epoch of the same version."""

BY_REQUEST = frozenset({"system", "parameters", "constrain", "history", "preferences"})
"""Options that count by what they make of the request."""
BY_SETTINGS = frozenset({"profile", "models", "rules", "fix", "granularity", "heal", "mode"})
"""Options that count as `RunStarted.settings` holds them."""
BY_THEMSELVES = frozenset({"document", "continued_digest", "continued_models", "recovering"})
"""Options that count as they are; of `recovering` only `corrections`, see `key_of`."""
WITHOUT_EFFECT = frozenset(
    {
        # limits: only complete answers are kept, which reached none, and a hit spends nothing
        *("token_budget", "max_cost", "timeout"),
        # about this run, not about its answer
        *("continues", "cache", "refresh", "expected", "session"),
        # what a run takes from outside
        *("clock", "now", "entropy", "chance"),
    }
)
"""Options that leave an answer as it is."""


def key_of(request: Request, provider: Provider, options: Options, draft: Draft) -> str:
    """The key of an answer: the SHA-256 of all that determines it, in hexadecimal.

    Args:
        request: the first one of the run; what is sent later follows from it and from the answers.
        provider: who is asked. Of one behind HTTP its whole row counts: address, dialect, fields of the body. Headers
            may hold secrets; they go into the digest alone.
        options: those of the run.
        draft: the document that the run starts with, and what it is held to.

    How often a run tries again does not count, since only answers that came in the end are kept, and none of another
    provider. How often it corrects does: a refused operation is left out of an answer, or asked for again.
    """
    ingredients = {
        "epoch": [__version__, READER],
        "messages": [request.system, *([turn.role, turn.content] for turn in request.turns)],
        "wish": request.brief.prompt,
        "parameters": asdict(request.parameters),
        "constraint": _constraint(request.constraint),
        "provider": [provider.name, provider.model, getattr(provider, "address", "")],
        "rows": [_fields(getattr(provider, name, None)) for name in ("row", "model_row")],
        "catalog": draft.catalog.digest,
        "settings": settings_of(draft, options),
        "document": draft.document,
        "corrections": options.recovering.corrections,
        "continued": [options.continued_digest, options.continued_models],
    }
    return hashlib.sha256(_canonical(ingredients)).hexdigest()


def _constraint(constraint: Constraint | None) -> list[Any] | None:
    if constraint is None:
        return None
    return [constraint.kind, constraint.grammar, constraint.schema, constraint.note, constraint.required]


def _fields(row: Any) -> dict[str, Any] | None:
    """A row as a table: a field that a later Epoch adds in the middle must not look like another."""
    return None if row is None else dict(row._asdict())


def _canonical(value: Any) -> bytes:
    """JSON with sorted keys; ASCII, because a prompt may hold half a character."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain).encode("ascii")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, AbstractSet):
        return sorted(value)
    return str(value)
