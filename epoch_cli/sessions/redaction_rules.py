"""What is private in a session and how it is told from other text: one row a kind, in the order in which they look."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

# what a secret begins behind, also in JSON text, where a letter may belong to an escape such as \n
START = r"(?:(?<![A-Za-z0-9])|(?<=\\[bfnrt]))"
_DIGIT = r"(?=[A-Za-z0-9_.~+/=-]{0,80}[0-9])"  # words are no secrets


class RedactionRule(NamedTuple):
    """One kind of secret: its name, its pattern with the secret in group 1, and what else must hold of it.

    `cut` says whether its beginning gives it away, too, where an id or a name was made of it.
    """

    name: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda _: True
    cut: bool = True


def _random(text: str) -> bool:
    """Whether a text looks drawn by lot: upper case, lower case and digits mixed, and no JSON Pointer."""
    kinds = (str.isupper, str.islower, str.isdigit)
    return all(sum(map(kind, text)) >= 3 for kind in kinds) and not re.search(r"/(?:children|props|root)\b", text)


def _mixed(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def _chosen(text: str) -> bool:
    """Whether a text may be a password or a token: letters and digits, and no name such as `spacing-2xl`."""
    return _mixed(text) and not re.fullmatch(r"[a-z]+(?:[.-][a-z0-9]+)+", text)


_NOBODYS = re.compile(r"(?i)[@.](?:example\.(?:com|net|org)|example|test|invalid|localhost)$")
"""Domains that nobody has (RFC 2606): placeholders of forms."""

RULES: tuple[RedactionRule, ...] = (
    RedactionRule(
        "private-key",
        re.compile(r"(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z))", re.DOTALL),
        cut=False,
    ),
    RedactionRule("jwt", re.compile(START + r"(eyJ[A-Za-z0-9_-]{8,1000}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)")),
    RedactionRule(
        "key",
        re.compile(
            START + r"((?:sk-|sk_|pk_|rk_|gsk_|csk-|xai-|hf_|r8_|fw_|npm_|nvapi-|pplx-|glpat-|xox[abeprs]-|gh[opsru]_"
            r"|github_pat_|tgp_v1_|AIza|AKIA|ASIA)" + _DIGIT + r"[A-Za-z0-9_-]{12,})"
        ),
    ),
    RedactionRule("bearer", re.compile(rf"(?i)\b(?:bearer|basic)\s+{_DIGIT}([A-Za-z0-9._~+/=-]{{12,}})"), _mixed),
    RedactionRule("credentials", re.compile(r"://([^/\s:@\"'\\]+:[^/\s@\"'\\]{4,})(?=@)")),
    RedactionRule(
        "parameter",
        re.compile(r"(?i)[?&](?:api[_-]?key|key|token|access_token|secret|password|signature|sig)=([^&#\s\"'\\]{6,})"),
    ),
    RedactionRule(
        "password",
        re.compile(
            r"(?i)(?<![A-Za-z0-9])(?:pass(?:word|wd|phrase|code)|pwd|secret|token|(?:api|access|secret|private|client|auth)"
            r"[ _-]?(?:key|secret|token))[\"']?(?:\s{0,9}[=:]\s{0,9}|\sis\s)[\"']?(?!\[?redacted)"
            r"([^\s\"'\\,;<>(){}\[\]$/&#][^\s\"'\\,;<>(){}&#]{5,200})"
        ),
        _chosen,
    ),
    RedactionRule(
        "email",
        re.compile(START + r"([A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63})"),
        lambda text: not _NOBODYS.search(text),
    ),
    RedactionRule("hex", re.compile(START + r"([0-9a-fA-F]{32,})(?![A-Za-z0-9])"), _mixed),
    RedactionRule("base64", re.compile(START + r"([A-Za-z0-9+/_-]{40,}={0,2})"), _random),
    RedactionRule(
        "home",
        re.compile(
            r"(?<![\w.])((?:/home|/Users|[A-Za-z]:\\{1,2}Users)[/\\]{1,2}[^/\\\s\"'`<>,;:!?(){}\[\]]*[^/\\\s\"'`<>,;:!?(){}\[\].])"
        ),
        cut=False,
    ),
)
"""What is redacted; the first rule that finds a secret names it."""


def rules_for(home: Path | None) -> tuple[RedactionRule, ...]:
    """The rules, with the user's home folder where it is at an unusual place.

    `/root` is left as it is: it is nobody's name, and the place of every document.
    """
    if home is None or not home.is_absolute() or home in (Path(home.anchor), Path("/root")):
        return RULES
    pattern = re.compile(rf"(?<![\w.])({re.escape(str(home))})(?![\w-])")
    return (*RULES, RedactionRule("home", pattern, cut=False))
