"""The shape of providers, models and prices in TOML: of those that ship with Epoch, and of the user's own.

The keys are the fields of `ProviderRow`, `ModelRow` and `Price`, written as TOML writes them. What a key that is left
out means is said there and not here: a value that is not in a file is not in what `checked` gives.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from epoch_cli.config.dialect_names import DialectName
from epoch_cli.config.shapes import Table, Text, checked

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", description="As in --provider.")]
Address = Annotated[str, Field(pattern=r"^https?://[^\s/]")]
Variable = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Schemas = Literal["none", "json_object", "json_schema", "cloudflare"]
Grammars = Literal["none", "gbnf", "lark", "structured_outputs"]
EffortField = Literal["none", "reasoning_effort", "reasoning"]
Tokens = Annotated[int, Field(gt=0)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Dollars = Annotated[float, Field(ge=0, allow_inf_nan=False)]


def _key(description: str, **more: Any) -> Any:
    """A key that may be left out; it shows no default in the schema, since what that means depends on the row."""
    return Field(default_factory=lambda: None, description=description, **more)


class ProviderTable(Table):
    """One provider: its wire protocol, its address, how its key is sent, and what its servers can do."""

    title: Text = _key("What people read; the name when it is not set.")
    dialect: DialectName = _key("Its wire protocol; openai_chat for a provider that is new.")
    base_url: Address = _key("Where its API is, with {VARIABLE} for a variable of the environment.", alias="base-url")
    base_variable: Variable | Literal[""] = _key(
        "The environment variable that replaces base-url.", alias="base-variable"
    )
    key_variables: list[Variable] = _key("The environment variables that a key may be in.", alias="key-variables")
    key_cmd: Text = _key("A command that prints the key; it is run without a shell.", alias="key-cmd")
    auth: Literal["bearer", "x-api-key", "x-goog-api-key", "none"] = _key("The header that the key is sent in.")
    keyless: bool = _key("It answers without a key.")
    key_page: str = _key("Where a user gets a key.", alias="key-page")
    model: str = _key("What is asked when nobody chooses; empty for the first that the server lists.")
    paid: bool = _key("Whether an answer may cost money.")
    other_dialect: DialectName | Literal[""] = _key(
        "What to try where the server does not know the dialect's path.", alias="other-dialect"
    )
    limit_field: Literal["max_tokens", "max_completion_tokens"] = _key(
        "What the limit of an answer is called in a request.", alias="limit-field"
    )
    seed_field: Literal["", "seed", "random_seed"] = _key(
        "What the seed is called in a request; empty where there is none.", alias="seed-field"
    )
    sampling: bool = _key("Whether temperature and top_p are taken.")
    stop: bool = _key("Whether stop texts are taken.")
    effort: EffortField = _key("In which field of a request it goes how much the model thinks.")
    stream_options: bool = _key(
        "Whether it knows stream_options, without which it counts no tokens in a stream.", alias="stream-options"
    )
    cache_key: bool = _key("Whether it takes a prompt_cache_key.", alias="cache-key")
    cache_marks: bool = _key("Whether it takes Anthropic's mark behind what it is to keep.", alias="cache-marks")
    schema_: Schemas = _key("How it takes a JSON Schema for the whole answer.", alias="schema")
    grammar: Grammars = _key("Which grammar it takes for an answer.")
    inline_think: bool = _key("Whether models write <think>…</think> into the answer.", alias="inline-think")
    max_tokens: Tokens = _key("What is sent as the limit of an answer when nobody chooses.", alias="max-tokens")
    context: Tokens = _key("The window that is asked for, in tokens (num_ctx of Ollama).")
    connect: Seconds = _key("Seconds until it is connected.")
    first: Seconds = _key("Seconds until the first content.")
    idle: Seconds = _key("Seconds between two chunks.")
    headers: dict[Text, str] = _key("Headers of every request.")
    extra: dict[Text, Any] = _key("Fields of every request's body.")
    constraint_extra: dict[Text, Any] = _key(
        "Fields of the body where an answer is held to a schema or a grammar.", alias="constraint-extra"
    )


class OwnProviderTable(ProviderTable):
    """A provider of the user's, or other values for one that ships with Epoch."""

    like: Text = _key("Another provider whose values count where none is set here; a key stays with its address.")


class ModelTable(Table):
    """One model of one provider; what is not set is as the provider says."""

    provider: Name = Field(description="The provider that serves it.")
    id: Text = Field(description="What the provider calls it.")
    names: list[Text] = _key("Short names that --model takes for it.")
    context: Tokens = _key("Tokens of prompt and answer together.")
    output: Tokens = _key("The most tokens of an answer.")
    sampling: bool = _key("Whether temperature and top_p are taken.")
    schema_: Schemas = _key("How it takes a JSON Schema for the whole answer.", alias="schema")
    grammar: Grammars = _key("Which grammar it takes for an answer.")
    effort: EffortField = _key("In which field of a request it goes how much the model thinks.")
    retires: date = _key("The day from which on it does not answer any more.")
    gone: bool = _key("It does not answer any more, and the day is not known.")
    successor: Text = _key("The id to use instead.")


class Rates(Table):
    """US dollars per million tokens."""

    input: Dollars = Field(description="Of the prompt, in US dollars per million tokens.")
    output: Dollars = Field(description="Of the answer, thinking included, in US dollars per million tokens.")
    cached: Dollars = _key("Of what comes from a cache; as input when it is not set.")
    cache_write: Dollars = _key("Of what is put into one; as input when it is not set.", alias="cache-write")


class Tier(Rates):
    """Other rates for the whole of a request with a long prompt."""

    above: Tokens = Field(description="For prompts of more tokens than this.")


class PriceTable(Rates):
    """What a model costs."""

    tiers: list[Tier] = _key("Other rates for the whole of a request with a long prompt.")


class PriceRow(PriceTable):
    """What a model costs from a day on."""

    provider: Name = Field(description="The provider that asks it.")
    model: Text = Field(description="The model's id.")
    since: date = _key("The first day; always, when it is not set.", alias="from")


class ProvidersFile(Table):
    """`presets/providers.toml`."""

    providers: dict[Name, ProviderTable]
    models: list[ModelTable]


class PricesFile(Table):
    """`presets/prices.toml`."""

    prices: list[PriceRow]


def check_providers(data: Any, file: str) -> dict[str, Any]:
    """The content of `providers.toml`, checked.

    Raises:
        ConfigError: as `checked` does.
    """
    return checked(data, ProvidersFile, file, schema="")


def check_prices(data: Any, file: str) -> dict[str, Any]:
    """The content of `prices.toml`, checked.

    Raises:
        ConfigError: as `checked` does.
    """
    return checked(data, PricesFile, file, schema="")
