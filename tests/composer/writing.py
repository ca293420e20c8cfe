"""Variants by case and by punctuation: the same words, as somebody else would type them."""

from __future__ import annotations

import re
from typing import Any

from .spans import Span, atoms, mapped, phrases, touches

# ---------------------------------------------------------------- case


def cases(prompt: str, _expect: dict[str, Any]) -> list[str]:
    """In capitals, in small letters, and With Each Word Capitalised; bindings and quotations stay."""
    closed = atoms(prompt)
    made = [mapped(prompt, closed, change) for change in (str.upper, str.lower, _titled)]
    return [text for text in dict.fromkeys(made) if text != prompt]


def _titled(text: str) -> str:
    return re.sub(r"(?<![\w'’])\w", lambda found: found.group().upper(), text)


# ---------------------------------------------------------------- punctuation


def marks(prompt: str, expect: dict[str, Any]) -> list[str]:
    """With other punctuation: at the end, between the entries of a list, before a list, and in white space."""
    if not prompt.strip():
        return []
    closed = [*atoms(prompt), *phrases(prompt, expect)]
    made = [_replaced(prompt, pattern, instead, closed) for pattern, instead in _WITHIN]
    made += [change(prompt) for change in (_with_or_without_stop, _with_exclamation, _bulleted)]
    return [text for text in dict.fromkeys(made) if text != prompt]


def _replaced(prompt: str, pattern: re.Pattern[str], instead: str, closed: list[Span]) -> str:
    """The prompt with something else for group 1 of each match, but for what may not be touched."""
    made, at = "", 0
    for match in pattern.finditer(prompt):
        start, end = match.span(1)
        if not touches((start, end), closed):
            made += prompt[at:start] + instead
            at = end
    return made + prompt[at:]


def _with_or_without_stop(prompt: str) -> str:
    text = prompt.rstrip()
    if text[-1] in ".。":
        return text.rstrip(".。")
    return text if text[-1] in "!?！？" else text + ("。" if _japanese(text) else ".")


def _with_exclamation(prompt: str) -> str:
    text = prompt.rstrip()
    return text if text[-1] in "!?！？" else text.rstrip(".。") + "!"


def _japanese(text: str) -> bool:
    return re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", text) is not None


def _bulleted(prompt: str) -> str:
    """ "…: a, b and c" with a line for each; the prompt itself where what follows the colon is no plain list."""
    head, _, rest = prompt.rstrip(" .").partition(": ")
    if "," not in rest or " with " in rest or _NOT_PLAIN.search(head + rest):
        return prompt
    entries = re.split(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+", rest)
    return head + ":" + "".join(f"\n- {entry}" for entry in entries)


_NOT_PLAIN = re.compile(r"""[.:;?!\n"“„«「{()\[\]]""")
"""What a prompt with one list behind one colon has nothing of."""


_WITHIN = [
    (re.compile(r"(,)(?=\s)"), ";"),
    (re.compile(r"(\s+and\s+)"), " & "),
    (re.compile(r", (?!and )[^,.:;()]+?( and )(?=\w)"), ", and "),
    (re.compile(r"( +)"), "  "),
    (re.compile(r"^[^:]*(:) (?=\w)"), " –"),
    (re.compile(r"^(?:(?!\b(?:with|and)\b)[^:,–])*\b(with)\b(?=\s)"), "–"),
]
"""`;` for a comma, `&` for "and", a comma before the last "and", double spaces, a dash for a colon and for "with"."""
