"""Who answers when that is left open, and why (design section 6)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.every_row import every_row
from support.provider_surroundings import NOWHERE, make_surroundings, ollama_lists, openai_lists
from support.wire_server import JSON, Reply, WireServer

from epoch_cli.errors import ConfigError, UsageError
from epoch_cli.providers.choosing import Candidate, Choice, Wanted, choose, ranked, score


def chosen(
    folder: Path,
    wanted: Wanted = Wanted(),  # noqa: B008
    environment: Mapping[str, str] | None = None,
    *,
    providers: Mapping[str, Any] | None = None,
    stored: Mapping[str, str] | None = None,
) -> Choice:
    surroundings = make_surroundings(folder, environment, providers)
    for name, key in (stored or {}).items():
        surroundings.keys.set(name, key)
    return asyncio.run(choose(wanted, surroundings))


def who(choice: Choice) -> tuple[str, str]:
    return choice.provider_name, choice.model


# ---------------------------------------------------------------- the order

KEYS = {"OPENAI_API_KEY": "sk-1", "MISTRAL_API_KEY": "sk-2"}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ("openai", "")),
        (Wanted(provider="mistral"), ("mistral", "")),
        (Wanted(provider="mistral", model="m"), ("mistral", "m")),
        (Wanted(provider="offline", configured_model="sonnet"), ("offline", "")),
        (Wanted(configured_provider="groq"), ("groq", "")),
        (Wanted(configured_provider="groq", configured_model="m"), ("groq", "m")),
        (Wanted(configured_provider="offline", configured_model="m"), ("offline", "")),
        (Wanted(provider="mistral", configured_provider="groq", configured_model="m"), ("mistral", "")),
        (Wanted(provider="groq", configured_provider="groq", configured_model="m"), ("groq", "m")),
        (Wanted(provider="anthropic", configured_model="sonnet"), ("anthropic", "sonnet")),
        (Wanted(provider="mistral", configured_model="sonnet"), ("mistral", "")),
        (Wanted(model="sonnet"), ("anthropic", "sonnet")),
        (Wanted(model="sonnet", configured_provider="groq"), ("anthropic", "sonnet")),
        (Wanted(model="of-next-week", configured_provider="groq"), ("groq", "of-next-week")),
        (Wanted(model="sonnet", configured_provider="auto"), ("anthropic", "sonnet")),
        (Wanted(model="opus", configured_provider="openai", configured_model="m"), ("anthropic", "opus")),
        (Wanted(configured_model="sonnet"), ("anthropic", "sonnet")),
    ],
)
def test_flags_come_before_configuration_and_that_before_keys(
    tmp_path: Path, wanted: Wanted, found: tuple[str, str]
) -> None:
    choice = chosen(tmp_path, wanted, KEYS)
    assert who(choice) == found
    assert len(choice.why) == 1
    assert choice.why[0].startswith(f"{found[0]}: ")
    assert choice.notice == ""


def test_a_model_that_nobody_knows_needs_a_provider(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'of-next-week'"):
        chosen(tmp_path, Wanted(model="of-next-week"), KEYS)


def test_a_key_in_the_environment_comes_before_one_that_is_stored(tmp_path: Path) -> None:
    choice = chosen(tmp_path, environment={"MISTRAL_API_KEY": "sk-1"}, stored={"anthropic": "sk-2"})
    assert who(choice) == ("mistral", "")
    assert "MISTRAL_API_KEY" in choice.why[0]


def test_keys_of_the_same_sort_go_by_the_order_of_the_table(tmp_path: Path) -> None:
    assert who(chosen(tmp_path, stored={"mistral": "sk-1", "anthropic": "sk-2", "zeta": "sk-3"})) == ("anthropic", "")


def test_a_command_that_prints_a_key_counts_last_and_is_not_run(tmp_path: Path) -> None:
    own = {"anthropic": {"key-cmd": "no-such-program"}}
    assert who(chosen(tmp_path, providers=own)) == ("anthropic", "")
    assert who(chosen(tmp_path, providers=own, stored={"mistral": "sk-1"})) == ("mistral", "")


def test_a_provider_that_lacks_more_than_a_key_is_passed_over(tmp_path: Path) -> None:
    choice = chosen(tmp_path, environment={"CLOUDFLARE_API_TOKEN": "sk-1", "MISTRAL_API_KEY": "sk-2"})
    assert who(choice) == ("mistral", "")
    assert "cloudflare: passed over" in choice.why[0]
    assert "CLOUDFLARE_ACCOUNT_ID" in choice.why[0]


def test_nothing_at_all_is_the_offline_composer(tmp_path: Path) -> None:
    choice = chosen(tmp_path)
    assert who(choice) == ("offline", "")
    assert "no key was found" in choice.why[-1]


def test_a_damaged_file_of_keys_is_no_reason_to_choose_another(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{")
    with pytest.raises(ConfigError, match=r"keys\.json"):
        chosen(tmp_path)


# ---------------------------------------------------------------- a local Ollama


def test_an_ollama_that_lists_a_model_is_asked_when_there_is_no_key(tmp_path: Path) -> None:
    with WireServer({"/api/tags": ollama_lists("qwen-a", "qwen-b")}) as server:
        choice = chosen(tmp_path, environment={"OLLAMA_HOST": server.url})
        assert who(choice) == ("ollama", "qwen-a")
        assert "2 models" in choice.why[-1]
        asked = len(server.seen)
        assert who(chosen(tmp_path, environment={"OLLAMA_HOST": server.url, **KEYS})) == ("openai", "")
        assert len(server.seen) == asked, "a key comes first, and nobody is asked"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (ollama_lists(), "it lists no model"),
        (Reply(b'{"error": "no"}', 500, JSON), "500"),
        (Reply(b"[]", headers=JSON), "no list of models"),
    ],
)
def test_an_ollama_that_lists_none_is_passed_over(tmp_path: Path, answer: Reply, why: str) -> None:
    with WireServer({"/api/tags": answer}) as server:
        choice = chosen(tmp_path, environment={"OLLAMA_HOST": server.url})
    assert who(choice) == ("offline", "")
    assert why in choice.why[0]


# ---------------------------------------------------------------- CI


def test_in_ci_nothing_that_costs_money_is_chosen_unless_somebody_named_it(tmp_path: Path) -> None:
    choice = chosen(tmp_path, Wanted(ci=True), KEYS)
    assert who(choice) == ("offline", "")
    assert "CI is set" in choice.notice
    assert "-p NAME" in choice.notice
    assert choice.why


@pytest.mark.parametrize(
    "wanted",
    [Wanted(provider="openai"), Wanted(model="gpt"), Wanted(configured_provider="openai")],
)
def test_in_ci_what_was_named_is_asked(tmp_path: Path, wanted: Wanted) -> None:
    choice = chosen(tmp_path, wanted._replace(ci=True), {"OPENAI_API_KEY": "sk-1"})
    assert choice.provider_name == "openai"
    assert choice.notice == ""


def test_in_ci_auto_asks_what_costs_money_only_where_a_flag_says_so_and_tells_it(tmp_path: Path) -> None:
    by_flag = chosen(tmp_path, Wanted(provider="auto", ci=True), {"OPENAI_API_KEY": "sk-1"})
    assert by_flag.provider_name == "openai"
    assert "may cost money" in by_flag.notice
    configured = chosen(tmp_path, Wanted(configured_provider="auto", ci=True), {"OPENAI_API_KEY": "sk-1"})
    assert who(configured) == ("offline", "")
    assert "CI is set" in configured.notice


# ---------------------------------------------------------------- score

CHEAP, DEAR = Decimal("0.002"), Decimal("0.02")


@every_row(
    ("candidate", "points"),
    [
        (Candidate("a", price=Decimal(0)), "100"),
        (Candidate("a", price=CHEAP), "99.8"),
        (Candidate("a", price=DEAR), "98"),
        (Candidate("a", price=None), "98"),
        (Candidate("a", window=7999, price=Decimal(0)), "50"),
        (Candidate("a", window=8000, price=Decimal(0)), "100"),
        (Candidate("a", price=Decimal(0), streams=False), "80"),
        (Candidate("a", window=1, price=CHEAP, streams=False), "29.8"),
        (Candidate("a", price=Decimal(5)), "0"),
    ],
)
def test_points_are_those_of_the_specification(candidate: Candidate, points: str) -> None:
    scored = score(candidate, budget_tokens=8000, dearest=DEAR)
    assert scored.points == Decimal(points)
    assert scored.line.startswith(f"a: {points} = 100")


def test_a_line_says_what_was_taken_off_and_why() -> None:
    line = score(Candidate("a", "m", 1, None, streams=False), budget_tokens=8000, dearest=DEAR).line
    assert line == (
        "a m: 28 = 100 - 50 (its window of 1 tokens is below the budget of 8000)"
        " - 2 ($0.02 for 1000 tokens, as the dearest since its price is unknown) - 20 (it does not stream)"
    )


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        name=st.text("abc", min_size=1),
        window=st.none() | st.integers(1, 10_000),
        price=st.none() | st.decimals(0, 3, places=4),
        streams=st.booleans(),
    ),
    max_size=6,
)


@given(CANDIDATES, st.integers(0, 10_000))
def test_the_best_comes_first_and_ties_keep_their_order(candidates: list[Candidate], budget: int) -> None:
    scores = ranked(candidates, budget_tokens=budget)
    assert [each.points for each in scores] == sorted((each.points for each in scores), reverse=True)
    assert all(0 <= each.points <= 100 for each in scores)
    for points in {each.points for each in scores}:
        same = [each.candidate for each in scores if each.points == points]
        places = [next(place for place, each in enumerate(candidates) if each is one) for one in same]
        assert places == sorted(places)


# ---------------------------------------------------------------- auto

PRICES = {
    "openai:dear": {"input": 10, "output": 30},
    "mistral:cheap": {"input": 1, "output": 3},
}
MODELS = {"openai": {"model": "dear"}, "mistral": {"model": "cheap"}, "groq": {"model": "unpriced-of-ours"}}


def best(folder: Path, environment: Mapping[str, str], providers: Mapping[str, Any], **wanted: Any) -> Choice:
    surroundings = make_surroundings(folder, environment, {**MODELS, **providers})
    surroundings = surroundings._replace(own={**surroundings.own, "prices": PRICES})
    return asyncio.run(choose(Wanted(provider="auto", **wanted), surroundings))


def test_auto_takes_the_cheaper_and_says_each_score(tmp_path: Path) -> None:
    choice = best(tmp_path, {**KEYS, "GROQ_API_KEY": "sk-3"}, {})
    assert who(choice) == ("mistral", "cheap")
    assert choice.why[0] == "mistral cheap: 99.8 = 100 - 0.2 ($0.002 for 1000 tokens)"
    assert choice.why[1] == "openai dear: 98 = 100 - 2 ($0.02 for 1000 tokens)"
    assert choice.why[2].startswith("groq unpriced-of-ours: 98 = 100 - 2 ($0.02 for 1000 tokens, as the dearest")
    assert "anthropic: not available, no key was found" in choice.why
    assert "vllm: not available, nothing answers at its address" in choice.why
    assert choice.why[-1] == "mistral: the most points"


def test_auto_prefers_a_server_of_ones_own_that_answers(tmp_path: Path) -> None:
    with WireServer({"/v1/models": openai_lists("local-model")}) as server:
        choice = best(tmp_path, KEYS, {"vllm": {"base-url": f"{server.url}/v1"}})
    assert who(choice) == ("vllm", "local-model")


def test_auto_asks_no_window_that_the_budget_does_not_fit_in(tmp_path: Path) -> None:
    with WireServer({"/v1/models": openai_lists("local-model")}) as server:
        own = {"vllm": {"base-url": f"{server.url}/v1", "context": 2000}}
        assert who(best(tmp_path, KEYS, own, budget_tokens=8000)) == ("mistral", "cheap")


def test_auto_with_a_model_asks_those_that_have_it(tmp_path: Path) -> None:
    choice = best(tmp_path, {**KEYS, "ANTHROPIC_API_KEY": "sk-3"}, {}, model="sonnet")
    assert who(choice) == ("anthropic", "sonnet")


def test_auto_takes_the_offline_composer_only_when_nothing_else_is_there(tmp_path: Path) -> None:
    choice = best(tmp_path, {}, {})
    assert who(choice) == ("offline", "")
    assert choice.why[-1] == "offline: nothing else is available"


def test_auto_may_be_configured(tmp_path: Path) -> None:
    choice = chosen(tmp_path, Wanted(configured_provider="auto"), {"MISTRAL_API_KEY": "sk-1"})
    assert choice.provider_name == "mistral"
    assert choice.model


def test_no_key_is_in_any_reason(tmp_path: Path) -> None:
    with WireServer({"/api/tags": Reply(json.dumps({"error": "sk-Z9"}), 401, JSON)}) as server:
        environment = {"OLLAMA_HOST": server.url, "OLLAMA_API_KEY": "sk-Z9"}
        for wanted in (Wanted(), Wanted(provider="auto"), Wanted(ci=True)):
            assert "sk-Z9" not in repr(chosen(tmp_path, wanted, environment))
        assert who(chosen(tmp_path, environment={"OLLAMA_HOST": NOWHERE})) == ("offline", "")
