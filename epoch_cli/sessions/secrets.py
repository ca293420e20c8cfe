"""The secrets of one session: what was found, the forms in which it comes again, and what stands for each."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from epoch_cli.sessions.redaction_rules import START, RedactionRule

_LEAST = 8
"""How many letters and digits of a secret give it away: what made an id or a name of it may have cut it there."""
_NAMED_WHOLE = range(4, 65)
"""How many of them make a name of their own: fewer are in too many names, and an id has no more than 64."""
_BETWEEN = "-_. @+"
"""What may stand between the letters of a secret that was made into an id or a name."""
_IN_NAMES = "redacted"
"""What stands for a secret in an id or a name: letters, as the grammars of ids, handlers and bindings want them."""

_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])')
_SEPARATED = re.compile(r"[^A-Za-z0-9]+")
# whether letters stand right before it or behind it, so that it is a part of a name; those of an escape are none
_JOINED_BEFORE = re.compile(r"(?<=[A-Za-z0-9_-])(?<!\\[bfnrt])(?<!\\u[0-9a-fA-F]{4})")
_JOINED_BEHIND = re.compile(r"[A-Za-z0-9_-]")

_Span = tuple[int, int, str]


class Secrets:
    """What the rules find, and texts without it.

    Args:
        rules: what is looked for.

    Attributes:
        names: what stands for each secret.
    """

    def __init__(self, rules: Sequence[RedactionRule]) -> None:
        self.names: dict[str, str] = {}
        self._rules = rules
        self._counts: Counter[str] = Counter()
        self._forms: dict[str, list[str]] = {}  # by how they begin: what may follow of the letters of secrets
        self._whole: set[str] = set()  # the letters of secrets that are too few, or too common, to be cut
        self._in_names: dict[str, str] = {}

    def find(self, texts: Iterable[str], *, quoting: bool) -> None:
        """Note the secrets of some texts; in `quoting` ones an escape is no part of what stands behind it."""
        for text in texts:
            looked_at = _ESCAPE.sub(lambda found: " " * len(found[0]), text) if quoting and "\\" in text else text
            for rule in self._rules:
                for found in rule.pattern.finditer(looked_at):
                    if found[1] not in self.names and rule.holds(found[1]):
                        self._note(found[1], rule)

    def _note(self, secret: str, rule: RedactionRule) -> None:
        self._counts[rule.name] += 1
        number = self._counts[rule.name]
        self.names[secret] = f"[redacted:{rule.name}{f':{number}' if number > 1 else ''}]"
        first, letters = _SEPARATED.split(secret.strip("/\\"))[0], _letters(secret)
        # a first word says nothing by itself, such as that of an address
        least = max(_LEAST, len(first) + 1) if first.isalpha() else _LEAST
        if rule.cut and least <= len(letters):
            self._forms.setdefault(letters[:least], []).append(letters[least:])
        elif len(letters) in _NAMED_WHOLE:
            self._whole.add(letters)

    def replaced(self, text: str) -> str:
        """A text without them."""
        return self.replaced_across([text])[0]

    def replaced_across(self, pieces: Sequence[str]) -> list[str]:
        """A text in pieces without them, in as many pieces; one over several stands where it begins."""
        made: list[str] = []
        whole, position, ends = "".join(pieces), 0, 0  # up to `ends` a secret was left out
        spans = list(self._spans(whole))
        spans.reverse()
        for piece in pieces:
            end, text = position + len(piece), ""
            while spans and spans[-1][0] < end:
                start, span_end, stands = spans.pop()
                text += whole[max(position, ends) : start] + stands
                ends = span_end
            made.append(text + whole[max(position, ends) : end])
            position = end
        return made

    def _spans(self, text: str) -> Iterator[_Span]:
        """Where they are in a text, one behind the other, and what stands there."""
        at = 0
        while found := self._pattern.search(text, at):
            start, at = found.span()
            stands = self._stands.get(found[0])
            if stands is None:
                at = max((_end_of(rest, text, at) for rest in self._forms.get(_letters(found[0]), ())), default=at)
            elif not _JOINED_BEFORE.match(text, start) and not _JOINED_BEHIND.match(text, at):
                yield start, at, stands
                continue
            yield start, at, self._in_name(text[start:at])

    def _in_name(self, form: str) -> str:
        """What stands for a secret, or a part of one, in an id or a name; another one for each."""
        number = len(self._in_names) + 1
        return self._in_names.setdefault(form, f"{_IN_NAMES}{number if number > 1 else ''}")

    @cached_property
    def _stands(self) -> Mapping[str, str]:
        """Every way in which a secret may be written whole: as it is, in JSON, in a JSON Pointer."""
        stands: dict[str, str] = {}
        for secret, name in self.names.items():
            in_json = json.dumps(secret, ensure_ascii=False)[1:-1]
            in_pointer = secret.replace("~", "~0").replace("/", "~1")
            stands |= dict.fromkeys((secret, in_json, in_json.replace("/", "\\/"), in_pointer), name)
        return stands

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # the longest first: one secret may begin as another
        written = [re.escape(text) for text in sorted(self._stands, key=len, reverse=True)]
        whole = [rf"{START}{_spaced(form)}(?![A-Za-z0-9])" for form in sorted(self._whole)]
        cut = [_spaced(form) for form in sorted(self._forms, key=len, reverse=True)]
        return re.compile("|".join([*written, *(f"(?i:{form})" for form in (*whole, *cut))]))


def _letters(text: str) -> str:
    return _SEPARATED.sub("", text).lower()


def _spaced(letters: str) -> str:
    """A pattern for letters that something may stand between."""
    return f"[{re.escape(_BETWEEN)}]?".join(letters)


def _end_of(rest: str, text: str, at: int) -> int:
    """How far a text goes on as the letters of a secret do."""
    for letter in rest:
        after = at + (text[at : at + 1] in _BETWEEN)
        if text[after : after + 1].lower() != letter:
            break
        at = after + 1
    return at
