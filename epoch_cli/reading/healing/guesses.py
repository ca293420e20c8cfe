"""What the brackets and commas were meant to be: guesses that are followed side by side.

`}` where `]` was expected may be one too many, one of the wrong kind, or come after a `]` that is missing; which of
them, the rest of the text tells. So each is a guess with a cost, the number of changes it makes. Every token turns a
guess into those that it allows, often just one; the cheap ones stay. A guess is a few words and shares what it wrote
with the one it comes from, so that it costs no more than the token itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Final, Literal, NamedTuple, TypeAlias

from epoch_cli.reading.healing.changes import Change
from epoch_cli.reading.healing.tokens import Token, shown

_MOST: Final = 8  # how many guesses are followed
_MARGIN: Final = 2  # how much more than the best one may cost
_MOST_CHANGES: Final = 1_000  # a text that takes more is not meant to be JSON
_REOPENED: Final = 3  # how many closers behind each other may turn out to be too many

Phase = Literal["key", "next key", "colon", "value", "item", "next item", "end"]
"""What comes next: a first or later key, a colon, a value; a first or later item; or what follows a value."""

_AT_KEY: Final = frozenset({"key", "next key"})
_AT_ITEM: Final = frozenset({"item", "next item"})
_AT_VALUE: Final = frozenset({"value", "item", "next item"})
_CLOSERS: Final = {"{": "}", "[": "]"}
_OPENERS: Final = {"}": "{", "]": "["}


class Act(IntEnum):
    """What a guess writes."""

    OPEN = 0
    CLOSE = 1
    KEY = 2
    VALUE = 3
    DROP_KEY = 4
    CHANGE = 5


Log: TypeAlias = "tuple[Log, Act, Token | Change | str] | None"
"""What a guess wrote, last first."""


class Closed(NamedTuple):
    """A guess before a closer that was just read; another closer may come right before.

    Attributes:
        guess: the guess.
        closer: what was read.
        before: the same for the closer before it.
    """

    guess: Guess
    closer: Token
    before: Closed | None


class Guess(NamedTuple):
    """What the text up to here may mean.

    Attributes:
        cost: how many changes it takes.
        stack: the openers of all that is open, outermost first.
        phase: what comes next.
        log: what it wrote.
        closed: the closers that stand right before.
        comma: where the comma stands behind which a key or item comes next.
    """

    cost: int
    stack: str
    phase: Phase
    log: Log
    closed: Closed | None = None
    comma: int = 0

    @property
    def in_object(self) -> bool:
        """Whether the innermost of what is open is an object."""
        return self.stack[-1:] == "{"

    @property
    def at_key(self) -> bool:
        """Whether a key may come next."""
        return self.in_object and self.phase in {"key", "next key", "end"}

    @property
    def at_value(self) -> bool:
        """Whether an object may come next."""
        return self.phase in _AT_VALUE

    @property
    def pending_key(self) -> str:
        """The key, as JSON, whose value comes next; or empty."""
        if self.phase == "value" and self.log is not None and isinstance(self.log[2], Token):
            return self.log[2].source
        return ""

    def wrote(self, phase: Phase, *acts: tuple[Act, Token | Change | str], cost: int = 0) -> Guess:
        """Return the guess after it wrote more to what is open."""
        log = self.log
        for act, what in acts:
            log = (log, act, what)
        return Guess(self.cost + cost, self.stack, phase, log)

    def changed(self, rule: str, what: str, at: int, *, phase: Phase | None = None, cost: int = 1) -> Guess:
        """Return the guess after a change."""
        log = (self.log, Act.CHANGE, Change(rule, what, at))
        return Guess(self.cost + cost, self.stack, phase or self.phase, log, self.closed, self.comma)

    def settled(self, at: int) -> Guess:
        """Return the guess with what is open ready for its closer: no comma or key waits for more."""
        if self.phase in {"next key", "next item"}:
            what = "a comma with nothing behind it is left out"
            return self.changed("trailing-comma", what, self.comma, phase="end")
        if self.phase in {"colon", "value"}:
            guess = self.wrote("end", (Act.DROP_KEY, ""))
            return guess.changed("missing-value", f"the key {_key_of(self)} without a value is left out", at, cost=2)
        return self

    def popped(self, closer: Token | None = None) -> Guess:
        """Return the guess with the innermost of what is open closed, by a closer of the text if there is one."""
        log = (self.log, Act.CLOSE, _CLOSERS[self.stack[-1]])
        closed = Closed(self, closer, self.closed) if closer else None
        return Guess(self.cost, self.stack[:-1], "end", log, closed)

    def closed_down_to(self, depth: int, at: int) -> Guess:
        """Return the guess with closers inserted until `depth` are open."""
        guess = self
        while len(guess.stack) > depth:
            guess = guess.settled(at)
            what = f"`{_CLOSERS[guess.stack[-1]]}` is missing"
            guess = guess.changed("missing-closer", what, at).popped()
        return guess

    def ending_cost(self) -> int:
        """Return what the guess costs when the text ends here."""
        return self.cost + len(self.stack) + 2 * (self.phase in {"colon", "value"})


START: Final = Guess(0, "", "value", None)
"""Before the first token."""


def _key_of(guess: Guess) -> str:
    log = guess.log
    while log is not None and log[1] is not Act.KEY:
        log = log[0]
    return shown(log[2].source) if log is not None and isinstance(log[2], Token) else "last read"


def advance(guesses: list[Guess], token: Token) -> list[Guess]:
    """Return the guesses after one more token, the best first; none when nothing explains it."""
    if len(guesses) == 1 and (plain := _plainly(guesses[0], token)) is not None:
        return [plain]
    cheapest: dict[tuple[str, Phase], Guess] = {}
    for guess in guesses:
        for following in _STEPS[token.kind](guess, token):
            key = following.stack, following.phase
            if key not in cheapest or following.cost < cheapest[key].cost:
                cheapest[key] = following
    ranked = sorted(cheapest.values(), key=lambda each: each.cost)[:_MOST]
    most = min(ranked[0].cost + _MARGIN, _MOST_CHANGES) if ranked else 0
    return [each for each in ranked if each.cost <= most]


def _plainly(guess: Guess, token: Token) -> Guess | None:
    """Return what comes of a token where JSON allows it; the way of nearly all."""
    cost, stack, phase, log, _, _ = guess
    kind, plain = token.kind, None
    if kind in {"string", "scalar"}:
        if token.colon and phase in _AT_KEY:
            plain = Guess(cost, stack, "colon", (log, Act.KEY, token))
        elif phase in _AT_VALUE and not token.colon and stack:
            plain = Guess(cost, stack, "end", (log, Act.VALUE, token))
    elif kind == ":" and phase == "colon":
        plain = Guess(cost, stack, "value", log)
    elif kind == "," and phase == "end" and stack:
        plain = Guess(cost, stack, "next key" if stack[-1] == "{" else "next item", log, guess.closed, token.at)
    elif kind in _CLOSERS and phase in _AT_VALUE:
        plain = _opened(guess, token)
    elif kind in _OPENERS and stack[-1:] == _OPENERS[kind] and phase in {"end", "key", "item"}:
        plain = guess.popped(token)
    return plain


def _opened(guess: Guess, token: Token) -> Guess:
    phase: Phase = "key" if token.kind == "{" else "item"
    return Guess(guess.cost, guess.stack + token.kind, phase, (guess.log, Act.OPEN, token.kind))


def _with_comma(guess: Guess, at: int) -> Guess:
    """Return the guess with the comma that is missing before an item or key."""
    if guess.phase != "end":
        return guess
    phase: Phase = "next key" if guess.in_object else "next item"
    return guess.changed("missing-comma", "a comma is missing", at, phase=phase)


def _with_colon(guess: Guess, at: int) -> Guess:
    return guess.changed("missing-colon", "a colon is missing", at, phase="value")


def _on_opener(guess: Guess, token: Token) -> Iterator[Guess]:
    if not guess.stack and guess.phase == "end":
        return
    if guess.phase in _AT_VALUE:
        yield _opened(guess, token)
    elif guess.phase == "colon":
        yield _opened(_with_colon(guess, token.at), token)
    elif guess.phase == "end" and not guess.in_object:
        yield _opened(_with_comma(guess, token.at), token)
    elif token.kind == "{":
        yield from _on_object_for_key(guess, token)


def _on_object_for_key(guess: Guess, token: Token) -> Iterator[Guess]:
    """Give what an object where a key should be may mean: an array is still open, or was not to be closed yet."""
    if "[" in guess.stack:
        comma = guess.phase == "next key"  # it stands behind the closers that are missing
        ready = (guess._replace(phase="end") if comma else guess).closed_down_to(guess.stack.rindex("[") + 1, token.at)
        yield _opened(ready if comma else _with_comma(ready, token.at), token)
    for again in _reopened(guess, "["):
        yield _opened(again._replace(phase="next item"), token)


def _on_closer(guess: Guess, token: Token) -> Iterator[Guess]:
    closer = token.kind
    extra = guess.changed("extra-closer", f"a `{closer}` too many is left out", token.at)
    if not guess.stack:
        yield extra
        return
    opener = _OPENERS[closer]
    if guess.stack[-1] == opener:
        yield guess.settled(token.at).popped(token)
        return
    missing = len(guess.stack) - 1 - guess.stack.rfind(opener)
    if missing <= min(_MARGIN + 1, len(guess.stack) - 1):  # with more, to leave the closer out is cheaper
        yield guess.closed_down_to(guess.stack.rindex(opener) + 1, token.at).popped(token)
    settled = guess.settled(token.at)
    what = f"`{closer}` is `{_CLOSERS[guess.stack[-1]]}`"
    yield settled.changed("extra-closer", what, token.at).popped(token)
    yield extra


def _on_comma(guess: Guess, token: Token) -> Iterator[Guess]:
    if not guess.stack:
        return
    if guess.phase == "end":
        phase: Phase = "next key" if guess.in_object else "next item"
        yield guess._replace(phase=phase, comma=token.at)
    elif guess.phase in _AT_KEY | _AT_ITEM:
        yield guess.changed("trailing-comma", "a comma too many is left out", token.at)
    else:
        yield guess.settled(token.at)._replace(phase="next key", comma=token.at)


def _on_colon(guess: Guess, token: Token) -> Iterator[Guess]:
    if guess.phase == "colon":
        yield guess._replace(phase="value")
    elif guess.phase == "value" and guess.stack:
        yield guess.changed("missing-colon", "a colon too many is left out", token.at)


def _on_string(guess: Guess, token: Token) -> Iterator[Guess]:
    if not guess.stack:
        return
    if guess.in_object and guess.phase in {"key", "next key", "end"}:
        yield _with_comma(guess, token.at).wrote("colon", (Act.KEY, token))
    elif not token.colon:
        yield from _on_scalar(guess, token)
    elif guess.phase in {"next item", "end"}:
        # a key where an item should be: the array was never closed, or an object was closed too early
        below = guess.stack.rfind("{")
        if below >= 0:
            comma = guess.phase == "next item"
            ready = guess._replace(phase="end").closed_down_to(below + 1, token.at)
            yield (ready if comma else _with_comma(ready, token.at)).wrote("colon", (Act.KEY, token))
        for again in _reopened(guess, "{"):
            yield again.wrote("colon", (Act.KEY, token))


def _reopened(guess: Guess, opener: str) -> Iterator[Guess]:
    """Give the guesses that the closers right before were too many, and an object or array is open still."""
    closed, closers = guess.closed, 0
    closing: list[Token] = []
    while closed is not None and closers < _REOPENED:
        closers += 1
        closing.append(closed.closer)
        if closed.guess.stack[-1] == opener:
            again = closed.guess
            for closer in reversed(closing):
                again = again.changed("extra-closer", f"a `{closer.kind}` too many is left out", closer.at)
            yield again if guess.phase != "end" else _with_comma(again._replace(phase="end"), closing[0].end)
        closed = closed.before


def _on_scalar(guess: Guess, token: Token) -> Iterator[Guess]:
    if not guess.stack:
        return
    if guess.phase == "colon":
        guess = _with_colon(guess, token.at)
    elif guess.phase == "end" and not guess.in_object:
        guess = _with_comma(guess, token.at)
    if guess.phase in _AT_VALUE:
        yield guess.wrote("end", (Act.VALUE, token))


def _on_dropped(guess: Guess, token: Token) -> Iterator[Guess]:
    for following in _on_scalar(guess, token):
        where = f"the member {shown(guess.pending_key)}" if guess.pending_key else "a value"
        what = f"{where} is left out, as `{token.source}` is no value of JSON"
        yield following.changed(token.rule, what, token.at)


_STEPS: Final = {
    "{": _on_opener,
    "[": _on_opener,
    "}": _on_closer,
    "]": _on_closer,
    ",": _on_comma,
    ":": _on_colon,
    "string": _on_string,
    "scalar": _on_scalar,
    "dropped": _on_dropped,
}
