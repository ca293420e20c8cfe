"""The scorer as it is run: figures on stdout, misses on stderr, and an exit code that tells."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from composer.composing import REPOSITORY

SKIPPED_LIMITS = {"p95", "first_en"}
"""A moment in which the machine is busy is no failure of the scorer."""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.composer", *arguments]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)


def figures(done: subprocess.CompletedProcess[str]) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in map(json.loads, done.stdout.splitlines())}


@pytest.fixture
def prompts(tmp_path: Path) -> Path:
    return tmp_path / "mine.jsonl"


def write(path: Path, *expected: dict[str, Any]) -> str:
    rows = [{"prompt": "login page", "expect": each} for each in expected]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_a_set_that_is_understood_passes(prompts: Path) -> None:
    done = run("--file", write(prompts, {"fields": ["email", "password"]}))
    found = figures(done)
    assert all(row["ok"] for name, row in found.items() if name not in SKIPPED_LIMITS), done.stderr
    assert done.returncode == (0 if all(found[name]["ok"] for name in SKIPPED_LIMITS) else 1)
    assert found["mine_points"]["value"] == 100
    assert found["mine_perfect"]["value"] == 1
    assert found["synonym_points"]["value"] == found["case_points"]["value"] == 100
    assert {"refused", "found", "outside", "p50", "p95", "max", "changed", "changed_elsewhere"} <= found.keys()


def test_a_set_that_is_not_understood_fails_and_says_what_is_missing(prompts: Path) -> None:
    done = run("--file", write(prompts, {"fields": ["email", "llama"]}, {"tabs": ["llama"]}))
    assert done.returncode == 1
    assert figures(done)["mine_points"] == {
        "name": "mine_points", "value": 33.333, "limit": 95.0, "ok": False, "unit": "percent", "at_least": True,
    }  # fmt: skip
    assert "'login page': fields: llama" in done.stderr
    assert "'login page': tabs: llama" in done.stderr


def test_one_prompt_is_shown() -> None:
    done = run("--prompt", "table of llamas with name and wool")
    assert done.returncode == 0
    assert "DataGrid" in done.stdout
    assert '"label": "Wool"' in done.stdout


def test_a_set_that_is_not_there_is_an_error() -> None:
    done = run("--set", "llamas")
    assert done.returncode == 1
    assert "there is no set 'llamas'" in done.stderr
