"""EP706: what looks like a key, a token or a password is found anywhere, and never repeated."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row
from support.nodes import accept, add, box, button, codes, node, page, table, text

from epoch_cli.catalog import Catalog
from epoch_cli.validation import Draft, validate
from epoch_cli.validation.rules.secrets import secret_kind, suspicious

LOT = "Vn3kQ8sLw2Zr7TyB5uHd9XcM4fJp6AeRgK1qNbSv"
"""Characters as if drawn by lot. Put together with prefixes here, so that no scanner takes this file for a leak."""

SECRETS = {
    "OpenAI": "sk-" + LOT,
    "OpenAI project": "sk-proj-" + LOT,
    "Anthropic": "sk-ant-" + "api03-" + LOT,
    "OpenRouter": "sk-or-" + "v1-" + LOT,
    "Stripe": "sk_" + "live_" + LOT[:24],
    "GitHub": "ghp_" + LOT[:36],
    "GitHub app": "ghs_" + LOT[:36],
    "GitHub fine-grained": "github_" + "pat_" + LOT,
    "GitLab": "glpat-" + LOT[:20],
    "AWS": "AKIA" + "IOSFODNN7EXAMPLE",
    "AWS session": "ASIA" + "QWERTYUIOPASDFGH",
    "Google": "AIza" + LOT[:35],
    "Slack": "xoxb-" + "123456789012-" + LOT[:24],
    "Slack user": "xoxp-" + "123456789012-" + LOT[:24],
    "Hugging Face": "hf_" + LOT[:34],
    "npm": "npm_" + LOT[:36],
    "JWT": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0." + LOT[:27],
    "private key": "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIE",
    "private key, PKCS 8": "-----BEGIN " + "PRIVATE KEY-----",
    "private key, OpenSSH": "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
    "Postgres": "postgres://" + "app:hunter2@db.example.org/prod",
    "Postgres, long": "postgresql+asyncpg://" + "app:p%40ss@10.0.0.1:5432/prod",
    "Mongo": "mongodb+srv://" + "app:hunter2@cluster0.example.net",
    "Redis": "redis://" + ":hunter2@cache:6379/0",
    "basic auth": "https://" + "ada:hunter2@example.org/",
}
HARMLESS = [
    "sk-...", "sk-…", "sk-xxxxxxxx", "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "sk-your-key-goes-here-and-nowhere-else",
    "sk-ant-XXXXXXXXXXXXXXXXXXXXXXXXXXXX", "sk-<your key>", "ghp_" + "x" * 36, "ghp_" + "0" * 36, "hf_" + "*" * 34,
    "risk-free, task-list, desk-top", "sk-learn is a library", "AKIA", "AKIA is a prefix", "AIza…", "xoxb-…",
    "eyJ is how they begin", "PUBLIC KEY", "-----BEGIN PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----",
    "https://example.org/@ada", "https://example.org:8080/a@b", "mailto:ada@example.org", "ada@example.org",
    "postgres://user:<password>@host/db", "postgres://user:${PASSWORD}@host/db", "postgres://user:****@host/db",
    "postgres://host/db", "postgres://user@host/db", "{context.user.token}", "npm_config_registry", "glpat-…",
    "a" * 64, "0123456789abcdef" * 4, "550e8400-e29b-41d4-a716-446655440000", "password: hunter2", "",
]  # fmt: skip


@every_row("secret", SECRETS.values(), ids=list(SECRETS))
@every_row(
    ("place", "pointer"),
    [
        (lambda words: page(text(words)), "/root/children/0/text"),
        (lambda words: page(text(f"use {words} here")), "/root/children/0/text"),
        (lambda words: page({**text(), "a11y": {"description": words}}), "/root/children/0/a11y/description"),
        (lambda words: {"metadata": {"deploy": [{"key": words}]}}, "/metadata/deploy/0/key"),
        (lambda words: {"root": table(data=[{"a": {"b": [words]}}], caption="c")}, "/root/props/data/0/a/b/0"),
    ],
    ids=["text", "inside a text", "a11y", "metadata", "rows"],
)
def test_a_secret_is_found_wherever_it_stands(punk: Catalog, secret: str, place: Any, pointer: str) -> None:
    (found,) = validate(place(secret), punk).diagnostics
    assert (found.code, found.pointer) == ("EP706", pointer)
    assert found.hint


@every_row("secret", SECRETS.values(), ids=list(SECRETS))
def test_a_secret_is_never_repeated(punk: Catalog, secret: str) -> None:
    (found,) = validate(page(text(secret)), punk).diagnostics
    told = str(found.to_json())
    assert not any(secret[start : start + 8] in told for start in range(len(secret) - 7))


@every_row("words", HARMLESS)
def test_placeholders_and_common_text_are_no_secrets(punk: Catalog, words: str) -> None:
    assert secret_kind(words) == ""
    assert "EP706" not in codes(validate(page(text(words)), punk))


@every_row("secret", SECRETS.values(), ids=list(SECRETS))
def test_the_cheap_look_misses_none(secret: str) -> None:
    assert suspicious(secret)
    assert suspicious(f"see {secret}.")


def test_every_secret_of_a_document_is_found_in_reading_order(punk: Catalog) -> None:
    one, other = SECRETS["GitHub"], SECRETS["AWS"]
    document = {"metadata": {"a": one}, **page(text(other), box(button(ariaLabel=one)))}
    assert [each.pointer for each in validate(document, punk).diagnostics] == [
        "/metadata/a",
        "/root/children/0/text",
        "/root/children/1/children/0/props/ariaLabel",
    ]


def test_it_refuses_no_patch_and_is_said_at_the_end(punk: Catalog) -> None:
    draft = Draft(punk)
    accept(draft, add("/root", box()))
    accept(draft, add("/root/children/-", node("Text", text=SECRETS["OpenAI"])))
    assert codes(draft.report()) == ["EP706"]
    assert draft.report().ok


def test_a_document_without_a_root_is_looked_at_too(punk: Catalog) -> None:
    assert codes(validate({"metadata": {"key": SECRETS["npm"]}}, punk)) == ["EP706"]
