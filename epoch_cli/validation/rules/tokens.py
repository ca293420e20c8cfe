"""Design tokens instead of raw values (decision 6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import Component, TokenGroup
from epoch_cli.validation.diagnostics import Finding, Rule, Severity
from epoch_cli.validation.rules.words import quote, suggest

UNKNOWN_TOKEN = Rule("EP401", "unknown-token", "gate", "a token-typed prop names a token of its group")
WRONG_GROUP = Rule("EP402", "wrong-token-group", "gate", "a token belongs to the group of its prop")
RAW_VALUE = Rule("EP403", "raw-value", "gate", "a token-typed prop holds no raw CSS value")
DEPRECATED_TOKEN = Rule("EP404", "deprecated-token", "deferred", "a deprecated token is not used", Severity.WARNING)

RULES = (UNKNOWN_TOKEN, WRONG_GROUP, RAW_VALUE, DEPRECATED_TOKEN)


def check_token(value: Any, group: TokenGroup, groups: Mapping[str, TokenGroup]) -> Finding | None:
    """A value where a token of `group` belongs."""
    if isinstance(value, str) and group.find(value) is not None:
        return None
    from epoch_cli.validation.rules import raw_values  # noqa: PLC0415  nearly every value is a token

    if isinstance(value, str) and not raw_values.is_raw(value, group):
        return _unknown(value, group, groups)
    near = raw_values.nearest_by_value(value, group)
    hint = f'use a token: "{near}" is nearest' if near else suggest(str(value), group.tokens)
    return Finding("EP403", (), f"raw value {quote(value)} where a {group.kind} token belongs", hint)


def check_deprecated(component: Component, props: Mapping[str, Any], groups: Mapping[str, TokenGroup]) -> list[Finding]:
    """Tokens that the design system has replaced by others."""
    findings = []
    for name, value in props.items():
        prop = component.props.get(name)
        if prop is None or not prop.group or not isinstance(value, str):
            continue
        token = groups[prop.group].find(value)
        if token is not None and token.deprecated:
            findings.append(
                Finding("EP404", ("props", name), f"the token {quote(value)} is deprecated", token.deprecated)
            )
    return findings


def _unknown(value: str, group: TokenGroup, groups: Mapping[str, TokenGroup]) -> Finding:
    for other in groups.values():
        if other is not group and value.startswith(other.prefix + "-") and other.find(value):
            hint = suggest(value.rpartition("-")[2], group.tokens)
            return Finding("EP402", (), f"{quote(value)} is a {other.kind} token, not a {group.kind} token", hint)
    return Finding("EP401", (), f"no {group.kind} token {quote(value)}", suggest(value, group.tokens))
