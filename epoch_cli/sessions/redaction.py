"""A session without secrets and personal data, to be shown to others; it can still be read, replayed and checked.

What is secret is found by the named rules below, anywhere in the events: in prompts, in what the model wrote (also
where a secret is spread over several chunks), in documents, patches and messages. Each is then replaced everywhere, by
`[redacted:RULE]`, and a second one of a rule by `[redacted:RULE:2]`: the same secret is the same everywhere, and two
never become one, so that patches still fit the document and ids stay apart.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from epoch_cli.events import AttemptStarted, Event, TextReceived, from_json, to_json

# what a secret begins behind, also in JSON text, where a letter may belong to an escape such as \n
_START = r"(?:(?<![A-Za-z0-9_-])|(?<=\\[bfnrt]))"
_DIGIT = r"(?=[A-Za-z0-9_.~+/=-]{0,80}[0-9])"  # words are no secrets


class RedactionRule(NamedTuple):
    """One kind of secret: its name, its pattern with the secret in group 1, and what else must hold of it."""

    name: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = lambda _: True


def _random(text: str) -> bool:
    """Whether a text looks drawn by lot: upper case, lower case and digits mixed, and no JSON Pointer."""
    kinds = (str.isupper, str.islower, str.isdigit)
    return all(sum(map(kind, text)) >= 3 for kind in kinds) and not re.search(r"/(?:children|props|root)\b", text)


def _mixed(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(map(str.isalpha, text))


_NOBODYS = re.compile(r"(?i)[@.](?:example\.(?:com|net|org)|example|test|invalid|localhost)$")
"""Domains that nobody has (RFC 2606): placeholders of forms."""

RULES: tuple[RedactionRule, ...] = (
    RedactionRule(
        "private-key",
        re.compile(r"(-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z))", re.DOTALL),
    ),
    RedactionRule("jwt", re.compile(_START + r"(eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)")),
    RedactionRule(
        "key",
        re.compile(
            _START + r"((?:sk-|sk_|pk_|rk_|gsk_|csk-|xai-|hf_|r8_|fw_|npm_|nvapi-|pplx-|glpat-|xox[abeprs]-|gh[opsru]_"
            r"|github_pat_|tgp_v1_|AIza|AKIA|ASIA)" + _DIGIT + r"[A-Za-z0-9_-]{12,})"
        ),
    ),
    RedactionRule("bearer", re.compile(rf"(?i)\b(?:bearer|basic)\s+{_DIGIT}([A-Za-z0-9._~+/=-]{{12,}})"), _mixed),
    RedactionRule("credentials", re.compile(r"://([^/\s:@\"'\\]+:[^/\s@\"'\\]{4,})(?=@)")),
    RedactionRule(
        "parameter",
        re.compile(r"(?i)[?&](?:api[_-]?key|key|token|access_token|secret|password|signature|sig)=([^&#\s\"'\\]{6,})"),
    ),
    RedactionRule(
        "email",
        re.compile(_START + r"([A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,63})"),
        lambda text: not _NOBODYS.search(text),
    ),
    RedactionRule("hex", re.compile(_START + r"([0-9a-fA-F]{32,})(?![A-Za-z0-9])"), _mixed),
    RedactionRule("base64", re.compile(_START + r"([A-Za-z0-9+/_-]{40,}={0,2})"), _random),
    RedactionRule(
        "home", re.compile(r"(?<![\w.])((?:/home|/Users|[A-Za-z]:\\{1,2}Users)[/\\]{1,2}[^/\\\s\"'<>]+)(?=[/\\])")
    ),
)
"""What is redacted; the first rule that finds a secret names it."""

_KEPT = frozenset({"event", "session", "continues", "cached", "epoch", "started", "catalog_digest"})
"""Fields of events that hold ids, times and digests of ours: some look like secrets, and none is."""
_QUOTING = frozenset({"diagnostic", "diagnostics"})
"""Fields of events that quote the text of the model, which is JSON with its escapes."""

_ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])')


def redacted(events: Sequence[Event]) -> list[Event]:
    """The same events without what the rules find."""
    secrets = _Secrets()
    for event in events:
        if not isinstance(event, TextReceived):
            for name, value in to_json(event).items():
                if name not in _KEPT:
                    secrets.find(_strings(value), quoting=name in _QUOTING)
    streams = list(_streams(events))
    secrets.find(("".join(_text(events[index]) for index in stream) for stream in streams), quoting=True)
    if not secrets.names:
        return list(events)
    made = [event if isinstance(event, TextReceived) else _redacted_event(event, secrets) for event in events]
    for stream in streams:
        pieces = secrets.replaced_across([_text(events[index]) for index in stream])
        for index, text in zip(stream, pieces, strict=True):
            made[index] = _with_text(events[index], text)
    return made


class _Secrets:
    """What was found, and what stands for it."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._counts: Counter[str] = Counter()

    def find(self, texts: Iterable[str], *, quoting: bool) -> None:
        """Note the secrets of some texts; in `quoting` ones an escape is no part of what stands behind it."""
        for text in texts:
            looked_at = _ESCAPE.sub(lambda found: " " * len(found[0]), text) if quoting and "\\" in text else text
            for rule in RULES:
                for found in rule.pattern.finditer(looked_at):
                    secret = found[1]
                    if secret not in self.names and rule.holds(secret):
                        self._counts[rule.name] += 1
                        number = self._counts[rule.name]
                        self.names[secret] = f"[redacted:{rule.name}{f':{number}' if number > 1 else ''}]"

    def replaced(self, text: str) -> str:
        """A text without them."""
        return self._pattern.sub(lambda found: self._stands[found[0]], text)

    def replaced_across(self, pieces: Sequence[str]) -> list[str]:
        """A text in pieces without them, in as many pieces; one over several stands where it begins."""
        made: list[str] = []
        whole, position, ends = "".join(pieces), 0, 0  # up to `ends` a secret was left out
        spans = [(found.start(), found.end(), self._stands[found[0]]) for found in self._pattern.finditer(whole)]
        for piece in pieces:
            end, text = position + len(piece), ""
            while spans and spans[0][0] < end:
                start, span_end, stands = spans.pop(0)
                text += whole[max(position, ends) : start] + stands
                ends = span_end
            made.append(text + whole[max(position, ends) : end])
            position = end
        return made

    @cached_property
    def _stands(self) -> dict[str, str]:
        """Every way in which a secret may be written: as it is, in JSON, in a JSON Pointer."""
        stands: dict[str, str] = {}
        for secret, name in self.names.items():
            in_json = json.dumps(secret, ensure_ascii=False)[1:-1]
            in_pointer = secret.replace("~", "~0").replace("/", "~1")
            stands |= dict.fromkeys((secret, in_json, in_json.replace("/", "\\/"), in_pointer), name)
        return stands

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # the longest first: one secret may begin as another
        return re.compile("|".join(map(re.escape, sorted(self._stands, key=len, reverse=True))))


def _strings(value: Any) -> Iterator[str]:
    """Every string in plain data, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from value
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _strings(inner)


def _redacted_event(event: Event, secrets: _Secrets) -> Event:
    def without(value: Any) -> Any:
        if isinstance(value, str):
            return secrets.replaced(value)
        if isinstance(value, Mapping):
            return {secrets.replaced(key): without(inner) for key, inner in value.items()}
        return [without(inner) for inner in value] if isinstance(value, (list, tuple)) else value

    row = to_json(event)
    return from_json({name: value if name in _KEPT else without(value) for name, value in row.items()})


def _streams(events: Sequence[Event]) -> Iterator[list[int]]:
    """The places of the pieces of each text: of one attempt and channel."""
    streams: dict[str, list[int]] = {}
    for index, event in enumerate(events):
        if isinstance(event, AttemptStarted):
            yield from streams.values()
            streams = {}
        elif isinstance(event, TextReceived):
            streams.setdefault(event.channel, []).append(index)
    yield from streams.values()


def _text(event: Event) -> str:
    return event.text if isinstance(event, TextReceived) else ""


def _with_text(event: Event, text: str) -> Event:
    return replace(event, text=text) if isinstance(event, TextReceived) else event
