"""Decision 17: JSON that would be changed by reading it is refused."""

from __future__ import annotations

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.every_row import every_row

from epoch_cli.reading.reason import Reason
from epoch_cli.reading.strict_json import NotStrictError, parse_strict


@every_row(
    ("text", "reason", "at"),
    [
        ('{"a":1,"a":2}', Reason.DUPLICATE_KEY, 7),
        ('{"a":{"b":1, "b" :2}}', Reason.DUPLICATE_KEY, 13),
        ('[{"a":1},{"\\u0061":2,"a":3}]', Reason.DUPLICATE_KEY, 21),
        ('{"a":"x","a":"\\"\\u003A"}', Reason.DUPLICATE_KEY, 9),
        ('{"a":[18446744073709551616]}', Reason.NUMBER_RANGE, 6),
        ('{"a":-9223372036854775809}', Reason.NUMBER_RANGE, 5),
        ('{"a":' + "9" * 5000 + "}", Reason.NUMBER_RANGE, 5),
        ('{"a":1e309}', Reason.NUMBER_RANGE, 5),
        ('{"a":-Infinity}', Reason.NUMBER_RANGE, 5),
        ('{"a":NaN}', Reason.NUMBER_RANGE, 5),
        ('{"a":"\\ud800"}', Reason.LONE_SURROGATE, 6),
        ('{"a":"\\\\\\udc00\\ud800"}', Reason.LONE_SURROGATE, 8),
        ('{"a":"\\ud83d\\ud83d\\ude00"}', Reason.LONE_SURROGATE, 6),
        ('{"\udc00":1}', Reason.LONE_SURROGATE, 2),
        ('{"a":1,}', Reason.SYNTAX, 7),
        ('{"a":"\t"}', Reason.SYNTAX, 6),
        ("{'a':1}", Reason.SYNTAX, 1),
        ('{"a":01}', Reason.SYNTAX, 6),
        ('{"a":1\u00a0}', Reason.SYNTAX, 6),
        ('{"a":\udc00}', Reason.SYNTAX, 5),
    ],
)
def test_what_is_not_strict_json_is_refused_with_its_place(text: str, reason: Reason, at: int) -> None:
    with pytest.raises(NotStrictError) as refused:
        parse_strict(text)
    assert (refused.value.reason, refused.value.at) == (reason, at)
    assert "\n" not in refused.value.what
    refused.value.what.encode()


@every_row(
    "text",
    [
        '{"a":{"b":1},"b":1}',
        '[{"a":1},{"a":1}]',
        '{"a":18446744073709551615,"b":-9223372036854775808}',
        '{"a":0.1234567890123456789012345,"b":1e-999,"c":-0,"d":1E+2,"e":12345678901234567890.5}',
        '{"a":"99999999999999999999","b":"\\"b\\":","c" : "\\u003a"}',
        '{"a":"\\\\ud800","b":"\\ud83d\\ude00\\/"}',
        '{"\\u0000":" \\u2028","" : " "}',
    ],
)
def test_what_is_strict_is_read_as_the_standard_library_reads_it(text: str) -> None:
    assert parse_strict(text) == json.loads(text)


def test_halves_that_form_a_character_are_joined() -> None:
    assert parse_strict('{"\ud83d\ude00":"a\ud83d\ude00"}') == {"\U0001f600": "a\U0001f600"}


def test_half_raw_and_half_escaped_is_no_character() -> None:
    with pytest.raises(NotStrictError) as refused:
        parse_strict('{"a":"\ud83d\\ude00"}')
    assert refused.value.reason == Reason.LONE_SURROGATE


def test_a_value_deeper_than_orjson_writes_is_checked_all_the_same() -> None:
    deep = '{"a":' * 300 + "1" + "}" * 300
    assert parse_strict(deep) == json.loads(deep)
    with pytest.raises(NotStrictError) as refused:
        parse_strict(deep.replace("1", '{"b":1,"b":2}'))
    assert refused.value.reason == Reason.DUPLICATE_KEY


class _RefusedError(Exception):
    """By the reference."""


def reference(text: str) -> Any:
    """The rules of decision 17 in the plainest way, slow."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) < len(pairs):
            raise _RefusedError(Reason.DUPLICATE_KEY)
        return dict(pairs)

    def integer(digits: str) -> int:
        if not -(2**63) <= int(digits) < 2**64:
            raise _RefusedError(Reason.NUMBER_RANGE)
        return int(digits)

    def finite(digits: str) -> float:
        if not math.isfinite(float(digits)):
            raise _RefusedError(Reason.NUMBER_RANGE)
        return float(digits)

    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    json.loads(joined)  # syntax comes first
    value = json.loads(joined, object_pairs_hook=members, parse_int=integer, parse_float=finite, parse_constant=finite)
    if re.search("[\ud800-\udfff]", json.dumps(value, ensure_ascii=False)):
        raise _RefusedError(Reason.LONE_SURROGATE)
    return value


_KEYS = st.sampled_from(['"a"', '"a" ', '"\\u0061"', '"b"', '"a:"', '"\\u003a"', '"a\\u003A"', '"\ud83d\ude00"', '""'])
_NUMBERS = ("1", "-0", "01", "1.50", "1e2", "1e308", "1E400", "0.1234567890123456789012", "NaN", "Infinity")
_LARGE = ("18446744073709551615", "18446744073709551616", "-9223372036854775808", "-9223372036854775809")
_STRINGS = ('"a"', '":"', '"\\":"', '"\\u003a"', '"\\"\\u003a"', '"é \u2028"', '"  "', '"1234567890123456789"')
_SURROGATES = ('"\\ud83d"', '"\\ude00\\ud83d"', '"\\ud83d\\ude00"', '"\ud83d"', '"\ud83d\ude00"')
_SCALARS = st.sampled_from(["true", "null", *_NUMBERS, *_LARGE, *_STRINGS, *_SURROGATES])
_GAP = st.sampled_from(["", "", " ", "\n ", "\t"])


def _values(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    member = st.builds("{}{}:{}{}".format, _GAP, _KEYS, _GAP, inner)
    return st.lists(member, max_size=4).map(lambda members: "{" + ",".join(members) + "}") | st.lists(
        inner, max_size=3
    ).map(lambda items: "[" + ", ".join(items) + "]")


@settings(deadline=None)
@given(st.recursive(_SCALARS, _values, max_leaves=8))
def test_texts_are_judged_as_by_the_plainest_check(text: str) -> None:
    try:
        expected = reference(text)
    except (_RefusedError, json.JSONDecodeError) as error:
        by_syntax = isinstance(error, json.JSONDecodeError)
    else:
        assert parse_strict(text) == expected
        return
    with pytest.raises(NotStrictError) as refused:
        parse_strict(text)
    assert 0 <= refused.value.at <= len(text)
    assert (refused.value.reason == Reason.SYNTAX) == by_syntax


@every_row("digits", [20, 40, 41, 400])
@every_row("rest", ["", ".0e999"])
def test_a_number_that_is_too_large_is_told_in_short(digits: int, rest: str) -> None:
    token = "9" * (digits - len(rest)) + rest
    shown = token if digits <= 40 else f"{token[:39]}…"
    with pytest.raises(NotStrictError) as caught:
        parse_strict(f'{{"a":{token}}}')
    assert f" {shown} " in f" {caught.value.what}"
