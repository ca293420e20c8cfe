"""What tests of `epoch batch` share: a file of prompts, and what becomes of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support.command import Command, Inside
from support.scripted import add, container, text_node

PATCHES = (add("/root", container(id="page")), add("/root/children/-", text_node("hello")))
DOCUMENT_ROOT = container(text_node("hello"), id="page")


def prompts(epoch: Command | Inside, *lines: Any) -> str:
    """A file of prompts; gives its name."""
    text = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    (epoch.work / "prompts.jsonl").write_text(text, "utf-8")
    return "prompts.jsonl"


def by_id(lines: list[Any]) -> dict[str, Any]:
    return {line["id"]: line for line in lines}


def root_of(path: Path) -> Any:
    return json.loads(path.read_bytes())["root"]
