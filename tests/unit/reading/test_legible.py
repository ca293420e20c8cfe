"""What is known of a patch that could not be read (decision 16)."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row

from epoch_cli.reading import MalformedRead
from epoch_cli.reading.legible import legible_patch

from .corpus import Example
from .reading import read


@every_row(
    ("text", "patch"),
    [
        ('{"op":"add","path":"/root","value":{"a":1,"a":2}}', {"op": "add", "path": "/root"}),
        ('{ "path" :\n"/a" , "op":"remove" }', {"op": "remove", "path": "/a"}),
        ('{"op":"move","from":"/a","path":"/b","x":NaN', {"op": "move", "from": "/a", "path": "/b"}),
        ('{"op":"add","path":"/\\u0061\\"","value', {"op": "add", "path": '/a"'}),
        ('{"op":"add","path":"/ro"ot","value":1}', None),
        ('{"op":"add","path":"/ro\not","value":1}', None),
        ('{"op":"add","path":"/root', None),
        ('{"op":"add","path":"/root"', None),
        ('{"op":"add","value":[,"path":"/root"}', None),
        ('{"op":"add","op":"remove","path":"/a",', None),
        ('{"op":"add","path":"/\\ud800","value":1}', None),
        ('{"op":1,"path":"/a"}', None),
        ("{'op':'add','path':'/a','value':", None),
        ('["op","path"]', None),
        ('{"op":"add","path":"/' + "a" * 5000 + '","value":', None),
        ("", None),
    ],
)
def test_only_what_is_whole_and_strict_is_legible(text: str, patch: dict[str, Any] | None) -> None:
    assert legible_patch(text) == patch


def test_it_is_told_once_for_a_stretch_whatever_the_chunks() -> None:
    text = '{"op":"add","path":"/a","value":"' + "x" * 200_000 + '"}\n'
    example = Example(text, "", max_value_chars=1000)
    whole = [each for each in read(example) if isinstance(each, MalformedRead)]
    assert len(whole) > 1
    assert [each.patch for each in whole] == [{"op": "add", "path": "/a"}] + [None] * (len(whole) - 1)
    assert [each.continues for each in whole] == [False] + [True] * (len(whole) - 1)
    pieces = [text[at : at + 777] for at in range(0, len(text), 777)]
    assert [each for each in read(example, pieces) if isinstance(each, MalformedRead)] == whole
