"""The faults of language models: each finds a place in a valid stream and says what to write there.

A fault is a function of a layout and a source of randomness; it gives edits, or none when the stream has no place for
it. Places are those where models are seen to go wrong: at the end of an operation, around a comma, in a long text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final, NamedTuple, TypeAlias

from support.stream_layout import Layout, Operation, Token


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to the text.

    Attributes:
        start: where what is taken away begins.
        end: where it ends.
        new: what is written instead.
        touches: the nodes whose own fields it changes.
        invalid: those nodes cannot be accepted any more, and what stands in them has nowhere to stand.
        cuts: the text ends here.
    """

    start: int
    end: int
    new: str
    touches: frozenset[int] = frozenset()
    invalid: bool = False
    cuts: bool = False


Fault: TypeAlias = Callable[[Layout, Random], list[Edit]]

_WORDS: Final = frozenset({"text", "label", "placeholder", "caption", "title", "hint"})
"""Keys of strings that are words for people: where models forget to escape."""
_CLOSERS: Final = frozenset("]}")
_OPENERS: Final = frozenset("[{")
_PROSE: Final = (
    "Next, the rest of the screen:\n",
    "Now I'll add the remaining parts.\n",
    "**Step 2:** the details\n",
    "- then the actions (see below)\n",
    "Note: {context.x} stays bound, as you asked.\n",
)
_NOISE: Final = (": keep-alive\n", "\n\n", "data: [DONE]\n", "event: ping\n", "\r\n", "   \n")
_COMMENTS: Final = ("// the next part", "# details", "// TODO: check the wording", "# ---- actions ----")
_UNKNOWN: Final = ("Carousel", "Hologram", "Sparkline", "Timeline")
_INVALID_BYTE: Final = "\udcff"
"""Stands for a byte that is no UTF-8: `surrogateescape` writes it as one."""


def _touched(*tokens: Token) -> frozenset[int]:
    return frozenset(token.unit for token in tokens if token.unit is not None)


def _words(layout: Layout) -> list[Token]:
    """The texts for people that have more than one word, or a longer one."""
    return [token for token in layout.tokens if token.key in _WORDS and token.is_string and len(token.text) > 8]


def _spaces(token: Token) -> list[int]:
    return [token.start + found.start() for found in re.finditer(r"(?<=[^\s\"\\]) (?=[^\s\"\\])", token.text)]


def _next_member(operation: Operation, index: int) -> list[Token]:
    """A key, its colon and its value, when that value is a string."""
    return operation.tokens[index : index + 3]


def _string_members(layout: Layout) -> list[tuple[Token, Token]]:
    """Members of strings without quotes in them: key and value."""
    found: list[tuple[Token, Token]] = []
    for operation in layout.operations:
        for index, token in enumerate(operation.tokens):
            if not token.is_key:
                continue
            _, _, value = _next_member(operation, index)
            if value.is_string and not re.search(r"['‘’“”\\]", value.text):
                found.append((token, value))
    return found


def _quoted(token: Token, left: str, right: str) -> Edit:
    return Edit(token.start, token.end, f"{left}{token.text[1:-1]}{right}", _touched(token))


# ---------------------------------------------------------------- closers and commas


def extra_closer(layout: Layout, random: Random) -> list[Edit]:
    """One closer too many behind an operation, or behind its value when more follows; the most frequent fault."""
    operation = random.choice(layout.operations)
    closers = random.choices(["}", "]", "}}", "]}"], [80, 8, 9, 3])[0]
    has_more = operation.value_end and operation.value_end < operation.end - 1
    at = operation.value_end if has_more and random.random() < 0.2 else operation.end
    return [Edit(at, at, closers)]


def extra_closer_inside(layout: Layout, random: Random) -> list[Edit]:
    """A brace too many among the closers that end an operation."""
    operation = random.choice(layout.operations)
    tokens = [token for token in operation.tokens if token.end <= (operation.value_end or operation.end)]
    run = 0
    while run < len(tokens) and tokens[-1 - run].text in _CLOSERS:
        run += 1
    if run < 2:
        return []
    at = tokens[-random.randint(1, run - 1)].start
    return [Edit(at, at, "}")]


def missing_closer(layout: Layout, random: Random) -> list[Edit]:
    """One or two closers missing where an operation ends: at a line end, or before the next operation."""
    operation = random.choice(layout.operations)
    last = operation.tokens[-1]
    if random.random() < 0.3 and operation.tokens[-2].text in _CLOSERS:
        return [Edit(operation.tokens[-2].start, last.end, "")]
    return [Edit(last.start, last.end, "")]


def trailing_comma(layout: Layout, random: Random) -> list[Edit]:
    """A comma before a closer."""
    places = [
        after
        for operation in layout.operations
        for before, after in zip(operation.tokens, operation.tokens[1:], strict=False)
        if after.text in _CLOSERS and before.text not in _OPENERS
    ]
    return [Edit(place.start, place.start, ",") for place in random.sample(places, random.choice([1, 1, 2]))]


def missing_comma(layout: Layout, random: Random) -> list[Edit]:
    """No comma between two members or two children."""
    places = [
        (before, comma, after)
        for operation in layout.operations
        for before, comma, after in zip(operation.tokens, operation.tokens[1:], operation.tokens[2:], strict=False)
        if comma.text == ","
    ]
    before, comma, after = random.choice(places)
    alone = before.text in _CLOSERS or after.text in _OPENERS or layout.text[comma.end].isspace()
    return [Edit(comma.start, comma.end, "" if alone else " ")]


# ---------------------------------------------------------------- quotes and keys


def single_quotes(layout: Layout, random: Random) -> list[Edit]:
    """A member in single quotes, as Python writes it."""
    members = _string_members(layout)
    return [_quoted(token, "'", "'") for token in random.choice(members)]


def single_quoted_line(layout: Layout, random: Random) -> list[Edit]:
    """A whole operation in single quotes."""
    operation = random.choice(layout.operations)
    strings = [token for token in operation.tokens if token.is_string]
    if any(re.search(r"['\\]", token.text) for token in strings):
        return []
    return [_quoted(token, "'", "'") for token in strings]


def smart_quotes(layout: Layout, random: Random) -> list[Edit]:
    """A member in typographic quotes."""
    left, right = random.choice([("“", "”"), ("“", "”"), ("”", "”"), ("„", "“")])
    return [_quoted(token, left, right) for token in random.choice(_string_members(layout))]


def unquoted_key(layout: Layout, random: Random) -> list[Edit]:
    """A key without quotes, or all keys of an operation."""
    operation = random.choice(layout.operations)
    keys = [token for token in operation.tokens if token.is_key]
    chosen = keys if random.random() < 0.3 else [random.choice(keys)]
    return [_quoted(token, "", "") for token in chosen]


# ---------------------------------------------------------------- what is no JSON at all


def comment(layout: Layout, random: Random) -> list[Edit]:
    """A comment: at the end of a line, between two members, or on a line of its own."""
    kind = random.choice(["line end", "between", "own line"])
    if kind == "own line":
        at = layout.gap(random.randrange(len(layout.operations)))
        return [Edit(at, at, random.choice(_COMMENTS) + "\n")]
    commas = [token for token in layout.tokens if token.text == ","]
    ends = [token for token in layout.tokens if layout.text.startswith("\n", token.end) and token.text in ",[{}]"]
    if kind == "line end" and ends:
        at = random.choice(ends).end
        return [Edit(at, at, " " + random.choice(_COMMENTS))]
    at = random.choice(commas).end
    return [Edit(at, at, random.choice([" /* the next one */ ", "/* details */"]))]


def python_literal(layout: Layout, random: Random) -> list[Edit]:
    """True, False or None."""
    places = [token for token in layout.tokens if token.text in {"true", "false", "null"}]
    if not places:
        return []
    token = random.choice(places)
    return [Edit(token.start, token.end, token.text.title().replace("Null", "None"), _touched(token))]


def not_a_number(layout: Layout, random: Random) -> list[Edit]:
    """NaN or Infinity for a number."""
    places = [token for token in layout.tokens if token.text[0] in "-0123456789"]
    if not places:
        return []
    token = random.choice(places)
    return [Edit(token.start, token.end, random.choice(["NaN", "Infinity", "undefined"]), _touched(token))]


# ---------------------------------------------------------------- inside texts


def _instead_of_a_space(layout: Layout, random: Random, new: str) -> list[Edit]:
    places = [(token, at) for token in _words(layout) for at in _spaces(token)]
    if not places:
        return []
    token, at = random.choice(places)
    return [Edit(at, at + 1, new, _touched(token))]


def raw_newline(layout: Layout, random: Random) -> list[Edit]:
    """A line break in a text that is not escaped."""
    return _instead_of_a_space(layout, random, random.choice(["\n", "\n", "\n\n", "\r\n"]))


def raw_tab(layout: Layout, random: Random) -> list[Edit]:
    """A tab in a text that is not escaped."""
    return _instead_of_a_space(layout, random, "\t")


def bad_escape(layout: Layout, random: Random) -> list[Edit]:
    r"""An escape that JSON does not know, such as `\'` or `\d`."""
    return _instead_of_a_space(layout, random, random.choice([r"\' ", r"\d ", r"\$", r" \&"]))


def line_separator(layout: Layout, random: Random) -> list[Edit]:
    """U+2028 in a text: a line break for JavaScript, and nothing for JSON."""
    return _instead_of_a_space(layout, random, "\u2028")


def unescaped_quotes(layout: Layout, random: Random) -> list[Edit]:
    """A word of a text in plain quotes."""
    places = [
        (token, token.start + found.start(), token.start + found.end())
        for token in _words(layout)
        for found in re.finditer(r"(?<= )\w+(?= )|(?<= )\w+(?=\.?\"$)|(?<=^\")\w+(?= )", token.text)
    ]
    if not places:
        return []
    token, start, end = random.choice(places)
    return [Edit(start, end, f'"{layout.text[start:end]}"', _touched(token))]


def invalid_byte(layout: Layout, random: Random) -> list[Edit]:
    """A byte that is no UTF-8, in a text or between operations."""
    if random.random() < 0.5:
        return _instead_of_a_space(layout, random, f" {_INVALID_BYTE}")
    at = layout.gap(random.randrange(len(layout.operations)))
    return [Edit(at, at, f"{_INVALID_BYTE}\n")]


# ---------------------------------------------------------------- around operations


def truncated_tail(layout: Layout, random: Random) -> list[Edit]:
    """The stream ends in the middle, as a limit on tokens has it."""
    at = random.randint(len(layout.text) // 3, len(layout.text) - 2)
    return [Edit(at, len(layout.text), "", cuts=True)]


def prose_between(layout: Layout, random: Random) -> list[Edit]:
    """A line of prose before an operation."""
    at = layout.gap(random.randrange(len(layout.operations)))
    return [Edit(at, at, random.choice(_PROSE))]


def open_fence(layout: Layout, random: Random) -> list[Edit]:
    """A fence that is opened and never closed."""
    if "```" in layout.text:
        return []
    return [Edit(0, 0, random.choice(["```json\n", "```jsonl\n", "Here you go:\n\n```\n"]))]


def keep_alive(layout: Layout, random: Random) -> list[Edit]:
    """What is left of a transport, between operations."""
    at = layout.gap(random.randrange(len(layout.operations)))
    return [Edit(at, at, random.choice(_NOISE))]


def nul_between(layout: Layout, random: Random) -> list[Edit]:
    """NUL characters between operations."""
    at = layout.gap(random.randrange(len(layout.operations)))
    return [Edit(at, at, "\0" * random.randint(1, 3))]


def carriage_returns(layout: Layout, random: Random) -> list[Edit]:
    """Line ends as Windows writes them."""
    return [Edit(found.start(), found.start(), "\r") for found in re.finditer(r"(?<!\r)\n", layout.text)]


def byte_order_mark(layout: Layout, random: Random) -> list[Edit]:
    """A byte order mark at the start."""
    return [Edit(0, 0, "\ufeff")]


def duplicate_line(layout: Layout, random: Random) -> list[Edit]:
    """An operation with an id, written twice."""
    places = [operation for operation in layout.operations if "meta" in operation.value]
    if not places:
        return []
    operation = random.choice(places)
    again = layout.text[operation.start : operation.end]
    return [Edit(operation.end, operation.end, f"\n{again}")]


# ---------------------------------------------------------------- what is JSON and wrong


def _node_member(layout: Layout, random: Random, key: str) -> Token | None:
    """A value of `key` in a node that is not the root."""
    root = layout.units[0].start
    places = [
        token
        for token in layout.tokens
        if token.key == key and token.unit is not None and layout.units[token.unit].start != root
    ]
    return random.choice(places) if places else None


def unknown_component(layout: Layout, random: Random) -> list[Edit]:
    """A node of a component that nobody has heard of."""
    token = _node_member(layout, random, "type")
    if token is None or not token.text[1].isupper():
        return []
    return [Edit(token.start, token.end, json.dumps(random.choice(_UNKNOWN)), _touched(token), invalid=True)]


def unknown_prop(layout: Layout, random: Random) -> list[Edit]:
    """A node with a prop that its component does not have."""
    token = _node_member(layout, random, "type")
    if token is None or not token.text[1].isupper() or token.unit is None:
        return []
    props = layout.text.find('"props"', token.end, layout.units[token.unit].opened or layout.units[token.unit].end)
    brace = layout.text.find("{", props)
    if props < 0 or layout.text[brace + 1] == "}":
        return []
    return [Edit(brace + 1, brace + 1, '"sparkles":"many",', _touched(token), invalid=True)]


class Kind(NamedTuple):
    """A fault and how often it is met, as a weight."""

    fault: Fault
    weight: int


KINDS: Final = {
    "extra-closer": Kind(extra_closer, 36),
    "extra-closer-inside": Kind(extra_closer_inside, 4),
    "missing-closer": Kind(missing_closer, 10),
    "trailing-comma": Kind(trailing_comma, 10),
    "missing-comma": Kind(missing_comma, 6),
    "single-quotes": Kind(single_quotes, 4),
    "single-quoted-line": Kind(single_quoted_line, 3),
    "smart-quotes": Kind(smart_quotes, 4),
    "unquoted-key": Kind(unquoted_key, 5),
    "comment": Kind(comment, 6),
    "python-literal": Kind(python_literal, 6),
    "not-a-number": Kind(not_a_number, 3),
    "raw-newline": Kind(raw_newline, 6),
    "raw-tab": Kind(raw_tab, 3),
    "bad-escape": Kind(bad_escape, 3),
    "line-separator": Kind(line_separator, 2),
    "unescaped-quotes": Kind(unescaped_quotes, 6),
    "invalid-byte": Kind(invalid_byte, 3),
    "truncated-tail": Kind(truncated_tail, 8),
    "prose-between": Kind(prose_between, 5),
    "open-fence": Kind(open_fence, 4),
    "keep-alive": Kind(keep_alive, 4),
    "nul-between": Kind(nul_between, 2),
    "carriage-returns": Kind(carriage_returns, 3),
    "byte-order-mark": Kind(byte_order_mark, 3),
    "duplicate-line": Kind(duplicate_line, 3),
    "unknown-component": Kind(unknown_component, 4),
    "unknown-prop": Kind(unknown_prop, 4),
}
"""All faults by name; the weights follow what is seen of models, the extra closer first."""
