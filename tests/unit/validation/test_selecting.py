"""Rules by the names that people give them, and which of two that disagree wins."""

from __future__ import annotations

import pytest
from support.every_row import every_row
from support.nodes import codes, text

from epoch_cli import validate
from epoch_cli.catalog import Catalog
from epoch_cli.errors import UsageError
from epoch_cli.validation import FAMILIES, RULES, Selection, Severity
from epoch_cli.validation.selecting import code_prefix, code_prefixes, severities


@every_row(
    ("term", "prefix"),
    [("EP301", "EP301"), ("ep301", "EP301"), ("EP3", "EP3"), ("EP30", "EP30"), ("unknown-prop", "EP301"),
     ("Unknown-Prop", "EP301"), ("props", "EP3"), ("accessibility", "EP8"), ("all", "E"),
     ("ALL", "E"), (" EP3 ", "EP3"), ("EP", "EP"), ("EW", "EW"), ("wishes", "EW0"), ("left-out", "EW002")],
)  # fmt: skip
def test_a_term_names_rules(term: str, prefix: str) -> None:
    assert code_prefix(term) == prefix


def test_every_rule_and_family_has_a_name_of_its_own() -> None:
    assert [code_prefix(rule.name) for rule in RULES.values()] == list(RULES)
    for family, rules in FAMILIES.items():
        assert {rule.code for rule in rules} == {code for code in RULES if code.startswith(code_prefix(family))}


@pytest.mark.parametrize(
    ("term", "hint"),
    [("EP999", "EP"), ("unknown-porp", "unknown-prop"), ("prosp", "props"), ("", ""), ("zzz", "props")],
)
def test_a_term_that_names_none_is_refused_with_what_is_near(term: str, hint: str) -> None:
    with pytest.raises(UsageError, match="no rule is called") as caught:
        code_prefix(term)
    assert hint in caught.value.remedy


def test_flags_hold_several_between_commas() -> None:
    assert code_prefixes(["EP301, props", "tokens,", ""]) == {"EP301", "EP3", "EP4"}


@every_row(
    ("select", "ignore", "counting"),
    [
        ([], [], ["EP301", "EP302", "EP401"]),
        ([], ["EP3"], ["EP401"]),
        (["EP3"], [], ["EP301", "EP302"]),
        (["EP3"], ["EP301"], ["EP302"]),
        (["EP301"], ["EP3"], ["EP301"]),
        (["EP3"], ["EP3"], []),
        (["EP"], ["EP4"], ["EP301", "EP302"]),
        (["EP8"], [], []),
    ],
)
def test_the_longer_beginning_wins(select: list[str], ignore: list[str], counting: list[str]) -> None:
    rules = Selection(frozenset(ignore), select=frozenset(select))
    assert [code for code in ("EP301", "EP302", "EP401") if rules.counts(code)] == counting


def test_the_more_exact_severity_wins() -> None:
    found = severities({"unknown-prop": "info", "props": "warning"})
    assert found["EP301"] is Severity.INFO
    assert found["EP302"] is Severity.WARNING
    assert "EP401" not in found
    with pytest.raises(UsageError, match="no severity"):
        severities({"props": "fatal"})


def test_callers_may_name_rules_as_flags_do(punk: Catalog) -> None:
    document = {"root": text(wobble=1, size="16px")}
    assert codes(validate(document, punk, rules=["unknown-prop"])) == ["EP403"]
    assert codes(validate(document, punk, rules=["tokens", "EP301"])) == []
    with pytest.raises(UsageError):
        validate(document, punk, rules=["no-such-rule"])
