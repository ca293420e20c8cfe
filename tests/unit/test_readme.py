"""The README's examples are run as they stand there."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from epoch_cli import Draft, load_catalog
from epoch_cli.errors import ExitCode
from epoch_cli.validation import FAMILIES

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_python_example_prints_what_its_comments_say() -> None:
    (example,) = blocks("python")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(example, "README.md", "exec"), {})
    printed = said.getvalue().splitlines()
    assert printed[:3] == re.findall(r"^ *# (False .*|True)$", example, re.MULTILINE)
    assert printed[3] == "1 /root"


def test_the_preset_example_extends_the_built_in_one(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    path = tmp_path / "acme.toml"
    path.write_text(example, "utf-8")
    catalog = load_catalog(path)
    draft = Draft(catalog)
    assert draft.propose(
        {"op": "add", "path": "/root", "value": {"type": "Rating", "props": {"label": "Stars"}}}
    ).accepted
    unnamed = draft.propose({"op": "remove", "path": "/root/props/label"})
    assert [finding.code for finding in unnamed.diagnostics] == ["EP801"]


@pytest.mark.parametrize("family", FAMILIES, ids=list(FAMILIES))
def test_every_family_of_rules_is_in_the_table(family: str) -> None:
    name = {"pointers": "patches"}.get(family, family)
    prefix = FAMILIES[family][0].code[:3]
    assert re.search(rf"^\| {name} \| {prefix}xx \|", README, re.MULTILINE)


def test_every_exit_code_is_in_the_table() -> None:
    (table,) = re.findall(r"^\| exit code \|.*?(?=\n\n)", README, re.MULTILINE | re.DOTALL)
    told = {int(number) for row in table.splitlines()[2:] for number in re.findall(r"\d+", row.split("|")[1])}
    assert told == {int(code) for code in ExitCode}
