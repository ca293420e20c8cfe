"""A folder in which all examples of help and README can be run: a few files of each kind, and two recorded runs.

Nothing in its surroundings answers: there is no key, no server and no network, so the offline composer writes.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from support.command import Command, Result, wait_until
from support.terminal import Terminal, settle
from support.warm import warm

_SHELL: Final = re.compile(r"\$\(|&&|;|^(?!epoch )")
"""What a line has that only a shell understands."""

ANSWER: Final = """Sure! Here is the form:

```jsonl
{"op": "add", "path": "/root", "value": {"type": "Card", "children": []}}
{"op": "add", "path": "/root/children/-", "value": {"type": "Text", "text": "Sign up"}}}
```
"""
ORDERS: Final = {
    "root": {
        "type": "DataGrid",
        "props": {
            "caption": "Orders",
            "columns": [{"key": "id", "label": "Order"}, {"key": "total", "label": "Total"}],
            "data": "{context.orders}",
        },
    }
}
TOKENS: Final = {
    "color": {"brand": {"$type": "color", "$value": "#0a58ca"}},
    "spacing": {"md": {"$type": "dimension", "$value": {"value": 16, "unit": "px"}}},
}
FILES: Final[Mapping[str, str]] = {
    "app/.epoch/rules/loud.py": "# a rule of the project's own\n",
    "answer.txt": ANSWER,
    "app/.epoch/rules/house.py": "extension = []\n",
    "epoch.toml": '[rules]\nignore = ["EP815"]\n\n[rules.severity]\nEP813 = "info"\n',
    "key.txt": "sk-" + "0123456789abcdef" * 2 + "\n",
    "models.toml": '[Order]\nfields = { id = "string", total = "number" }\n',
    "orders.json": json.dumps({"orders": [{"id": "1042", "total": 49}]}),
    "prompts.txt": "login form\nnewsletter signup\n",
    "prompts.jsonl": '{"id": "profile", "prompt": "profile card"}\n{"id": "search", "prompt": "search page"}\n',
    "tokens.json": json.dumps(TOKENS),
    "ui/orders.json": json.dumps(ORDERS, indent=2) + "\n",
    "wish.md": "a form to add a boat: name, length (number)\n",
}


def prepared(folder: Path) -> Command:
    """Fill an empty folder; gives the command in it, with two runs in its sessions."""
    home, work = folder / "home", folder / "work"
    for place in (home, work / "ui", work / "specs"):
        place.mkdir(parents=True)
    warm(home / "cache" / "epoch")
    for name, text in FILES.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        (work / name).write_text(text, "utf-8")
    own = home / "config" / "epoch" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('budget = "strict"\n', "utf-8")
    command = Command(home, work)
    for line in (
        'epoch gen "login form" --format json -q -o old.json',
        'epoch gen "add a remember me checkbox" -c --format json -q -o new.json',
        "epoch catalog init acme -q",
        "epoch fmt -q ui",
        "epoch config set budget strict -q",
        "epoch config set rules.severity.EP813 info --project -q",
    ):
        result = command(*shlex.split(line)[1:])
        assert result.code == 0, (line, result.err)
    shutil.copyfile(work / "old.json", work / "ui" / "login.json")
    _put_on_path(home / "bin")
    # programs that are content with whatever they get
    command.environment |= {"VISUAL": "true", "BROWSER": "true", "SHELL": "/bin/bash"}
    command.environment["PATH"] = f"{home / 'bin'}:{command.env()['PATH']}"
    return command


def copied(command: Command, folder: Path) -> Command:
    """The same in a folder of its own."""
    shutil.copytree(command.home.parent, folder, dirs_exist_ok=True)
    here = Command(folder / "home", folder / "work", {**command.environment})
    here.environment["PATH"] = f"{here.home / 'bin'}:{here.env()['PATH']}"
    here.environment["EDITOR"] = "true"  # somebody who looks at the file, and leaves
    return here


def _put_on_path(folder: Path) -> None:
    """Write an `epoch` for shells: that of the tests' own interpreter, wherever it is installed."""
    folder.mkdir()
    script = folder / "epoch"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m epoch_cli "$@"\n', "utf-8")
    script.chmod(0o755)


def run_example(command: Command, line: str, typed: str = "") -> Result:
    """Run a line as it stands: at a terminal where something is typed, and through a shell where it needs one.

    Pipes and redirections of `epoch` alone are made here, as processes of a shell would start anew (`forked_epoch.py`).
    """
    if typed:
        return _at_terminal(command, line, typed)
    if not _SHELL.search(line):
        return _piped(command, line)
    how = {"cwd": command.work, "env": command.env(), "capture_output": True, "timeout": 60}
    done = subprocess.run(["sh", "-c", line], check=False, stdin=subprocess.DEVNULL, **how)  # type: ignore[call-overload]
    return Result(done.returncode, done.stdout, done.stderr)


def _piped(command: Command, line: str) -> Result:
    """Run a line whose processes read what the one before them wrote, or a file, and may write into one.

    The exit code is that of the first that fails: what a shell would call `pipefail`.
    """
    result, said, code = Result(0, b"", b""), b"", 0
    words = list(_words(line))
    while words:
        end = words.index("|") if "|" in words else len(words)
        part, words = words[:end], words[end + 1 :]
        given: bytes | None = result.out if said or result.out else None
        into: Path | None = None
        while len(part) > 2 and part[-2] in {"<", ">"}:
            file = command.work / part[-1]
            given, into = (file.read_bytes(), into) if part[-2] == "<" else (given, file)
            part = part[:-2]
        result = _process(command, part, given)
        said, code = said + result.err, code or result.code
        if into is not None:
            into.write_bytes(result.out)
            result.out = b""
    return Result(code, result.out, said)


def _words(line: str) -> list[str]:
    """The words of a line, with `|`, `<` and `>` as words of their own."""
    reading = shlex.shlex(line, posix=True, punctuation_chars="|<>")
    reading.whitespace_split = True
    reading.commenters = ""
    return list(reading)


def _process(command: Command, words: list[str], given: bytes | None) -> Result:
    if words[0] == "epoch":
        return command(*words[1:], stdin=given)
    done = subprocess.run(
        words, input=given or b"", cwd=command.work, env=command.env(), capture_output=True, check=False
    )
    return Result(done.returncode, done.stdout, done.stderr)


def _at_terminal(command: Command, line: str, typed: str) -> Result:
    """Run it where somebody is asked, and answers."""
    with Terminal() as terminal:
        how = {"stdin": terminal.file, "stdout": terminal.file, "stderr": terminal.file}
        with command.start(*shlex.split(line)[1:], start_new_session=True, **how) as process:
            try:
                wait_until(lambda: terminal.text.rstrip().endswith((":", "?", "]")))  # what is typed before is lost
                terminal.press(typed)
                process.wait(60)
            except BaseException:
                process.kill()
                raise
        settle(terminal)
        return Result(process.returncode, terminal.text.encode(), b"")
