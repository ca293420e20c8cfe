"""Installed as a wheel, as an editable install, or run from a checkout: the command works and finds its presets.

The slowest test of all (a build, a virtual environment, an install with dependencies: about half a minute), and the
one that says whether a stranger can use what we publish. All of it happens in a folder whose name has spaces and
letters that are not ASCII.
"""

from __future__ import annotations

import email
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipapp
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import epoch_cli

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("epoch_cli", "presets", "completions", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md")
"""What an installation is made of; the source distribution has the tests and CONTRIBUTING.md besides."""
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
    place = tmp_path_factory.mktemp("place") / "Ein Ort für alles"
    place.mkdir()
    return place


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
def built(place: Path, checkout: Path) -> Path:
    """A folder with the source distribution, and the wheel that was built from it as a packager would."""
    folder = place / "dist"
    must(run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, checkout, cwd=place))
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    """The wheel."""
    return only(built, "*.whl")


def only(folder: Path, pattern: str) -> Path:
    """The one file of a folder that a pattern fits."""
    (found,) = folder.glob(pattern)
    return found


@pytest.fixture(scope="module")
def sources() -> set[str]:
    """The paths of all files of the project: those that git knows, and new ones that it does not ignore."""
    if not (ROOT / ".git").exists() and "EPOCH_CI" not in os.environ:
        pytest.skip("no checkout, so nobody knows what belongs to it")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return {name for name in names if (ROOT / name).is_file()}


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


def test_the_wheel_holds_the_package_its_data_and_nothing_else(wheel: Path, sources: set[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    name = f"epoch_cli-{epoch_cli.__version__}"
    about = {
        f"{name}.dist-info/{each}" for each in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    }
    data = {f"epoch_cli/{each}" for each in sources if each.startswith(("presets/", "completions/"))}
    package = {each for each in sources if each.startswith("epoch_cli/")}
    manual = f"{name}.data/data/share/man/man1/epoch.1"
    assert "epoch_cli/py.typed" in package
    assert len(names) == len(set(names))
    assert set(names) == {*package, *data, *about, manual}


def test_the_source_distribution_holds_what_the_wheel_is_made_of(built: Path, sources: set[str]) -> None:
    with tarfile.open(only(built, "*.tar.gz")) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names - {"PKG-INFO", ".gitignore"} == {name for name in sources if name.partition("/")[0] in SOURCES}


def test_the_same_sources_make_the_same_bytes(built: Path, checkout: Path, place: Path) -> None:
    """A second build, of which the wheel does not go by way of the source distribution, at another time."""
    again = place / "again"
    (checkout / "epoch_cli" / "__init__.py").touch()
    must(run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", again, cwd=checkout))
    for pattern in ("*.whl", "*.tar.gz"):
        assert only(again, pattern).read_bytes() == only(built, pattern).read_bytes(), pattern


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith("METADATA"))
        told = email.message_from_bytes(archive.read(metadata))
    assert told["Name"] == "epoch-cli"
    assert told["Version"] == epoch_cli.__version__
    assert told["Requires-Python"] == ">=3.11"
    assert told["License-Expression"] == "MIT"
    assert set(told.get_all("Provides-Extra", [])) >= {"dev", "prices"}
    assert "Typing :: Typed" in told.get_all("Classifier", [])
    needed = {each for each in told.get_all("Requires-Dist", []) if "extra ==" not in each}
    assert {re.split(r"[<>=]", each)[0] for each in needed} == {
        "httpx", "orjson", "platformdirs", "pydantic", "rich", "textual", "tomli-w", "typer",
    }  # fmt: skip
    assert {each for each in needed if ">=" not in each} == set()


def test_an_installed_wheel_works_from_anywhere(installed: Path, elsewhere: Path) -> None:
    assert_works([installed.parent / "epoch"], elsewhere)
    presets = presets_of(installed, elsewhere)
    assert installed.parent.parent in presets.parents
    assert (presets / "punk" / "catalog.toml").is_file()


def test_an_installed_wheel_runs_as_a_module(installed: Path, elsewhere: Path) -> None:
    assert must(run(installed, "-m", "epoch_cli", "--version", cwd=elsewhere)).startswith("epoch ")


def test_it_needs_no_docstrings_no_assertions_and_nothing_of_its_surroundings(installed: Path, elsewhere: Path) -> None:
    made = must(run(installed, "-I", "-OO", "-m", "epoch_cli", "gen", "login form", "--format", "json", cwd=elsewhere))
    assert json.loads(made)["root"]["children"]


def test_the_manual_page_lies_where_man_looks_for_it(installed: Path) -> None:
    assert (installed.parent.parent / "share" / "man" / "man1" / "epoch.1").is_file()


def test_from_inside_a_zip_it_says_in_one_line_that_it_cannot(installed: Path, checkout: Path, elsewhere: Path) -> None:
    archive = elsewhere / "epoch.pyz"
    zipapp.create_archive(checkout, archive, main="epoch_cli.__main__:main", filter=lambda path: path.suffix != ".pyc")
    assert must(run(installed, "-I", archive, "--version", cwd=elsewhere)) == f"epoch {epoch_cli.__version__}\n"
    done = run(installed, "-I", archive, "rules", cwd=elsewhere)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("epoch: cannot run from inside a zip file")
    assert len(done.stderr.splitlines()) == 1


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
