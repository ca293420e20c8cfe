"""Two recordings of one text side by side: what is told differently, and nothing that depends on the moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from support.every_row import every_row

from epoch_cli.events import DiagnosticFound, Event, PatchAccepted, PatchRefused, RepairMade
from epoch_cli.sessions.comparison import Change, compare, compare_documents, document_digest
from epoch_cli.validation import Diagnostic, Repair
from epoch_cli.validation.diagnostics import Severity


def text(words: str) -> dict[str, Any]:
    return {"type": "Text", "text": words}


def accepted(number: int, words: str, path: str = "", **more: Any) -> PatchAccepted:
    patch = {"op": "add", "path": path or f"/root/children/{number}", "value": text(words)}
    told = {"meta": {"sequence": number, "validated": True, "complexity": {}}}
    return PatchAccepted(
        at=1.0, number=number, sequence=number, patch={**patch, **told}, inverse=[], metrics={}, **more
    )


def refused(number: int, words: str, *codes: str, path: str = "") -> PatchRefused:
    patch = {"op": "add", "path": path or f"/root/children/{number}", "value": text(words)}
    return PatchRefused(at=1.0, number=number, patch=patch, diagnostics=[found(code) for code in codes])


def found(code: str, pointer: str = "", message: str = "wrong") -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, pointer)


def repaired(number: int, name: str, pointer: str = "") -> RepairMade:
    return RepairMade(at=1.0, number=number, repair=Repair(name, "lossless", pointer, "mended"))


THEN: list[Event] = [
    accepted(1, "a"),
    repaired(2, "quotes"),
    accepted(2, "b"),
    refused(3, "c", "EP201"),
    accepted(4, "d"),
]


def told(changes: list[Change]) -> list[tuple[str, int, Any, Any]]:
    """Each change shortly: whether it was accepted, or was there at all."""
    return [
        (
            each.subject,
            each.number,
            each.then and each.then.get("accepted", True),
            each.now and each.now.get("accepted", True),
        )
        for each in changes
    ]


def test_the_same_is_no_difference() -> None:
    assert compare(THEN, list(THEN)) == []
    assert compare([], []) == []


def test_when_it_was_and_what_it_weighed_is_not_compared() -> None:
    later: list[Event] = [replace(event, at=99.0) for event in THEN]
    later[0] = replace(accepted(1, "a"), metrics={"nodes": 7}, sequence=9, inverse=[{"op": "remove", "path": "/x"}])
    assert compare(THEN, later) == []


def test_the_words_of_a_message_are_no_difference() -> None:
    one = PatchRefused(at=0.0, number=1, patch={}, diagnostics=[found("EP201", message="unknown")])
    other = PatchRefused(at=0.0, number=1, patch={}, diagnostics=[found("EP201", message="not known")])
    assert compare([one], [other]) == []


def test_a_patch_that_is_refused_now() -> None:
    now = [*THEN[:2], refused(2, "b", "EP202"), *THEN[3:]]
    (change,) = [each for each in compare(THEN, now) if each.subject == "patch"]
    assert told([change]) == [("patch", 2, True, False)]
    assert change.now is not None
    assert change.now["diagnostics"][0]["code"] == "EP202"


def test_a_patch_that_is_accepted_now() -> None:
    assert told(compare(THEN, [*THEN[:3], accepted(3, "c"), THEN[4]])) == [("patch", 3, False, True)]


def test_a_refusal_for_another_reason() -> None:
    assert told(compare(THEN, [*THEN[:3], refused(3, "c", "EP203"), THEN[4]])) == [("patch", 3, False, False)]


def test_a_value_that_was_changed() -> None:
    (change,) = compare(THEN, [*THEN[:4], accepted(4, "D")])
    assert change.then is not None
    assert change.now is not None
    assert (change.then["patch"]["value"], change.now["patch"]["value"]) == (text("d"), text("D"))


def test_a_place_that_was_changed() -> None:
    (change,) = compare(THEN, [*THEN[:4], accepted(4, "d", "/root/children/3")])
    assert change.then is not None
    assert change.now is not None
    assert (change.then["patch"]["path"], change.now["patch"]["path"]) == ("/root/children/4", "/root/children/3")


def test_a_repair_that_is_made_otherwise() -> None:
    assert told(compare(THEN, [THEN[0], *THEN[2:]])) == [("repair", 2, True, None)]
    assert told(compare([THEN[0], *THEN[2:]], THEN)) == [("repair", 2, None, True)]
    moved = [THEN[0], repaired(2, "quotes", "/root"), *THEN[2:]]
    assert told(compare(THEN, moved)) == [("repair", 2, True, True)]


def test_of_a_patch_node_by_node_only_the_node_that_differs_is_told() -> None:
    then: list[Event] = [accepted(1, each, f"/root/children/{index}") for index, each in enumerate("abcd")]
    now: list[Event] = [
        accepted(1, "a", "/root/children/0"),
        refused(1, "b", "EP201", path="/root/children/1"),
        accepted(1, "c", "/root/children/1"),
        accepted(1, "d", "/root/children/2"),
    ]
    changes = compare(then, now)
    assert told(changes) == [("patch", 1, True, False), ("patch", 1, True, True), ("patch", 1, True, True)]
    assert [change.now and change.now["patch"]["value"]["text"] for change in changes] == ["b", "c", "d"]


def test_a_patch_that_is_read_now_shifts_no_others() -> None:
    now = [THEN[0], accepted(2, "new"), repaired(3, "quotes"), accepted(3, "b", "/root/children/2")]
    now += [refused(4, "c", "EP201", path="/root/children/3"), accepted(5, "d", "/root/children/4")]
    assert told(compare(THEN, now)) == [("patch", 2, None, True)]
    assert told(compare(now, THEN)) == [("patch", 2, True, None)]


def test_who_a_patch_is_from_is_compared() -> None:
    then, now = [accepted(1, "a")], [accepted(1, "a", origin="undo")]
    assert told(compare(then, now)) == [("patch", 1, True, True)]


def test_findings_are_compared_by_code_and_place() -> None:
    one = DiagnosticFound(at=0.0, diagnostic=found("EP701", "/root"))
    other = DiagnosticFound(at=0.0, diagnostic=found("EP701", "/root/children/0"))
    assert told(compare([one], [other])) == [("finding", 0, True, True)]
    assert told(compare([one], [])) == [("finding", 0, True, None)]
    assert told(compare([], [one, one])) == [("finding", 0, None, True)] * 2


def test_the_same_finding_in_another_order_is_no_difference() -> None:
    ones = [DiagnosticFound(at=0.0, diagnostic=found(code)) for code in ("EP701", "EP702")]
    assert compare(ones, ones[::-1]) == []


@every_row("patch", [5, None, [], "x", {"op": []}, {"value": float("nan")}, {"value": "\ud800"}])
def test_what_a_model_wrote_may_be_anything(patch: Any) -> None:
    one = PatchRefused(at=0.0, number=1, patch=patch, diagnostics=[])
    assert compare([one], [one]) == []
    assert told(compare([one], [accepted(1, "a")])) == [("patch", 1, False, True)]


def test_documents_are_compared_by_what_they_say() -> None:
    one, other = {"root": {"type": "Text", "text": "a"}}, {"root": {"text": "a", "type": "Text"}}
    assert compare_documents(one, other) == []
    (change,) = compare_documents(one, {"root": {"type": "Text", "text": "b"}})
    assert change.then == {"sha256": document_digest(one)}
    assert change.to_json()["subject"] == "document"
