"""What the headers of an answer say of when to come again, how much is left, and who the answer was.

Header names are in lower case. Whatever a server sends, nothing here raises: what cannot be read is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

_LONGEST = 100  # characters of a header that is worth reading
_FOREVER: Final = 366 * 24 * 3600.0  # nobody waits longer, and no clock overflows
_NUMBER = re.compile(r"\d{1,12}(?:\.\d{0,18})?", re.ASCII)
_COUNT = re.compile(r"\d{1,18}", re.ASCII)
_SPAN = re.compile(r"(\d{1,12}(?:\.\d{0,18})?)(ms|us|µs|ns|d|h|m|s)", re.ASCII)
_SECONDS: Mapping[str, float] = {
    "d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9,
}  # fmt: skip
_RATE = re.compile(
    r"x-ratelimit-(?P<part>limit|remaining|reset)-(?P<what>[a-z][a-z-]{0,40})"
    r"|anthropic-ratelimit-(?P<its_what>[a-z][a-z-]{0,40})-(?P<its_part>limit|remaining|reset)"
)
_IDS = ("request-id", "x-request-id", "x-generation-id", "cf-ray")
_ID = re.compile(r"[!-~]{1,128}")


class RateLimit(NamedTuple):
    """One limit as a server counts it: `what` is `requests`, `tokens`, `input-tokens` or what else it counts.

    `resets` is in how many seconds all of it is there again; None where the server does not say.
    """

    what: str
    limit: int | None = None
    remaining: int | None = None
    resets: float | None = None


def retry_after(headers: Mapping[str, str], body_delay: float | None = None, *, now: datetime) -> float | None:
    """The seconds that a server asks us to wait before we ask again; None when it does not say.

    `retry-after-ms` (OpenAI) comes before `retry-after` (RFC 9110, section 10.2.3: seconds, or a date), and that
    before what the body says (Gemini's `RetryInfo`). A date that is over is no wait at all.

    Args:
        headers: of the answer.
        body_delay: seconds that its body asks for.
        now: the time of day, with its zone, where the server does not tell its own.
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after", "")
    seconds = _number(text)
    if seconds is None:
        seconds = _until_http_date(text, _time_there(headers, now))
    if seconds is not None:
        return seconds
    return body_delay if body_delay is not None and 0 <= body_delay <= _FOREVER else None


def should_retry(headers: Mapping[str, str]) -> bool | None:
    """What `x-should-retry` says, which OpenAI and Anthropic send and their own clients obey; None for nothing."""
    return {"true": True, "false": False}.get(headers.get("x-should-retry", "").strip().lower())


def rate_limits(headers: Mapping[str, str], now: datetime) -> tuple[RateLimit, ...]:
    """The limits that an answer tells of, in the order of its headers.

    OpenAI and those like it write `x-ratelimit-remaining-tokens`, with spans as `6m0s`; Anthropic
    `anthropic-ratelimit-tokens-remaining`, with moments as RFC 3339 has them.
    """
    found: dict[str, RateLimit] = {}
    now = _time_there(headers, now)
    for what, part, text in _rate_headers(headers):
        limit = found.get(what, RateLimit(what))
        if part == "limit":
            limit = limit._replace(limit=_count(text))
        elif part == "remaining":
            limit = limit._replace(remaining=_count(text))
        else:
            limit = limit._replace(resets=_until(text, now))
        found[what] = limit
    return tuple(limit for limit in found.values() if limit != RateLimit(limit.what))


def request_id(headers: Mapping[str, str]) -> str:
    """The server's name for the request, which its support asks for; empty when it gives none."""
    named = (headers.get(name, "").strip() for name in _IDS)
    return next((text for text in named if _ID.fullmatch(text)), "")


# ---------------------------------------------------------------- texts


def _rate_headers(headers: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """What is counted, which part of it, and the text."""
    for name, text in headers.items():
        found = _RATE.fullmatch(name)
        if found:
            yield found["what"] or found["its_what"], found["part"] or found["its_part"], text.strip()


def _number(text: str) -> float | None:
    text = text.strip()
    return _bounded(float(text)) if _NUMBER.fullmatch(text) else None


def _count(text: str) -> int | None:
    return int(text) if _COUNT.fullmatch(text) else None


def _bounded(seconds: float) -> float | None:
    return seconds if seconds <= _FOREVER else None


def _until(text: str, now: datetime) -> float | None:
    """The seconds of a span (`6m0s`, `20ms`, `12`), or those to a moment (RFC 3339)."""
    if len(text) > _LONGEST:
        return None
    seconds = _number(text)
    if seconds is not None:
        return seconds
    spans = _SPAN.findall(text)
    if spans and "".join(map("".join, spans)) == text:
        return _bounded(sum(float(number) * _SECONDS[unit] for number, unit in spans))
    try:
        return _until_moment(datetime.fromisoformat(text), now)
    except (ValueError, OverflowError):
        return None


def _until_http_date(text: str, now: datetime) -> float | None:
    moment = _http_date(text)
    return None if moment is None else _until_moment(moment, now)


def _http_date(text: str) -> datetime | None:
    """The moment of an HTTP date, which is in UTC unless it says otherwise."""
    if len(text) > _LONGEST:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _time_there(headers: Mapping[str, str], now: datetime) -> datetime:
    """The time as the server has it (`date`: RFC 9110, section 6.6.1), by which its moments are meant; else ours.

    Ours may be a year behind, and nobody would wait that long.
    """
    return _http_date(headers.get("date", "")) or now


def _until_moment(moment: datetime, now: datetime) -> float | None:
    """The seconds to a moment, which is in UTC unless it says otherwise; 0 when it is over."""
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return _bounded(max(0.0, (moment - now).total_seconds()))
