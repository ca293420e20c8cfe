"""A prop's pattern, as text of a JSON string: nothing that it refuses in patches, all that it takes in documents."""

from __future__ import annotations

import json
import re

from support.decoding import Decoder, from_lark
from support.every_row import every_row

from epoch_cli.catalog.exports.expressions import START, Grammar, Name, Text, row
from epoch_cli.catalog.exports.lark import to_lark
from epoch_cli.catalog.exports.patterns import pattern_text

READ = [
    r"^[A-Za-z_][\w.-]*$", r"^[A-Za-z_][\w.\[\]-]*$", r"^[a-z][a-z0-9 -]*$", r"\d{2,4}", r"(?:ab|cd)+e?", r'[^"]{1,3}',
    r"a\\b|\"c\"", r"[^\d\s]\S", r".", "[а-я]+", r"(x)(y)?", r"[\n\t ]", r"\.\*",
]  # fmt: skip
UNREAD = [r"(?i)abc", r"(?=a)a", r"(a)\1", r"\bword\b", r"a(?!b)c", r"^a|b$"]
SAMPLES = [
    "", "a", "ab", "abab", "abe", "cde", "A_1", "a.b-c", "items[0]", "1a", "12", "12345", "99", "x", "xy", '"', '"c"',
    "a\\b", "a b", "new-password", "é", "größe", "привет", "\n", "\t", " ", ".*", "é9", "_", "½", "a\nb", "\x7f",
]  # fmt: skip


def decoder(pattern: str, *, wide: bool) -> Decoder:
    text = pattern_text(re.compile(pattern), wide=wide)
    assert text is not None
    grammar = Grammar()
    grammar.word(Name("word"), row(Text('"'), text, Text('"')))
    grammar.define(Name(START), Name("word"))
    return from_lark(to_lark(grammar))


@every_row("pattern", READ)
def test_narrow_and_wide(pattern: str) -> None:
    narrow, wide, python = decoder(pattern, wide=False), decoder(pattern, wide=True), re.compile(pattern)
    matched = 0
    for sample in SAMPLES:
        text = json.dumps(sample, ensure_ascii=False).replace("\x7f", "\\u007f")
        matches = python.fullmatch(sample) is not None
        matched += matches
        assert matches or not narrow.takes(text), sample
        assert wide.takes(text) or not matches, sample
        if sample.isascii() and sample.isprintable():
            assert narrow.takes(text) == wide.takes(text) == matches, sample
    assert matched


@every_row("pattern", UNREAD)
def test_what_grammars_do_not_say_is_left_to_the_validator(pattern: str) -> None:
    assert pattern_text(re.compile(pattern), wide=True) is None
