"""Installed as a wheel, as an editable install, or run from a checkout: the command works and finds its presets.

The slowest test of all (a build, a virtual environment, an install with dependencies: about half a minute), and the
one that says whether a stranger can use what we publish.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import epoch_cli

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("epoch_cli", "presets", "completions", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"


def run(*arguments: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program with nothing of this process's Python in its environment, and its data beside where it runs."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    kept |= {"XDG_DATA_HOME": str(cwd / "data"), "LANG": "C.UTF-8", **environment}
    return subprocess.run(
        [str(word) for word in arguments], cwd=cwd, env=kept, capture_output=True, text=True, timeout=300, check=False
    )


def must(done: subprocess.CompletedProcess[str]) -> str:
    """The output of a program that had to succeed; skips where there is no network, except in CI."""
    if done.returncode and "EPOCH_CI" not in os.environ and "connection" in done.stderr.lower():
        pytest.skip("no package index can be reached")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is neither the project nor anything of Python's."""
    return tmp_path_factory.mktemp("place")


@pytest.fixture(scope="module")
def checkout(place: Path) -> Path:
    """A copy of the project's sources, so that nothing is left in the project itself."""
    copy = place / "checkout"
    copy.mkdir()
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy(source, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(place: Path, checkout: Path) -> Path:
    """The wheel, built from the source distribution as a packager would."""
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", place / "dist", checkout]
    done = run(*build, cwd=place)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = (place / "dist").glob("*.whl")
    return found


def environment(folder: Path, *what: str | Path) -> Path:
    """A fresh virtual environment with some things installed; gives its Python."""
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    python = folder / SCRIPTS / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "install", "--quiet"]
    must(run(*pip, "--no-compile", *what, cwd=folder))
    return python


@pytest.fixture(scope="module")
def installed(place: Path, wheel: Path) -> Path:
    """The Python of an environment in which the wheel is installed with its dependencies."""
    return environment(place / "installed", wheel)


@pytest.fixture(scope="module")
def editable(place: Path, checkout: Path, installed: Path) -> Path:
    """The Python of a second environment with an editable install of the checkout; dependencies are of the first."""
    python = environment(place / "editable", "--no-deps", "--editable", checkout)
    (packages,), (dependencies,) = (
        [path for path in each.parent.parent.rglob("site-packages") if path.is_dir()] for each in (python, installed)
    )
    (packages / "zz_dependencies.pth").write_text(f"{dependencies}\n")
    return python


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """Where commands are run: neither in the checkout nor beside it."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def assert_works(epoch: list[str | Path], cwd: Path, **environment: str) -> None:
    """`--version`, the main job and `validate` work, and nothing was written where they were run but the session."""
    assert must(run(*epoch, "--version", cwd=cwd, **environment)) == f"epoch {epoch_cli.__version__}\n"
    lines = must(run(*epoch, "gen", "login form", cwd=cwd, **environment)).splitlines()
    assert len([json.loads(line)["op"] for line in lines]) >= 5
    must(run(*epoch, "gen", "login form", "-o", "login.json", cwd=cwd, **environment))
    must(run(*epoch, "validate", "login.json", cwd=cwd, **environment))
    assert "Usage" in must(run(*epoch, "--help", cwd=cwd, **environment))


def presets_of(python: Path, cwd: Path, **environment: str) -> Path:
    code = "from epoch_cli.config.paths import presets_dir; print(presets_dir())"
    return Path(must(run(python, "-c", code, cwd=cwd, **environment)).strip())


def test_the_wheel_holds_the_package_and_its_presets_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"epoch_cli", f"epoch_cli-{epoch_cli.__version__}.dist-info"}
    presets = {str(path.relative_to(ROOT)) for path in (ROOT / "presets").rglob("*") if path.is_file()}
    assert {name.removeprefix("epoch_cli/") for name in names if name.startswith("epoch_cli/presets/")} == {
        preset.replace(os.sep, "/") for preset in presets
    }
    words = {path.relative_to(ROOT).as_posix() for path in (ROOT / "epoch_cli").rglob("*.toml")}
    assert words
    assert words <= set(names)
    assert not [name for name in names if "test" in name.lower() or name.endswith(".pyc")]


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith("METADATA"))
        text = archive.read(metadata).decode()
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())
    assert "Name: epoch-cli\n" in text
    assert f"Version: {epoch_cli.__version__}\n" in text
    assert "Requires-Python: >=3.11\n" in text
    assert "License-Expression: MIT\n" in text


def test_an_installed_wheel_works_from_anywhere(installed: Path, elsewhere: Path) -> None:
    assert_works([installed.parent / "epoch"], elsewhere)
    presets = presets_of(installed, elsewhere)
    assert installed.parent.parent in presets.parents
    assert (presets / "punk" / "catalog.toml").is_file()


def test_an_installed_wheel_runs_as_a_module(installed: Path, elsewhere: Path) -> None:
    assert must(run(installed, "-m", "epoch_cli", "--version", cwd=elsewhere)).startswith("epoch ")


def test_installed_dependencies_are_enough(installed: Path, elsewhere: Path) -> None:
    names = ["epoch_cli." + ".".join(path.relative_to(ROOT / "epoch_cli").with_suffix("").parts)
             for path in (ROOT / "epoch_cli").rglob("*.py") if path.name != "__init__.py"]  # fmt: skip
    code = f"import importlib\nfor name in {sorted(names)!r}: importlib.import_module(name)"
    must(run(installed, "-W", "error", "-c", code, cwd=elsewhere))


def test_a_checkout_works_without_being_installed(installed: Path, checkout: Path, elsewhere: Path) -> None:
    found = {"PYTHONPATH": str(checkout)}
    assert_works([installed, "-m", "epoch_cli"], elsewhere, **found)
    assert presets_of(installed, elsewhere, **found) == checkout.resolve() / "presets"


def test_an_editable_install_works_and_sees_changes_of_the_presets(
    editable: Path, checkout: Path, elsewhere: Path
) -> None:
    assert_works([editable.parent / "epoch"], elsewhere)
    assert presets_of(editable, elsewhere) == checkout.resolve() / "presets"
    tokens = checkout / "presets" / "punk" / "tokens.toml"
    before = tokens.read_text("utf-8")
    try:
        tokens.write_text(before + "\n[motion.tokens]\nfast = 1\n", "utf-8")
        code = "import epoch_cli; print('motion' in epoch_cli.load_catalog().tokens)"
        assert must(run(editable, "-c", code, cwd=elsewhere)).strip() == "True"
    finally:
        tokens.write_text(before, "utf-8")
