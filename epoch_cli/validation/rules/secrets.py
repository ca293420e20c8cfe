"""Strings that look like a secret: keys and tokens by the prefixes their issuers give them, so that people find them.

A document is meant to be stored, shared and shown; what looks like a secret is a warning, and is never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from epoch_cli.validation.diagnostics import Finding, Path

_KINDS = {
    "an Anthropic key": r"sk-ant-[\w-]{20,}",
    "an OpenRouter key": r"sk-or-[\w-]{20,}",
    "an OpenAI key": r"sk-(?:proj-|svcacct-|admin-)[\w-]{20,}|sk-[A-Za-z0-9]{20,}",
    "a Stripe key": r"[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9+/]{24,}",
    "a GitHub token": r"gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}",
    "a GitLab token": r"gl(?:pat|ptt|dt|rt|cbt|soat)-[\w-]{18,}",
    "an AWS key": r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])",
    "a Google key": r"AIza[\w-]{35}|ya29\.[\w-]{20,}|GOCSPX-[\w-]{20,}",
    "a Slack token": r"xox[abeoprs]-[\w-]{10,}|xapp-\d-[\w-]{10,}|https://hooks\.slack\.com/services/T\w+/B\w+/\w{16,}",
    "a Hugging Face token": r"hf_[A-Za-z0-9]{30,}",
    "an npm token": r"npm_[A-Za-z0-9]{36}",
    "a PyPI token": r"pypi-[\w-]{50,}",
    "a SendGrid key": r"SG\.[\w-]{16,}\.[\w-]{16,}",
    "a Groq key": r"gsk_[A-Za-z0-9]{40,}",
    "a DigitalOcean token": r"do[opr]_v1_[a-f0-9]{40,}",
    "a Shopify token": r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",
    "a Telegram bot token": r"\d{8,10}:AA[\w-]{33}(?![\w-])",
    "a JSON web token": r"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}",
}
_PRIVATE_KEY = re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")
_CONNECTION = re.compile(r"[a-z0-9]://[^\s:/@?#]*:([^\s/@?#]+)@[^\s/]", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"x{4,}|\*{3,}|\.{3,}|…|_{3,}|-{3,}|(?-i:example)|placeholder|your|redacted|dummy|sample|changeme|insert|[<>{}]|\$\w",
    re.IGNORECASE,
)
LONG = 15
"""A word of as many characters may be drawn by lot."""
_LONG_WORD = re.compile(rf"\S{{{LONG}}}")
_MIXED = re.compile(r"[0-9A-Z]")
_WORTH_A_LOOK = re.compile(
    r"\bsk-[\w-]{20}|\b[rs]k_(?:live|test)_|whsec_|\bgh[pousr]_\w{30}|github_pat_|\bgl[a-z]{2,4}-[\w-]{18}|A[KSBC][IC]A[A-Z0-9]{16}"
    r"|AIza|ya29\.|GOCSPX-|xox[abeoprs]-|xapp-|hooks\.slack|\bhf_\w{30}|npm_\w{36}|pypi-[\w-]{50}|\bSG\.[\w-]{16}|gsk_\w{40}"
    r"|do[opr]_v1_|shp[acps][atcs]_|\d:AA|eyJ|PRIVATE KEY|://[^/\s]*@"
)


def check_secrets(value: Any, path: Path = ()) -> Iterator[Finding]:
    """Every string that looks like a secret, at any nesting, in reading order."""
    stack: list[tuple[Any, Path]] = [(value, path)]
    while stack:
        here, at = stack.pop()
        if isinstance(here, str):
            kind = secret_kind(here)
            if kind:
                yield Finding("EP706", at, f"this looks like {kind}", "take it out, and revoke it if it is real")
        elif isinstance(here, dict):
            stack += [(item, (*at, key)) for key, item in reversed(here.items())]
        elif isinstance(here, list):
            stack += [(item, (*at, index)) for index, item in reversed(list(enumerate(here)))]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """What each kind looks like; compiled for the first string that is worth a look."""
    return {kind: re.compile(rf"(?<![\w-])(?:{pattern})") for kind, pattern in _KINDS.items()}


def suspicious(text: str) -> bool:
    """Whether a string is worth a closer look; most are not.

    What is drawn by lot is one long word with digits or capitals, which people do not write; three quick questions
    spare most strings the slow one.
    """
    drawn = _LONG_WORD.search(text) is not None and _MIXED.search(text) is not None
    if not drawn and "@" not in text and "PRIVATE KEY" not in text:
        return False
    return _WORTH_A_LOOK.search(text) is not None


def secret_kind(text: str) -> str:
    """What kind of secret a string holds, with its article; empty when it holds none, or only the shape of one."""
    if not suspicious(text):
        return ""
    if _PRIVATE_KEY.search(text):
        return "a private key"
    for kind, pattern in _patterns().items():
        if any(_random(match[0]) for match in pattern.finditer(text)):
            return kind
    for match in _CONNECTION.finditer(text):
        if not _PLACEHOLDER.search(match[1]):
            return "an address with a password"
    return ""


def without_keys(text: str) -> str:
    """A text with `***` for each key or token in it that its issuer's prefix tells."""
    if suspicious(text):
        for pattern in _patterns().values():
            text = pattern.sub(lambda found: "***" if _random(found[0]) else found[0], text)
    return text


def _random(text: str) -> bool:
    """Whether a match looks drawn by lot: a placeholder repeats a character, or says what belongs there."""
    body = re.sub(r"^[a-z]+[-_.]", "", text, flags=re.IGNORECASE)
    return not _PLACEHOLDER.search(text) and len(set(body)) >= 6
