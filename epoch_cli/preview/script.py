"""The script of a page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)


def page_script(*names: str) -> str:
    """The script of a page, and those of `script/` that are named besides: without comments and indents."""
    return "\n".join(_read(name) for name in ("page", *names))


@cache
def _read(name: str) -> str:
    text = Path(__file__).with_name("script").joinpath(f"{name}.js").read_text("utf-8")
    return "\n".join(line.strip() for line in _COMMENT.sub("", text).splitlines() if line.strip())
