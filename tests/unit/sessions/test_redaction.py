"""A session without secrets: nothing of them is left anywhere, and the session is as good as before."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from support.every_row import every_row
from support.scripted import add, container, text_node

from epoch_cli import read_session
from epoch_cli.document import apply_patch
from epoch_cli.events import (
    AttemptStarted,
    DiagnosticFound,
    Event,
    PatchAccepted,
    PatchRefused,
    RunEnded,
    RunStarted,
    TextReceived,
    encode,
)
from epoch_cli.sessions.redaction import redacted
from epoch_cli.sessions.redaction_rules import RULES
from epoch_cli.validation import Diagnostic

OLD = Path(__file__).parents[2] / "data" / "sessions" / "format-1.jsonl"

# taken apart, so that no scanner takes them for real ones
JWT = "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0" + ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
SECRETS: dict[str, tuple[str, str]] = {
    "key of OpenAI": ("key", "sk-" + "proj-AbC123dEf456GhI789jKl"),
    "key of Anthropic": ("key", "sk-" + "ant-api03-x9x9x9x9x9x9"),
    "key of Google": ("key", "AIza" + "SyA1234567890abcdefghijklmnopqrstu"),
    "token of GitHub": ("key", "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"),
    "token of a bearer": ("bearer", "a1B2c3D4e5F6.g7H8"),
    "JSON web token": ("jwt", JWT),
    "address": ("email", "jane.doe+ui@mail.acme.io"),
    "credentials": ("credentials", "jane:hunter2"),
    "parameter": ("parameter", "abc123def"),
    "hex": ("hex", "0123456789abcdef0123456789abcdef"),
    "base64": ("base64", "aGVsbG8gd29ybGQhIQ1Ab2Cd3Ef4Gh5Ij6Kl7Mn8Op9+/Q=="),
    "password": ("password", "hunter2hunter"),
    "home": ("home", "/home/jane"),
    "private key": (
        "private-key",
        "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIrYSSNQFaA2H\n-----END EC PRIVATE KEY-----",
    ),
}
AROUND = {
    "bearer": "Authorization: Bearer {}",
    "credentials": "https://{}@example.com/x",
    "parameter": "https://example.com/x?a=b&api_key={}&c=d",
    "password": "log in with Password: {}, then go on",
    "home": "{}/projects/ui",
}

HARMLESS = [
    "task-management-dashboard-for-1000-people",
    "basic authentication with a password",
    "bearer of internationalization",
    "/root/children/0/itemTemplate/children/12/props/ariaLabel/children/345",
    "color.primary.500 and spacing-16",
    "Password: required, at least 12 characters",
    "https://example.com/orders?page=2&sort=created",
    "2026-11-21T14:09:47.123+00:00",
    "a@b",
    "name@example.com and you@shop.example",
    "00000000000000000000000000000000000000000000",
    "mailto:support",
    "the home page /home",
]


def session(said: str, *, chunk: int = 7) -> list[Event]:
    """A session in which a text is everywhere that a text can be."""
    document = container(text_node(said), text_node("x", id="kept"))
    patch = add("/root", document)
    raw = json.dumps(patch)
    finding = Diagnostic(
        code="EP001", severity="error", message="not read", pointer="", hint=f"passed over: {raw}", rule="r"
    )
    return [
        RunStarted(
            at=0.0, session="20260101-000000-abcdef", epoch="0", started="2026-01-01T00:00:00.000+00:00",
            prompt=f"a form for {said}", provider="x", model="y", title="z", catalog="punk",
            catalog_digest="sha256:fedcba9876543210fedcba9876543210", profile="strict",
            history=[{"prompt": said, "patches": [patch]}],
        ),
        AttemptStarted(
            at=0.0, attempt=1, reason="initial", prompt=f"# Request\n{said}", provider="x", model="y", input_tokens=9
        ),
        *(TextReceived(at=0.1, text=raw[start : start + chunk]) for start in range(0, len(raw), chunk)),
        *(TextReceived(at=0.2, text=piece, channel="thinking") for piece in ("they said ", said, "\nwell")),
        PatchAccepted(at=0.3, number=1, sequence=1, patch=patch, inverse=[], metrics={"nodes": 3}),
        PatchRefused(at=0.4, number=2, patch={"op": "add", "path": "/root", "value": said}, diagnostics=[finding]),
        DiagnosticFound(at=0.5, diagnostic=finding),
        RunEnded(
            at=1.0, status="failed", document={"root": document}, metrics={"nodes": 3}, accepted=1, refused=1,
            repaired=0, malformed=0, error={"message": f"said {said}", "remedy": "", "exit_code": 3},
        ),
    ]  # fmt: skip


def written(events: Sequence[Event]) -> str:
    return b"".join(map(encode, events)).decode()


def raw_text(events: Sequence[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, TextReceived) and event.channel == "text")


@every_row(("rule", "secret"), SECRETS.values(), ids=SECRETS.keys())
@every_row("chunk", [1, 7, 10_000])
def test_nothing_of_a_secret_is_left(rule: str, secret: str, chunk: int) -> None:
    events = session(AROUND.get(rule, "{}").format(secret), chunk=chunk)
    found = redacted(events)
    text = written(found)
    assert secret not in text
    assert json.dumps(secret)[1:-1] not in raw_text(found)
    assert f"[redacted:{rule}]" in text
    assert f"[redacted:{rule}]" in raw_text(found)
    assert "redacted:" + rule + ":2" not in text  # the same secret is the same everywhere


@every_row(("rule", "secret"), SECRETS.values(), ids=SECRETS.keys())
def test_the_session_holds_together_afterwards(rule: str, secret: str) -> None:
    events = session(AROUND.get(rule, "{}").format(secret))
    found = redacted(events)
    assert [(type(event), event.at) for event in found] == [(type(event), event.at) for event in events]
    started, accepted, ended = found[0], found[-4], found[-1]
    assert isinstance(started, RunStarted)
    assert isinstance(accepted, PatchAccepted)
    assert isinstance(ended, RunEnded)
    # what the model wrote, the patch and the document say the same
    assert json.loads(raw_text(found)) == accepted.patch
    assert apply_patch({}, accepted.patch).document == ended.document
    assert (started.session, started.catalog_digest) == (
        "20260101-000000-abcdef",
        "sha256:fedcba9876543210fedcba9876543210",
    )


@every_row("said", HARMLESS)
def test_what_is_no_secret_stays(said: str) -> None:
    events = session(said)
    assert redacted(events) == events


def test_two_secrets_stay_apart_and_one_is_always_the_same() -> None:
    found = redacted(session("jane@acme.io, bob@acme.io, jane@acme.io"))
    ended = found[-1]
    assert isinstance(ended, RunEnded)
    assert ended.error["message"] == "said [redacted:email], [redacted:email:2], [redacted:email]"


def test_a_secret_that_begins_as_another_is_replaced_whole() -> None:
    short, long = "sk-" + "abcdefghijk12345", "sk-" + "abcdefghijk12345678"
    text = written(redacted(session(f"{short} and {long}")))
    assert short not in text
    assert "678" not in text


def test_a_secret_behind_an_escape_is_found_where_nothing_was_read() -> None:
    """A text that is not JSON after all is searched as it stands: an `n` of `\\n` is no part of an address."""
    events: list[Event] = [
        *session("x")[:2],
        *(TextReceived(at=0.1, text=piece) for piece in ('{"op": "add", "value": "to\\nja', "ne@acme.i", "o\\t")),
    ]
    assert raw_text(redacted(events)) == '{"op": "add", "value": "to\\n[redacted:email]\\t'


def test_keys_of_documents_and_pointers_are_looked_at_too() -> None:
    events = session("x")
    patch = {"op": "add", "path": "/root/props/jane@acme.io", "value": {"bob@acme.io": 1}}
    events[-4] = PatchAccepted(at=0.3, number=1, sequence=1, patch=patch, inverse=[], metrics={})
    accepted = redacted(events)[-4]
    assert isinstance(accepted, PatchAccepted)
    assert accepted.patch["path"] == "/root/props/[redacted:email]"
    assert accepted.patch["value"] == {"[redacted:email:2]": 1}


def test_redacting_again_changes_nothing() -> None:
    once = redacted(session(" ".join(AROUND.get(rule, "{}").format(secret) for rule, secret in SECRETS.values())))
    assert redacted(once) == once


def test_a_session_without_secrets_is_as_it_was() -> None:
    events = list(read_session(OLD))
    assert redacted(events) == events


def test_every_rule_has_a_secret_here() -> None:
    assert {rule for rule, _ in SECRETS.values()} == {rule.name for rule in RULES}


def test_half_a_character_does_not_matter() -> None:
    events: list[Any] = [*session("jane@acme.io"), TextReceived(at=2.0, text="\ud83d")]
    assert redacted(events)[-1] == events[-1]


@every_row(
    "piece", ["a.b.", "a@", "\\n", "sk-x.", "://a:b", "bearer ", "eyJa.", "/home/a", "0a", "-----BEGIN KEY-----"]
)
def test_no_text_makes_the_search_take_forever(piece: str) -> None:
    """A search that looks again at what it has seen would take minutes here, and takes a second at most."""
    events: list[Event] = [*session("x")[:2], TextReceived(at=0.1, text=piece * (100_000 // len(piece)))]
    began = time.monotonic()
    redacted(events)
    assert time.monotonic() - began < 10
