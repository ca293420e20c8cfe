"""A provider is a row of data: a dialect, an address, how a key is sent, what its servers can do (design section 6).

The rows that ship with Epoch are in `presets/providers.toml`; `[providers.NAME]` in the user's own configuration adds
rows, and changes values of those there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from epoch_cli.config.dialect_names import DialectName

Auth = Literal["bearer", "x-api-key", "x-goog-api-key", "none"]
Schemas = Literal["none", "json_object", "json_schema", "cloudflare"]
Grammars = Literal["none", "gbnf", "lark", "structured_outputs"]
EffortField = Literal["none", "reasoning_effort", "reasoning"]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class ProviderRow(NamedTuple):
    """One provider. What a model can do differently says its `ModelRow`.

    Attributes:
        name: as in `--provider`.
        title: what people read.
        dialect: its wire protocol.
        base_url: what the dialect's paths are put behind, with `{VARIABLE}` for a variable of the environment.
        base_variable: the environment variable that replaces `base_url`; empty for none.
        key_variables: the environment variables that a key may be in; the first that is set counts.
        auth: the header that the key is sent in.
        keyless: it answers without a key.
        key_page: where a user gets a key.
        model: what is asked when nobody chooses; empty for the first that the server lists.
        paid: whether an answer may cost money.
        other_dialect: what to try where the server does not know the dialect's path; empty for nothing.
        limit_field: what `max_tokens` is called in a request to an `openai_chat` server.
        seed_field: what `seed` is called; empty where there is none.
        sampling: whether `temperature` and `top_p` are taken.
        stop: whether `stop` is taken.
        effort: in which field `effort` goes.
        stream_options: whether it knows `stream_options`, without which it counts no tokens in a stream.
        cache_key: whether it takes a `prompt_cache_key`.
        cache_marks: whether an `openai_chat` server takes Anthropic's mark behind what it is to keep of a prompt.
        schema: how it takes a JSON Schema for the whole answer.
        grammar: which grammar it takes for an answer.
        inline_think: whether models write `<think>…</think>` into the answer.
        max_tokens: what is sent as the limit of an answer when nobody chooses; None for nothing.
        context: the window that is asked for, in tokens (`num_ctx` of Ollama); None for the server's own.
        connect, first, idle: seconds until connected, until the first content, between two chunks.
        headers: headers of every request.
        extra: fields of every request's body.
        constraint_extra: fields of the body where an answer is held to a schema or a grammar.
        key_command: the user's command that prints the key; empty for none.
        origin: where the row comes from: `built in`, or the path of the user's file.
    """

    name: str
    title: str
    dialect: DialectName
    base_url: str
    base_variable: str = ""
    key_variables: tuple[str, ...] = ()
    auth: Auth = "bearer"
    keyless: bool = False
    key_page: str = ""
    model: str = ""
    paid: bool = True
    other_dialect: DialectName | Literal[""] = ""
    limit_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    seed_field: Literal["", "seed", "random_seed"] = "seed"
    sampling: bool = True
    stop: bool = True
    effort: EffortField = "none"
    stream_options: bool = True
    cache_key: bool = False
    cache_marks: bool = False
    schema: Schemas = "none"
    grammar: Grammars = "none"
    inline_think: bool = False
    max_tokens: int | None = None
    context: int | None = None
    connect: float = 10.0
    first: float = 120.0
    idle: float = 60.0
    headers: Mapping[str, str] = _NOTHING
    extra: Mapping[str, Any] = _NOTHING
    constraint_extra: Mapping[str, Any] = _NOTHING
    key_command: str = ""
    origin: str = "built in"


class ModelRow(NamedTuple):
    """One model of one provider; None where it is as the provider's row says, or where nobody knows.

    Attributes:
        provider: the name of the provider's row.
        id: what the provider calls it.
        names: short names (`sonnet`) that `--model` takes for it.
        context: tokens of prompt and answer together.
        output: the most tokens of an answer.
        sampling, schema, grammar, effort: as in `ProviderRow`.
        retires: the day from which on it does not answer any more, or will not.
        gone: it does not answer any more, and the day is not known.
        successor: the id to use instead.
    """

    provider: str
    id: str
    names: tuple[str, ...] = ()
    context: int | None = None
    output: int | None = None
    sampling: bool | None = None
    schema: Schemas | None = None
    grammar: Grammars | None = None
    effort: EffortField | None = None
    retires: date | None = None
    gone: bool = False
    successor: str = ""

    def able(self, row: ProviderRow) -> ProviderRow:
        """The provider's row with what is different for this model."""
        own = {"sampling": self.sampling, "schema": self.schema, "grammar": self.grammar, "effort": self.effort}
        return row._replace(**{name: value for name, value in own.items() if value is not None})  # type: ignore[arg-type]
