"""From a name to a provider that can be asked."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from support.provider_surroundings import NOWHERE, make_surroundings, ollama_lists, openai_lists
from support.wire_server import WireServer

from epoch_cli.errors import ConfigError, ExitCode, ProviderError, UsageError
from epoch_cli.providers import find_provider
from epoch_cli.providers.opening import make_ready, open_provider, open_remote, open_with_model


def test_the_offline_composer_needs_nothing(tmp_path: Path) -> None:
    assert open_provider("offline", None, make_surroundings(tmp_path)).name == "offline"
    assert find_provider("offline").name == "offline"


def test_the_offline_composer_has_no_models(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no model 'sonnet'"):
        open_provider("offline", "sonnet", make_surroundings(tmp_path))


def test_a_name_alone_finds_only_what_needs_no_key() -> None:
    with pytest.raises(UsageError, match="anthropic"):
        find_provider("anthropic")


def test_a_row_with_a_key_is_opened_with_its_default_model(tmp_path: Path) -> None:
    surroundings = make_surroundings(tmp_path, {"ANTHROPIC_API_KEY": "sk-1"})
    provider = open_provider("anthropic", None, surroundings)
    assert provider.name == "anthropic"
    assert provider.model == surroundings.table().provider("anthropic").model != ""


def test_a_short_name_is_the_model_it_means_and_any_other_id_is_taken(tmp_path: Path) -> None:
    surroundings = make_surroundings(tmp_path, {"ANTHROPIC_API_KEY": "sk-1"})
    assert open_provider("anthropic", "opus", surroundings).model.startswith("claude-opus-")
    assert open_provider("anthropic", "claude-of-next-week", surroundings).model == "claude-of-next-week"


@pytest.mark.parametrize("model", ["../../../zones/x/purge", "a/../b", "..", "./m", "m\x1b[31m", "m\udcff", "m\u202e"])
def test_an_id_that_leads_out_of_its_place_or_cannot_be_seen_is_refused(tmp_path: Path, model: str) -> None:
    surroundings = make_surroundings(tmp_path, {"GOOGLE_API_KEY": "sk-1"})
    with pytest.raises(UsageError, match="no model has the id"):
        open_provider("google", model, surroundings)
    assert open_provider("google", "@cf/qwen/qwen3.8..27b", surroundings).model == "@cf/qwen/qwen3.8..27b"


def test_an_unknown_name_is_an_error_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        open_provider("antropic", None, make_surroundings(tmp_path))
    assert "did you mean 'anthropic'?" in caught.value.remedy
    assert "offline" in caught.value.remedy


def test_a_retired_model_is_refused_before_a_key_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="was retired on") as caught:
        open_provider("anthropic", "claude-opus-4-1-20250805", make_surroundings(tmp_path))
    assert "use -m" in caught.value.remedy


def test_no_key_names_both_ways_to_one_and_the_way_without(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match=r"^no key for Anthropic$") as caught:
        open_provider("anthropic", None, make_surroundings(tmp_path))
    assert caught.value.kind == "auth"
    assert caught.value.category == "AUTH"
    assert caught.value.exit_code == ExitCode.PROVIDER
    for way in ("epoch keys set anthropic", "ANTHROPIC_API_KEY", "-p offline"):
        assert way in caught.value.remedy


def test_a_server_on_this_machine_needs_no_key(tmp_path: Path) -> None:
    surroundings = make_surroundings(tmp_path, providers={"groq": {"base-url": NOWHERE}})
    assert make_ready(surroundings.table().provider("groq"), surroundings).key is None
    with_key = surroundings._replace(environment={"GROQ_API_KEY": "sk-1"})
    found = make_ready(with_key.table().provider("groq"), with_key).key
    assert found is not None
    assert found.where == "GROQ_API_KEY"


def test_the_account_is_part_of_cloudflares_address(tmp_path: Path) -> None:
    surroundings = make_surroundings(tmp_path, {"CLOUDFLARE_API_TOKEN": "sk-1"})
    with pytest.raises(ConfigError, match="CLOUDFLARE_ACCOUNT_ID") as caught:
        open_provider("cloudflare", None, surroundings)
    assert "set CLOUDFLARE_ACCOUNT_ID" in caught.value.remedy
    both = {**surroundings.environment, "CLOUDFLARE_ACCOUNT_ID": "a1"}
    opened = open_remote("cloudflare", None, surroundings._replace(environment=both))
    assert "/accounts/a1/ai" in opened.row.base_url


def test_a_key_never_goes_over_plain_http_to_another_machine(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    run = f"'{sys.executable}' -c 'open(\"{marker}\", \"w\"); print(1)'"
    own = {"acme": {"base-url": "http://acme.example/v1", "key-cmd": run}}
    with pytest.raises(ConfigError, match="never sent over plain http"):
        open_provider("acme", "m", make_surroundings(tmp_path, {"ACME_API_KEY": "sk-1"}, own))
    with pytest.raises(ConfigError, match="never sent over plain http"):
        open_provider("acme", "m", make_surroundings(tmp_path, {}, own))
    assert not marker.exists()


@pytest.mark.parametrize("end", ["?key=sk-1", "#v1", "?"])
def test_an_address_ends_with_its_path(tmp_path: Path, end: str) -> None:
    own = {"acme": {"base-url": f"https://acme.example/v1{end}"}}
    with pytest.raises(ConfigError, match="query or a fragment") as caught:
        open_provider("acme", "m", make_surroundings(tmp_path, {"ACME_API_KEY": "sk-1"}, own))
    assert "sk-1" not in str(caught.value) + caught.value.remedy


def test_a_server_in_the_house_that_needs_no_key_is_sent_none(tmp_path: Path) -> None:
    own = {"acme": {"base-url": "http://10.1.2.3/v1", "keyless": True}}
    surroundings = make_surroundings(tmp_path, {"ACME_API_KEY": "sk-1"}, own)
    assert make_ready(surroundings.table().provider("acme"), surroundings).key is None


def test_without_a_model_the_first_that_the_server_lists_is_asked(tmp_path: Path) -> None:
    with WireServer({"/api/tags": ollama_lists("qwen-a", "qwen-b")}) as server:
        surroundings = make_surroundings(tmp_path, {"OLLAMA_HOST": server.url.removeprefix("http://")})
        assert open_provider("ollama", None, surroundings).model == ""
        assert asyncio.run(open_with_model("ollama", None, surroundings)).model == "qwen-a"
        assert asyncio.run(open_with_model("ollama", "mine", surroundings)).model == "mine"
    assert [seen.path for seen in server.seen] == ["/api/tags"]


def test_a_server_without_models_says_what_to_do(tmp_path: Path) -> None:
    with WireServer({"/api/tags": ollama_lists(), "/v1/models": openai_lists()}) as server:
        own = {"vllm": {"base-url": f"{server.url}/v1"}}
        surroundings = make_surroundings(tmp_path, {"OLLAMA_HOST": server.url}, own)
        with pytest.raises(ProviderError, match="Ollama lists no model") as caught:
            asyncio.run(open_with_model("ollama", None, surroundings))
        assert "ollama pull" in caught.value.remedy
        with pytest.raises(ProviderError, match="lists no model"):
            asyncio.run(open_with_model("vllm", None, surroundings))


def test_the_model_needs_no_list_where_the_row_has_one_or_nothing_is_asked(tmp_path: Path) -> None:
    surroundings = make_surroundings(tmp_path, {"ANTHROPIC_API_KEY": "sk-1"})
    assert asyncio.run(open_with_model("anthropic", None, surroundings)).model
    assert asyncio.run(open_with_model("offline", None, surroundings)).name == "offline"


def test_a_key_is_nowhere_in_what_is_opened(tmp_path: Path) -> None:
    surroundings = make_surroundings(tmp_path, {"ANTHROPIC_API_KEY": "sk-Z9-secret"})
    provider = open_remote("anthropic", None, surroundings)
    assert "sk-Z9" not in f"{surroundings} {surroundings!r}"
    assert "sk-Z9" not in repr(vars(provider))
    assert "sk-Z9" not in repr(make_ready(surroundings.table().provider("anthropic"), surroundings))
