"""A grammar in Lark's notation, as OpenAI's custom tools, llguidance and vLLM (guidance) read it.

Lexical rules become terminals, a regular expression each, and the others rules. The lexers behind it take the longest
match of all terminals that may come next, so no text that closes something is written together with what follows it.
"""

from __future__ import annotations

import re

from epoch_cli.catalog.exports.expressions import Chars, Either, Expression, Grammar, Name, Repeat, Row, Text
from epoch_cli.catalog.exports.writing import SIGNS, char_class, quoted, times

_SPECIAL = re.compile(r"[\\^$.|?*+()\[\]{}/&~#-]")


def to_lark(grammar: Grammar) -> str:
    """The grammar, a rule a line; it begins with `start`."""
    lines = []
    for name, rule in grammar.rules.items():
        body = f"/{_regex(rule.body, grammar)}/" if rule.lexical else _top(rule.body, grammar)
        lines.append(f"{_name(name, grammar)}: {body}\n")
    return "".join(lines)


def _name(name: str, grammar: Grammar) -> str:
    plain = name.replace("-", "_")
    return plain.upper() if grammar.rules[name].lexical else plain


def _top(body: Expression, grammar: Grammar) -> str:
    if isinstance(body, Either):
        return "\n    | ".join(_rule(option, grammar) for option in body.options)
    return _rule(body, grammar)


def _rule(body: Expression, grammar: Grammar) -> str:
    match body:
        case Text(text):
            return quoted(text)
        case Chars():
            return f"/{char_class(body)}/"
        case Name(name):
            return _name(name, grammar)
        case Row(items):
            return " ".join(
                _group(item, grammar) if isinstance(item, Either) else _rule(item, grammar) for item in items
            )
        case Either(options):
            return " | ".join(_rule(option, grammar) for option in options)
        case Repeat(item, least, most):
            atom = _rule(item, grammar) if isinstance(item, (Text, Chars, Name)) else _group(item, grammar)
            sign = SIGNS.get((least, most))
            return f"{atom}{sign}" if sign else f"{atom}~{least}..{most}"


def _group(body: Expression, grammar: Grammar) -> str:
    return f"({_rule(body, grammar)})"


def _regex(body: Expression, grammar: Grammar) -> str:
    match body:
        case Text(text):
            return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", r"\n")
        case Chars():
            return char_class(body)
        case Name(name):
            return _atom(grammar.rules[name].body, grammar)
        case Row(items):
            return "".join(
                _atom(item, grammar) if isinstance(item, Either) else _regex(item, grammar) for item in items
            )
        case Either(options):
            return "|".join(_regex(option, grammar) for option in options)
        case Repeat(item, least, most):
            return _atom(item, grammar) + times(least, most)


def _atom(body: Expression, grammar: Grammar) -> str:
    single = isinstance(body, (Chars, Name)) or (isinstance(body, Text) and len(body.text) == 1)
    return _regex(body, grammar) if single else f"({_regex(body, grammar)})"
