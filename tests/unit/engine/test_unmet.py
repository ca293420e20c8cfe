"""What an author says that it left out of a wish: a finding of severity info, repeated whenever the answer is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from support.scripted import ScriptedProvider, add, container, of, run, says, text_node

from epoch_cli import ProviderError
from epoch_cli.catalog import Catalog
from epoch_cli.engine.cache import AnswerCache
from epoch_cli.engine.control import Control
from epoch_cli.engine.options import Preferences, Recovering
from epoch_cli.engine.recheck import recheck
from epoch_cli.events import AttemptEnded, DiagnosticFound, Event, NoticeGiven, PatchAccepted, RunEnded, TextReceived
from epoch_cli.providers.base import FinishPart, UnmetPart
from epoch_cli.providers.session import SessionProvider
from epoch_cli.validation import Diagnostic, Selection, Severity

PAGE, HELLO = add("/root", container()), add("/root/children/-", text_node("hello"))
UNMET = UnmetPart("not-understood", "not understood: “comic sans”", "say it in other words")
COMIC = "login form in comic sans"


def told(events: Sequence[Event]) -> list[Diagnostic]:
    return [event.diagnostic for event in of(DiagnosticFound, events) if event.diagnostic.is_about_wish]


def test_it_is_a_finding_of_severity_info_under_its_rule(punk: Catalog) -> None:
    events = run(ScriptedProvider([*says(PAGE, HELLO)[:-1], UNMET, FinishPart("stop")]), punk)
    assert told(events) == [Diagnostic("EW001", Severity.INFO, UNMET.message, "", UNMET.hint, rule="not-understood")]
    (ended,) = of(RunEnded, events)
    assert (ended.status, ended.error, ended.malformed, ended.refused) == ("complete", {}, 0, 0)


def test_it_asks_for_no_correction(punk: Catalog) -> None:
    provider = ScriptedProvider([*says(PAGE)[:-1], UNMET, FinishPart("stop")])
    run(provider, punk, recovering=Recovering())
    assert len(provider.requests) == 1


def test_a_rule_that_does_not_count_is_not_told_and_a_severity_may_be_chosen(punk: Catalog) -> None:
    script = [*says(PAGE)[:-1], UNMET, FinishPart("stop")]
    assert told(run(ScriptedProvider(script), punk, rules=["wishes"])) == []
    assert told(run(ScriptedProvider(script), punk, rules=["EW001"])) == []
    louder = Selection(severities={"EW001": Severity.WARNING})
    (found,) = told(run(ScriptedProvider(script), punk, rules=louder))
    assert found.severity is Severity.WARNING


def test_the_offline_composer_tells_it_between_its_text_and_its_end(punk: Catalog) -> None:
    events = run("offline", punk, prompt=COMIC)
    (found,) = told(events)
    assert found.message == "not understood: “comic sans”"
    kinds = [type(event) for event in events]
    at = next(index for index, event in enumerate(events) if isinstance(event, DiagnosticFound))
    assert at > max(index for index, kind in enumerate(kinds) if kind is TextReceived)
    assert at < kinds.index(AttemptEnded)


def test_an_edit_of_which_nothing_was_understood_says_so_and_why(punk: Catalog) -> None:
    document = {"root": container(text_node("a"))}
    events = run("offline", punk, prompt="remove the fax", document=document)
    (found,) = told(events)
    assert "“remove the fax”" in found.message
    assert [event.message for event in of(NoticeGiven, events)] == ["nothing was changed"]


def test_the_fallback_minimal_tells_it_and_the_end_says_who_was_asked(punk: Catalog) -> None:
    down = ScriptedProvider([ProviderError("no route", kind="network")])
    events = run(down, punk, prompt=COMIC, recovering=Recovering(0, 0, 0, (), "minimal"))
    assert [found.code for found in told(events)] == ["EW001"]
    (ended,) = of(RunEnded, events)
    assert (ended.status, ended.title) == ("fallback", "offline composer (rules, not a model)")


def test_the_end_names_the_author(punk: Catalog) -> None:
    assert of(RunEnded, run("offline", punk, prompt="login form"))[0].title == "offline composer (rules, not a model)"
    assert of(RunEnded, run(ScriptedProvider(says(PAGE)), punk))[0].title == "scripted model"


def test_a_second_turn_tells_of_its_own_wish(punk: Catalog) -> None:
    control = Control()
    events = run(
        "offline",
        punk,
        prompt=COMIC,
        control=control,
        watch=lambda event: control.refine("sing a song") if event.kind == "usage" and event.attempt == 1 else None,
    )
    assert [found.message for found in told(events)] == [
        "not understood: “comic sans”",
        "not understood: “sing a song”",
    ]


def test_an_answer_from_the_cache_repeats_it(punk: Catalog, tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "answers")
    provider = ScriptedProvider([*says(PAGE)[:-1], UNMET, FinishPart("stop")])
    first, second = run(provider, punk, cache=cache), run(provider, punk, cache=cache)
    assert len(provider.requests) == 1
    assert told(first) == told(second) != []


def test_a_session_as_a_provider_repeats_it(punk: Catalog) -> None:
    then = run("offline", punk, prompt=COMIC)
    now = run(SessionProvider(then), punk, prompt=COMIC)
    assert told(now) == told(then) != []


def test_a_session_read_again_differs_in_nothing(punk: Catalog) -> None:
    found = recheck(run("offline", punk, prompt=COMIC), punk)
    assert found.changes == []
    assert found.patches > 5


def test_what_the_user_likes_reaches_the_composer(punk: Catalog) -> None:
    events = run("offline", punk, prompt="login form", preferences=Preferences(variant="outline"))
    assert any('"variant": "outline"' in str(event.patch).replace("'", '"') for event in of(PatchAccepted, events))
