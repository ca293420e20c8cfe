"""What a session would be today, for people: a line for each difference, and a summary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from epoch_cli.catalog import Catalog
from epoch_cli.document.canonical import pretty
from epoch_cli.engine.recheck import Recheck
from epoch_cli.output.text import visible
from epoch_cli.sessions.comparison import Change, document_digest

_WIDTH = 90
"""Characters that are shown of a value."""
_DIGEST = 12
"""Characters that are shown of a digest."""


def change_line(change: Change) -> str:
    """A difference on one line: what it is about, what was told then, what is told now."""
    return visible(f"{_about(change)}: {_SAYINGS[change.subject](change)}")


def _patches(count: int) -> str:
    return "patch" if count == 1 else "patches"


def recheck_summary(found: Recheck, catalog: Catalog) -> str:
    """The whole in one line; that the catalog is another one is said, since that is mostly why."""
    started = found.started
    counted = f"{len(found.changes)} difference{'s' if len(found.changes) != 1 else ''}" if found.changes else ""
    digest = document_digest(found.document_now)[:_DIGEST]
    same = f"no difference: {found.patches} {_patches(found.patches)}, document {digest}"
    changed = started.catalog_digest != catalog.digest
    other = f"; the catalog has changed since ({_catalog_words(started.catalog, started.catalog_digest)} then, "
    other += f"{_catalog_words(catalog.name, catalog.digest)} now)"
    return visible(f"session {started.session}: {counted or same}{other if changed else ''}")


def recheck_json(found: Recheck, catalog: Catalog) -> bytes:
    """The same for programs: `{session, catalog, document, patches, changes}`, then and now each."""
    started = found.started
    row = {
        "session": started.session,
        "catalog": {
            "then": {"name": started.catalog, "digest": started.catalog_digest},
            "now": {"name": catalog.name, "digest": catalog.digest},
        },
        "document": {
            "then": {"sha256": document_digest(found.document_then)},
            "now": {"sha256": document_digest(found.document_now)},
        },
        "patches": found.patches,
        "changes": [change.to_json() for change in found.changes],
    }
    return f"{pretty(row)}\n".encode()


# ---------------------------------------------------------------- in words


def _about(change: Change) -> str:
    """What a difference is about: an operation as it was then, or as it is now if it is new."""
    told = change.then or change.now or {}
    if change.subject == "patch":
        return f"patch {change.number} {_place(told.get('patch'))}"
    if change.subject == "repair":
        return f"patch {change.number} repair {told.get('name')} at {told.get('pointer') or 'text'}"
    if change.subject == "finding":
        return f"{told.get('pointer') or 'text'} {told.get('code')} {told.get('severity')}"
    return "document"


def _place(patch: Any) -> str:
    return f"{patch.get('op')} {patch.get('path')}" if isinstance(patch, Mapping) else _short(patch)


def _of_patch(change: Change) -> str:
    then, now = change.then, change.now
    if then is None or now is None:
        return f"not there then, {_verdict(now)} now" if then is None else f"{_verdict(then)} then, not there now"
    if then["accepted"] and now["accepted"]:
        before, after = then["patch"], now["patch"]
        if _place(before) != _place(after):
            return f"accepted then, as {_place(after)} now"
        return f"accepted as {_short(before.get('value'))} then, as {_short(after.get('value'))} now"
    if now["accepted"]:
        return f"refused then ({_codes(then)}), accepted now"
    if then["accepted"]:
        return f"accepted then, refused now: {_reasons(now)}"
    return f"refused for {_codes(then)} then, for {_codes(now)} now: {_reasons(now)}"


def _verdict(told: Mapping[str, Any] | None) -> str:
    if told is None:
        return "not there"
    return "accepted" if told["accepted"] else f"refused ({_codes(told)})"


def _codes(told: Mapping[str, Any]) -> str:
    return ", ".join(dict.fromkeys(each.get("code", "") for each in told["diagnostics"])) or "no reason"


def _reasons(told: Mapping[str, Any]) -> str:
    """Why a patch is refused, each reason with its hint."""
    return "; ".join(
        f"{each.get('code', '')} {each['message']}{' (' + each['hint'] + ')' if each.get('hint') else ''}"
        for each in told["diagnostics"]
    )


def _of_repair(change: Change) -> str:
    then, now = change.then, change.now
    if then is None or now is None:
        return "not made then, made now" if then is None else "made then, not made now"
    return f"{then['grade']} at {then['pointer'] or 'text'} then, {now['grade']} at {now['pointer'] or 'text'} now"


def _of_finding(change: Change) -> str:
    then, now = change.then, change.now
    if now is None:
        return "found then, not found now"
    if then is None:
        return f"not found then, found now: {now['message']}"
    return f"then, {now['severity']} at {now['pointer'] or 'text'} now: {now['message']}"


def _of_document(change: Change) -> str:
    then, now = change.then or {}, change.now or {}
    return f"sha256 {then.get('sha256', '')[:_DIGEST]} then, {now.get('sha256', '')[:_DIGEST]} now"


_SAYINGS = {"patch": _of_patch, "repair": _of_repair, "finding": _of_finding, "document": _of_document}


def _catalog_words(name: str, digest: str) -> str:
    return f"{name} {digest[:_DIGEST]}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"
