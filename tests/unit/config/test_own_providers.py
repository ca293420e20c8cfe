"""Providers, models and prices in configuration: the user's file may have them, a project's may not."""

from __future__ import annotations

import json
import tomllib
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from epoch_cli.catalog.json_schema import user_config_schema
from epoch_cli.config import settings as module
from epoch_cli.config import source
from epoch_cli.config.cache import Cache
from epoch_cli.config.provider_shapes import check_prices, check_providers
from epoch_cli.config.settings import Settings, load_settings
from epoch_cli.errors import ConfigError
from epoch_cli.providers.table import load_table

Load = Callable[..., Settings]
SECRET = "sk-live-0123456789abcdef"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "project" / "epoch.toml"
    (path.parent / ".git").mkdir(parents=True)
    return path


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "home" / "config.toml"
    path.parent.mkdir()
    for each in (module, source):
        monkeypatch.setattr(each, "user_config_file", lambda: path)
    return path


@pytest.fixture
def load(tmp_path: Path, project: Path, mine: Path) -> Load:
    def load(**environment: str) -> Settings:
        cold, warm = (load_settings(project.parent, environment, cache=Cache(tmp_path / "cache")) for _ in range(2))
        assert cold == warm
        return cold

    return load


def test_provider_and_model_come_from_flags_below_the_environment_the_project_and_the_user(
    load: Load, project: Path, mine: Path
) -> None:
    assert (load().provider, load().model) == ("", "")
    mine.write_text('provider = "ollama"\nmodel = "qwen3:8b"')
    assert (load().provider, load().model) == ("ollama", "qwen3:8b")
    project.write_text('model = "sonnet"')
    found = load(EPOCH_PROVIDER="anthropic")
    assert (found.provider, found.model) == ("anthropic", "sonnet")
    assert found.origins == {"provider": "EPOCH_PROVIDER", "model": str(project)}
    assert load(EPOCH_MODEL="haiku").model == "haiku"


EVERYTHING = """
[providers.acme]
title = "Acme"
dialect = "openai_chat"
base-url = "https://ai.acme.example/{REGION}/v1"
base-variable = "ACME_URL"
key-variables = ["ACME_KEY", "OTHER"]
key-cmd = "pass show acme"
auth = "x-api-key"
keyless = false
key-page = "https://acme.example/keys"
model = "m"
paid = false
other-dialect = ""
limit-field = "max_completion_tokens"
seed-field = "random_seed"
sampling = false
stop = false
effort = "reasoning_effort"
stream-options = false
cache-key = true
cache-marks = true
schema = "json_object"
grammar = "gbnf"
inline-think = true
max-tokens = 9
context = 10
connect = 1
first = 2.5
idle = 3
headers = { x-team = "ui" }
extra = { a = [1, { b = "c" }] }
constraint-extra = { only = "ours" }
[providers.near]
like = "groq"
[[models]]
provider = "acme"
id = "m"
names = ["mm"]
context = 5
output = 6
sampling = true
schema = "none"
grammar = "none"
effort = "none"
retires = 2027-02-03
gone = false
successor = "n"
[prices."acme:m"]
input = 1
output = 2.5
cached = 0.1
cache-write = 3
tiers = [{ above = 10, input = 2, output = 3 }]
"""


def test_every_key_of_the_users_tables_is_read(load: Load, mine: Path) -> None:
    mine.write_text(EVERYTHING)
    found = load()
    assert found.own["file"] == str(mine)
    row = load_table(found.own).provider("acme")
    told = tomllib.loads(EVERYTHING)["providers"]["acme"]
    for key, value in told.items():
        field = {"key-cmd": "key_command"}.get(key, key.replace("-", "_"))
        got = getattr(row, field)
        assert (list(got) if isinstance(value, list) else got) == value, key
    assert set(source.OwnProviderTable.model_fields) - {"like"} == {
        {"schema": "schema_"}.get(key, key.replace("-", "_")) for key in told
    }
    assert found.own["models"][0]["retires"] == "2027-02-03"
    assert found.own["prices"]["acme:m"]["tiers"] == [{"above": 10, "input": 2.0, "output": 3.0}]
    assert found.origins["providers.acme.base-url"] == str(mine)
    assert found.origins['prices."acme:m".cache-write'] == str(mine)
    assert found.origins["models"] == str(mine)


def test_without_tables_of_ones_own_there_is_nothing(load: Load, mine: Path) -> None:
    mine.write_text('preset = "punk"')
    assert load().own == {}


@pytest.mark.parametrize(
    "text",
    [
        '[providers.openai]\nbase-url = "https://evil.example/v1"',
        "[providers]",
        '[[models]]\nprovider = "openai"\nid = "x"',
        '[prices."gpt-6-luna"]\ninput = 0\noutput = 0',
    ],
)
@pytest.mark.parametrize("shared", [False, True])
def test_a_project_can_never_say_where_keys_are_sent(
    load: Load, project: Path, mine: Path, text: str, shared: bool
) -> None:
    file, key = project, text.strip("[]").split(".")[0].split("]")[0]
    if shared:
        file = project.with_name("pyproject.toml")
        text, key = "[tool.epoch]\n" + text.replace("[[", "[[tool.epoch.").replace("\n[", "\n["), f"tool.epoch.{key}"
        text = text if "[[" in text else text.replace("\n[", "\n[tool.epoch.")
    file.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load()
    assert caught.value.message.startswith(f"{file}: {key}: only your own file ({mine}) can set this")
    assert "never says where your keys are sent" in caught.value.message
    assert caught.value.remedy


WRONG = {
    "an unknown key": ('[providers.a]\nbase-ulr = "x"', "providers.a.base-ulr: no such key", "'base-url'"),
    "a name that is near": ('[providers.a]\nbaseurl = "x"', "providers.a.baseurl: no such key", "'base-url'"),
    "an unknown dialect": ('[providers.a]\ndialect = "openai-chat"', "did you mean 'openai_chat'?", "user-config"),
    "no name": ('[providers."A b"]\nmodel = "m"', 'providers."A b"', ""),
    "no address": ('[providers.a]\nbase-url = "acme.example"', "providers.a.base-url: expected", ""),
    "no seconds": ("[providers.a]\nidle = 0", "providers.a.idle: expected greater than 0, got 0", ""),
    "no finite seconds": ("[providers.a]\nidle = inf", "providers.a.idle: expected a finite number", ""),
    "no table": ('[providers]\nopenai = "x"', "providers.openai: expected a table, got something else", ""),
    "no provider": ('[[models]]\nid = "x"', "models.0.provider: is missing", ""),
    "no day": ('[[models]]\nprovider = "a"\nid = "x"\nretires = "soon"', "models.0.retires: expected a date", ""),
    "no price": ("[prices.a]\ninput = 1", "prices.a.output: is missing", ""),
    "a price below nothing": ("[prices.a]\ninput = -1\noutput = 1", "prices.a.input: expected", ""),
    "a price as text": (
        '[prices.a]\ninput = "1"\noutput = 1',
        "prices.a.input: expected a number, got something else",
        "",
    ),
    "a tier of nothing": (
        "[prices.a]\ninput = 1\noutput = 1\ntiers = [{ input = 1, output = 1 }]",
        "prices.a.tiers.0.above: is missing",
        "",
    ),
}  # fmt: skip


def test_a_providers_keys_may_be_written_with_underscores(load: Load, mine: Path) -> None:
    mine.write_text('[providers.acme]\nbase_url = "https://acme.example/v1"\nkey_cmd = "pass show acme"\n')
    row = load_table(load().own).provider("acme")
    assert (row.base_url, row.key_command) == ("https://acme.example/v1", "pass show acme")


@pytest.mark.parametrize(("text", "said", "remedy"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_with_file_and_key(load: Load, mine: Path, text: str, said: str, remedy: str) -> None:
    mine.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load()
    assert caught.value.message.startswith(f"{mine}: ")
    assert said in caught.value.message
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        f'[providers]\nopenai = "{SECRET}"',
        f'[providers]\nopenai = ["{SECRET}"]',
        f'[providers.openai]\nauth = "{SECRET}"',
        f'[providers.openai]\nkey = "{SECRET}"',
        f'[providers.openai]\napi-key = "{SECRET}"',
        f'[providers.openai]\nkey-variables = "{SECRET}"',
        f'[providers.openai]\nkey-variables = ["{SECRET}"]',
        f'[providers.openai]\nbase-variable = "{SECRET}"',
        f'[providers.openai]\nheaders = "Bearer {SECRET}"',
        f'[providers.openai]\nheaders = {{ authorization = ["{SECRET}"] }}',
        f'[providers.openai]\nbase-url = "{SECRET}"',
        f'[providers.openai]\nkey-cmd = ["echo", "{SECRET}"]',
        f'[providers.openai]\nidle = "{SECRET}"',
        f'[providers.openai]\npaid = "{SECRET}"',
        f'providers = "{SECRET}"',
    ],
)
def test_a_key_in_the_wrong_place_is_in_no_message(load: Load, mine: Path, text: str) -> None:
    mine.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load()
    assert "sk-" not in caught.value.message + caught.value.remedy
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("key", ["key", "api-key", "api_key", "token"])
def test_who_looks_for_a_place_for_the_key_is_told_where_it_goes(load: Load, mine: Path, key: str) -> None:
    mine.write_text(f'[providers.openai]\n{key} = "x"')
    with pytest.raises(ConfigError, match="epoch keys set openai"):
        load()


def test_the_users_schema_takes_what_the_loader_takes() -> None:
    schema = user_config_schema()
    Draft202012Validator.check_schema(schema)
    accepts = Draft202012Validator(schema).is_valid
    assert accepts(json.loads(json.dumps(tomllib.loads(EVERYTHING), default=str)))
    assert accepts({"preset": "punk", "provider": "openai"})
    dates = {"no day"}  # a date is text in JSON
    for name, (text, _, _) in WRONG.items():
        if name not in dates and "inf" not in text:
            assert not accepts(tomllib.loads(text)), name


def test_every_key_of_the_users_schema_says_what_it_is_for() -> None:
    schema = user_config_schema()
    tables = [schema, *schema["$defs"].values()]
    for table in tables:
        assert table["additionalProperties"] is False
        for name, each in table["properties"].items():
            assert each.get("description"), name
            assert each.get("default", "") is not None, name


@pytest.mark.parametrize("check", [check_providers, check_prices])
def test_a_broken_file_of_our_own_is_told_with_its_place(
    check: Callable[[object, str], object],
) -> None:
    with pytest.raises(ConfigError, match=r"^presets/x\.toml: "):
        check({"prices": [{"input": 1}], "providers": {"a": {"colour": 1}}, "models": []}, "presets/x.toml")
