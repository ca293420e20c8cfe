"""What a run does about trouble: everything is told, nothing is done twice, and the end is what the design says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from support.scripted import HANG, ScriptedProvider, add, container, jsonl, of, run, says, text_node

from epoch_cli.catalog import Catalog
from epoch_cli.document import apply_patch
from epoch_cli.engine import Control, attempt
from epoch_cli.engine.breaker import FAILURES, Breakers
from epoch_cli.engine.options import Recovering, Standby
from epoch_cli.errors import ProviderError
from epoch_cli.events import (
    AttemptEnded,
    AttemptStarted,
    Event,
    PatchAccepted,
    PatchRefused,
    RecoveryChosen,
    RunEnded,
    RunStarted,
    StageEntered,
)
from epoch_cli.providers.base import FinishPart, RefusalPart, UsagePart
from epoch_cli.providers.prices import Price, Rates
from epoch_cli.validation import validate

PAGE = add("/root", container(text_node("one", id="one"), id="page"))
MORE = add("/root/children/-", text_node("two", id="two"))
WRONG = add("/root/children/-", {"type": "Nope", "id": "two"})
TRIES = Recovering()
DOWN = ProviderError("it is down", kind="server")


@pytest.fixture(autouse=True)
def breakers(monkeypatch: pytest.MonkeyPatch) -> Breakers:
    """A process of its own, as far as breakers go."""
    own = Breakers()
    monkeypatch.setattr(attempt, "BREAKERS", own)
    return own


def recovered(provider: ScriptedProvider, catalog: Catalog, recovering: Recovering = TRIES, **how: Any) -> Any:
    events = run(provider, catalog, recovering=recovering, chance=lambda: 0.0, **how)
    check(events, catalog)
    return events


def check(events: list[Event], catalog: Catalog) -> None:
    """What holds for every run: the patches alone make the document that it ends with, and that is valid."""
    (started,) = of(RunStarted, events)
    document: Any = dict(started.base or {})
    for accepted in of(PatchAccepted, events):
        document = apply_patch(document, accepted.patch).document
        assert validate(document, catalog).ok
    assert events[-1].document.get("root") == document.get("root")
    assert [each.sequence for each in of(PatchAccepted, events)] == list(range(1, len(of(PatchAccepted, events)) + 1))


def reasons(events: list[Event]) -> list[str]:
    return [each.reason for each in of(AttemptStarted, events)]


def chosen(events: list[Event]) -> list[tuple[str, str]]:
    return [(each.trigger, each.action) for each in of(RecoveryChosen, events)]


def ends(events: list[Event]) -> tuple[str, str, Any]:
    (ended,) = of(RunEnded, events)
    return ended.status, ended.fallback, ended.error.get("exit_code")


def standby(provider: ScriptedProvider, name: str = "second") -> Standby:
    async def opened() -> ScriptedProvider:
        return provider

    return Standby(name, opened)


def locked(name: str = "locked") -> Standby:
    async def refused() -> ScriptedProvider:
        raise ProviderError("no key", remedy="set one", kind="auth")

    return Standby(name, refused)


def test_a_failure_that_passes_is_asked_again(punk: Catalog) -> None:
    provider = ScriptedProvider([DOWN], [DOWN], says(PAGE))
    events = recovered(provider, punk)
    assert reasons(events) == ["initial", "retry", "retry"]
    assert chosen(events) == [("server", "retry"), ("server", "retry")]
    assert ends(events) == ("complete", "", None)
    first, second, third = provider.requests
    assert first == second == third


def test_how_each_attempt_ended_is_told(punk: Catalog) -> None:
    events = recovered(ScriptedProvider([DOWN], says(PAGE)), punk)
    failed, done = of(AttemptEnded, events)
    assert (failed.finish, failed.error["kind"], failed.error["category"]) == ("", "server", "PROVIDER_ERROR")
    assert (done.finish, done.error) == ("stop", {})


def test_decision_11_after_a_cut_only_what_is_missing_is_asked_for(punk: Catalog) -> None:
    provider = ScriptedProvider([jsonl(PAGE), '{"op": "add", "pa'], says(MORE))
    events = recovered(provider, punk)
    assert reasons(events) == ["initial", "continuation"]
    request = provider.requests[1]
    assert request.brief.document["root"]["id"] == "page"
    assert '"id":"one"' in request.system
    assert 'It ended with: {"op": "add", "pa' in request.system
    assert [each["id"] for each in events[-1].document["root"]["children"]] == ["one", "two"]


def test_an_answer_that_begins_again_is_not_applied_twice(punk: Catalog) -> None:
    plain = add("/root/children/-", text_node("no id"))
    events = recovered(ScriptedProvider([jsonl(PAGE, plain)], says(PAGE, plain, MORE)), punk)
    texts = [each["text"] for each in events[-1].document["root"]["children"]]
    assert texts == ["one", "no id", "two"]
    assert not of(PatchRefused, events)


def test_an_output_limit_is_gone_on_behind(punk: Catalog) -> None:
    events = recovered(ScriptedProvider([jsonl(PAGE), FinishPart("length")], says(MORE)), punk)
    assert chosen(events) == [("length", "continue")]
    assert ends(events) == ("complete", "", None)


def test_an_output_limit_that_stays_is_a_budget_that_is_used_up(punk: Catalog) -> None:
    events = recovered(ScriptedProvider([jsonl(PAGE), FinishPart("length")]), punk)
    assert reasons(events) == ["initial", "continuation", "continuation", "continuation"]
    assert ends(events) == ("budget", "", 5)
    assert events[-1].document["root"]["id"] == "page"


def test_refused_operations_go_back_with_codes_and_hints(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE, WRONG), says(MORE))
    events = recovered(provider, punk)
    assert reasons(events) == ["initial", "correction"]
    told = provider.requests[1].system
    assert "EP201" in told
    assert "use one of Container" in told
    assert '"type":"Nope"' in told
    assert [each["id"] for each in events[-1].document["root"]["children"]] == ["one", "two"]
    stages = [each.stage for each in of(StageEntered, events)]
    assert stages == [
        "preparing",
        "context",
        "generating",
        "context",
        "correcting",
        "generating",
        "validating",
        "complete",
    ]


def test_a_correction_that_repeats_everything_changes_only_what_was_refused(punk: Catalog) -> None:
    plain = add("/root/children/-", text_node("no id"))
    events = recovered(ScriptedProvider(says(PAGE, plain, WRONG), says(PAGE, plain, MORE)), punk)
    assert [each["text"] for each in events[-1].document["root"]["children"]] == ["one", "no id", "two"]


def test_corrections_end_after_two_rounds_and_the_rest_is_kept(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE, WRONG), says(WRONG), says(WRONG), says(MORE))
    events = recovered(provider, punk)
    assert reasons(events) == ["initial", "correction", "correction"]
    assert ends(events) == ("complete", "", None)


def test_what_was_refused_before_a_cut_is_asked_for_again_at_the_end(punk: Catalog) -> None:
    third = add("/root/children/-", text_node("three", id="three"))
    provider = ScriptedProvider([jsonl(PAGE, WRONG), '{"op": "a'], says(third), says(MORE))
    events = recovered(provider, punk)
    assert reasons(events) == ["initial", "continuation", "correction"]
    assert [each["id"] for each in events[-1].document["root"]["children"]] == ["one", "three", "two"]
    assert "EP006" not in provider.requests[2].system  # the cut itself was gone on behind


def test_too_much_complexity_is_asked_for_in_simpler_terms(punk: Catalog) -> None:
    many = [text_node(f"t{number}") for number in range(13)]
    provider = ScriptedProvider(says(PAGE, *[add("/root/children/-", container(*many))]), says(MORE))
    events = recovered(provider, punk)
    assert chosen(events)[0] == ("complexity", "adjust")
    profile, eased = punk.profile("strict"), provider.requests[1].brief.profile
    metrics = events[-1].metrics
    assert eased.nodes < profile.nodes
    assert metrics["nodes"] < eased.nodes
    assert f"at most {eased.nodes} nodes" in provider.requests[1].system


def test_an_answer_in_words_is_asked_again_with_what_was_wrong(punk: Catalog) -> None:
    provider = ScriptedProvider(["I would build a nice page.", FinishPart("stop")], says(PAGE))
    events = recovered(provider, punk)
    assert chosen(events) == [("malformed", "retry")]
    assert "no operation in your last answer" in provider.requests[1].system
    assert ends(events) == ("complete", "", None)


def test_decision_12_what_is_put_in_place_is_declared(punk: Catalog) -> None:
    events = recovered(ScriptedProvider([DOWN]), punk, prompt="login form")
    assert reasons(events) == ["initial", "retry", "retry", "retry", "fallback"]
    assert ends(events) == ("fallback", "minimal", 7)
    assert events[-1].error["message"] == "it is down"
    assert "Password" in str(events[-1].document)


def test_minimal_completes_what_is_there(punk: Catalog) -> None:
    form = add("/root", {"type": "Form", "id": "mine", "children": []})
    events = recovered(ScriptedProvider([jsonl(form), DOWN], [DOWN]), punk, prompt="login form")
    root = events[-1].document["root"]
    assert root["id"] == "mine"
    assert "Password" in str(root)
    assert not [each for each in validate(events[-1].document, punk).diagnostics if each.severity == "error"]


def test_an_edit_that_fails_brings_back_what_was_there(punk: Catalog) -> None:
    base = {"root": container(text_node("one"), id="page")}
    events = recovered(ScriptedProvider([jsonl(MORE), DOWN], [DOWN]), punk, document=base)
    assert ends(events) == ("fallback", "previous", 7)
    assert events[-1].document["root"] == base["root"]
    assert of(PatchAccepted, events)[-1].origin == "fallback"


def test_empty_is_an_interface_without_content(punk: Catalog) -> None:
    events = recovered(ScriptedProvider([DOWN]), punk, Recovering(0, 0, 0, (), "empty"))
    assert ends(events) == ("fallback", "empty", 7)
    assert events[-1].document["root"] == {"type": "Container", "children": []}


def test_without_a_fallback_the_run_fails(punk: Catalog) -> None:
    events = recovered(ScriptedProvider([DOWN]), punk, Recovering(fallback=None))
    assert ends(events) == ("failed", "", 3)


@pytest.mark.parametrize("kind", ["auth", "billing", "not_found", "bad_request"])
def test_what_lasts_is_asked_once_and_never_replaced(punk: Catalog, kind: Any) -> None:
    provider = ScriptedProvider([ProviderError("no", kind=kind)])
    events = recovered(provider, punk)
    assert len(provider.requests) == 1
    assert ends(events) == ("failed", "", 3)


def test_a_chain_asks_one_after_the_other(punk: Catalog) -> None:
    second = ScriptedProvider(says(PAGE))
    second.name = second.title = "second"
    first = ScriptedProvider([ProviderError("no", kind="auth")])
    events = recovered(first, punk, Recovering(standbys=(locked(), standby(second))))
    assert chosen(events) == [("auth", "next"), ("auth", "next")]
    assert [each.provider for each in of(AttemptStarted, events)] == ["scripted", "second"]
    assert of(RecoveryChosen, events)[1].message == "locked did not take the key: asking second"
    assert ends(events) == ("complete", "", None)


def test_the_next_in_a_chain_goes_on_with_what_is_there(punk: Catalog) -> None:
    second = ScriptedProvider(says(MORE))
    first = ScriptedProvider([jsonl(PAGE), DOWN], [DOWN])
    events = recovered(first, punk, Recovering(continuations=1, standbys=(standby(second),)))
    assert reasons(events) == ["initial", "continuation", "continuation"]
    assert second.requests[0].brief.document["root"]["id"] == "page"


def test_a_server_that_keeps_failing_is_left_alone(punk: Catalog, breakers: Breakers) -> None:
    provider = ScriptedProvider([DOWN])
    recovered(provider, punk, Recovering(retries=3, fallback=None))
    events = recovered(provider, punk, Recovering(retries=3, fallback=None), timeout=5)
    assert len(provider.requests) == FAILURES
    assert "left alone" in events[-1].error["message"]
    assert breakers.of("scripted", "").state == "open"
    second = ScriptedProvider(says(PAGE))
    second.name = "second"
    events = recovered(provider, punk, Recovering(standbys=(standby(second),)), timeout=5)
    assert len(provider.requests) == FAILURES
    assert ends(events) == ("complete", "", None)


def test_a_refusal_is_not_asked_twice(punk: Catalog) -> None:
    provider = ScriptedProvider([RefusalPart("I will not"), FinishPart("refusal")])
    events = recovered(provider, punk, Recovering(fallback=None))
    assert len(provider.requests) == 1
    assert ends(events) == ("failed", "", 3)


def test_no_more_is_asked_when_the_money_is_used_up(punk: Catalog) -> None:
    provider = ScriptedProvider([UsagePart(1000, 1000), DOWN])
    provider.price = Price(Rates(Decimal(1000), Decimal(1000)))  # type: ignore[attr-defined]
    events = recovered(provider, punk, Recovering(fallback=None), max_cost=Decimal("4.1"))
    assert len(provider.requests) < 4
    assert ends(events)[0] in {"failed", "budget"}


def test_a_wish_to_end_is_heard_while_waiting_for_the_next_try(punk: Catalog) -> None:
    control = Control()
    slow = ProviderError("later", kind="rate", retry_after=20)

    def watch(event: Event) -> None:
        if isinstance(event, RecoveryChosen):
            control.cancel()

    events = recovered(ScriptedProvider([slow], [HANG]), punk, control=control, watch=watch)
    assert ends(events) == ("cancelled", "", None)
    assert reasons(events) == ["initial"]


def test_the_composer_is_not_told_what_was_wrong_with_it(punk: Catalog) -> None:
    provider = ScriptedProvider(says(PAGE, WRONG))
    provider.rules = True  # type: ignore[attr-defined]
    events = recovered(provider, punk)
    assert reasons(events) == ["initial"]
    assert ends(events) == ("complete", "", None)


def test_a_design_system_that_has_changed_is_told_and_the_document_checked_again(punk: Catalog) -> None:
    base = {"root": container({"type": "Gone"}, id="page")}
    events = recovered_of_changed(punk, base)
    assert chosen(events) == [("mismatch", "recheck")]
    assert of(RecoveryChosen, events)[0].category == "CONTEXT_MISMATCH"
    told = [each.diagnostic.code for each in events if hasattr(each, "diagnostic")]
    assert "EP201" in told
    assert ends(events) == ("complete", "", None)


def test_data_models_that_have_changed_are_told_too(punk: Catalog) -> None:
    base = {"root": container(text_node("{context.user.name}"), id="page")}
    how = {"document": base, "continued_digest": punk.digest, "models": {"Order": {"fields": {"id": "string"}}}}
    events = run(ScriptedProvider(says(MORE)), punk, continued_models=[], **how)
    assert chosen(events) == [("mismatch", "recheck")]
    same = run(ScriptedProvider(says(MORE)), punk, continued_models=events[0].settings["models"], **how)
    assert chosen(same) == []


def recovered_of_changed(catalog: Catalog, base: Any) -> list[Event]:
    return run(ScriptedProvider(says(MORE)), catalog, document=base, continued_digest="another", continues="20260101-x")
