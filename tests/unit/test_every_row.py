"""A table that is one test fails for each row that does, by its name."""

from __future__ import annotations

import pytest
from support.every_row import every_row


def tried(table: object, **how: object) -> BaseException | None:
    """What a test raises that wants both of a row to be equal."""

    @every_row(("one", "other"), table, **how)  # type: ignore[arg-type]
    def equal(one: int, other: int) -> None:
        assert one == other

    try:
        equal()
    except BaseException as failure:  # noqa: BLE001  a group may hold failures of pytest's own
        return failure
    return None


def test_every_row_that_fails_is_told_and_none_hides_another() -> None:
    assert tried([(1, 1), (2, 2)]) is None
    group = tried([(1, 2), (2, 2), (3, 4)], ids=["first", "second", "third"])
    assert isinstance(group, BaseExceptionGroup)
    assert [each.__notes__ for each in group.exceptions] == [["row 0: first"], ["row 2: third"]]


def test_rows_may_be_named_as_those_of_pytest_are() -> None:
    failure = tried([pytest.param(1, 1, id="alike"), pytest.param(1, 2, id="unlike")])
    assert isinstance(failure, AssertionError)
    assert failure.__notes__ == ["row 1: unlike"]
    assert tried([(1, 2)], ids=lambda value: f"<{value}>").__notes__ == ["row 0: <1>-<2>"]  # type: ignore[union-attr]


def test_two_tables_are_all_combinations_and_what_pytest_fails_is_collected() -> None:
    seen: list[tuple[int, str]] = []

    @every_row("number", [1, 2])
    @every_row("word", "ab")
    def each(number: int, word: str) -> None:
        seen.append((number, word))
        if word == "b":
            pytest.fail("no b")

    with pytest.raises(BaseExceptionGroup) as raised:
        each()
    assert seen == [(1, "a"), (1, "b"), (2, "a"), (2, "b")]
    assert [failure.__notes__ for failure in raised.value.exceptions] == [
        ["row 1: 'b'", "row 0: 1"],
        ["row 1: 'b'", "row 1: 2"],
    ]


def test_a_row_neither_skips_the_others_nor_has_too_few_or_no_values() -> None:
    @every_row("number", [1, 2])
    def skipping(number: int) -> None:
        pytest.skip("not here")

    with pytest.raises(AssertionError, match="row 0 would skip the rest"):
        skipping()
    assert isinstance(tried([(1, 1, 1)]), ValueError)
    with pytest.raises(AssertionError, match="proves nothing"):
        every_row("number", [])
