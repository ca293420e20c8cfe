"""What tests of `epoch apply` share: a few patches, the text they are in, and what was said."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from support.scripted import add, container, jsonl, text_node

PAGE = add("/root", container(id="page"))
HELLO = add("/root/children/-", text_node("hello"))
WRONG = add("/root/children/-", {"type": "Marquee"})
TEXT = f"Sure!\n```json\n{jsonl(PAGE, HELLO)}```\n".encode()
DOCUMENT = {"root": container(text_node("there"), id="page")}
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def said(result: Any) -> str:
    return result.err.decode()
