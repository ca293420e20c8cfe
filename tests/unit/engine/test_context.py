"""What a prompt tells when not everything fits: in which order things are left out, and what never is."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.examples import examples
from support.scripted import ScriptedProvider, add, container, of, run, says, text_node

from epoch_cli import BudgetError, Draft, load_catalog
from epoch_cli.catalog import Catalog, parse_models
from epoch_cli.engine import Options
from epoch_cli.engine.context import LEAST_RESERVED, MOST_RESERVED, Context, compose
from epoch_cli.engine.options import PastTurn, Preferences
from epoch_cli.engine.prompts import make_prompt, render_system
from epoch_cli.engine.relevance import basics_of
from epoch_cli.events import AttemptStarted, ContextPrepared, PatchAccepted, RunEnded
from epoch_cli.providers.base import Parameters

DOCUMENT = {"root": container({"type": "Badge", "text": "New"}, text_node("{context.invoices.0.total}"))}
MODELS = {
    "User": {"fields": {"name": "string", "email": "string"}},
    "Order": {"fields": {"customer": "string", "lines": {"type": "array", "items": "string"}}},
    "Invoice": {"fields": {"total": "number"}},
}
HISTORY = [
    PastTurn("login form", [add("/root", container(id="page")), *[add("/root/children/-", text_node("x" * 40))] * 9]),
    PastTurn("a shorter title", [add("/root/children/-", text_node("y" * 200))] * 3),
]
WISH = "show the orders in a table, with a dropdown to filter them"


def draft(catalog: Catalog, document: Any = None) -> Draft:
    return Draft(catalog, document, models=parse_models(MODELS))


def told(context: Context, kind: str = "A-Z") -> set[str]:
    """The names at the beginning of the system prompt's lists: `- NAME: …`, `- NAME (list: …`."""
    return set(re.findall(rf"^- ([{kind}]\w+)(?:: | \(list)", context.prompt.system, re.MULTILINE))


def rooms(catalog: Catalog, **how: Any) -> list[Context]:
    """The contexts of a wish in every room from a large one down to the smallest in which it fits, 100 by 100."""
    return [compose(WISH, draft(catalog, DOCUMENT), Options(**how), room=room) for room in range(5_000, 1_200, -100)]


@pytest.fixture(scope="module")
def narrowing(punk: Catalog) -> list[Context]:
    """The contexts of a wish without a past."""
    return rooms(punk)


@pytest.fixture(scope="module")
def narrowing_past(punk: Catalog) -> list[Context]:
    """The contexts of a wish at the end of a conversation."""
    return rooms(punk, history=HISTORY)


@pytest.mark.parametrize("document", [{}, DOCUMENT], ids=["first", "edit"])
def test_with_room_enough_the_prompt_is_what_it_was_without_a_budget(punk: Catalog, document: Any) -> None:
    options = Options(system="Be brief.")
    context = compose(WISH, draft(punk, document), options, room=options.token_budget)
    name = "edit" if document else "first"
    whole = render_system(name, punk, punk.profile("strict"), parse_models(MODELS), document=document)
    assert context.prompt.system == f"{whole.rstrip()}\n\nBe brief."
    assert context.left_out == {}
    assert [(turn.role, turn.content) for turn in context.turns] == [("user", WISH)]
    assert told(context) >= set(punk.components) | set(MODELS)


def test_the_parts_add_up_to_the_room(narrowing_past: list[Context]) -> None:
    for index, context in enumerate(narrowing_past):
        assert list(context.budget) == ["system", "catalog", "models", "history", "request", "reserved", "left"]
        assert sum(context.budget.values()) == 5_000 - 100 * index
        assert min(context.budget.values()) >= 0
        assert context.tokens == sum(context.budget.values()) - context.budget["reserved"] - context.budget["left"]
        assert context.prompt.tokens <= context.tokens


def test_less_room_leaves_out_the_same_and_more(narrowing_past: list[Context]) -> None:
    found = narrowing_past
    for wider, narrower in pairwise(found):
        for kind in ("turns", "tokens", "models", "components"):
            before, after = wider.left_out.get(kind, []), narrower.left_out.get(kind, [])
            assert after[: len(before)] == before, kind
    assert found[0].left_out == {}
    assert all(found[-1].left_out.get(kind) for kind in ("turns", "tokens", "models", "components"))


def test_what_is_left_out_is_not_told_and_everything_else_is(punk: Catalog, narrowing: list[Context]) -> None:
    for context in narrowing:
        out = context.left_out
        assert told(context) & set(punk.components) == set(punk.components) - set(out.get("components", []))
        assert told(context) & set(MODELS) == set(MODELS) - set(out.get("models", []))
        assert told(context, "a-z") & set(punk.tokens) == set(punk.tokens) - set(out.get("tokens", []))


def test_the_conversation_goes_first_then_what_the_wish_has_nothing_to_do_with(narrowing_past: list[Context]) -> None:
    for context in narrowing_past:
        out = context.left_out
        if out.get("turns") or out.get("components") or out.get("models"):
            assert len(out.get("turns", [])) == len(HISTORY) or not (out.get("components") or out.get("models"))
        if "Order" in out.get("models", []):
            assert {"Tabs", "Modal", "Avatar"} <= set(out["components"])
        if {"DataGrid", "Select"} & set(out.get("components", [])):
            assert {"Order", "User", "Invoice"} == set(out["models"])


def test_turns_that_are_told_in_short_are_named_until_they_are_dropped(narrowing_past: list[Context]) -> None:
    seen = [(context.left_out.get("summaries", []), context.left_out.get("turns", [])) for context in narrowing_past]
    assert (["login form", "a shorter title"], []) in seen or (["login form"], []) in seen
    assert all(not set(short) & set(gone) for short, gone in seen)
    for (short, _), context in zip(seen, narrowing_past, strict=True):
        assert all(f"“{prompt}”:" in "".join(turn.content for turn in context.turns) for prompt in short)


def test_the_documents_own_types_and_the_basics_are_always_told(punk: Catalog, narrowing: list[Context]) -> None:
    smallest = narrowing[-1]
    assert told(smallest) & set(punk.components) == basics_of(punk) | {"Badge"}
    assert {"Container", "Text", "Button", "Form", "FormField", "Input"} <= basics_of(punk)


def test_the_model_that_the_document_binds_goes_last(narrowing: list[Context]) -> None:
    assert narrowing[-1].left_out["models"] == ["User", "Order", "Invoice"]


def test_without_a_model_to_tell_of_the_prompt_says_to_bind_nothing(narrowing: list[Context]) -> None:
    smallest = narrowing[-1].prompt.system
    assert "Bind no {context.path} but those that the document has." in smallest
    assert "any {context.path} may be used" not in smallest


def test_tokens_are_told_as_long_as_a_component_takes_them(punk: Catalog, narrowing: list[Context]) -> None:
    for context in narrowing:
        taken = {
            prop.group
            for component in punk.components.values()
            if component.type in told(context)
            for prop in component.props.values()
        }
        assert taken & set(punk.tokens) <= told(context, "a-z")
    assert told(context, "a-z") & set(punk.tokens) == taken & set(punk.tokens) != set(punk.tokens)


def test_examples_hold_only_components_that_are_told_of(punk: Catalog) -> None:
    context = compose("a page", Draft(punk), Options(), room=1_900)
    assert {"DataGrid", "Card"} & set(context.left_out["components"])
    named = set(re.findall(r'"type": "([A-Z]\w+)"', context.prompt.system))
    assert named
    assert named <= told(context)


def test_a_noun_of_the_preset_keeps_the_component_of_its_role(punk: Catalog) -> None:
    for noun, type_ in [("dropdown", "Select"), ("popup", "Modal"), ("datatable", "DataGrid"), ("photo", "Avatar")]:
        context = compose(f"a {noun}", Draft(punk), Options(), room=2_100)
        assert type_ in told(context), noun
        assert len(context.left_out["components"]) >= 3


def test_of_a_large_design_system_only_what_matters_is_told(tmp_path: Path) -> None:
    rows = "".join(
        f'[components.Widget{number}]\ndescription = "Something that nobody asked for, number {number}."\n'
        f'props = {{ a = {{ type = "string" }}, b = {{ type = "token", group = "spacing" }} }}\n'
        for number in range(300)
    )
    gauge = '[components.Gauge]\ndescription = "A speedometer."\nprops = { value = { type = "number" } }\n'
    file = tmp_path / "large.toml"
    file.write_text(f'[preset]\nname = "large"\nextends = "punk"\n{rows}{gauge}', "utf-8")
    catalog = load_catalog(file)
    context = compose("a speedometer for the car", Draft(catalog), Options(), room=6_000)
    assert "Gauge" in told(context)
    assert 100 < len(context.left_out["components"]) < 300
    assert all(name.startswith("Widget") for name in context.left_out["components"][:100])


def test_a_prompt_that_does_not_fit_at_all_is_refused(punk: Catalog) -> None:
    with pytest.raises(BudgetError, match=r"the prompt takes ~\d+ tokens, 500 are left of the budget") as refused:
        compose(WISH, draft(punk), Options(), room=500)
    least = int(re.findall(r"~(\d+)", str(refused.value))[0])
    smallest = compose(WISH, draft(punk), Options(), room=least)
    assert smallest.budget["reserved"] == smallest.budget["left"] == 0


@pytest.mark.parametrize(
    ("room", "reserved"),
    [(3_600, 1_200), (9_000, 2_250), (6_600, LEAST_RESERVED), (32_000, 8_000), (10**6, MOST_RESERVED)],
)
def test_a_share_of_the_room_is_kept_for_the_answer(punk: Catalog, room: int, reserved: int) -> None:
    assert compose("a page", Draft(punk), Options(), room=room).budget["reserved"] == reserved


def test_no_more_is_kept_than_the_answer_may_take(punk: Catalog) -> None:
    options = Options(parameters=Parameters(max_tokens=300))
    assert compose("a page", Draft(punk), options, room=32_000).budget["reserved"] == 300


def test_preferences_stand_behind_what_is_the_same_for_everybody(punk: Catalog) -> None:
    plain = compose("a page", Draft(punk), Options(), room=32_000).prompt
    options = Options(preferences=Preferences("dark", "compact", "outline"), system="Last.")
    liked = compose("a page", Draft(punk), options, room=32_000).prompt
    assert liked.stable == plain.stable > 4_000
    assert liked.system[: liked.stable] == plain.system[: plain.stable]
    behind = liked.system[liked.stable :]
    assert behind.index("# Preferences") < behind.index("dark") < behind.index("compact") < behind.index("outline")
    assert behind.endswith("Last.")


@pytest.mark.parametrize(("spacing", "padding"), [("", "lg"), ("normal", "lg"), ("compact", "md"), ("spacious", "xl")])
def test_the_offline_composer_keeps_to_the_spacing_that_is_liked(punk: Catalog, spacing: Any, padding: str) -> None:
    events = run("offline", punk, prompt="login form", preferences=Preferences(spacing=spacing))
    assert of(RunEnded, events)[0].document["root"]["props"]["padding"] == padding


def test_a_recovery_names_the_problems_and_other_caps(punk: Catalog) -> None:
    eased = punk.profile("foundation")
    context = compose(
        "a page", Draft(punk), Options(), room=32_000, template="recovery", problems="EP301: no Foo", profile=eased
    )
    made = make_prompt("a page", punk, eased, punk.models, document={}, name="recovery", problems="EP301: no Foo")
    assert context.prompt == made
    assert "EP301: no Foo" in made.system
    assert "at most 500 nodes" in made.system


def test_what_was_left_out_is_an_event_and_may_be_written_all_the_same(punk: Catalog) -> None:
    tabs = {
        "type": "Tabs",
        "props": {"tabs": [{"id": "a", "label": "A"}], "defaultTab": "a"},
        "children": [container()],
    }
    model = ScriptedProvider(says(add("/root", container(tabs))))
    events = run(model, punk, token_budget=2_000)
    (context,) = of(ContextPrepared, events)
    assert "Tabs" in context.left_out["components"]
    assert "Tabs" not in model.requests[0].system
    assert sum(context.budget.values()) == 2_000
    written = [event.patch["value"]["type"] for event in of(PatchAccepted, events)]
    assert written == ["Container", "Tabs", "Container"]
    assert of(RunEnded, events)[0].status == "complete"


def test_the_conversation_is_counted(punk: Catalog) -> None:
    model = ScriptedProvider(says(add("/root", container())))
    (alone,) = of(AttemptStarted, run(model, punk))
    (with_past,) = of(AttemptStarted, run(model, punk, history=HISTORY))
    assert [turn.role for turn in model.requests[1].turns] == ["user", "assistant", "user", "assistant", "user"]
    assert with_past.input_tokens > alone.input_tokens + 300


@settings(max_examples=examples(20))
@given(wish=st.text(min_size=1, max_size=200), room=st.integers(1_000, 5_000))
def test_whatever_is_asked_it_fits_or_is_refused(punk: Catalog, wish: str, room: int) -> None:
    try:
        context = compose(wish, draft(punk, DOCUMENT), Options(history=HISTORY), room=room)
    except BudgetError:
        return
    assert context.tokens <= room
    assert context.turns[-1].content.endswith(wish)
    assert [turn.role for turn in context.turns] == ["user", "assistant"] * (len(context.turns) // 2) + ["user"]
