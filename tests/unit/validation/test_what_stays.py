"""What judging leaves in memory: nothing that grows with the runs of a process, or with what hostile models write."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from collections.abc import Callable

import pytest
from support.nodes import add, text

from epoch_cli.catalog import Catalog, parse_models
from epoch_cli.engine.constraining import constraint_for
from epoch_cli.validation import Draft, validate

MANY, LONG = 20, 20_000
"""How many long strings, and how long: 0.4 MB in all."""


def judged(catalog: Catalog) -> weakref.ref[object]:
    models = parse_models({"User": {"fields": {"name": "string"}}})
    Draft(catalog, models=models).propose(add("/root", text("{context.user.name}")))
    validate({"root": text("{context.user.name}")}, catalog, models=models)
    return weakref.ref(models)


def constrained(catalog: Catalog) -> weakref.ref[object]:
    models = parse_models({"User": {"fields": {"name": "string"}}})
    constraint_for("gbnf", catalog, catalog.profile("strict"), models, required=False)
    return weakref.ref(models)


@pytest.mark.parametrize("use", [judged, constrained])
def test_what_is_compiled_for_the_data_models_of_a_run_goes_with_them(
    punk: Catalog, use: Callable[[Catalog], weakref.ref[object]]
) -> None:
    models = use(punk)
    gc.collect()
    assert models() is None


@pytest.mark.parametrize("words", ["plain words %d ", "see: a=%d ", "{context.user.name} %d "])
def test_long_strings_are_not_remembered(punk: Catalog, words: str) -> None:
    def judge(start: int) -> None:
        for number in range(start, start + MANY):
            long = words % number + "and on " * (LONG // 7)
            Draft(punk, profile="unlimited").propose(add("/root", text(long)))
            validate({"root": text(long)}, punk, profile="unlimited")

    judge(0)
    gc.collect()
    tracemalloc.start()
    try:
        judge(MANY)
        gc.collect()
        left = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert left < MANY * LONG / 8
