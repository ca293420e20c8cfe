"""What went wrong, from a status, a type and a code to an error that says what to do (decision 10).

A dialect reads a body into a `Failure`; whatever reads bytes raises `Failed`; `explain` makes a `ProviderError` of it.
Messages are never searched, but for the documented list of ways in which servers say that a prompt is too long.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from epoch_cli.errors import FailureKind, ProviderError
from epoch_cli.providers import limits
from epoch_cli.providers.addresses import is_loopback
from epoch_cli.providers.base import Part
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.reading.surrogates import encodable


class Failure(NamedTuple):
    """One failure as the wire tells it; `message` is what the server said, empty when it said nothing.

    `retryable` None goes by the kind; `retry_after` is in seconds.
    """

    kind: FailureKind
    message: str = ""
    code: str = ""
    parameter: str = ""
    retryable: bool | None = None
    retry_after: float | None = None


class Failed(Exception):  # noqa: N818  carries a failure up to where the provider's name is known
    """A failure on its way from the bytes to `RemoteProvider`.

    Attributes:
        status, headers: of the answer, as far as they are known where it is raised.
        parts: what came along with it, such as the usage of an answer that failed.
        partial: the text that had come before.
    """

    def __init__(
        self,
        failure: Failure,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        parts: Sequence[Part] = (),
    ) -> None:
        super().__init__(failure.kind)  # no more: a traceback shows it, and a server may have said the key back
        self.failure = failure
        self.status = status
        self.headers: Mapping[str, str] = headers or {}
        self.parts = parts
        self.partial = ""


# ---------------------------------------------------------------- kinds

_PROXY: Final = 407
"""A proxy on the way wants to know who asks; asking again changes nothing."""

_BY_STATUS: Final[Mapping[int, FailureKind]] = {
    401: "auth",
    402: "billing",
    403: "auth",
    404: "not_found",
    405: "not_found",
    _PROXY: "network",
    408: "timeout",
    409: "server",  # a conflict that passes: the clients of OpenAI and Anthropic ask again
    410: "not_found",
    413: "context_length",
    425: "server",
    429: "rate",
    498: "overloaded",  # Groq: no capacity for this tier
    503: "overloaded",
    504: "timeout",
    524: "timeout",
    529: "overloaded",
}


def by_status(status: int) -> FailureKind:
    """The kind of a failure of which only the status is known, or says enough."""
    found = _BY_STATUS.get(status)
    if found is not None:
        return found
    return "bad_request" if 400 <= status < 500 else "server"


_BY_NAME: Final[Mapping[str, FailureKind]] = {
    **dict.fromkeys(("authentication_error", "invalid_api_key", "invalid_authentication", "permission_error"), "auth"),
    **dict.fromkeys(
        (
            "billing_error",
            "contract_spend_limit_reached",
            "credit_balance_exhausted",
            "enforced_spend_limit_reached",
            "insufficient_balance",
            "insufficient_quota",
            "linked_organization_billing_unavailable",
            "linked_organization_spend_limit_reached",
            "organization_spend_limit_exceeded",
            "organization_usage_limit_exceeded",
            "project_spend_limit_exceeded",
        ),
        "billing",
    ),
    **dict.fromkeys(("invalid_model", "model_not_found", "not_found_error"), "not_found"),
    **dict.fromkeys(("context_length_exceeded", "exceed_context_size_error", "request_too_large"), "context_length"),
    **dict.fromkeys(
        ("bio_policy", "content_filter", "content_policy_violation", "invalid_prompt", "misalignment_policy_violation"),
        "content",
    ),
    **dict.fromkeys(("rate_limit_error", "rate_limit_exceeded", "slow_down"), "rate"),
    **dict.fromkeys(("overloaded_error", "server_is_overloaded", "unavailable_error"), "overloaded"),
    **dict.fromkeys(("api_error", "internal_error", "server_error"), "server"),
    "timeout_error": "timeout",
    "invalid_request_error": "bad_request",
}
"""Kinds by what OpenAI, Anthropic and servers like theirs call a failure, as its code or as its type."""

_VAGUE: Final = frozenset({"invalid_request_error", "api_error"})
"""Types that come with all sorts of statuses, which then say more."""

_SAYS_ENOUGH: Final = frozenset({402, 413})
"""Statuses that no name makes clearer: Groq calls a prompt that is too large for a minute a `rate_limit_exceeded`."""


def kind_of(status: int | None, code: str, type_: str, message: str) -> FailureKind:
    """The kind of a failure by all that is known of it: its code, its type, its status, in this order.

    Args:
        status: the HTTP status; None for a failure in the middle of an answer.
        code: the server's own name for it, empty where it gave none.
        type_: its name for failures of this sort, likewise.
        message: what it said; read only for the list of `is_context_length`.
    """
    if status in _SAYS_ENOUGH:
        return by_status(status)
    named = next((_BY_NAME[name] for name in (code, type_) if name in _BY_NAME and name not in _VAGUE), None)
    kind = named or (by_status(status) if status is not None else _BY_NAME.get(type_, "server"))
    if kind == "bad_request" and is_context_length(code, type_, message):
        return "context_length"
    return kind


_TOO_LONG: Final = (
    "prompt is too long",
    "maximum context length",
    "exceed context limit",
    "exceeds the available context size",
    "exceeds the maximum number of tokens allowed",
    "input token count",
    "longer than the model's context length",
    "context window",
)
"""What servers that have no code for it say of a prompt that does not fit; in small letters."""


def is_context_length(code: str, kind: str, message: str) -> bool:
    """Whether a refused request was longer than the model can read.

    Args:
        code: the server's own name for the failure, empty where it gave none.
        kind: its type, likewise.
        message: what it said.
    """
    if "string_above_max_length" in {code, kind}:  # one field is too long, whatever the window
        return False
    if _BY_NAME.get(code) == "context_length" or _BY_NAME.get(kind) == "context_length":
        return True
    said = message.lower()
    return "string_above_max_length" not in said and any(text in said for text in _TOO_LONG)


# ---------------------------------------------------------------- explaining

_MOST_CHARACTERS: Final = 300
"""How much of what a server said is shown."""

_MOST_OF_A_NAME: Final = 80
"""How much of its name for a failure or for a parameter."""

_UNSAID: Final[Mapping[FailureKind, str]] = {
    "auth": "the key was refused",
    "billing": "there is no credit left",
    "not_found": "the model or the address is not known",
    "bad_request": "the request was refused",
    "context_length": "the prompt is too long",
    "content": "the request was refused for its content",
    "rate": "too many requests",
    "overloaded": "too busy to answer",
    "server": "something went wrong there",
    "network": "cannot be reached",
    "timeout": "no answer in time",
    "truncated": "the answer was cut off",
}
"""What is told of a failure of which the server said nothing."""

_ANOTHER: Final = "or take another provider (`epoch providers` lists them)"

_REMEDIES: Final[Mapping[str, str]] = {
    "auth": "check the key: `epoch keys set {name}`{variable}{page}; `-p offline` needs none",
    "auth:keyless": "it wants a key: `epoch keys set {name}`{variable}{page}; `-p offline` needs none",
    "billing": "add credit to the account at {title}, {another}; `-p offline` costs nothing",
    "not_found": "`epoch models -p {name}` lists its models; it was asked at {address}",
    "not_found:model": "`epoch models -p {name} --live` lists the models it has",
    "not_found:ollama": "`ollama pull {model}` gets it; `ollama list` shows what is there",
    "not_found:successor": "use its successor: `-m {successor}`",
    "bad_request": "`--dry-run` shows the request; another model may take it (`epoch models -p {name}`)",
    "bad_request:parameter": "leave out {parameter}, or try another model (`epoch models -p {name}`)",
    "context_length": "use a shorter prompt, a smaller preset, or a model with a larger window (`epoch models`)",
    "content": "say it in other words, {another}",
    "rate": "{wait} and ask again, {another}",
    "rate:used-up": "it is used up for now: come back later, {another}",
    "overloaded": "{wait} and ask again, {another}",
    "server": "{wait} and ask again, {another}",
    "server:address": "check that {address} is the address of its API",
    "network": "check the connection and the proxy settings (`epoch doctor`), {another}",
    "network:proxy": "check the proxy settings (HTTPS_PROXY, NO_PROXY; `epoch doctor` shows them)",
    "network:tls": "check the certificates (SSL_CERT_FILE, `epoch doctor`) and the address {address}",
    "network:address": "check that {address} is the address of its API",
    "network:redirect": "set the address it names as base-url in [providers.{name}] of your config.toml",
    "network:ollama": "start it with `ollama serve`{base}; `-p offline` needs no server",
    "network:loopback": "start the server at {address}{base}; `-p offline` needs no server",
    "timeout": "ask again, or allow more time for it in [providers.{name}] of your config.toml",
    "truncated": "ask again, {another}",
}
"""What to do, by the kind of a failure and by what is special about it."""

_NOT_ITS_API: Final = frozenset({"not-an-api", "unreadable", "event-too-large"})


def explain(  # noqa: PLR0913  all that is known of a failure, each by its name
    failure: Failure,
    *,
    row: ProviderRow,
    model: str,
    status: int | None,
    headers: Mapping[str, str],
    now: datetime,
    partial: str = "",
    keyed: bool,
    model_row: ModelRow | None = None,
) -> ProviderError:
    """The error that people and recovery get: who failed, what it said, what to do.

    Args:
        failure: with a text that is free of the key.
        row: the provider.
        model: what was asked.
        status: of its answer; None where there was no answer.
        headers: of its answer, in small letters.
        now: the time of day, for servers that say when to come again.
        partial: the text that had come before.
        keyed: whether a key was sent.
        model_row: what is known of the model, for its successor.
    """
    delay = limits.retry_after(headers, failure.retry_after, now=now)
    successor = model_row.successor if model_row is not None else ""
    remedy = _REMEDIES[_remedy(failure, row, status, keyed=keyed, successor=successor, begun=bool(partial))]
    facts = {**_facts(failure, row, delay), "model": model, "successor": successor}
    return ProviderError(
        f"{row.title}: {_said(failure, status)}",
        remedy=remedy.format_map(facts),
        kind=failure.kind,
        status=status,
        code=failure.code,
        parameter=failure.parameter,
        retryable=_retryable(failure, status, headers),
        retry_after=delay,
        request_id=limits.request_id(headers) or "",
        partial=partial,
    )


def _facts(failure: Failure, row: ProviderRow, delay: float | None) -> dict[str, str]:
    """What the remedies name; empty where there is no such thing, with the words around it."""
    return {
        "name": row.name,
        "title": row.title,
        "address": row.base_url,
        "another": _ANOTHER,
        "parameter": _line(failure.parameter, _MOST_OF_A_NAME),
        "wait": "wait a moment" if delay is None else f"wait {max(1, ceil(delay))} s",
        "variable": f" or {row.key_variables[0]}" if row.key_variables else "",
        "page": f", from {row.key_page}" if row.key_page else "",
        "base": f", or say where it is in {row.base_variable}" if row.base_variable else "",
    }


def _said(failure: Failure, status: int | None) -> str:
    """What the server said, in one line and cut, with its status and code."""
    said = _line(failure.message, _MOST_CHARACTERS) or _UNSAID[failure.kind]
    if said.startswith("<"):  # of a proxy, or of whatever else is at that address
        said = "answered with a web page, not as an API does"
    number = "" if status is None or status == 200 else str(status)  # 200 is no part of what went wrong
    known = ", ".join(dict.fromkeys(text for text in (number, _line(failure.code, _MOST_OF_A_NAME)) if text))
    return f"{said} ({known})" if known else said


def _line(text: str, most: int) -> str:
    """A server's text in one line, and cut."""
    line = " ".join(encodable(text).split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _remedy(failure: Failure, row: ProviderRow, status: int | None, *, keyed: bool, successor: str, begun: bool) -> str:
    """Which of the remedies helps: the first that is about this failure, else that of its kind."""
    kind, code = failure.kind, failure.code
    local = is_loopback(urlsplit(row.base_url).hostname or "")
    is_model = code == "model_not_found" or failure.parameter == "model"
    special = {
        "auth": (("keyless", not keyed),),
        "not_found": (("successor", bool(successor)), ("ollama", row.dialect == "ollama"), ("model", is_model)),
        "bad_request": (("parameter", bool(failure.parameter)),),
        "rate": (("used-up", failure.retryable is False),),
        "server": (("address", code in _NOT_ITS_API and not begun),),
        "network": (
            ("redirect", code == "redirect"),
            ("proxy", code == "proxy" or status == _PROXY),
            ("tls", code == "tls"),
            ("address", code == "not-http"),
            ("ollama", row.dialect == "ollama" and local),
            ("loopback", local),
        ),
    }
    return next((f"{kind}:{name}" for name, fits in special.get(kind, ()) if fits), kind)


_NEVER: Final = frozenset({"auth", "billing"})
"""Kinds that are never tried again, whatever a server says of it (decision 10)."""


def _retryable(failure: Failure, status: int | None, headers: Mapping[str, str]) -> bool | None:
    """Whether to try again: as the failure itself says, within what the header `x-should-retry` says."""
    if status == _PROXY:
        return False
    asked = limits.should_retry(headers)
    if asked is None or (asked and (failure.retryable is not None or failure.kind in _NEVER)):
        return failure.retryable
    return asked
