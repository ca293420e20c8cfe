"""A preset's files: a catalog comes of any bytes, or an error that says which file and what to do, and it comes soon.

An input is a `catalog.toml`; behind a line `%%`, a `tokens.toml` beside it.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
import time
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from epoch_cli.catalog import Catalog, load_catalog
from epoch_cli.errors import CatalogError

from . import TESTS

MODULES: Final = (
    "epoch_cli.catalog.load",
    "epoch_cli.catalog.source",
    "epoch_cli.catalog.references",
    "epoch_cli.catalog.models",
    "epoch_cli.catalog.meanings",
    "tomllib",
)
LONGEST: Final = 4096

_BETWEEN: Final = b"\n%%\n"
_SECONDS: Final = 4.0
"""Far more than any file of 4 KiB takes; what grows with its square takes minutes."""

WORDS: Final = (
    "[preset]", "name =", "extends =", '"punk"', '"base"', "remove =", "[components.", "[common.", "[tokens.",
    "[budgets.", "[models.", "role =", "children =", "props", "type =", '"string"', '"enum"', '"array"', '"token"',
    "values =", "group =", "items =", "fields =", "pattern =", "default =", "item_scope", "rows =", "requires_any =",
    "implies", "means =", "reads =", "unique =", "one_of =", "prefix =", "kind =", "plural =", "example =",
    '"""', "'''",
    "1979-05-27T07:32:00Z", "inf", "nan", "0x", "1e", "{", "}", "[[", "]]", "\\u", "a{99999999999}", "(?P<", "~", "%%",
)  # fmt: skip
"""What a search that knows no TOML would take long to find."""

_HEAD: Final = '[preset]\nname = "x"\n'
_BOX: Final = f"{_HEAD}[components.A]\nchildren = true\n"
_PROPS: Final = """a = { type = "enum", values = ["b"], default = "b" }
c = { type = "string", pattern = "[a-z]+" }
d = { type = "array", items = "object", fields = { e = { type = "number", min = 1, max = 2 } }, unique = "e" }
"""
_TOKENS: Final = """[s]
kind = "spacing"
[s.tokens]
md = "8px"
lg = { value = 16, deprecated = "md" }
"""
_MODEL: Final = """[models.User]
plural = "users"
fields = { name = "string", tags = { type = "array", items = "string" } }
example = { name = "Ada" }
"""
_OWN: Final = (
    f'{_HEAD}extends = "punk"\nremove = ["Chart"]\n[components.Box]\nchildren = true\n',
    f"{_BOX}[components.A.props]\n{_PROPS}",
    f'{_BOX}[components.A.props]\ng = {{ type = "token", group = "s" }}\n%%\n{_TOKENS}',
    f"{_BOX}{_MODEL}",
    f'{_BOX}name = {{ from = ["text"] }}\n[budgets.strict]\nnodes = 5\n',
)


def seeds() -> Iterator[bytes]:
    """Small presets, and pieces of the built-in ones."""
    yield from (text.encode() for text in _OWN)
    yield (TESTS / "corpus" / "house.toml").read_bytes()[:LONGEST]
    presets = TESTS.parent / "presets"
    yield (presets / "base" / "catalog.toml").read_bytes()[-LONGEST // 2 :]
    yield (presets / "punk" / "catalog.toml").read_bytes()[: LONGEST // 2]


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="epoch-fuzz-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def check(data: bytes) -> None:
    """Load it."""
    catalog, between, tokens = data.partition(_BETWEEN)
    path, beside = _folder() / "catalog.toml", _folder() / "tokens.toml"
    path.write_bytes(catalog)
    if between:
        beside.write_bytes(tokens)
    else:
        beside.unlink(missing_ok=True)
    began = time.process_time()
    try:
        with warnings.catch_warnings(action="ignore", category=FutureWarning):  # of patterns that are written oddly
            found = load_catalog(path)
    except CatalogError as error:
        assert error.message
        assert "\n" not in error.message, "an error is one line"
        assert error.exit_code == 2
    else:
        _assert_usable(found)
    seconds = time.process_time() - began
    assert seconds < _SECONDS, f"{len(data)} bytes took {seconds:.1f} s"


def _assert_usable(catalog: Catalog) -> None:
    assert any(component.max_children for component in catalog.components.values())
    assert {"strict", "unlimited"} <= catalog.profiles.keys()
    for component in catalog.components.values():
        assert set(component.required) <= component.props.keys()
