"""Packages of npm that tests hold our output to: `.ci/run` installs them, other runs skip what they do not have."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

MODULES = Path(__file__).resolve().parents[2] / ".ci" / "node_modules"


def needs_package(*names: str) -> pytest.MarkDecorator:
    """Skip a test where node or one of these packages is missing; in CI they are there."""
    there = shutil.which("node") and all((MODULES / name).is_dir() for name in names)
    missing = not there and "EPOCH_CI" not in os.environ
    return pytest.mark.skipif(missing, reason=f"npm install --prefix .ci {' '.join(names)}")


def run_node(script: str, given: Any, folder: Path) -> Any:
    """What a module of JavaScript, which may import the packages, makes of a value: `export default (given) => made`.

    It runs in `folder`, where it is written, in a process of its own.
    """
    (folder / "node_modules").symlink_to(MODULES)
    (folder / "script.mjs").write_text(script, "utf-8")
    (folder / "given.json").write_text(json.dumps(given), "utf-8")
    (folder / "run.mjs").write_text(_RUN, "utf-8")
    surroundings = {**os.environ, "DO_NOT_TRACK": "1"}
    command = ["node", "run.mjs"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=surroundings)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "made.json").read_text("utf-8"))


_RUN = """\
import { readFileSync, writeFileSync } from "node:fs";
import make from "./script.mjs";
const made = await make(JSON.parse(readFileSync("given.json", "utf-8")));
writeFileSync("made.json", JSON.stringify(made));
"""
