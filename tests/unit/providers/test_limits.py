"""What headers say of limits: read where it can be, never an error."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row
from support.examples import examples

from epoch_cli.providers.limits import RateLimit, rate_limits, request_id, retry_after, should_retry

NOW = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)
HOSTILE = [
    "",
    " ",
    "-1",
    "nan",
    "inf",
    "1e9",
    "1_0",
    "١٢",
    "9" * 5000,
    "x" * 10_000,
    "\x00",
    "Fri, 99 Nov 2026",
    "0x10",
    "9" * 12,
    "+5",
]


@every_row(
    ("headers", "body_delay", "seconds"),
    [
        ({}, None, None),
        ({"retry-after": "7"}, None, 7.0),
        ({"retry-after": " 0.5 "}, None, 0.5),
        ({"retry-after": "0"}, 9.0, 0.0),
        ({"retry-after-ms": "250"}, None, 0.25),
        ({"retry-after-ms": "250", "retry-after": "7"}, 37.5, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "7"}, 37.5, 7.0),
        ({"retry-after": "soon"}, 37.5, 37.5),
        ({}, 37.5, 37.5),
        ({"retry-after": "Fri, 20 Nov 2026 12:00:30 GMT"}, 37.5, 30.0),
        ({"retry-after": "Fri, 20 Nov 2026 11:00:00 GMT"}, 37.5, 0.0),
        ({"retry-after": "Fri, 20 Nov 2026 12:01:00 -0000"}, None, 60.0),
        ({"retry-after": "Fri, 20 Nov 2026 14:00:10 +0200"}, None, 10.0),
        ({"retry-after": "Fri, 20 Nov 9999 12:00:30 GMT"}, None, None),
        ({}, float("nan"), None),
        ({}, float("inf"), None),
        ({}, -3.0, None),
    ],
)
def test_the_wait_that_a_server_asks_for(
    headers: dict[str, str], body_delay: float | None, seconds: float | None
) -> None:
    assert retry_after(headers, body_delay, now=NOW) == seconds
    elsewhere = NOW.astimezone(timezone(timedelta(hours=-7)))
    assert retry_after(headers, body_delay, now=elsewhere) == seconds


@every_row(
    ("text", "said"), [("true", True), ("false", False), (" True ", True), ("", None), ("1", None), ("maybe", None)]
)
def test_whether_to_ask_again(text: str, said: bool | None) -> None:
    assert should_retry({"x-should-retry": text}) is said
    assert should_retry({}) is None


def test_limits_as_openai_writes_them() -> None:
    headers = {
        "content-type": "application/json",
        "x-ratelimit-limit-requests": "500",
        "x-ratelimit-limit-tokens": "30000",
        "x-ratelimit-remaining-requests": "499",
        "x-ratelimit-remaining-tokens": "29980",
        "x-ratelimit-reset-requests": "120ms",
        "x-ratelimit-reset-tokens": "6m0s",
    }
    assert rate_limits(headers, NOW) == (
        RateLimit("requests", 500, 499, 0.12),
        RateLimit("tokens", 30000, 29980, 360.0),
    )


def test_limits_as_anthropic_writes_them() -> None:
    headers = {
        "anthropic-ratelimit-requests-limit": "1000",
        "anthropic-ratelimit-requests-remaining": "0",
        "anthropic-ratelimit-requests-reset": "2026-11-20T12:00:41Z",
        "anthropic-ratelimit-input-tokens-limit": "80000",
        "anthropic-ratelimit-input-tokens-reset": "2026-11-20T11:00:00+00:00",
        "anthropic-ratelimit-unified-status": "allowed",
    }
    assert rate_limits(headers, NOW) == (
        RateLimit("requests", 1000, 0, 41.0),
        RateLimit("input-tokens", 80000, None, 0.0),
    )


@every_row(
    ("text", "seconds"),
    [
        ("1s", 1.0),
        ("20ms", 0.02),
        ("6m0s", 360.0),
        ("1h2m3.5s", 3723.5),
        ("1d", 86400.0),
        ("12", 12.0),
        ("7.66s", 7.66),
        ("17µs", 17e-6),
        ("1x", None),
        ("s", None),
        ("1s 2s", None),
        ("-1s", None),
        ("999999d", None),
        ("2026-13-40", None),
    ],
)
def test_spans_of_time(text: str, seconds: float | None) -> None:
    limits = rate_limits({"x-ratelimit-limit-tokens": "1", "x-ratelimit-reset-tokens": text}, NOW)
    assert limits[0].resets == (None if seconds is None else pytest.approx(seconds))


@every_row("text", HOSTILE)
def test_what_cannot_be_read_is_not_there(text: str) -> None:
    assert retry_after({"retry-after": text, "retry-after-ms": text}, now=NOW) is None
    headers = {f"x-ratelimit-{part}-requests": text for part in ("remaining", "reset")}
    assert rate_limits(headers, NOW) == () or text == "9" * 12  # a count may be large, a time may not
    assert rate_limits({"anthropic-ratelimit-tokens-reset": text, "x-ratelimit-limit-": text}, NOW) == ()
    assert should_retry({"x-should-retry": text}) is None


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=30) | st.from_regex(r"[0-9a-zA-Z:., +-]{1,30}", fullmatch=True))
def test_no_text_is_an_error(text: str) -> None:
    names = (
        "retry-after",
        "retry-after-ms",
        "x-ratelimit-reset-tokens",
        "anthropic-ratelimit-tokens-reset",
        "request-id",
    )
    for name in (*names, f"x-ratelimit-{text}"):
        headers = {name: text}
        wait = retry_after(headers, now=NOW)
        assert wait is None or 0 <= wait < 4e7
        for limit in rate_limits(headers, NOW):
            assert limit.resets is None or 0 <= limit.resets < 4e7
        assert request_id(headers).isprintable()


def test_the_name_of_a_request() -> None:
    assert request_id({"cf-ray": "8f-AMS", "request-id": "req_1", "x-request-id": "x"}) == "req_1"
    assert request_id({"cf-ray": "8f-AMS", "x-generation-id": "gen-1"}) == "gen-1"
    assert request_id({"x-request-id": "\x1b[31mred", "cf-ray": "8f-AMS"}) == "8f-AMS"
    assert request_id({"request-id": "x" * 1000}) == ""
    assert request_id({}) == ""
