"""Texts by a grammar: what one takes, and walks through it as a model would write, byte by byte (llguidance).

The tokenizer has a token for each byte, so that a walk sees every choice that the grammar leaves.
"""

from __future__ import annotations

import json
import os
from random import Random
from typing import Any

import pytest

if not os.environ.get("EPOCH_CI"):
    pytest.importorskip("llguidance", reason="llguidance is not installed")

from llguidance import LLMatcher, LLTokenizer

BYTES = LLTokenizer("byte")
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCXYZ0123456789 .,:/_-{}<>#%&=*"
_CLOSING = b"]}\n"
_LIKED = {b"acmr": b"a"}  # operations: most of them write nodes
_MANY = 40  # more choices than this are the inside of a string


class Decoder:
    """A grammar that is ready to take or to give texts."""

    def __init__(self, grammar: str) -> None:
        self._matcher = LLMatcher(BYTES, grammar)
        assert not self._matcher.is_error(), self._matcher.get_error()
        assert not self._matcher.get_grammar_warnings()

    def taken(self, text: str) -> int | None:
        """None when it takes the whole text; otherwise how many bytes of it."""
        self._matcher.reset()
        tokens = BYTES.tokenize_bytes(text.encode())
        count: int = self._matcher.try_consume_tokens(tokens)
        return None if count == len(tokens) and self._matcher.is_accepting() else count

    def takes(self, text: str) -> bool:
        """Whether it takes the whole text."""
        return self.taken(text) is None

    def walk(self, random: Random, length: int) -> str:
        """A text that the grammar takes to its end; past `length` bytes everything is closed as soon as it can be.

        Quotes and brackets are closed more often than chance would, or walks would never end.
        """
        matcher, text = self._matcher, bytearray()
        matcher.reset()
        while True:
            forced = matcher.compute_ff_bytes()
            if forced:
                text += forced
                assert matcher.consume_tokens(list(forced)), matcher.get_error()
            if matcher.is_stopped():
                return text.decode()
            mask = matcher.compute_logit_bias()
            allowed = [code for code in range(256) if mask[code]]
            if matcher.is_accepting() and (not allowed or len(text) > length or random.random() < 0.1):
                return text.decode()
            assert len(text) < 50 * length, text[-200:].decode(errors="replace")
            code = _choice(allowed, random, hurry=len(text) > length)
            text.append(code)
            assert matcher.consume_token(code), matcher.get_error()


def _choice(allowed: list[int], random: Random, *, hurry: bool) -> int:
    if len(allowed) > _MANY and ord('"') in allowed:
        if hurry or random.random() < 0.25:
            return ord('"')
        if random.random() < 0.97:
            return random.choice([code for code in _LETTERS if code in allowed])
        return random.choice(allowed)
    if not hurry:
        if random.random() < 0.6 and (liked := _LIKED.get(bytes(allowed)) or b"{"[: ord("{") in allowed]):
            return liked[0]
        left = [code for code in allowed if code not in _CLOSING] if random.random() < 0.8 else []
        return random.choice(left or allowed)
    # what ends soon: brackets that close, then words, then the end of a number, then what is left
    for soon in (_CLOSING, b'"abcdefghijklmnopqrstuvwxyz', b","):
        if found := [code for code in allowed if code in soon]:
            return random.choice(found)
    return random.choice(allowed)


def from_lark(text: str) -> Decoder:
    """A grammar in Lark's notation."""
    return Decoder(LLMatcher.grammar_from_lark(text))


def from_gbnf(text: str) -> Decoder:
    """A grammar in GBNF, by way of llguidance's own translation."""
    from llguidance.gbnf_to_lark import gbnf_to_lark

    return from_lark(gbnf_to_lark(text))


def from_schema(schema: dict[str, Any], *, space: bool) -> Decoder:
    """A JSON Schema; `space` allows white space between the parts."""
    overrides: Any = {"whitespace_flexible": space}
    return Decoder(LLMatcher.grammar_from_json_schema(json.dumps(schema), overrides=overrides))
