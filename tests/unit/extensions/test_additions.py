"""What was added is where rules are and nowhere else: in the key of answers, in reports, and never in a gate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from epoch_cli import Draft, load_catalog, validate
from epoch_cli.engine.cache_key import key_of
from epoch_cli.engine.options import Options
from epoch_cli.extensions import Catalog, Problem, RepairExtension, RuleExtension
from epoch_cli.extensions.entries import Entry, Kind
from epoch_cli.extensions.gathered import Extensions, Found
from epoch_cli.providers.base import Brief, Request, Turn
from epoch_cli.providers.offline import OfflineProvider
from epoch_cli.validation import Selection
from epoch_cli.validation.additions import Additions, Notes

CATALOG = load_catalog()
SAID: list[str] = []


def everywhere(document: dict[str, Any], catalog: Catalog) -> Iterator[Problem]:
    yield Problem("/root/children/1/props/nothing/there", "second child")
    yield Problem("/root", "root")
    yield Problem("/root/children/0", "first child")


def mended(document: dict[str, Any], code: str, pointer: str, catalog: Catalog) -> list[dict[str, Any]]:
    return [{"op": "replace", "path": pointer, "value": "Text"}]


def additions(version: str = "1", **objects: Any) -> Additions:
    """What extensions would add that are these objects, by their kinds."""
    SAID.clear()
    kinds: dict[str, Kind] = {"rules": "rules", "repairs": "repairs"}
    entries = [Entry(kinds[kind], "acme", f"acme {version}", identity=f"acme {version}") for kind in objects]
    extensions = Extensions(Found(entries), Notes(lambda line, _: SAID.append(line)))
    extensions._loaded = {entry: objects[entry.kind] for entry in entries}
    found = extensions.additions
    assert found is not None
    return found


RULE = RuleExtension(code="AC001", name="acme", summary="x", check=everywhere, severity="error")
REPAIR = RepairExtension(name="text", grade="lossless", codes=["EP201"], mend=mended)
DOCUMENT = {"root": {"type": "Stack", "children": [{"type": "Text", "text": "a"}, {"type": "Nope", "text": "b"}]}}


def test_findings_come_in_reading_order_at_places_that_there_are() -> None:
    rules = Selection(added=additions(rules=RULE))
    report = validate(DOCUMENT, CATALOG, rules=rules)
    assert [(each.code, each.pointer) for each in report.diagnostics] == [
        ("AC001", "/root"),
        ("AC001", "/root/children/0"),
        ("AC001", "/root/children/1"),
        ("EP201", "/root/children/1/type"),
    ]
    assert [each.code for each in report.gates] == ["EP201"]
    assert validate(DOCUMENT, CATALOG).diagnostics == [each for each in report.diagnostics if each.code == "EP201"]


def test_an_added_rule_refuses_no_patch() -> None:
    draft = Draft(CATALOG, rules=Selection(added=additions(rules=RULE)))
    verdict = draft.propose({"op": "add", "path": "/root", "value": {"type": "Stack", "children": []}})
    assert verdict.accepted
    assert [each.code for each in draft.report().diagnostics] == ["AC001", "AC001", "AC001"]


@pytest.mark.parametrize(("fix", "accepted"), [("off", False), ("safe", True)])
def test_a_repair_of_a_patch_is_judged_again_by_all_gates(fix: Any, accepted: bool) -> None:
    rules = Selection(added=additions(repairs=REPAIR))
    value = {"type": "Nope", "text": "b"}
    draft = Draft(CATALOG, rules=rules, fix=fix)
    verdict = draft.propose({"op": "add", "path": "/root", "value": value})
    assert verdict.accepted is accepted
    assert [each.name for each in verdict.repairs] == ["acme/text"] * accepted
    assert value["type"] == "Nope", "what was proposed stays as it was"
    hostile = {"type": "Nope", "text": "b", "props": {"onClick": "alert(1)"}}
    refused = Draft(CATALOG, rules=rules, fix=fix).propose({"op": "add", "path": "/root", "value": hostile})
    assert not refused.accepted


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        ({"op": "remove", "path": "/root/children/0"}, "takes nothing out of an array"),
        ({"op": "move", "from": "/root/children/0", "path": "/root/x"}, "takes nothing out of an array"),
        ({"op": "add", "path": "/root/children/1", "value": {}}, "at its beginning or its end"),
        ({"op": "replace", "path": "/metadata/x", "value": 1}, "is not below /root"),
        ({"op": "copy", "from": "/root/type", "path": "/root/x"}, "expected an operation"),
        ({"op": "replace", "path": "/root/nothing/here", "value": 1}, "PointerError"),
        ({"op": "replace", "path": "/root/type"}, "KeyError"),
    ],
)
def test_operations_that_no_repair_may_do(operation: dict[str, Any], said: str) -> None:
    bad = RepairExtension(name="bad", grade="lossless", codes=["EP201"], mend=lambda *_: [operation])
    draft = Draft(CATALOG, rules=Selection(added=additions(repairs=bad)), fix="all")
    assert not draft.propose({"op": "add", "path": "/root", "value": DOCUMENT["root"]}).accepted
    assert len(SAID) == 1
    assert said in SAID[0]


def test_answers_of_other_plugins_and_versions_are_other_answers() -> None:
    provider, brief = OfflineProvider(), Brief("x", CATALOG, CATALOG.profile("strict"), CATALOG.models, {})
    request = Request("", (Turn("user", "x"),), brief)

    def key(added: Additions | None) -> str:
        options = Options(rules=Selection(added=added))
        return key_of(request, provider, options, Draft(CATALOG, rules=options.rules))

    keys = [key(None), key(additions(rules=RULE)), key(additions("2", rules=RULE)), key(additions(repairs=REPAIR))]
    assert len({*keys}) == 4
    assert key(additions(rules=RULE)) == keys[1]


def test_a_library_call_knows_of_no_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from support.plugins import install, rule

    install(tmp_path, "rules", rule("raise SystemError"))
    monkeypatch.syspath_prepend(str(tmp_path))
    assert validate({"root": {"type": "Text", "text": "a"}}, CATALOG).diagnostics == []
