"""Every rule by its cases: the fault gives its code, at its pointer, with a hint; what is right beside it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import accept, add, codes, refuse

from epoch_cli.catalog import Catalog, Profile, load_catalog
from epoch_cli.validation import FAMILIES, RULES, Draft, Report, Severity, validate

from .cases import CASES, EXTENDED, Fault, Misdeed

FAULTS = [case for family in CASES.values() for case in family if isinstance(case, Fault)]
MISDEEDS = [case for family in CASES.values() for case in family if isinstance(case, Misdeed)]
GATES = [case for case in FAULTS if RULES[case.code].kind == "gate"]
LINTED = {"EP108", "EP109"}
"""What only the linter of files reports: drafts and documents know nothing of suppressions."""
DEFERRED = [case for case in FAULTS if RULES[case.code].kind == "deferred"]


@pytest.fixture(scope="session")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """A design system with what the built-in one has no example of."""
    file: Path = tmp_path_factory.mktemp("preset") / "extended.toml"
    file.write_text(EXTENDED, encoding="utf-8")
    return load_catalog(file)


@pytest.fixture
def catalogs(punk: Catalog, extended: Catalog) -> dict[str, Catalog]:
    """The design systems of the cases."""
    return {"punk": punk, "extended": extended}


def label(case: Fault | Misdeed) -> str:
    """A test's name: the code and the pointer."""
    return f"{case.code}{case.pointer}"


def propose(catalog: Catalog, case: Fault, document: Any) -> Any:
    """Build a document out of nothing, member by member: the last verdict, or the first refusal."""
    draft = Draft(catalog, **case.how)
    verdict = None
    for name, value in reversed(document.items()):
        verdict = draft.propose(add(f"/{name}", value))
        if not verdict.accepted:
            break
    return verdict


@every_row("case", FAULTS, ids=label)
def test_a_fault_gives_exactly_its_code_at_its_pointer_with_a_hint(case: Fault, catalogs: dict[str, Catalog]) -> None:
    catalog = catalogs[case.catalog]
    report = validate(case.document, catalog, **case.how)
    shown = [(each.code, each.pointer, each.message) for each in report.diagnostics]
    assert set(codes(report)) == {case.code}, shown
    assert case.pointer in {each.pointer for each in report.diagnostics}, shown
    check_wording(report)


@every_row("case", FAULTS, ids=label)
def test_what_is_right_beside_a_fault_has_none(case: Fault, catalogs: dict[str, Catalog]) -> None:
    catalog = catalogs[case.catalog]
    report = validate(case.near, catalog, **case.how)
    assert case.code not in codes(report)
    assert not report.gates, [(each.code, each.pointer, each.message) for each in report.gates]


@every_row("case", GATES, ids=label)
def test_a_gate_refuses_the_patch_that_would_make_the_fault(case: Fault, catalogs: dict[str, Catalog]) -> None:
    catalog = catalogs[case.catalog]
    verdict = propose(catalog, case, case.document)
    shown = [(each.code, each.pointer, each.message) for each in verdict.diagnostics]
    assert not verdict.accepted
    assert set(codes(verdict)) == {case.code}, shown
    check_wording(verdict)
    assert propose(catalog, case, case.near).accepted


@every_row("case", DEFERRED, ids=label)
def test_a_deferred_rule_refuses_nothing_and_warns_at_the_end(case: Fault, catalogs: dict[str, Catalog]) -> None:
    catalog = catalogs[case.catalog]
    draft = Draft(catalog, **case.how)
    for name, value in case.document.items():
        accept(draft, add(f"/{name}", value))
    report = draft.report()
    assert set(codes(report)) == {case.code}
    assert {each.severity for each in report.diagnostics} == {Severity.WARNING}
    assert report.ok


@every_row("case", MISDEEDS, ids=label)
def test_a_patch_is_refused_with_exactly_its_code(case: Misdeed, punk: Catalog) -> None:
    def prepared() -> Draft:
        draft = Draft(punk, case.start)
        if "patches" in case.how:
            draft = Draft(punk, case.start, profile=Profile("small", **case.how))
        for patch in case.before:
            draft.propose(patch)
        return draft

    draft = prepared()
    if case.code == "EP608":
        accept(draft, case.near)
    verdict = refuse(draft, case.patch, case.code)
    (found,) = verdict.diagnostics
    assert found.pointer == case.pointer
    assert found.severity is Severity.ERROR
    check_wording(verdict)
    accept(prepared(), case.near)


def check_wording(result: Report | Any) -> None:
    """Every diagnostic says what is wrong, where and what to do, in one printable line each."""
    for each in result.diagnostics:
        assert each.rule == RULES[each.code].name
        for words in (each.message, each.hint):
            assert words
            assert words.isprintable()
            assert len(words) < 600


NOT_OF_NODES = {"reading", "catalogs", "wishes", "conversions"}


@every_row("family", [family for family in FAMILIES if family not in NOT_OF_NODES])
def test_every_rule_of_every_family_has_a_case(family: str) -> None:
    covered = {case.code for case in CASES[family]}
    assert covered | LINTED == {rule.code for rule in FAMILIES[family]} | LINTED


def test_codes_are_unique_ordered_and_named() -> None:
    rules = [rule for family in FAMILIES.values() for rule in family]
    assert [rule.code for rule in rules] == sorted({rule.code for rule in rules})
    assert len({rule.name for rule in rules}) == len(rules)
    prefixes = [*(f"EP{number}" for number in range(10)), "ES0", "EW0", "EX0"]
    for prefix, (family, members) in zip(prefixes, FAMILIES.items(), strict=True):
        assert {rule.code[:3] for rule in members} == {prefix}, family


def test_a_rule_that_does_not_count_is_not_reported_and_does_not_refuse(punk: Catalog) -> None:
    case = next(case for case in FAULTS if case.code == "EP801")
    assert not validate(case.document, punk, rules={"EP801"}).diagnostics
    assert not validate(case.document, punk, rules={"EP8"}).diagnostics
    accept(Draft(punk, rules=["EP801"]), add("/root", case.document["root"]))
