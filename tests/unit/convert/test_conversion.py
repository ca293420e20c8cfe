"""A text from one format to another: its findings and losses stand where they come from, or say where they are."""

from __future__ import annotations

import json

import pytest
from support.nodes import page, text

from epoch_cli.catalog import Catalog, Models, parse_models
from epoch_cli.convert.conversion import Conversion, Converted
from epoch_cli.convert.formats import FORMATS, Options, with_models
from epoch_cli.errors import UnreadableError, UsageError
from epoch_cli.linting.settings import LintSettings


@pytest.fixture
def settings(punk: Catalog) -> LintSettings:
    """What documents are held to."""
    return LintSettings.of(punk)


def convert(settings: LintSettings, written: str, to: str, source: str = "") -> Converted:
    """A text in another format."""
    form = FORMATS[source] if source else None
    made = Conversion(FORMATS[to], settings, Options(), form).convert("ui/a.json", written.encode())
    assert made is not None
    return made


def told(converted: Converted) -> list[str]:
    """The findings, by code and place."""
    return [f"{each.code} {each.line}:{each.column}" for each in converted.report.diagnostics]


def test_a_loss_stands_in_the_document_beside_its_other_findings(settings: LintSettings) -> None:
    child = '  {"type": "Text", "text": "x", "key": "k",'
    written = f'{{"root": {{"type": "Card", "children": [\n{child}\n   "props": {{"sice": 1}}}}]}}}}'
    made = convert(settings, written, "json-render")
    assert told(made) == ["EX001 2:40", "EP301 3:14"]
    assert made.report.lines[2] == child
    assert made.losses == 1
    assert made.text is not None
    assert json.loads(made.text)["root"] == "card.1"


def test_from_one_format_to_another_by_way_of_a_document(settings: LintSettings) -> None:
    written = '{"root": "a", "elements": {"a":\n {"type": "Text", "props": {"text": "x", "sice": 1}, "watch": {}}}}'
    made = convert(settings, written, "json-render-stream")
    assert told(made) == ["EP301 0:0", "EX003 2:63"]
    assert made.report.diagnostics[0].message.startswith("/root/props/sice: ")
    assert made.text is not None
    assert json.loads(made.text.splitlines()[2])["value"]["props"] == {"sice": 1, "text": "x"}


def test_patches_are_taken_for_the_document_that_they_leave(settings: LintSettings) -> None:
    made = convert(settings, '{"op":"add","path":"/root","value":{"type":"Text","text":"x","key":"k"}}\n', "punk")
    assert made.text is not None
    assert json.loads(made.text)["root"] == {"type": "Text", "key": "k", "text": "x"}
    assert told(made) == []


def test_rules_of_the_settings_count(punk: Catalog) -> None:
    quiet = LintSettings.of(punk, rules=["EX"])
    made = convert(quiet, json.dumps(page(text(key="k"))), "json-render")
    assert (told(made), made.losses) == ([], 1)


@pytest.mark.parametrize(
    ("written", "source", "message"),
    [
        ('{"root": "a", "elements": 1}', "json-render", "ui/a.json: no json-render spec"),
        ('{"root": "a",\n]', "json-render", "ui/a.json:2:1: not JSON"),
        ('{"op":"add"}', "json-render-stream", "ui/a.json:1: no operation"),
        (
            '{"root": {"type": "Card", "props": {"x": ' + "[" * 900 + "]" * 900 + "}}}",
            "punk",
            "ui/a.json: nested too deeply",
        ),
    ],
)
def test_what_is_not_of_its_format_says_where(settings: LintSettings, written: str, source: str, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        convert(settings, written, "punk", source)
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize("source", ["", *(row.name for row in FORMATS.values() if row.read and row.name != "punk")])
@pytest.mark.parametrize("written", ["", " \n\t", "\ufeff"])
def test_an_empty_text_is_one_in_every_format(settings: LintSettings, written: str, source: str) -> None:
    with pytest.raises(UnreadableError, match="the file is empty"):
        convert(settings, written, "html", source)


@pytest.mark.parametrize("written", ["[1]", '{"root": 3}', '{"root": ', "[]"])
def test_a_document_that_is_none_is_told_and_not_converted(settings: LintSettings, written: str) -> None:
    made = convert(settings, written, "html")
    assert made.text is None
    assert not made.report.readable
    assert made.report.diagnostics


@pytest.mark.parametrize("written", ['{"name": "epoch", "version": "1"}', "hello"])
def test_what_is_come_across_in_a_folder_and_is_none_of_ours_is_passed_over(
    settings: LintSettings, written: str
) -> None:
    assert Conversion(FORMATS["html"], settings).convert("package.json", written.encode(), found=True) is None


def test_a_text_that_nothing_tells_asks_for_its_format(settings: LintSettings) -> None:
    with pytest.raises(UsageError, match="nothing tells its format") as caught:
        convert(settings, "hello", "punk")
    assert "--from" in caught.value.remedy


def test_the_name_is_that_of_the_result_and_not_of_what_is_read(settings: LintSettings) -> None:
    surfaces = "\n".join(
        json.dumps({"version": "v0.9", "updateComponents": {"surfaceId": name, "components": [
            {"id": "root", "component": "Text", "text": f"of {name}"}]}})
        for name in ("first", "Page")
    )  # fmt: skip
    made = Conversion(FORMATS["react"], settings, Options(name="Page", version="7"), FORMATS["a2ui"])
    named = made.convert("a.jsonl", surfaces.encode())
    assert named is not None
    assert "of first" in str(named.text)
    assert "export default function Page(" in str(named.text)
    chosen = Conversion(FORMATS["react"], settings, Options(surface="Page"), FORMATS["a2ui"])
    other = chosen.convert("a.jsonl", surfaces.encode())
    assert other is not None
    assert "of Page" in str(other.text)


def test_data_models_are_put_into_the_design_system_once_for_all_files(
    punk: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Catalog] = []

    def noted(catalog: Catalog, models: Models) -> Catalog:
        made.append(with_models(catalog, models))
        return made[-1]

    monkeypatch.setattr("epoch_cli.convert.conversion.with_models", noted)
    models = parse_models({"User": {"fields": {"name": "string"}}})
    conversion = Conversion(FORMATS["react"], LintSettings.of(punk, models=models), Options())
    for _ in range(3):
        assert conversion.convert("a.json", json.dumps(page(text("x"))).encode()) is not None
    assert [each.models for each in made] == [models]
