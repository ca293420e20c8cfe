"""What a file is, told by its content."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.every_row import every_row
from support.nodes import add, page, text

from epoch_cli.catalog import Catalog
from epoch_cli.linting.check import check, check_found
from epoch_cli.linting.settings import LintSettings

DOCUMENT = page(text())
PATCH = add("/root", {"type": "Container", "children": []})
STARTED = {
    "event": "run_started", "at": 0.0, "format": 1, "session": "s", "epoch": "0", "started": "now", "prompt": "p",
    "provider": "offline", "model": "m", "title": "t", "catalog": "punk", "catalog_digest": "0", "profile": "strict",
    "base": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def settings(punk: Catalog) -> LintSettings:
    return LintSettings.of(punk)


def lines(*values: Any) -> str:
    return "".join(f"{json.dumps(value)}\n" for value in values)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (json.dumps(DOCUMENT), "document"),
        ("{}", "document"),
        ("[]", "document"),
        ("5", "document"),
        ('{"type": "Text"}', "document"),
        (json.dumps(PATCH), "patches"),
        (lines(PATCH, PATCH), "patches"),
        (f"\n\n  {lines(PATCH, PATCH)}", "patches"),
        (json.dumps([PATCH]), "patches"),
        (json.dumps([PATCH], indent=2), "patches"),
        (json.dumps(PATCH, indent=2) + "\n" + json.dumps(PATCH, indent=2), "patches"),
        (json.dumps({"patches": [PATCH]}), "patches"),
        ("```json\n" + lines(PATCH) + "```\n", "patches"),
        (json.dumps(PATCH) + ' {"op": ', "patches"),
        ('{"op": "add", "path": "/root", }\n' + lines(PATCH), "patches"),
        ('[{"op": "add", "path": "/root"', "patches"),
        ('{"patches": [{"op": "ad', "patches"),
        (lines(STARTED), "session"),
        (lines(STARTED, {"event": "text", "at": 0, "text": "x", "channel": "text"}), "session"),
        ('{"event": "run_started", "at": ', "session"),
        ('{"root": {"type": ', "document"),
        ("", "document"),
        (json.dumps({**DOCUMENT, "op": "add", "path": ""}), "document"),
        (json.dumps({**DOCUMENT, "event": "run_started"}), "document"),
    ],
)
@pytest.mark.parametrize("before", ["", "\ufeff"])
def test_a_file_is_what_stands_in_it(settings: LintSettings, content: str, kind: str, before: str) -> None:
    assert check("x", (before + content).encode(), settings).kind == kind


@every_row("kind", ["document", "patches", "session"])
@every_row("content", [json.dumps(DOCUMENT), lines(PATCH), lines(STARTED), "", "{", "x"])
def test_a_kind_can_be_forced(punk: Catalog, kind: Any, content: str) -> None:
    settings = LintSettings.of(punk, kind=kind)
    report = check("x", content.encode(), settings)
    assert report.kind == kind
    right = {"document": DOCUMENT, "patches": PATCH, "session": STARTED}[kind]
    clean = content in {json.dumps(right), lines(right)}
    assert bool(report.diagnostics) != clean
    if not clean:
        assert all(each.line and each.column for each in report.diagnostics)


@pytest.mark.parametrize(
    ("content", "ours"),
    [
        (json.dumps(DOCUMENT), True),
        ("{}", True),
        ('{"root": 5}', True),
        ('{"punkVersion": "1.0.0"}', True),
        (lines(PATCH), True),
        (lines(STARTED), True),
        ('{"root": {"type": ', True),
        ("{", True),
        ("", True),
        ('{"op": "add", }', True),
        ('{"name": "x", "type": "module"}', False),
        ('{"root": "src"}', False),
        ('{"root": true}', False),
        ("[1, 2]", False),
        ('[{"id": 1}]', False),
        ("5", False),
        ('{"level": "info"}\n{"level": "warn"}\n', False),
        ('// of ours\n{"compilerOptions": {"strict": true}}', False),
        ('{"a": 1, "a": 2}', False),
    ],
)
def test_in_a_folder_only_ours_are_judged(settings: LintSettings, content: str, ours: bool) -> None:
    assert (check_found("x", content.encode(), settings) is not None) == ours
    assert check("x", content.encode(), settings).name == "x"
