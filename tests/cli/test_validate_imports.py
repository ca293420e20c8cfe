"""What `epoch validate` loads once its caches are warm: a check in CI is over before much could be imported."""

from __future__ import annotations

import json
import sys

import pytest
from support.command import Command
from support.nodes import page, text

LOADED = """
import sys
from epoch_cli.__main__ import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture
def loading(epoch: Command) -> Command:
    (epoch.work / "good.json").write_text(json.dumps(page(text())))
    (epoch.work / "bad.json").write_text(json.dumps({"root": {"type": "Marquee"}}))
    (epoch.work / "epoch.toml").write_text('[rules]\nignore = ["EP817"]\n')
    assert epoch("validate", "good.json").code == 0
    return Command(epoch.home, epoch.work, prefix=(sys.executable, "-c", LOADED))


def modules(command: Command, *arguments: str) -> set[str]:
    return set(command("validate", *arguments).said[-1].split())


@pytest.mark.parametrize("name", ["good.json", "bad.json"])
def test_no_pydantic_no_toml_no_rich_when_the_caches_are_warm(loading: Command, name: str) -> None:
    loaded = {module.partition(".")[0] for module in modules(loading, name)}
    assert not loaded & {"pydantic", "tomllib", "rich", "textual", "httpx", "asyncio", "multiprocessing", "concurrent"}


def test_a_clean_file_needs_nothing_that_places_or_mends(loading: Command) -> None:
    loaded = modules(loading, "good.json")
    placing = ("document.positions", "linting.placing")
    fixing = ("validation.fixing_documents", "validation.fixes.table", "linting.fixing")
    kinds = ("linting.patch_files", "linting.session_files", "events")
    assert not loaded & {f"epoch_cli.{name}" for name in (*placing, *fixing, *kinds)}
