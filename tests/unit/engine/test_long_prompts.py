"""Prompts of megabytes: what cannot fit is refused at about the cost of counting it."""

from __future__ import annotations

import time

import pytest

from epoch_cli import BudgetError
from epoch_cli.catalog import Catalog
from epoch_cli.engine.context import compose
from epoch_cli.engine.options import Options
from epoch_cli.providers.tokens import estimate_tokens
from epoch_cli.validation import Draft

LONG = "a table of users with avatars, and a form for each of them. " * 10_000
"""0.6 MB."""


def test_a_wish_that_cannot_fit_is_refused_without_a_look_at_its_words(punk: Catalog) -> None:
    draft, options = Draft(punk), Options()
    counting, refusing = [], []
    for _ in range(3):
        began = time.process_time()
        tokens = estimate_tokens(LONG)
        counted = time.process_time()
        with pytest.raises(BudgetError) as refused:
            compose(LONG, draft, options, room=options.token_budget)
        counting.append(counted - began)
        refusing.append(time.process_time() - counted)
    assert tokens > options.token_budget
    assert "shorten the prompt" in refused.value.remedy
    assert min(refusing) < 8 * min(counting)
