"""The hooks that we publish for pre-commit, run by pre-commit from a clone, in a repository like a user's.

Slow: pre-commit builds an environment for the hook and installs us.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from sysconfig import get_path

import pytest
from support.nodes import node

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("epoch_cli", "presets", "completions", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
PRE_COMMIT = (sys.executable, "-m", "pre_commit")

pytestmark = pytest.mark.skipif(
    "EPOCH_CI" not in os.environ and (shutil.which("git") is None or find_spec("pre_commit") is None),
    reason="needs git and pre-commit",
)


def run(*arguments: str | Path, cwd: Path, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a program with nothing of this process's Python or git in its environment."""
    ours = ("PYTHON", "VIRTUAL_ENV", "GIT_", "PRE_COMMIT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    own = {
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "LANG": "C.UTF-8",
        "PIP_NO_COMPILE": "1",  # what runs is compiled then, and most of what we depend on does not
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    return subprocess.run(
        [str(word) for word in arguments],
        cwd=cwd, env={**kept, **own, **more}, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip


def commit(folder: Path, home: Path) -> str:
    """Make a folder a repository with all that is in it; gives the commit."""
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false")
    for arguments in (("init", "-q"), ("add", "-A"), (*who, "commit", "-q", "-m", "all")):
        done = run("git", *arguments, cwd=folder, home=home)
        assert done.returncode == 0, done.stderr
    return run("git", "rev-parse", "HEAD", cwd=folder, home=home).stdout.strip()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where git and pre-commit keep what is theirs."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Path:
    """The working tree as a repository of its own, committed as it is now."""
    folder = tmp_path_factory.mktemp("clone")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    commit(folder, home)
    return folder


@pytest.fixture
def sample(tmp_path: Path, home: Path) -> Path:
    """A user's repository: a good and a bad document, and JSON that is none of ours."""
    good = {"root": node("Button", text="Send")}
    bad = {"root": node("Button", text="Send", varant="primary")}
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "good.json").write_text(json.dumps(good, indent=2) + "\n", "utf-8")
    (tmp_path / "ui" / "bad.json").write_text(json.dumps(bad, indent=2) + "\n", "utf-8")
    (tmp_path / "notes.txt").write_text("no JSON\n", "utf-8")
    commit(tmp_path, home)
    return tmp_path


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that these tests run with but ourselves, to be found by pip as installed and by Python to be imported.

    That what we depend on is found, fetched and enough is what the tests of the wheel are about.
    """
    folder = tmp_path_factory.mktemp("linked")
    for entry in Path(get_path("purelib")).iterdir():
        if entry.suffix != ".pth" and not entry.name.startswith("epoch_cli"):
            (folder / entry.name).symlink_to(entry)
    return folder


def need_network(done: subprocess.CompletedProcess[str]) -> None:
    """Skip where no package index can be reached, except in CI."""
    if "EPOCH_CI" not in os.environ and "connection" in (done.stdout + done.stderr).lower():
        pytest.skip("no package index can be reached")


def readme_block(name: str) -> str:
    """The block of the README that begins with a comment that names its file."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    (found,) = (block for block in blocks if block.startswith(f"# {name}\n"))
    return str(found)


def test_the_configuration_in_the_readme(clone: Path, sample: Path, home: Path, linked: Path) -> None:
    """As it stands there: git fetches the address from our clone, and the tag is on what is there now."""
    configuration = readme_block(".pre-commit-config.yaml")
    address, revision = (re.search(rf"{key}: (\S+)", configuration) for key in ("repo", "rev"))
    assert address is not None
    assert revision is not None
    (home / ".gitconfig").write_text(f'[url "{clone}"]\n\tinsteadOf = {address[1]}\n', "utf-8")
    run("git", "tag", revision[1], cwd=clone, home=home)
    (sample / ".pre-commit-config.yaml").write_text(configuration, "utf-8")
    (sample / "ui" / "bad.json").unlink()  # it comes back below
    (sample / "other.json").write_text("[not, JSON]", "utf-8")
    commit(sample, home)
    found = {"PYTHONPATH": str(linked)}
    done = run(*PRE_COMMIT, "run", "--all-files", cwd=sample, home=home, **found)
    need_network(done)
    if "modified by this hook" in done.stdout:  # epoch fmt wrote it in its own form: the next run has nothing to do
        done = run(*PRE_COMMIT, "run", "--all-files", cwd=sample, home=home, **found)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("Passed") == 2
    bad = {"root": node("Button", text="Send", varant="primary")}
    (sample / "ui" / "bad.json").write_text(json.dumps(bad, indent=2) + "\n", "utf-8")
    run("git", "add", "-A", cwd=sample, home=home)
    done = run(*PRE_COMMIT, "run", "epoch-validate", "--all-files", cwd=sample, home=home, **found)
    assert done.returncode == 1
    assert "epoch validate" in done.stdout
    assert "ui/bad.json:6:7: EP301 error" in done.stdout
    assert "good.json" not in done.stdout
    assert "2 files checked" in done.stdout
    assert "\x1b" not in done.stdout


def test_the_workflow_in_the_readme(
    clone: Path, sample: Path, home: Path, linked: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The steps that a shell runs, as they stand there; pip takes us from our own wheel."""
    steps = re.findall(r"^ +- run: (.+)$", readme_block(".github/workflows/interfaces.yml"), re.MULTILINE)
    assert [step.split()[0] for step in steps] == ["pip", "epoch"]
    wheels, place = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("place")
    wheel = ("wheel", "-q", "--no-deps", "--no-build-isolation", "-w", wheels, clone)
    built = run(sys.executable, "-m", "pip", *wheel, cwd=place, home=home)
    need_network(built)
    assert built.returncode == 0, built.stderr
    made = run(sys.executable, "-m", "venv", "--without-pip", place / "venv", cwd=place, home=home)
    assert made.returncode == 0, made.stderr
    pip = place / "venv" / "bin" / "pip"
    pip.write_text(f'#!/bin/sh\nexec "{place}/venv/bin/python" -m pip "$@"\n', "utf-8")
    pip.chmod(0o755)
    prelude = f'export PATH="{place}/venv/bin:$PATH" PIP_FIND_LINKS="{wheels}" PYTHONPATH="{linked}"; '
    installed = run("sh", "-c", prelude + steps[0], cwd=sample, home=home)
    need_network(installed)
    assert installed.returncode == 0, installed.stderr
    checked = run("sh", "-c", prelude + steps[1], cwd=sample, home=home)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert re.search(r"^::error .*file=ui/bad\.json,.*line=6,col=7", checked.stdout, re.MULTILINE)
    report = json.loads((sample / "epoch.sarif").read_text("utf-8"))
    assert [result["ruleId"] for result in report["runs"][0]["results"]] == ["EP301"]
