"""What it takes until a command does something, as multiples of a Python that does nothing.

    python -m tests.benchmarks.startup

Limits (wall time, over `python -c pass`): 1.5 for `epoch --version`, 8 for the help of `epoch` and of its largest
commands, 16 for `epoch validate` of one file with a warm cache, 25 from the start of `epoch gen` to the first byte of
its request at the provider. `check-jsonschema --version` and `llm --version` are there to compare; llm is installed
into a cache folder of its own where it is missing, and left out where that cannot be done.

`version` is the console script as uv and pip write it today; older ones begin it with `import re`, which takes half as
long as Python's own start and is not ours to leave out. `python -m` imports runpy, which costs 0.4 by itself: so that
way is measured against an empty package that is run in the same way.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.figures import Figures, process, script, side_by_side
from tests.benchmarks.samples import document

ROUNDS = 21
LIMITS = {
    "version": 1.5,
    "help": 8.0,
    "gen_help": 8.0,
    "validate_help": 8.0,
    "catalog_help": 8.0,
    "validate_one_file": 16.0,
    "gen_first_request_byte": 25.0,
}
OVER_MODULE = 1.3
SCRIPT = """#!{python}
import sys
from epoch_cli.__main__ import main
if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit(main())
"""
LONGEST = 60.0
"""Seconds in which a request has to come."""


def main() -> int:
    """Measure, print, and say whether the limits hold."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as name, listening() as server:
        folder = Path(name)
        environment = surroundings(folder, server.getsockname()[1])
        document_file, own_script = folder / "one.json", folder / "epoch.py"
        document_file.write_text(json.dumps(document(30, 1), indent=2), encoding="utf-8")
        own_script.write_text(SCRIPT.format(python=sys.executable), encoding="utf-8")
        (folder / "empty").mkdir()
        (folder / "empty" / "__init__.py").touch()
        (folder / "empty" / "__main__.py").touch()
        epoch = [sys.executable, str(own_script)]
        commands = {
            "bare": [sys.executable, "-c", "pass"],
            "module": [sys.executable, "-m", "empty"],
            "version": [*epoch, "--version"],
            "version_installed_script": [script("epoch"), "--version"],
            "version_module": [sys.executable, "-m", "epoch_cli", "--version"],
            "help": [*epoch, "--help"],
            "gen_help": [*epoch, "gen", "--help"],
            "validate_help": [*epoch, "validate", "--help"],
            "catalog_help": [*epoch, "catalog", "--help"],
            "validate_one_file": [*epoch, "validate", str(document_file)],
            "check_jsonschema_version": [script("check-jsonschema"), "--version"],
        }
        if llm := find_llm():
            commands["llm_version"] = [llm, "--version"]
        calls: dict[str, Callable[[], None]] = {
            name: process(command, environment) for name, command in commands.items()
        }
        gen = [*epoch, "gen", "login form", "-p", "openai", "--retries", "0"]
        calls["gen_first_request_byte"] = Request(gen, environment, server)
        seconds = side_by_side(calls, ROUNDS)
    for name, value in seconds.items():
        figures.tell(f"{name}_ms", value * 1e3, unit="ms")
    for name, value in seconds.items():
        if name != "bare":
            figures.tell(name, value / seconds["bare"], LIMITS.get(name))
    figures.tell("version_module_over_module", seconds["version_module"] / seconds["module"], OVER_MODULE)
    for name in ("check_jsonschema_version", "llm_version"):
        if name in seconds:
            figures.tell(f"version_over_{name}", seconds["version"] / seconds[name])
            figures.tell(f"help_over_{name}", seconds["help"] / seconds[name])
    return figures.exit_code


def surroundings(folder: Path, port: int) -> dict[str, str]:
    """An environment with a home of its own, in which OpenAI is this process, and Python reads and writes bytecode."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "EPOCH_", "XDG_"))}
    own = {"HOME": str(folder), "PYTHONPATH": str(folder), "NO_COLOR": "1"}
    return {**kept, **own, "OPENAI_API_KEY": "sk-none", "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1"}


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(LONGEST)
        yield server


class Request:
    """A call that starts a command and comes back with the first byte of its request.

    The command is killed then, and its end waited for: a few milliseconds too many, or the next call had to share them.
    """

    def __init__(self, command: list[str], environment: dict[str, str], server: socket.socket) -> None:
        self._command, self._environment, self._server = command, environment, server

    def __call__(self) -> None:
        nothing = subprocess.DEVNULL
        with subprocess.Popen(
            self._command, env=self._environment, stdin=nothing, stdout=nothing, stderr=nothing
        ) as process:
            try:
                connection, _ = self._server.accept()
                with connection:
                    connection.settimeout(LONGEST)
                    if not connection.recv(1):
                        raise SystemExit(f"{' '.join(self._command[2:])} sent nothing")
            finally:
                process.kill()


def find_llm() -> str:
    """The path of `llm`, installed for this where it is missing; empty where it cannot be."""
    if found := shutil.which("llm"):
        return found
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "epoch-benchmarks" / "llm"
    found = folder / "bin" / "llm"
    if not found.exists():
        venv.create(folder, with_pip=False)
        pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--quiet", "llm"]
        if subprocess.run(pip, check=False, capture_output=True).returncode:
            shutil.rmtree(folder)
            print("llm is not installed and cannot be: left out", file=sys.stderr)
            return ""
    return str(found)


if __name__ == "__main__":
    sys.exit(main())
