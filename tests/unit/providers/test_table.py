"""The table of providers and models: what ships, what names mean, and the user's own rows over it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import pytest
from support.every_row import every_row

from epoch_cli.config.cache import Cache
from epoch_cli.config.provider_shapes import ModelTable, OwnProviderTable, PriceTable, ProviderTable, Rates
from epoch_cli.errors import ConfigError, UsageError
from epoch_cli.providers import prices
from epoch_cli.providers.rows import ModelRow, ProviderRow
from epoch_cli.providers.table import load_table

TABLE = load_table()


def own(**tables: Mapping[str, Any]) -> dict[str, Any]:
    return {"providers": tables, "file": "/home/u/config.toml"}


# ---------------------------------------------------------------- what ships


def test_the_providers_of_the_specification_and_more_in_the_order_of_keys() -> None:
    assert list(TABLE.providers) == [
        "anthropic", "openai", "google", "ollama", "openrouter", "cloudflare", "vercel", "llamacpp", "vllm", "lmstudio",
        "groq", "mistral", "deepseek",
    ]  # fmt: skip
    assert all(name == row.name and row.origin == "built in" for name, row in TABLE.providers.items())


@every_row("row", TABLE.providers.values(), ids=TABLE.providers)
def test_a_row_holds_together(row: ProviderRow) -> None:
    host = urlsplit(row.base_url).hostname
    local = host in {"localhost", "127.0.0.1"}
    assert row.base_url.startswith("http://" if local else "https://")
    assert row.paid == (not local) == (not row.keyless)
    assert row.title
    assert not row.base_url.endswith("/")
    if row.paid:
        assert row.key_variables
        assert row.key_page.startswith("https://")
        assert row.model in [model.id for model in TABLE.models_of(row)]
    else:
        assert row.model == ""
    assert row.seed_field in {"", "seed", "random_seed"}
    assert (row.schema == "cloudflare") == (row.dialect == "cloudflare")


def test_what_the_servers_cannot_do() -> None:
    rows = TABLE.providers
    assert not rows["anthropic"].sampling
    assert rows["anthropic"].max_tokens is not None
    assert rows["openai"].other_dialect == "openai_chat"
    assert (rows["mistral"].seed_field, rows["mistral"].stream_options) == ("random_seed", False)
    assert rows["ollama"].context is not None
    assert {name: row.grammar for name, row in rows.items() if row.grammar != "none"} == {
        "llamacpp": "gbnf", "vllm": "structured_outputs",
    }  # fmt: skip
    assert TABLE.find_model("gpt").able(rows["openai"]).grammar == "lark"
    assert TABLE.find_model("gpt-4o").able(rows["openai"]).sampling


def test_no_two_models_of_a_provider_have_one_name() -> None:
    for row in TABLE.providers.values():
        names = [name.casefold() for model in TABLE.models_of(row) for name in (model.id, *model.names)]
        assert len(names) == len(set(names)), row.name


def test_a_successor_is_a_model_that_still_answers() -> None:
    for model in TABLE.models:
        assert model.provider in TABLE.providers
        assert (model.retires is not None or model.gone) == bool(model.successor)
        if model.successor:
            after = TABLE.find_model(model.successor, model.provider)
            assert after in TABLE.models
            assert after.retires is None
            assert not after.gone


SPECIFICATION = {
    "gpt-4o": "gpt-4o",
    "gpt-4-turbo": "gpt-4-turbo",
    "gpt-4o-mini": "gpt-4o-mini",
    "claude-3.5-sonnet": "claude-3-5-sonnet-20241022",
    "claude-3-opus": "claude-3-opus-20240229",
    "claude-3-haiku": "claude-3-haiku-20240307",
    "gemini-pro": "gemini-3.1-pro-preview",
    "gemini-flash": "gemini-3.8-flash",
    "gemini-2-flash": "gemini-2.0-flash-exp",
    "openrouter-claude": "anthropic/claude-sonnet-5.5",
    "openrouter-gpt4": "openai/gpt-4-turbo",
    "openrouter-llama": "meta-llama/llama-3.3-70b-instruct",
    "cf-llama": "@cf/meta/llama-3.3-70b-instruct-fp8-fast",
}


@every_row(("name", "model"), SPECIFICATION.items())
def test_the_names_of_the_specification_mean_something(name: str, model: str) -> None:
    assert TABLE.find_model(name).id == model


# ---------------------------------------------------------------- what names mean


@every_row(
    ("text", "provider", "expected"),
    [
        ("sonnet", None, ("anthropic", "claude-sonnet-5-5")),
        ("Sonnet", None, ("anthropic", "claude-sonnet-5-5")),
        ("sonnet", "openrouter", ("openrouter", "anthropic/claude-sonnet-5.5")),
        ("openrouter:sonnet", None, ("openrouter", "anthropic/claude-sonnet-5.5")),
        ("openrouter:sonnet", "openrouter", ("openrouter", "anthropic/claude-sonnet-5.5")),
        ("anthropic/claude-sonnet-5.5", None, ("openrouter", "anthropic/claude-sonnet-5.5")),
        ("anthropic/claude-sonnet-5.5", "vercel", ("vercel", "anthropic/claude-sonnet-5.5")),
        ("CLAUDE-OPUS-5-5", "anthropic", ("anthropic", "claude-opus-5-5")),
        ("claude-next-9", "anthropic", ("anthropic", "claude-next-9")),
        ("anthropic:claude-next-9", None, ("anthropic", "claude-next-9")),
        ("llama3.2:3b", "ollama", ("ollama", "llama3.2:3b")),
        ("ollama:llama3.2:3b", None, ("ollama", "llama3.2:3b")),
        ("openai:x", "ollama", ("ollama", "openai:x")),
        ("openai/gpt-oss-120b", None, ("groq", "openai/gpt-oss-120b")),
        ("sonnet", "openai", ("openai", "sonnet")),
    ],
)
def test_a_model_is_found(text: str, provider: str | None, expected: tuple[str, str]) -> None:
    found = TABLE.find_model(text, provider)
    assert (found.provider, found.id) == expected


@pytest.mark.parametrize(
    ("text", "near"), [("sonet", "'sonnet'"), ("gemini-flas", "'gemini-flash'"), ("claude:", "-p")]
)
def test_an_unknown_model_of_nobody_is_an_error_that_says_what_is_near(text: str, near: str) -> None:
    with pytest.raises(UsageError, match="no model") as caught:
        TABLE.find_model(text)
    assert near in caught.value.remedy
    assert "-p PROVIDER" in caught.value.remedy


def test_an_unknown_provider_is_an_error_that_says_what_is_near() -> None:
    for find in (lambda: TABLE.provider("antropic"), lambda: TABLE.find_model("x", "antropic")):
        with pytest.raises(UsageError, match="no provider 'antropic'") as caught:
            find()
        assert "did you mean 'anthropic'?" in caught.value.remedy
        assert "offline" in caught.value.remedy
    assert TABLE.provider("OpenAI").name == "openai"


def test_the_default_model_is_the_rows_and_none_where_the_server_has_to_be_asked() -> None:
    default = TABLE.default_model(TABLE.provider("anthropic"))
    assert default is not None
    assert (default.id, default.names) == ("claude-sonnet-5-5", ("sonnet",))
    assert TABLE.default_model(TABLE.provider("ollama")) is None


# ---------------------------------------------------------------- the user's own


def test_a_new_provider_speaks_openai_chat_and_has_its_key_where_its_name_says() -> None:
    table = load_table(own(acme={"base-url": "https://ai.acme.example/v1", "key-cmd": "pass acme", "connect": 3}))
    row = table.provider("acme")
    assert row == ProviderRow(
        "acme", "acme", "openai_chat", "https://ai.acme.example/v1", key_variables=("ACME_API_KEY",), connect=3,
        key_command="pass acme", origin="/home/u/config.toml",
    )  # fmt: skip
    assert list(table.providers)[-1] == "acme"
    assert table.find_model("acme:any").id == "any"


def test_an_existing_provider_changes_where_it_is_told_to_and_keeps_its_place() -> None:
    table = load_table(own(openai={"base-url": "http://127.0.0.1:9/v1", "headers": {"a": "b"}, "model": "m"}))
    assert table.provider("openai") == TABLE.provider("openai")._replace(
        base_url="http://127.0.0.1:9/v1", headers={"a": "b"}, model="m", origin="/home/u/config.toml"
    )
    assert list(table.providers) == list(TABLE.providers)


def test_like_takes_the_values_of_another() -> None:
    groq = TABLE.provider("groq")
    row = load_table(own(mine={"like": "groq", "model": "m"})).provider("mine")
    assert row == groq._replace(name="mine", title="mine", model="m", origin="/home/u/config.toml")


def test_a_key_stays_with_its_address() -> None:
    tables = {
        "first": {"like": "groq", "headers": {"x-secret": "s"}, "key-cmd": "pass groq"},
        "second": {"like": "first", "base-url": "https://elsewhere.example/v1"},
    }
    row = load_table(own(**tables)).provider("second")
    assert (row.key_variables, row.key_command, dict(row.headers), row.base_variable, row.key_page) == (
        ("SECOND_API_KEY",), "", {}, "", "",
    )  # fmt: skip
    assert row.limit_field == TABLE.provider("groq").limit_field


def test_an_own_server_like_a_keyless_one_needs_no_key() -> None:
    row = load_table(own(big={"like": "ollama", "base-url": "http://10.0.0.7:11434"})).provider("big")
    assert (row.keyless, row.paid, row.dialect) == (True, False, "ollama")


@every_row(
    ("tables", "said", "remedy"),
    [
        ({"acme": {"model": "m"}}, "providers.acme: has no base-url", "add base-url"),
        ({"acme": {"like": "groqq"}}, "providers.acme.like: no provider 'groqq'", "'groq'"),
        ({"a": {"like": "b"}, "b": {"like": "a"}}, "is like", "take one out"),
        ({"a": {"like": "a"}}, "is like 'a' itself", "take one out"),
        ({"offline": {"base-url": "https://x.example"}}, "providers.offline", "another name"),
        ({"auto": {"base-url": "https://x.example"}}, "providers.auto", "another name"),
    ],
)
def test_what_cannot_be_a_provider_is_told_with_its_file(tables: Any, said: str, remedy: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_table(own(**tables))
    assert caught.value.message.startswith("/home/u/config.toml: ")
    assert said in caught.value.message
    assert remedy in caught.value.remedy


def test_models_of_ones_own_come_first_and_replace_those_of_the_same_id() -> None:
    mine = [
        {"provider": "anthropic", "id": "claude-opus-5-5", "names": ["best"], "context": 5, "retires": "2030-01-02"},
        {"provider": "ollama", "id": "qwen3:8b", "names": ["sonnet"], "schema": "none"},
    ]
    table = load_table({"models": mine, "file": "f"})
    assert table.find_model("best") == ModelRow(
        "anthropic", "claude-opus-5-5", ("best",), context=5, retires=date(2030, 1, 2)
    )
    assert [model.id for model in table.models].count("claude-opus-5-5") == 1
    assert table.find_model("sonnet").id == "claude-sonnet-5-5"  # providers count before rows
    assert table.find_model("sonnet", "ollama").schema == "none"
    with pytest.raises(ConfigError, match="no provider 'olama'") as caught:
        load_table({"models": [{"provider": "olama", "id": "x"}], "file": "f"})
    assert "did you mean 'ollama'?" in caught.value.remedy


def test_the_file_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    cold = load_table(cache=cache)
    monkeypatch.setitem(sys.modules, "epoch_cli.config.source", None)
    monkeypatch.setitem(sys.modules, "epoch_cli.config.provider_shapes", None)
    assert load_table(cache=cache) == cold == TABLE


# ---------------------------------------------------------------- one shape


def aliases(shape: Any) -> dict[str, Any]:
    """The annotations of a shape by the names of a row's fields; what may be left out is as if it were there."""
    names = {field.alias or name: field.annotation for name, field in shape.model_fields.items()}
    return {alias.replace("-", "_").replace("key_cmd", "key_command"): kind for alias, kind in names.items()}


def plain(kind: Any) -> Any:
    """What a type comes down to: choices as a set, arrays and tables as such, None and constraints left out."""
    if hasattr(kind, "__metadata__"):
        return plain(kind.__origin__)
    if get_origin(kind) is Literal:
        return frozenset(get_args(kind))
    if get_origin(kind) in {Union, UnionType}:
        inner = [plain(each) for each in get_args(kind) if each is not type(None)]
        return frozenset().union(*inner) if all(isinstance(each, frozenset) for each in inner) else inner[0]
    if get_origin(kind) in {list, tuple}:
        return list
    return dict if get_origin(kind) is not None else kind


@pytest.mark.parametrize(
    ("shape", "row", "not_in_files"),
    [
        (ProviderTable, ProviderRow, {"name", "origin"}),
        (ModelTable, ModelRow, set()),
        (Rates, prices.Rates, set()),
    ],
)
def test_the_keys_of_the_files_are_the_fields_of_the_rows(shape: Any, row: Any, not_in_files: set[str]) -> None:
    fields = {name: plain(kind) for name, kind in get_type_hints(row).items() if name not in not_in_files}
    keys = {name: plain(kind) for name, kind in aliases(shape).items()}
    if row is prices.Rates:  # money is exact inside, and a number in a file
        fields = dict.fromkeys(fields, float)
    assert keys == fields


def test_the_users_tables_have_the_same_keys() -> None:
    assert set(aliases(OwnProviderTable)) == {*aliases(ProviderTable), "like"}
    assert set(aliases(PriceTable)) == {*aliases(Rates), "tiers"}
