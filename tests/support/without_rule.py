"""A pytest plugin that breaks one rule: `pytest -p support.without_rule --without-rule EP301`.

Everything goes on as before, but nothing finds what the rule is about any more: no whole document, no draft, no file
that is read. The tests have to notice; `tests.mutation_check` asks that of every rule. Of the corpus only the files run
that expect a finding of the rule: what else fails may have another reason.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

import pytest
from support.corpus import Sample

from epoch_cli.linting import check, patch_files, session_files
from epoch_cli.validation import Selection
from epoch_cli.validation.gatekeeper import Gatekeeper
from epoch_cli.validation.rules import RULES

_REPORTS: tuple[tuple[ModuleType, str], ...] = (
    (check, "check_document"),
    (check, "not_json"),
    (check, "_not_utf8"),
    (check, "unreadable"),
    (session_files, "check_session"),
)
"""What reports on a file that is no document, or cannot be read; no selection of rules is asked there."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--without-rule", metavar="CODE", help="the code of the rule to break")


def pytest_configure(config: pytest.Config) -> None:
    code = config.getoption("--without-rule")
    if code not in RULES:
        raise pytest.UsageError(f"--without-rule: there is no rule {code!r}")
    break_rule(code)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    code = config.getoption("--without-rule")
    others = [item for item in items if not _expects(item, code)]
    items[:] = [item for item in items if _expects(item, code)]
    config.hook.pytest_deselected(items=others)


def _expects(item: pytest.Item, code: str) -> bool:
    """Whether a test is about a file that has to give a finding of the rule, and does give it as long as it works."""
    sample = (
        item.callspec.params.get("sample") if isinstance(item, pytest.Function) and hasattr(item, "callspec") else None
    )
    if not isinstance(sample, Sample) or item.get_closest_marker("xfail"):
        return False
    return any(expected == code for expected, *_ in sample.expected)


def break_rule(code: str) -> None:
    """Make the findings of a rule vanish where they are counted, in this process and for good."""
    counts, refuse = Selection.counts, Gatekeeper.refuse

    def counts_others(self: Selection, other: str) -> bool:
        return other != code and counts(self, other)

    def refuse_others(self: Gatekeeper, patch: Any, number: int, findings: list[Any]) -> Any:
        return refuse(self, patch, number, [finding for finding in findings if finding.code != code])

    Selection.counts = counts_others  # type: ignore[method-assign]
    Gatekeeper.refuse = refuse_others  # type: ignore[method-assign]
    for module, name in _REPORTS:
        setattr(module, name, _reporting_others(getattr(module, name), code))
    patch_files._no_patch = _listing_others(patch_files._no_patch, code)


def _reporting_others(function: Callable[..., Any], code: str) -> Callable[..., Any]:
    @wraps(function)
    def report(*arguments: Any, **named: Any) -> Any:
        made = function(*arguments, **named)
        made.diagnostics[:] = [each for each in made.diagnostics if each.code != code]
        return made

    return report


def _listing_others(function: Callable[..., Any], code: str) -> Callable[..., Any]:
    @wraps(function)
    def listed(*arguments: Any, **named: Any) -> Any:
        return [each for each in function(*arguments, **named) if each.code != code]

    return listed
