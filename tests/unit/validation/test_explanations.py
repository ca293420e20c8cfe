"""Every example of the documentation is run: the bad one has exactly its finding, the good one none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import codes

from epoch_cli.catalog import Catalog, Profile, load_catalog
from epoch_cli.convert.formats import Options, find_format
from epoch_cli.convert.losses import tell_read, tell_written
from epoch_cli.linting.check import check
from epoch_cli.linting.preset_files import check_preset
from epoch_cli.linting.settings import LintSettings
from epoch_cli.providers.base import Brief
from epoch_cli.providers.offline.compose import compose
from epoch_cli.reading import PatchReader
from epoch_cli.reading.decoding import Decoder
from epoch_cli.reading.reads import MalformedRead
from epoch_cli.validation import FAMILIES, RULES, Draft, validate
from epoch_cli.validation.explanations import Explanation, explain, families
from epoch_cli.validation.rules.reading import BY_REASON
from epoch_cli.validation.rules.wishes import BY_NAME

PUNK = load_catalog("punk")
EXPLAINED = [(code, explain(code)) for code in RULES]
OF_DOCUMENTS = [(code, told) for code, told in EXPLAINED if told.reads == "document"]


def own(folder: Path, code: str) -> Path:
    """A folder for the files of one rule."""
    (folder / code).mkdir()
    return folder / code


def catalog_of(told: Explanation, folder: Path) -> Catalog:
    if not told.catalog:
        return PUNK
    file = folder / "catalog.toml"
    file.write_text(told.catalog, "utf-8")
    return load_catalog(file)


def rules_of(told: Explanation, catalog: Catalog) -> dict[str, Any]:
    profile = Profile("example", "", **told.profile) if told.profile else catalog.profile("strict")
    return {"profile": profile, "models": dict(told.models) or None}


def found(told: Explanation, example: str, folder: Path) -> list[str]:
    """The codes of everything that an example is told, by the way that its kind takes."""
    catalog = catalog_of(told, folder)
    how = rules_of(told, catalog)
    if told.reads == "document":
        return codes(validate(json.loads(example), catalog, **how))
    if told.reads == "patches":
        return proposed(told, example, Draft(catalog, json.loads(told.start or "{}"), **how))
    if told.reads == "stream":
        return read(example)
    if told.reads == "wish":
        asked = Brief(example, catalog, how["profile"], catalog.models, {})
        return [BY_NAME[each.rule].code for each in compose(asked).unmet]
    if told.reads == "catalog":
        return preset(told, example, folder)
    if told.reads in {"written", "read"}:
        return converted(told, example, catalog)
    settings = LintSettings.of(catalog)
    encoding = told.encoding if example == told.bad else "utf-8"
    if told.reads == "bytes":
        return decode(example.encode(encoding))
    return [each.code for each in check("example", example.encode(encoding), settings).diagnostics]


def preset(told: Explanation, example: str, folder: Path) -> list[str]:
    (folder / "catalog.toml").write_text('[preset]\nname = "x"\nextends = "punk"\n', "utf-8")
    file = folder / (told.file or "catalog.toml")
    file.parent.mkdir(exist_ok=True)
    file.write_text(example, "utf-8")
    return [each.code for report in check_preset(str(folder)) for each in report.diagnostics]


def converted(told: Explanation, example: str, catalog: Catalog) -> list[str]:
    form = find_format("json-render")
    if told.reads == "read":
        return [each.code for each in tell_read(form.reader()(example, catalog, Options()).losses, form)]
    return [each.code for each in tell_written(form.writer()(json.loads(example), catalog, Options()).losses, form)]


def proposed(told: Explanation, example: str, draft: Draft) -> list[str]:
    if told.first:
        assert not draft.propose(json.loads(told.first)).accepted
    verdicts = [draft.propose(json.loads(line)) for line in example.splitlines()]
    assert all(verdict.accepted for verdict in verdicts[:-1])
    assert codes(draft.report()) == []
    return codes(verdicts[-1])


def decode(example: bytes) -> list[str]:
    decoder = Decoder()
    text = decoder.feed(example) + decoder.close()
    return [*(["EP010"] if decoder.invalid else []), *read(text)]


def read(example: str) -> list[str]:
    reader = PatchReader(heal=False)
    reads = [*reader.feed(example), *reader.close()]
    return [BY_REASON.get(str(each.reason), "EP001") for each in reads if isinstance(each, MalformedRead)]


@every_row(("code", "told"), EXPLAINED, ids=list(RULES))
def test_the_bad_example_has_exactly_this_finding(code: str, told: Explanation, tmp_path: Path) -> None:
    assert found(told, told.bad, own(tmp_path, code)) == [code]


@every_row(("code", "told"), EXPLAINED, ids=list(RULES))
def test_the_good_example_has_no_finding(code: str, told: Explanation, tmp_path: Path) -> None:
    assert found(told, told.good, own(tmp_path, code)) == []


@every_row(("code", "told"), OF_DOCUMENTS, ids=[code for code, _ in OF_DOCUMENTS])
def test_a_gate_refuses_the_bad_example_and_a_deferred_rule_does_not(
    code: str, told: Explanation, tmp_path: Path
) -> None:
    catalog = catalog_of(told, own(tmp_path, code))
    draft = Draft(catalog, **rules_of(told, catalog))
    patches = [{"op": "add", "path": f"/{name}", "value": value} for name, value in json.loads(told.bad).items()]
    refused = [verdict for verdict in map(draft.propose, patches) if not verdict.accepted]
    assert [codes(verdict) for verdict in refused] == ([[code]] if RULES[code].kind == "gate" else [])


@every_row("rule", RULES.values(), ids=list(RULES))
def test_a_rule_says_why_and_who_says_so(rule: Any) -> None:
    told = explain(rule.code)
    assert len(told.why) > 60
    assert told.why.endswith(".")
    assert told.bad != told.good
    if rule.code.startswith("EP8"):
        assert "WCAG" in told.why
        assert "WCAG" in rule.text


def test_a_family_has_a_file_with_its_rules_and_no_others() -> None:
    folder = Path(families.__wrapped__.__code__.co_filename).parent / "rules"
    assert {file.stem for file in folder.glob("*.toml")} == set(FAMILIES)
    assert [family.name for family in families()] == list(FAMILIES)
    assert [rule for family in families() for rule in family.rules] == list(RULES.values())
    for family in families():
        assert {rule.code[:3] for rule in family.rules} == {family.prefix}
        assert family.about.endswith(".")
        assert family.catches


def test_there_is_no_explanation_of_what_is_no_rule() -> None:
    with pytest.raises(KeyError):
        explain("EP999")
