"""A grammar in GBNF, the notation of llama.cpp."""

from __future__ import annotations

from epoch_cli.catalog.exports.expressions import START, Chars, Either, Expression, Grammar, Name, Repeat, Row, Text
from epoch_cli.catalog.exports.writing import char_class, quoted, times


def to_gbnf(grammar: Grammar) -> str:
    """The grammar, a rule a line; it begins with `root`."""
    return "".join(f"{_name(name)} ::= {_body(rule.body)}\n" for name, rule in grammar.rules.items())


def _name(name: str) -> str:
    return "root" if name == START else name


def _body(body: Expression) -> str:
    match body:
        case Text(text):
            return quoted(text)
        case Chars():
            return char_class(body)
        case Name(name):
            return _name(name)
        case Row(items):
            return " ".join(f"({_body(item)})" if isinstance(item, Either) else _body(item) for item in items)
        case Either(options):
            return " | ".join(_body(option) for option in options)
        case Repeat(item, least, most):
            atom = _body(item) if isinstance(item, (Text, Chars, Name)) else f"({_body(item)})"
            return f"{atom}{times(least, most)}"
