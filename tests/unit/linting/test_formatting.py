"""What a file's text becomes: the same values in the canonical form, or nothing at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.documents import documents, everything
from support.every_row import every_row
from support.examples import examples

from epoch_cli.errors import UnreadableError
from epoch_cli.linting.formatting import formatted

THOROUGH = settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))


def after(text: str, *, found: bool = False) -> str | None:
    result = formatted("x.json", text.encode(), found=found)
    return None if result is None else result.after


def value_of(text: str) -> str:
    return json.dumps(json.loads(text, parse_int=str, parse_float=str), sort_keys=True)


LAYOUTS = st.sampled_from([
    {}, {"indent": 1}, {"indent": 4, "ensure_ascii": False}, {"separators": (",", ":")}, {"sort_keys": True},
])  # fmt: skip


@THOROUGH
@given(documents(everything()), LAYOUTS, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_a_document_keeps_its_value_and_the_second_time_nothing_changes(
    document: Any, layout: Any, end: str, mark: str
) -> None:
    text = mark + json.dumps(document, **layout).replace("\n", end)
    once = after(text)
    assert once is not None
    assert value_of(once) == value_of(text.removeprefix(mark))
    assert once.endswith("}\n")
    assert "\r" not in once
    assert after(once) == once
    # however it was laid out, and in whatever order
    assert after(json.dumps(document)) == once or layout.get("sort_keys")


@THOROUGH
@given(
    st.lists(documents(everything()), min_size=1, max_size=4), st.sampled_from(["\n", "\r\n\r\n", " "]), st.booleans()
)
def test_patches_stand_one_a_line(values: list[Any], between: str, pretty: bool) -> None:
    patches = [{"value": value, "path": "", "op": "add"} for value in values]
    text = between.join(json.dumps(patch, indent=2 if pretty else None) for patch in patches)
    once = after(text)
    assert once is not None
    assert [value_of(line) for line in once.splitlines()] == [value_of(json.dumps(patch)) for patch in patches]
    assert after(once) == once


NUMBERS = '{"root":{"type":"A","props":{"a":1.0,"b":-0,"c":1e2,"d":18446744073709551615,"e":0.10000000000000000001}}}'


def test_numbers_are_written_as_they_were_spelled() -> None:
    once = after(NUMBERS)
    assert once is not None
    assert '{"a": 1.0, "b": -0, "c": 1e2, "d": 18446744073709551615, "e": 0.10000000000000000001}' in once


def test_an_array_of_patches_stays_one() -> None:
    one, other = {"path": "/root", "op": "add", "value": {"text": "a", "type": "Text"}}, {"op": "test", "path": ""}
    assert after(json.dumps([one, other])) == (
        '[\n  {"op":"add","path":"/root","value":{"type":"Text","text":"a"}},\n  {"op":"test","path":""}\n]\n'
    )
    line = json.dumps([one, other])
    assert after(f"{line}\n{json.dumps(one)}\n") == (
        '[{"op":"add","path":"/root","value":{"type":"Text","text":"a"}},{"op":"test","path":""}]\n'
        '{"op":"add","path":"/root","value":{"type":"Text","text":"a"}}\n'
    )
    assert (
        after(json.dumps({"patches": [one]}))
        == """\
{
  "patches": [
    {
      "op": "add",
      "path": "/root",
      "value": {"type": "Text", "text": "a"}
    }
  ]
}
"""
    )


SESSION = '{"event":"run_started","at":0}\n'


@every_row(
    "text",
    [SESSION, SESSION * 3, SESSION + '{"event"', '{"name": "x", "version": "1"}', "[]", "3", '"a"', '{"type": "Text"}'],
)
def test_a_session_and_what_is_none_of_ours_is_left(text: str) -> None:
    assert after(text) is None
    assert after(text, found=True) is None


@pytest.mark.parametrize("text", ['{"name": }', "// a comment\n{}", '{"a": 1}\n{"a": 2}'])
def test_what_is_no_json_may_be_somebody_elses(text: str) -> None:
    with pytest.raises(UnreadableError):
        after(text)
    if '"' in text:
        assert after(text, found=True) is None


@every_row(
    ("text", "said"),
    [
        ("", "x.json:1:1: the file is empty"),
        ('\ufeff{"root": {},\r\n  "root": {}}', "x.json:2:3: key"),
        ('{"root":\n {"a": 1e999}}', "x.json:2:8: "),
        ('{"root": {"a": 123456789012345678901}}', "x.json:1:16: "),
        ('{"root": "\\ud800"}', "x.json:1:"),
        ('{"root": {}} {"root": {}}', "x.json:1:14: not JSON"),
        ('{"op": "add", "path": "/a", "value": 1}\n{"op": "add", "op": "add"}', "x.json:2:15: key"),
        ('{"op": "add", "path": "/a", "value": 1}\nHello', "x.json:2:1: not JSON"),
        ('{"root": ' + "[" * 100_000, "x.json"),
        ('{"root": ' + "[" * 2_000 + "]" * 2_000 + "}", "x.json"),
    ],
)
def test_what_means_more_than_one_thing_or_none_is_refused_where_it_is(text: str, said: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        after(text)
    assert caught.value.message.startswith(said), caught.value.message


def test_what_is_not_utf_8_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"^x\.json:2: not UTF-8"):
        formatted("x.json", b'{\n"root": "\xff"}')


def test_many_lines_take_linear_time() -> None:
    line = '{"op": "add", "path": "/root/children/-", "value": {"type": "Text", "text": "a"}}\n'
    once = after(line * 20_000)  # looking at the rest of the text for each line would take minutes
    assert once is not None
    assert once.count("\n") == 20_000
