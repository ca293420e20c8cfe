"""However hostile a text is, healing it takes time in proportion to its length, and an end is found."""

from __future__ import annotations

from time import process_time

import pytest
from support.every_row import every_row

from epoch_cli.reading.healing import Healer
from epoch_cli.reading.reason import Reason

from .healed import NEXT, assert_holds, heal

_CHARS = 1 << 15
_NODE = '{"type":"Text","props":{"size":"md"},"text":"Hello there, my friend"},'
HOSTILE = {
    "nodes without closers": '{"op":"add","path":"/root","value":{"type":"Stack","children":[' + _NODE,
    "a long string": '{"text":"a',
    "quotes": '{"text":""',
    "quotes and commas": '{"text":"",',
    "keys in a string": '{"text":"", "abc" ',
    "openers in a string": '{"text":"{"',
    "bad escapes": '{"text":"\\x',
    "line breaks in a string": '{"text":"\n',
    "commas": '{"a":[,',
    "colons": '{"a":',
    "blanks": '{"a":1 ',
    "line breaks": '{"a":1,\n',
    "openers": '{"a":[',
    "brackets of both kinds": '{"a":[[}',
    "objects without commas": '{"a":[{}',
    "closers and openers": '{"a":[{]},{',
    "keys in an array": '{"a":["b":',
    "a comment": "{/**",
    "comments": "{#\n",
    "words": '{"a":[None,',
    "a long word": '{"a":b',
    "odd spaces": '{"a":1\u00a0',
    "operations after a fault": '{"a" x{ ',
}

_UNITS = (_NODE, "\\x", '",', '", "abc" ', "[}", "{}", "]},{", '"b":', "#\n", "None,", '{"', "{ ")


def _repeated(start: str) -> str:
    """Return the text with its last few characters over and over."""
    unit = next((each for each in _UNITS if start.endswith(each)), start[-1:])
    return start + unit * (_CHARS // len(unit))


@pytest.mark.parametrize("start", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("chunk", [1, 4096])
def test_time_is_in_proportion_to_the_length(start: str, chunk: int) -> None:
    text = _repeated(start)
    began = process_time()
    healer = heal(text, chunk)
    # quadratic work would take a minute; a slow machine needs about 10 µs a character
    assert process_time() - began < _CHARS * 30e-6
    assert_holds(text, healer)


def test_a_value_as_deep_as_allowed_is_healed_and_a_deeper_one_is_not() -> None:
    def nested(depth: int) -> str:
        return "{'a':" * depth + "1" + "}" * depth + "\n" + NEXT

    assert heal(nested(8), max_depth=8).value is not None
    deeper = heal(nested(9), max_depth=8)
    assert deeper.value is None
    assert (deeper.fault[0], deeper.fault[2]) == (Reason.TOO_DEEP, 40)
    assert nested(9)[deeper.end :] == "\n" + NEXT


def test_a_text_that_takes_a_thousand_changes_is_not_healed() -> None:
    assert heal('{"a":[' + "1 " * 900 + "]}").value == {"a": [1] * 900}
    assert heal('{"a":[' + "1 " * 1100 + "]}").value is None


@every_row(
    ("text", "rest"),
    [
        ('{"op" => "add"}', "\n" + NEXT),
        ('{"op" => "add"}', " " + NEXT),
        ('{"op" => "add", {', NEXT),
        ('{\n"op" => "add",\n  "value": {\n }\n}', "\n\nThat is all."),
        ('{\n"op" => "add",\n  "value": 1', "\n" + NEXT),
        ('{\n"op" => "add"', "\n```\n"),
        ('{"op" => "add"', ""),
    ],
)
def test_what_cannot_be_healed_costs_its_line_or_up_to_the_next_operation(text: str, rest: str) -> None:
    for chunk in (0, 1, 3):
        healer = heal(text + rest, chunk)
        assert healer.value is None
        assert (text + rest)[healer.end :] == rest


@every_row(
    "text",
    [
        "{'op':'remove','path':'/a'}",
        '{"op":"add","path":"/root","value":{"type":"Text",}}',
        '{"op":"add","path":"/root","value":{"type":"Text"}\n*',
        '{"op":"add","path":"/root","value":{"type":"Text"}{"op"',
        '{"op":"add","path":"/root","value":{"type":"Text"}\n{"op"',
        '{"op":"add","path":"/root","value":{"type":"Stack","children":["a\n{"op"',
        '{"op" => "add"}',
        '{"op" => "add", => \n',
    ],
)
def test_the_end_is_known_as_soon_as_the_text_tells(text: str) -> None:
    """A stream waits for it: the last character decides, and nothing behind it is needed."""
    healer = Healer(max_depth=64, in_list=False)
    assert [healer.feed(each) for each in text] == [False] * (len(text) - 1) + [True]


@pytest.mark.parametrize("rest", ["'half a string", "=>", ""])
def test_an_operation_that_is_closed_stays_whatever_stands_behind(rest: str) -> None:
    """Another reading of its brackets was still open, so the healer looked at what follows."""
    text = '{"op":"add","path":"/root","value":{"type":"Stack","children":[{"type":"Text"}}}'
    healer = heal(text + rest)
    assert healer.value is not None
    assert healer.value["value"] == {"type": "Stack", "children": [{"type": "Text"}]}
    assert healer.end == len(text)
