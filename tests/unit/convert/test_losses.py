"""What was lost, as diagnostics: by rule, place and words, as far as the rules count."""

from __future__ import annotations

from epoch_cli.convert.formats import FORMATS, Loss
from epoch_cli.convert.losses import tell_read, tell_written
from epoch_cli.validation import Selection, Severity

LOST = [Loss(("root", "text"), "the text", "left out"), Loss(("root",), "the list", "written as a row", 3, 4)]
FORM = FORMATS["a2ui"]


def test_what_is_left_out_and_what_is_said_otherwise_are_two_rules() -> None:
    first, second = tell_written(LOST, FORM)
    assert (first.code, first.severity, first.pointer, first.rule) == (
        "EX001",
        Severity.WARNING,
        "/root/text",
        "not-said",
    )
    assert (first.message, first.hint) == ("the text: not said in A2UI messages", "left out")
    assert (second.code, second.message, second.line, second.column) == (
        "EX002", "the list: said otherwise in A2UI messages", 3, 4,
    )  # fmt: skip


def test_what_no_document_says_is_a_third() -> None:
    found = tell_read(LOST, FORM)
    assert [each.code for each in found] == ["EX003", "EX003"]
    assert found[0].message == "the text: in A2UI messages, and in no document"


def test_rules_that_do_not_count_are_not_told() -> None:
    assert [each.code for each in tell_written(LOST, FORM, Selection(ignore=frozenset({"EX001"})))] == ["EX002"]
    louder = Selection(severities={"EX003": Severity.ERROR})
    assert {each.severity for each in tell_read(LOST, FORM, louder)} == {Severity.ERROR}
