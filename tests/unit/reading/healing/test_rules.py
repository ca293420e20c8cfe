"""Each rule on texts as models write them: the value, the changes, and where the text ends."""

from __future__ import annotations

import json
import re

import pytest
from support.every_row import every_row

from epoch_cli.reading.reason import Reason
from epoch_cli.reading.rules import RULES

from .cases import CASES, Case
from .healed import NEXT, TAILS, assert_holds, heal, outcome, rules

_IDS = [f"{case.rules or 'never'}: {case.text[-40:]!r}" for case in CASES]


@every_row("case", CASES, ids=_IDS)
def test_what_was_meant_is_found_and_said(case: Case) -> None:
    healer = heal(case.text + case.rest, in_list=case.in_list)
    assert healer.value == case.value
    assert json.dumps(healer.value) == json.dumps(case.value)  # the order of keys too
    assert list(dict.fromkeys(rules(healer))) == case.rules.split()
    assert (case.text + case.rest)[healer.end :] == case.rest
    assert_holds(case.text + case.rest, healer)


@every_row("case", CASES, ids=_IDS)
def test_chunks_make_no_difference_whatever_follows(case: Case) -> None:
    for tail in ("", *TAILS):
        text = case.text + (tail or case.rest)
        whole = outcome(heal(text, in_list=case.in_list))
        for chunk in (1, 2, 3, 7):
            assert outcome(heal(text, chunk, in_list=case.in_list)) == whole


def test_every_rule_has_a_case() -> None:
    shapes = {"document-as-patch", "document-members", "node-as-patch"}  # what is no broken JSON: test_healed_reads.py
    assert {name for case in CASES for name in case.rules.split()} == set(RULES) - shapes


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ('{"op":"remove","path":"/a",}', 26),
        ('{"op":"remove","path":"/a" , \n }', 27),
        ('{"op":"add","path":"/a","value":[1,]}', 34),
        ('{"op":"add","path":"/a","value":[1,,2]}', 35),
        ('{"op":"add","path":"/a","value":{"b":[1,],}}', 39),
    ],
)
def test_a_trailing_comma_is_told_at_the_comma(text: str, at: int) -> None:
    (comma,) = heal(text).changes
    assert (comma.rule, comma.at) == ("trailing-comma", at)


def test_rules_are_named_graded_and_explained() -> None:
    for name, rule in RULES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert rule.grade in {"lossless", "lossy"}
        assert rule.explanation.isprintable()
        assert rule.explanation


@every_row(
    ("text", "reason", "at"),
    [
        ("{'a':1,'a':2}", Reason.DUPLICATE_KEY, 7),
        ("{'a': {'b':18446744073709551616}}", Reason.NUMBER_RANGE, 11),
        ("{'a':'x','b': '\\ud800'}", Reason.LONE_SURROGATE, 15),
        ("{'a':'x','b':'\udc00'}", Reason.LONE_SURROGATE, 14),
        ("{'a':'\"\"\"\"\udc00'}", Reason.LONE_SURROGATE, 11),
        ('{"op":"replace","path":"/a","value":"ha', Reason.TRUNCATED, 39),
        ('{"op":"remove","path":"/a\\d"}', Reason.SYNTAX, 22),
    ],
)
def test_what_is_never_healed_has_its_reason_and_place(text: str, reason: Reason, at: int) -> None:
    healer = heal(text)
    assert healer.value is None
    assert (healer.fault[0], healer.fault[2]) == (reason, at)


def test_halves_of_a_surrogate_pair_are_joined() -> None:
    assert heal("{'a':'\ud83d\ude00', 'b':'\\ud83d\\ude00'}").value == {"a": "😀", "b": "😀"}


def test_equal_changes_are_told_once_with_their_number() -> None:
    (quotes,) = heal("{'a':'b','c':'d'}").changes
    assert (quotes.at, quotes.what[-9:]) == (1, "(4 times)")


def test_a_closer_that_only_the_rest_explains() -> None:
    """The same `}}` is one too many, or stands where a bracket is missing; what follows tells."""
    start = '{"type":"Stack","children":[{"type":"Card","children":[{"type":"Text"}},{"type":"Badge"}]}'
    extra, missing = heal(start + "]}"), heal(start)
    assert extra.value is not None
    assert missing.value is not None
    assert rules(extra) == ["extra-closer"]
    assert [each["type"] for each in extra.value["children"][0]["children"]] == ["Text", "Badge"]
    assert rules(missing) == ["missing-closer"]
    assert [each["type"] for each in missing.value["children"]] == ["Card", "Badge"]


DEEP = '{"op":"add","path":"/a","value":\n{"a":{"a":{"a":{"a":{"a":\n1'


@every_row("chunk", [0, 1, 2, 7])
@every_row(
    ("inside", "rest"),
    [
        ("\n}}}}}}", "\nwords"),  # a line that begins with a closer is the last one
        ("\n}}}", "\n}}}, x\nwords"),
        ("\n}]", "\nwords\n" + NEXT),
        (",\n{\n1,\n}", " , {\n more\n```\n"),
        (',\n"k": 2,\n2\n]', ""),
        ("", "\n" + NEXT),
        ("", "\n```\n"),
        (",\n [2", "\n"),
    ],
)
def test_where_a_value_of_several_lines_ends_that_is_given_up(inside: str, rest: str, chunk: int) -> None:
    text = DEEP + inside + rest
    healer = heal(text, chunk, max_depth=4)
    assert healer.fault[0] == Reason.TOO_DEEP
    assert text[healer.end :] == rest
