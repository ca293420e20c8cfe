"""Runs a part of the tests with the lowest version of every dependency that pyproject.toml allows.

    python -m tests.lowest_versions [FOLDER] [-- PYTEST ARGUMENTS]

A virtual environment is made in FOLDER (a temporary one without it; one that is there is used again) with `NAME==BOUND`
for each `NAME>=BOUND`, whatever versions of other packages go with those, and the few things that these tests need. The
exit code is that of pytest.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = (
    "tests/cli/test_startup.py",  # typer: the help of every command
    "tests/cli/test_catalog_commands.py",  # tomli-w, platformdirs, orjson
    # platformdirs, by what it makes of odd variables, and of none
    "tests/cli/test_hostile_surroundings.py::test_no_variable_makes_the_working_folder_the_users_own",
    "tests/cli/test_hostile_home.py::test_a_user_without_a_home_is_told_so_where_it_matters",
    "tests/contract/test_mocked.py",  # httpx
    "tests/unit/catalog/test_broken_files.py",  # pydantic, by the words of its refusals
    "tests/unit/config/test_cache.py",
    "tests/unit/config/test_settings.py",
    "tests/unit/output/test_live.py",  # rich
    "tests/unit/providers/test_prices.py",  # genai-prices
    "tests/tui/test_app.py",  # textual: a run, a replay, what was typed before the screen was there
    "tests/tui/test_themes.py",
)
"""What meets every library; less than a minute."""

EXTRAS = ("prices",)
"""The extras for those who use Epoch, and not for those who write it."""

NEEDED = {"pytest", "pytest-xdist", "pytest-httpx", "hypothesis", "pyte", "jsonpatch"}
"""What these tests themselves are made with, of the extra `dev`."""

_BOUND = re.compile(r"^(?P<name>[\w-]+)>=(?P<version>[\d.]+)(?:,<[\d.]+)?$")


def lowest(requirements: list[str]) -> list[str]:
    """The requirements with their lower bounds as the only versions.

    Raises:
        ValueError: one has no lower bound, or one that this cannot read.
    """
    found = []
    for requirement in requirements:
        bound = _BOUND.match(requirement)
        if bound is None:
            raise ValueError(f"{requirement!r} in pyproject.toml is not NAME>=VERSION, as {__name__} needs it")
        found.append(f"{bound['name']}=={bound['version']}")
    return found


def make(folder: Path) -> Path:
    """An environment of the lowest versions, which finds Epoch here; gives its Python."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    extras = project["optional-dependencies"]
    tests = [each for each in extras["dev"] if each.partition(">=")[0] in NEEDED]
    what = [*lowest([*project["dependencies"], *(each for name in EXTRAS for each in extras[name])]), *tests]
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, *what], check=True)
    packages = Path(sysconfig.get_path("purelib", "venv", vars={"base": str(folder), "platbase": str(folder)}))
    (packages / "epoch.pth").write_text(f"{ROOT}\n", "utf-8")
    return python


def main(arguments: list[str]) -> int:
    """Make the environment, and run the tests in it."""
    own, _, rest = (" ".join(arguments)).partition("--")
    with tempfile.TemporaryDirectory() as made:
        python = make(Path(own.strip() or made))
        return subprocess.run([python, "-m", "pytest", *(rest.split() or TESTS)], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
