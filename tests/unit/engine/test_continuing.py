"""Going on with a session: what the next run starts from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.scripted import ScriptedProvider, add, container, of, run, says, text_node

from epoch_cli import SessionError
from epoch_cli.catalog import Catalog
from epoch_cli.engine import Control
from epoch_cli.engine.continuing import continued
from epoch_cli.engine.options import PastTurn
from epoch_cli.events import PatchAccepted, RunEnded, RunStarted


def test_a_run_is_a_turn_and_so_is_each_refinement(punk: Catalog) -> None:
    control = Control()
    first = [lambda: control.refine("more"), *says(add("/root", container()))]
    model = ScriptedProvider(first, says(add("/root/children/-", text_node("a"))))
    events = run(model, punk, prompt="a page", control=control)
    found = continued(events)
    (started,) = of(RunStarted, events)
    patches = [event.patch for event in of(PatchAccepted, events)]
    assert found.history == (PastTurn("a page", (patches[0],)), PastTurn("more", (patches[1],)))
    assert found.document["root"] == of(RunEnded, events)[0].document["root"]
    assert (found.session, found.prompt, found.continued_digest) == (started.session, "more", punk.digest)


def test_a_refinement_is_asked_for_with_the_conversation_before_it(punk: Catalog) -> None:
    control = Control()
    first = [lambda: control.refine("more"), *says(add("/root", container(id="page")))]
    model = ScriptedProvider(first, says(add("/root/children/-", text_node("a"))))
    run(model, punk, prompt="a page", control=control)
    asked, answer, refined = model.requests[1].turns
    assert (asked.content, refined.content) == ("a page", "more")
    assert '"id":"page"' in answer.content
    assert [turn.content for turn in model.requests[0].turns] == ["a page"]


def test_the_turns_before_come_first_and_the_next_run_tells_them_again(punk: Catalog) -> None:
    first = continued(run(ScriptedProvider(says(add("/root", container()))), punk, prompt="a page"))
    model = ScriptedProvider(says(add("/root/children/-", text_node("a"))))
    events = run(model, punk, prompt="a text", **options(first))
    second = continued(events)
    assert [turn.prompt for turn in second.history] == ["a page", "a text"]
    assert second.document == {"root": container(text_node("a"))}
    assert of(RunStarted, events)[0].continues == first.session
    assert [turn.content for turn in model.requests[0].turns if turn.role == "user"] == ["a page", "a text"]
    assert "what was accepted" not in model.requests[0].system


def test_a_run_that_was_cut_off_counts_as_far_as_it_came(punk: Catalog) -> None:
    events = run(ScriptedProvider(says(add("/root", container(text_node("a"))))), punk)
    for end in range(1, len(events)):
        found = continued(events[:end])
        assert len(found.history) == 1
        assert ("root" in found.document) == any(of(PatchAccepted, events[:end]))


def test_what_is_no_session_is_said(punk: Catalog) -> None:
    events = run(ScriptedProvider(says(add("/root", container(text_node("a"))))), punk)
    with pytest.raises(SessionError, match="no beginning"):
        continued(events[1:2])
    without_root = [event for event in events if not (isinstance(event, PatchAccepted) and event.sequence == 1)]
    with pytest.raises(SessionError, match="patch 2"):
        continued(without_root)
    for history in ([{"prompt": 1, "patches": []}], [{"prompt": "x"}], [{"prompt": "x", "patches": [1]}]):
        with pytest.raises(SessionError, match="history"):
            continued([replace(of(RunStarted, events)[0], history=history)])


def options(found: object) -> dict[str, object]:
    """The options of a run that goes on."""
    return {
        "document": found.document,  # type: ignore[attr-defined]
        "history": found.history,  # type: ignore[attr-defined]
        "continues": found.session,  # type: ignore[attr-defined]
        "continued_digest": found.continued_digest,  # type: ignore[attr-defined]
    }
