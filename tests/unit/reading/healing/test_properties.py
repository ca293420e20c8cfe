"""What must hold for every text: JSON stays as it is, one fault costs nothing, and nothing ever breaks the healer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples

from epoch_cli.reading.rules import RULES

from .cases import CASES
from .healed import NEXT, TAILS, assert_holds, heal, outcome, rules, strings

_WORDS = st.text("abcdefghij ", min_size=1, max_size=8).map(str.strip).filter(bool)
_ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ['"', "},", '","', "\\", "\n", "'", "“x”", '{"op"', "//", "{context.user}", "https://a.b"]
)
_NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
_SCALARS = st.none() | st.booleans() | _NUMBERS | _ANY_TEXT
_NAMES = _ANY_TEXT.filter(lambda name: name != "op")
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3), max_leaves=12
)

PROPS = st.dictionaries(
    st.sampled_from(["size", "tone", "gap"]), _WORDS | st.booleans() | st.integers(0, 99), max_size=2
)
_LEAVES = st.fixed_dictionaries({"type": st.sampled_from(["Text", "Badge"]), "text": _WORDS})
NODES = st.recursive(
    _LEAVES,
    lambda inner: st.builds(
        lambda props, children: {"type": "Stack", "props": props, "children": children},
        PROPS,
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)
PATCHES = st.builds(lambda node: {"op": "add", "path": "/root", "value": node}, NODES)


def _spots(pattern: str, text: str) -> list[re.Match[str]]:
    """Places outside strings: the words in strings hold no punctuation."""
    return list(re.finditer(pattern, text))


def _insert(pattern: str, piece: str) -> Callable[[str, int], str]:
    """Return a fault: `piece` behind one of the places."""

    def corrupt(text: str, pick: int) -> str:
        spots = _spots(pattern, text)
        at = spots[pick % len(spots)].end()
        return text[:at] + piece + text[at:]

    return corrupt


def _replace(pattern: str, by: str) -> Callable[[str, int], str]:
    """Return a fault: one of the places as `by`, in which `\\1` is its group."""

    def corrupt(text: str, pick: int) -> str:
        spots = _spots(pattern, text)
        spot = spots[pick % len(spots)]
        return text[: spot.start()] + spot.expand(by) + text[spot.end() :]

    return corrupt


def _everywhere(pattern: str, by: str) -> Callable[[str, int], str]:
    return lambda text, _: re.sub(pattern, by, text)


FAULTS = {
    "trailing comma": _replace(r"[}\]]", r",\g<0>"),
    "doubled comma": _insert(",", ","),
    "missing comma": _replace(r',"', r' "'),
    "missing last closer": _replace(r"\}$", ""),
    "missing closer inside": _replace(r"\}\}$", "}"),
    "single quotes": _everywhere('"', "'"),
    "single quotes, one string": _replace(r'"([a-z ]+)"', r"'\1'"),
    "smart quotes": _everywhere(r'"([^"]*)"', r"“\1”"),
    "unquoted key": _replace(r'"(\w+)":', r"\1:"),
    "unquoted keys": _everywhere(r'"(\w+)":', r"\1: "),
    "comment": _insert("[{,]", " /* a, {comment} */ "),
    "line comment": _insert("[{,]", " // a, {comment}\n"),
    "python": _everywhere("true|false", "True"),
    "odd space": _insert("[{,:]", "\u00a0"),
}


@settings(deadline=None)
@given(st.dictionaries(_NAMES, _VALUES, max_size=4), st.sampled_from([None, 1, "\t"]), st.sampled_from(TAILS))
def test_json_stays_as_it_is(value: dict[str, Any], indent: int | str | None, tail: str) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    healer = heal(text + tail)
    assert json.dumps(healer.value) == json.dumps(value)
    assert healer.changes == []
    assert healer.end == len(text)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
@settings(deadline=None, max_examples=examples(40))
@given(patch=PATCHES, pick=st.integers(0, 50))
def test_one_fault_costs_nothing(fault: Callable[[str, int], str], patch: dict[str, Any], pick: int) -> None:
    sound = json.dumps(patch, separators=(",", ":"))
    text = fault(sound, pick)
    healer = heal(f"{text}\n{NEXT}\n")
    expected = patch if "True" not in text else json.loads(sound.replace("false", "true"))
    assert healer.value == expected
    assert healer.end <= len(text)
    assert all(RULES[rule].grade == "lossless" for rule in rules(healer))
    assert bool(healer.changes) == (text != sound)


@settings(deadline=None, max_examples=examples(200))
@given(PATCHES, st.integers(0, 400), st.integers(0, 3))
def test_a_bracket_too_many_or_missing_never_loses_a_string(patch: dict[str, Any], pick: int, kind: int) -> None:
    sound = json.dumps(patch, separators=(",", ":"))
    spots = _spots(r"[}\]]", sound)[:-1]
    at = spots[pick % len(spots)].start()
    text = sound[:at] + ["", "}}", "]]", "}]"][kind] + sound[at + 1 :]
    healer = heal(f"{text}\n{NEXT}")
    assert_holds(text, healer)
    if healer.end == len(text):  # else JSON ended earlier, and the healer would not have been asked
        assert healer.value is not None
        assert sorted(strings(healer.value)) == sorted(strings(patch))


@settings(deadline=None)
@given(PATCHES, st.integers(1, 400), st.sampled_from(["", "\n" + NEXT]))
def test_a_text_that_is_cut_keeps_whole_nodes_and_no_half_string(patch: dict[str, Any], at: int, tail: str) -> None:
    sound = json.dumps(patch, separators=(",", ":"))
    text = sound[: 1 + at % (len(sound) - 1)]
    healer = heal(text + tail)
    assert_holds(text + tail, healer)
    known = set(strings(patch))
    if healer.value is not None:
        assert set(strings(healer.value)) <= known
    if '"children":[' in text and patch["value"]["type"] == "Stack":
        assert healer.value is not None
        assert healer.value["value"]["props"] == patch["value"]["props"]


_PIECES = (
    st.sampled_from([case.text for case in CASES])
    | st.sampled_from(
        [*list("{}[]:,\"'“”/#\\`<\n\t aN1"), '"op":', '{"op"', "True", "//", "/*", "*/", "\\u", "�", '"children":[']
    )
    | st.text(max_size=3)
)


@settings(deadline=None, max_examples=examples(300))
@given(st.lists(_PIECES, max_size=14).map("".join), st.integers(1, 9), st.booleans(), st.sampled_from([2, 5, 64]))
def test_any_text_has_one_outcome_whatever_the_chunks(text: str, chunk: int, in_list: bool, max_depth: int) -> None:
    text = "{" + text
    healer = heal(text, in_list=in_list, max_depth=max_depth)
    assert_holds(text, healer)
    assert outcome(heal(text, 1, in_list=in_list, max_depth=max_depth)) == outcome(healer)
    assert outcome(heal(text, chunk, in_list=in_list, max_depth=max_depth)) == outcome(healer)


@settings(deadline=None, max_examples=examples(200))
@given(st.sampled_from(CASES), st.integers(0, 200), st.integers(0, 4), st.sampled_from(["", *"{}[]:,\"'\n\\x"]))
def test_any_fault_in_a_faulty_text_is_survived(case: Any, at: int, length: int, piece: str) -> None:
    start = 1 + at % (len(case.text) - 1)
    text = case.text[:start] + piece + case.text[start + length :] + case.rest
    healer = heal(text, in_list=case.in_list)
    assert_holds(text, healer)
    assert outcome(heal(text, 1, in_list=case.in_list)) == outcome(healer)
