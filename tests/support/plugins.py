"""Plugins for tests: the example one installed with pip, and others as pip would leave them, written by hand."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from itertools import count
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parent.parent / "example_plugin"

_NUMBERS = count()

RULE = """
from epoch_cli.extensions import Problem, RuleExtension

def check(document, catalog):
    {body}

extension = RuleExtension(code="{code}", name="{name}", summary="a rule", check=check)
"""


def install_example(place: Path) -> Path:
    """Install the example plugin with pip, from a copy of its sources; gives the folder to put on `PYTHONPATH`."""
    source, site = place / "source", place / "site"
    shutil.copytree(EXAMPLE, source, ignore=shutil.ignore_patterns("__pycache__"))
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    how = ["--no-deps", "--no-build-isolation", "--no-index", "--target", str(site)]
    done = subprocess.run([*pip, *how, str(source)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return site


def install(site: Path, kind: str, text: str, *, name: str = "acme", distribution: str = "epoch-acme") -> str:
    """Write a distribution with one extension, whose module nobody has imported before; gives its name."""
    module = f"acme_{next(_NUMBERS)}"
    declare(site, {f"epoch.{kind}": {name: f"{module}:extension"}}, distribution=distribution)
    (site / f"{module}.py").write_text(text, "utf-8")
    return name


def declare(
    site: Path, groups: Mapping[str, Mapping[str, str]], *, distribution: str = "epoch-acme", version: str = "1.0"
) -> Path:
    """Write what pip writes of a distribution that declares entry points; gives its folder."""
    info = site / f"{distribution.replace('-', '_')}-{version}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n\ntext\n", "utf-8"
    )
    lines = []
    for group, points in groups.items():
        lines += [f"[{group}]", *(f"{name} = {target}" for name, target in points.items()), ""]
    (info / "entry_points.txt").write_text("\n".join(lines), "utf-8")
    return info


def rule(body: str, *, code: str = "AC001", name: str = "acme-rule") -> str:
    """The text of a module with a rule whose check does this."""
    return RULE.format(body=body, code=code, name=name)
