"""Values of the configuration as they may be shown: with `***` for what may be a key or a password.

Keys do not belong into these files, but headers and addresses of one's own providers can hold them, and people put
keys where names belong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from epoch_cli.config.applied import Applied
from epoch_cli.providers.addresses import without_password
from epoch_cli.providers.secret import HIDDEN
from epoch_cli.sessions.redaction_rules import RULES

_TELLING = re.compile(r"(?i)auth|key|token|secret|passw|cookie|credential|signature")
"""What the name of a header or a field is made of that holds a secret."""
_QUERY = re.compile(r"(?i)([?&][^=&#]*(?:auth|key|token|secret|passw|sig|credential)[^=&#]*=)[^&#]+")
_HARMLESS = ("email", "home")
_PATTERNS = tuple(rule for rule in RULES if rule.name not in _HARMLESS)
_FREE = ("headers", "extra", "constraint-extra")
"""The tables of a provider whose keys are whatever its server wants."""


def shown(row: Applied) -> Applied:
    """The same without what nobody else may see."""
    if row.value is None:
        return row
    if row.path[0] == "providers" and row.path[2:3] and row.path[2] in _FREE:
        return row._replace(value=_hidden(row.value, secret=any(map(_TELLING.search, row.path[3:]))))
    return row._replace(value=_hidden(row.value, secret=False))


def _hidden(value: Any, *, secret: bool) -> Any:
    if isinstance(value, str):
        return HIDDEN if secret and value else _without_secrets(value)
    if isinstance(value, Mapping):
        return {key: _hidden(each, secret=secret or bool(_TELLING.search(key))) for key, each in value.items()}
    return [_hidden(each, secret=secret) for each in value] if isinstance(value, list) else value


def _without_secrets(text: str) -> str:
    if "://" in text and not any(map(str.isspace, text)):
        text = _QUERY.sub(rf"\1{HIDDEN}", without_password(text))
    for rule in _PATTERNS:
        for found in list(rule.pattern.finditer(text)):
            if rule.holds(found[1]):
                text = text.replace(found[1], HIDDEN)
    return text
