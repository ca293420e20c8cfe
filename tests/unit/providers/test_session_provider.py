"""A recorded session as a provider: the same answers in the same order, without a key or a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.every_row import every_row
from support.provider_surroundings import make_surroundings
from support.scripted import ScriptedProvider, add, container, jsonl, of, run, says, text_node

from epoch_cli import SessionError, UnreadableError, UsageError
from epoch_cli.catalog import Catalog
from epoch_cli.engine.options import NO_RECOVERY, Recovering
from epoch_cli.errors import ProviderError
from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    Event,
    NoticeGiven,
    PatchAccepted,
    RunEnded,
    TextReceived,
    UsageReported,
    encode,
)
from epoch_cli.providers.base import FinishPart, NoticePart, RefusalPart, ThinkingPart, UsagePart
from epoch_cli.providers.opening import open_provider
from epoch_cli.providers.session import SessionProvider, open_session

PAGE, HELLO = add("/root", container()), add("/root/children/-", text_node("hello"))
BYE, UNKNOWN = add("/root/children/-", text_node("bye")), add("/root/children/-", {"type": "Marquee"})
EAGER: dict[str, Any] = {"recovering": Recovering(), "chance": lambda: 0.0}


def patches(events: Sequence[Event]) -> list[Any]:
    return [event.patch for event in of(PatchAccepted, events)]


def texts(events: Sequence[Event]) -> list[tuple[str, str]]:
    return [(event.channel, event.text) for event in of(TextReceived, events)]


def test_the_same_text_comes_in_the_same_pieces_and_channels(punk: Catalog) -> None:
    answer = [ThinkingPart("hm"), *says(PAGE, HELLO)[:-1], RefusalPart("no"), FinishPart("stop")]
    then = run(ScriptedProvider(answer), punk)
    now = run(SessionProvider(then), punk)
    assert texts(now) == texts(then)
    assert patches(now) == patches(then)
    assert of(RunEnded, now)[0].document == of(RunEnded, then)[0].document


def test_that_the_last_line_was_torn_is_told_once_with_the_first_answer(punk: Catalog, tmp_path: Path) -> None:
    then = run(ScriptedProvider([jsonl(PAGE)], says(HELLO)), punk, **EAGER)
    path = tmp_path / "s.jsonl"
    for whole, told in ((True, []), (False, ["session-torn"])):
        path.write_bytes(b"".join(map(encode, then)) + (b"" if whole else b'{"event": "te'))
        now = run(open_session(str(path), tmp_path), punk, **EAGER)
        assert patches(now) == patches(then)
        assert [event.code for event in of(NoticeGiven, now)] == told


def test_each_request_has_the_answer_of_its_turn(punk: Catalog) -> None:
    """A correction, answered: refused operations go back, and what came of it comes again."""
    fixed = add("/root/children/-", text_node("fixed"))
    then = run(ScriptedProvider(says(PAGE, HELLO, UNKNOWN), says(fixed)), punk, **EAGER)
    assert [event.reason for event in of(AttemptStarted, then)] == ["initial", "correction"]
    now = run(SessionProvider(then), punk, **EAGER)
    assert [event.reason for event in of(AttemptStarted, now)] == ["initial", "correction"]
    assert patches(now) == patches(then)


@every_row("kind", ["rate", "server", "overloaded", "network", "timeout", "truncated"])
def test_a_failure_fails_again_and_nobody_waits(punk: Catalog, kind: Any) -> None:
    failure = ProviderError("it failed", remedy="try later", kind=kind, retry_after=0.0)
    then = run(ScriptedProvider([failure], says(PAGE, HELLO)), punk, **EAGER)
    assert len(of(AttemptStarted, then)) == 2
    now = run(SessionProvider(then), punk, recovering=Recovering())  # with real chance: a wait would be seen
    assert [event.error for event in of(AttemptEnded, now)] == [event.error for event in of(AttemptEnded, then)]
    assert patches(now) == patches(then)
    assert now[-1].at < 3


def test_a_failure_is_told_as_it_was(punk: Catalog) -> None:
    failure = ProviderError("no credit", remedy="add some", kind="billing", status=402)
    then = run(ScriptedProvider([failure]), punk)
    now = run(SessionProvider(then), punk)
    assert of(RunEnded, now)[0].error == of(RunEnded, then)[0].error


@every_row("reason", ["length", "refusal", "content_filter", "context_window", "stop_sequence", "other"])
def test_an_answer_ends_as_it_ended(punk: Catalog, reason: Any) -> None:
    then = run(ScriptedProvider([jsonl(PAGE), FinishPart(reason)]), punk)
    now = run(SessionProvider(then), punk)
    assert of(AttemptEnded, now)[0].finish == of(AttemptEnded, then)[0].finish == reason
    assert of(RunEnded, now)[0].status == of(RunEnded, then)[0].status


def test_an_answer_without_its_end_is_cut_again(punk: Catalog) -> None:
    then = run(ScriptedProvider([jsonl(PAGE)]), punk)
    for events in (then, then[:-3]):  # told as cut, and killed before that
        ended = of(RunEnded, run(SessionProvider(events), punk))[0]
        assert (ended.status, ended.error["kind"]) == ("failed", "truncated")
        assert ended.accepted == 1


def test_more_requests_than_were_recorded_are_an_error_that_says_so(punk: Catalog) -> None:
    then = run(ScriptedProvider(says(PAGE, UNKNOWN)), punk)
    now = run(SessionProvider(then), punk, **EAGER)
    ended = of(AttemptEnded, now)[-1]
    assert ended.error["kind"] == "bad_request"
    assert "has 1 answer, and was asked 2 times" in ended.error["message"]


def test_what_stood_in_for_the_provider_is_none_of_its_answers(punk: Catalog) -> None:
    failure = ProviderError("it failed", kind="server")
    how: dict[str, Any] = {"recovering": Recovering(retries=0, fallback="minimal")}
    then = run(ScriptedProvider([failure]), punk, **how)
    assert [event.reason for event in of(AttemptStarted, then)] == ["initial", "fallback"]
    again = [
        event.error["message"] for event in of(AttemptEnded, run(SessionProvider(then), punk, **EAGER)) if event.error
    ]
    assert again[0] == "it failed"
    assert "has 1 answer, and was asked 2 times" in again[1]


def test_tokens_are_those_that_were_counted_and_nothing_is_paid(punk: Catalog) -> None:
    from decimal import Decimal

    used = UsagePart(100, 20, 5, None, 3, Decimal("0.5"))
    then = run(ScriptedProvider([jsonl(PAGE), used, FinishPart("stop")]), punk)
    (usage,) = of(UsageReported, run(SessionProvider(then), punk))
    assert (usage.input_tokens, usage.output_tokens, usage.cached_tokens, usage.thinking_tokens) == (100, 20, 5, 3)
    assert (usage.estimated, Decimal(usage.cost or "1")) == (False, 0)


def test_estimated_tokens_stay_estimated(punk: Catalog) -> None:
    then = run(ScriptedProvider(says(PAGE)), punk)
    assert [event.estimated for event in of(UsageReported, run(SessionProvider(then), punk))] == [True]


class Held(ScriptedProvider):
    """A scripted model that can be held to a schema."""

    constrains = "json_schema"


STRICT = '{"patches":[{"op":"add","path":"/root","from":null,"value":{"type":"Container","id":null,"children":[]}}]}'


def test_an_answer_under_a_strict_schema_is_asked_for_as_such(punk: Catalog) -> None:
    then = run(Held([STRICT, FinishPart("stop")]), punk, constrain="auto")
    now = run(SessionProvider(then), punk, constrain="auto")
    assert patches(now) == patches(then) != []
    refused = of(AttemptEnded, run(SessionProvider(then), punk))[0]
    assert refused.error["remedy"] == "add --constrain auto"


def test_a_schema_that_was_given_up_is_given_up_again(punk: Catalog) -> None:
    notice = NoticePart("constraint-dropped", "it was refused")
    then = run(Held([notice, *says(PAGE, HELLO)]), punk, constrain="auto")
    now = run(SessionProvider(then), punk, constrain="auto")
    assert patches(now) == patches(then) != []
    assert of(NoticeGiven, now) == []  # nothing of that session needs a schema, so none is asked for


def test_format_1_does_not_tell_ends_and_is_played_all_the_same(punk: Catalog) -> None:
    then = [event for event in run(ScriptedProvider(says(PAGE, HELLO)), punk) if not isinstance(event, AttemptEnded)]
    now = run(SessionProvider(then), punk)
    assert of(RunEnded, now)[0].status == "complete"
    failed = [
        event
        for event in run(ScriptedProvider([jsonl(PAGE), ProviderError("no", kind="server")]), punk)
        if not isinstance(event, AttemptEnded)
    ]
    assert of(RunEnded, run(SessionProvider(failed), punk))[0].error["message"] == "no"


def test_what_apply_read_is_one_answer(punk: Catalog) -> None:
    then = [
        event
        for event in run(ScriptedProvider(says(PAGE, HELLO)), punk)
        if not isinstance(event, (AttemptStarted, AttemptEnded, UsageReported))
    ]
    now = run(SessionProvider(then), punk)
    assert patches(now) == patches(then)
    assert of(RunEnded, now)[0].status == "complete"


def test_its_name_says_what_it_is_however_often_it_is_recorded(punk: Catalog) -> None:
    then = run(ScriptedProvider(says(PAGE)), punk)
    first = SessionProvider(then)
    assert (first.name, first.model) == ("session", "script-1")
    assert first.title == f"recorded session {then[0].session} of scripted model"  # type: ignore[union-attr]
    again = run(first, punk)
    assert SessionProvider(again).title == f"recorded session {again[0].session} of scripted model"  # type: ignore[union-attr]


# ------------------------------------------------------------------ opened by name


def written(path: Path, events: Sequence[Event]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(map(encode, events)))
    return path


def test_a_file_an_id_and_the_last_one_are_names(punk: Catalog, tmp_path: Path) -> None:
    events = run(ScriptedProvider(says(PAGE, HELLO)), punk)
    identity: str = events[0].session  # type: ignore[union-attr]
    path = written(tmp_path / f"{identity}.jsonl", events)
    around = make_surroundings(tmp_path)._replace(sessions=tmp_path)
    for name in (str(path), identity, identity[:12], "last"):
        provider = open_provider(f"session:{name}", None, around)
        assert provider.title.startswith(f"recorded session {identity}")
        assert patches(run(provider, punk)) == patches(events)  # type: ignore[arg-type]


def test_it_has_no_model_to_choose(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no model 'x'"):
        open_provider("session:last", "x", make_surroundings(tmp_path)._replace(sessions=tmp_path))


def test_a_session_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="no such session"):
        open_provider("session:nope", None, make_surroundings(tmp_path)._replace(sessions=tmp_path))


@pytest.mark.parametrize("content", [b"", b"x\n", b'{"event":"text","at":0,"text":"x"}\n'])
def test_a_file_that_is_no_session_is_said_with_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(content)
    with pytest.raises(SessionError, match=r"s\.jsonl"):
        open_provider(f"session:{path}", None, make_surroundings(tmp_path)._replace(sessions=tmp_path))


def test_a_hostile_failure_is_a_failure(punk: Catalog) -> None:
    """A session may come from somebody else, and its error may be of any kind."""
    then = run(ScriptedProvider([ProviderError("no")]), punk, recovering=NO_RECOVERY)
    index = next(index for index, event in enumerate(then) if isinstance(event, AttemptEnded))
    for error in ({"kind": "party"}, {"kind": 5, "message": 3, "remedy": []}):
        spoiled = [*then[:index], replace(then[index], error=error), *then[index + 1 :]]  # type: ignore[call-arg]
        assert of(RunEnded, run(SessionProvider(spoiled), punk))[0].error["kind"] == "server"
