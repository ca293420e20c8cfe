"""A document is valid by its JSON Schema exactly when it breaks no rule that the schema states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from jsonschema import Draft202012Validator
from support.documents import documents, everything, mutated
from support.examples import examples

from epoch_cli import Draft, validate
from epoch_cli.catalog import Catalog, Profile
from epoch_cli.catalog.json_schema import document_schema
from epoch_cli.validation import RULES

Check = Callable[[Any], bool]

# The rules that the schema states, as the module's docstring lists them.
STATED = frozenset({
    "EP101", "EP102", "EP103", "EP104", "EP201", "EP202", "EP203", "EP204",
    "EP301", "EP302", "EP303", "EP304", "EP305", "EP306", "EP307", "EP401", "EP402", "EP403",
    "EP507", "EP508", "EP704",
})  # fmt: skip
CAPS = frozenset({"EP603", "EP604"})
# A malformed binding: refused by the schema where only a binding, or none at all, fits; otherwise for the rules alone.
EITHER_WAY = "EP501"

# The same documents every time: two tests count what they have seen, which must not depend on luck.
THOROUGH = settings(
    max_examples=examples(200), deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(params=["punk", "everything"])
def catalog(request: pytest.FixtureRequest, punk: Catalog) -> Catalog:
    return punk if request.param == "punk" else everything()


def codes(document: Any, catalog: Catalog, profile: str | Profile = "unlimited") -> set[str]:
    return {finding.code for finding in validate(document, catalog, profile=profile).diagnostics}


def compare(
    strategy: st.SearchStrategy[Any],
    catalog: Catalog,
    stated: frozenset[str] = STATED,
    profile: str | Profile = "unlimited",
) -> Counter[str]:
    """Hold the schema to the rules for many documents; counts the stated rules that they broke, and the good ones."""
    accepts: Check = Draft202012Validator(document_schema(catalog, profile)).is_valid
    seen: Counter[str] = Counter()

    @THOROUGH
    @given(strategy)
    def check(document: Any) -> None:
        found = codes(document, catalog, profile)
        broken = found & stated
        seen.update(broken or {"good"})
        if broken or EITHER_WAY not in found:
            assert accepts(document) == (not broken), broken

    check()
    return seen


def test_a_document_from_the_catalog_passes(catalog: Catalog) -> None:
    assert set(compare(documents(catalog), catalog)) == {"good"}


def test_a_document_passes_exactly_when_it_breaks_no_rule_that_the_schema_states(catalog: Catalog) -> None:
    seen = compare(mutated(catalog), catalog)
    assert seen["good"] >= 5  # some pass, and the others are refused for many reasons
    assert len(seen) >= 10


def test_with_a_profile_its_caps_on_children_and_strings_count_too(catalog: Catalog) -> None:
    small = Profile("small", string=20, children=1)
    seen = compare(mutated(catalog), catalog, STATED | CAPS, small)
    assert seen.keys() >= CAPS


def test_the_documents_of_these_tests_break_every_rule_that_the_schema_states() -> None:
    assert {RULES[code].kind for code in STATED | CAPS} == {"gate"}
    quick = settings(THOROUGH, max_examples=10_000, derandomize=False, phases=[Phase.generate])
    left = set(STATED)

    def is_last(document: Any) -> bool:
        left.difference_update(codes(document, everything()))
        return not left

    with suppress(NoSuchExample):
        find(mutated(everything(), depth=0), is_last, settings=quick, random=Random(1))
    assert left == set()


def test_what_a_draft_accepts_makes_a_document_that_passes(catalog: Catalog) -> None:
    accepts: Check = Draft202012Validator(document_schema(catalog)).is_valid

    @THOROUGH
    @given(mutated(catalog))
    def check(document: Any) -> None:
        draft = Draft(catalog, profile="unlimited")
        for name, value in document.items():
            draft.propose({"op": "add", "path": f"/{name}", "value": value})
        assert accepts(draft.document)

    check()
