"""JSON pointers: there and back they are the same, and following one raises nothing but its own error.

An input is a pointer, a line end, and the JSON of a document that it is followed in; without the second, a document of
our own that has everything that is special in a pointer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from epoch_cli.document.pointer import ABSENT, array_index, format_pointer, look, parse_pointer, resolve
from epoch_cli.errors import PointerError

from . import TESTS

MODULES: Final = ("epoch_cli.document.pointer",)
LONGEST: Final = 512

_OWN: Final[Any] = {
    "": [1, {"": 2}],
    "root": {"type": "Stack", "props": {"gap": "md"}, "children": [{"id": "a"}, {"id": "b", "text": "x"}]},
    "a/b": {"~": {"~1": 0}},
    "0": {"01": [[], {}]},
    "-": [None],
    "ü\ud800": 1,
}


def seeds() -> Iterator[bytes]:
    """The pointers of the tests' own patches, with their documents."""
    for case in json.loads((TESTS / "unit" / "document" / "patch_cases.json").read_text("utf-8")):
        for patch in case.get("patch", [])[:2]:
            if isinstance(patch, dict) and isinstance(patch.get("path"), str):
                yield f"{patch['path']}\n{json.dumps(case.get('doc'))}".encode()[:LONGEST]
    yield from (b"/root/children/1/text", b"/~01/~10", b"/a~1b/~0/~01", b"/-/00", b"#a/-", b"/0/01/-")


def check(data: bytes) -> None:
    """Parse it, write it again, and follow it."""
    line, _, told = data.partition(b"\n")
    pointer = line.decode("utf-8", "surrogateescape")
    try:
        document = json.loads(told) if told else _OWN
    except (ValueError, RecursionError):
        document = _OWN
    # any text is a key
    assert parse_pointer(format_pointer((pointer,))) == (pointer,)
    try:
        tokens = parse_pointer(pointer)
    except PointerError as error:
        _assert_told(error)
        assert not pointer.startswith("/") or "~" in pointer
        return
    assert format_pointer(tokens) == pointer
    assert parse_pointer(format_pointer(tokens)) == tokens
    _follow(document, tokens)


def _follow(document: Any, tokens: Sequence[str]) -> None:
    expected = _plainly(document, tokens)
    assert look(document, tokens) is expected or look(document, tokens) == expected
    try:
        found = resolve(document, tokens)
    except PointerError as error:
        _assert_told(error)
        assert expected is ABSENT, "a place that is there was not found"
        return
    assert found is expected, "another place was found"


def _plainly(document: Any, tokens: Sequence[str]) -> Any:
    """What stands there, by the letter of RFC 6901, section 4."""
    for token in tokens:
        if isinstance(document, dict) and token in document:
            document = document[token]
        elif isinstance(document, list) and token in map(str, range(len(document))):
            assert array_index(token, len(document)) == int(token)
            document = document[int(token)]
        else:
            return ABSENT
    return document


def _assert_told(error: PointerError) -> None:
    assert error.message
    assert error.remedy
    assert len(error.message) < 2000
    str(error)
