"""The node that is being written and is not complete."""

from __future__ import annotations

from typing import Any

from support.every_row import every_row

from epoch_cli.reading import PatchReader
from epoch_cli.reading.pending import MOST_CHARS, Pending

HEAD = '{"op":"add","path":"/root","value":{"type":"Stack","props":{"gap":"md"},"children":['
BOX = '{"type":"Text"}, {"type":"Box","id":"b","children":[{"type":"Text"} ,'


def pending(chunks: list[str], granularity: Any) -> Pending | None:
    reader = PatchReader(granularity=granularity)
    for chunk in chunks:
        reader.feed(chunk)
    return reader.pending


@every_row("granularity", ["node", "patch"])
@every_row(
    ("text", "expected"),
    [
        ("", None),
        ("words", None),
        ('{"op":"add","path":"/root","val', None),
        ('{"op":"remove","path":"/root/children/0","value":{', None),
        ('{"op":"add","path":"/root","value":{', Pending("/root", "", {})),
        ('{"op":"add","path":"/root","value":{"type":"Sta', Pending("/root", "", {})),
        ('{"op":"add","path":"/root","value":{"type":"Stack"', Pending("/root", "Stack", {"type": "Stack"})),
        (HEAD + '{"type":"Text","text":"half', Pending("/root/children/0", "Text", {"type": "Text"})),
        (
            HEAD + BOX + '{"props":{"a":[1,{"b":"}"}],"c":2},"gap":1',
            Pending("/root/children/1/children/1", "", {"props": {"a": [1, {"b": "}"}], "c": 2}}),
        ),
        (HEAD + BOX.replace(":", " :\n") + '{"a":tru', Pending("/root/children/1/children/1", "", {})),
        (
            HEAD.replace("/root", "/root/children/-") + '{"type":"Text",',
            Pending("/root/children/-/children/0", "Text", {"type": "Text"}),
        ),
        ('{"root":{"type":"Card","id":"x', Pending("/root", "Card", {"type": "Card"})),
        ('{"type":"Card","id":"x', Pending("/root", "Card", {"type": "Card"})),
        (HEAD + "]}}", None),
        (HEAD + "]}}\n", None),
        ('{"op":"add","path":"/root","value":{"type":"Text","text":"' + "x" * MOST_CHARS, None),
    ],
)
def test_the_node_that_is_being_written(text: str, expected: Pending | None, granularity: Any) -> None:
    assert pending([text], granularity) == expected
    assert pending(list(text), granularity) == expected


def test_between_two_nodes_nothing_is_pending() -> None:
    assert pending([HEAD + '{"type":"Text"},'], "node") is None


def test_nothing_is_pending_at_the_end() -> None:
    reader = PatchReader()
    reader.feed(HEAD + '{"type":"Text"')
    reader.close()
    assert reader.pending is None
