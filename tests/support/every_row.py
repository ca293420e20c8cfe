"""A table as one test: every row of it is tried, and the test names all that fail.

    @every_row(("given", "made"), [("a", 1), ("b", 2)])
    def test_it(given: str, made: int) -> None: ...

It is written as `pytest.mark.parametrize` is, for tables of hundreds of rows that take microseconds each: a test of
pytest's own costs some milliseconds, in every process that collects it. Rows share what the fixtures of the test give,
so a test whose rows must not see what others left there stays with `parametrize`.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest

_NAMED = type(pytest.param())


def every_row(
    names: str | Sequence[str], table: Iterable[Any], *, ids: Iterable[Any] | Callable[[Any], Any] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Call a test once for each row.

    Args:
        names: of the parameters that the rows fill; one, or several as a list or separated by commas.
        table: a value for each row, or as many as there are names; or `pytest.param` with an id for each.
        ids: how the rows are called, or what calls a value so; without it they are called as they are written.

    Returns:
        a decorator; of several, one above the other, all combinations are tried.
    """
    parameters = [each.strip() for each in names.split(",")] if isinstance(names, str) else list(names)
    single = isinstance(names, str) and len(parameters) == 1
    found = [(_values(row, single=single), row.id if isinstance(row, _NAMED) else None) for row in table]
    assert found, "a table without rows proves nothing"
    if ids is not None and not callable(ids):
        found = [(values, called) for (values, _), called in zip(found, ids, strict=True)]
    name = ids if callable(ids) else None

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def tried(**fixtures: Any) -> None:
            failures: list[BaseException] = []
            for number, (values, called) in enumerate(found):
                try:
                    test(**fixtures, **dict(zip(parameters, values, strict=True)))
                except pytest.skip.Exception as skipped:
                    raise AssertionError(f"row {number} would skip the rest: use parametrize") from skipped
                except (Exception, pytest.fail.Exception) as failure:  # noqa: BLE001  all of them are raised below
                    said = called if called is not None else "-".join(_called(value, name) for value in values)
                    failure.add_note(f"row {number}: {said}")
                    failures.append(failure)
            if len(failures) == 1:
                raise failures[0]
            if failures:
                raise BaseExceptionGroup(f"{len(failures)} of {len(found)} rows", failures)

        signature = inspect.signature(test)
        assert signature.parameters.keys() >= set(parameters)
        kept = [each for name, each in signature.parameters.items() if name not in parameters]
        tried.__signature__ = signature.replace(parameters=kept)  # type: ignore[attr-defined]
        return tried

    return decorate


def _values(row: Any, *, single: bool) -> tuple[Any, ...]:
    """What a row gives the parameters."""
    if isinstance(row, _NAMED):
        assert not row.marks, "a row has no marks: use parametrize"
        return tuple(row.values)
    return (row,) if single else tuple(row)


def _called(value: Any, name: Callable[[Any], Any] | None) -> str:
    """How a value is called; what is long is cut."""
    chosen = None if name is None else name(value)
    return str(chosen) if chosen is not None else ascii(value)[:200]
