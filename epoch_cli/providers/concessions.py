"""What a request may give up when a server refuses it, so that a parameter too many is a warning and not an error.

Servers differ in what they take, and say so with status 400 and the name of a field. Each concession changes the `Ask`
(the request, or what we believe of the provider) and is made once; the next requests keep it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from epoch_cli.providers.base import NoticePart
from epoch_cli.providers.dialects import Ask
from epoch_cli.providers.failures import Failure
from epoch_cli.providers.parameters import Parameters


class Concession(NamedTuple):
    """One thing to give up: how the `Ask` changes, and what is said of it.

    `name` is that of a neutral parameter or of a row's flag.
    """

    name: str
    change: Callable[[Ask], Ask]
    notice: NoticePart


def concession(failure: Failure, ask: Ask) -> Concession | None:
    """What to give up after a refusal; None when there is nothing, so that the failure stands.

    A refusal that names a field gives that up. One that names none gives up the constraint, which is the likeliest
    reason, then all parameters that only shape the answer.
    """
    if failure.kind == "not_found":
        # a router that finds nobody who takes the schema says so with 404
        routed = _giving_up("constraint", failure, ask) if ask.row.constraint_extra else None
        return routed or _other_dialect(failure, ask)
    if failure.kind != "bad_request":
        return None
    if failure.parameter:
        name = _name_of(failure.parameter)
        return _giving_up(name, failure, ask) if name else None
    return _giving_up("constraint", failure, ask) or _giving_up("parameters", failure, ask)


_FIELDS: Mapping[str, str] = {
    "temperature": "temperature",
    "top_p": "top_p",
    "topP": "top_p",
    "seed": "seed",
    "random_seed": "seed",
    "stop": "stop",
    "stop_sequences": "stop",
    "reasoning": "effort",
    "reasoning_effort": "effort",
    "thinking": "effort",
    "think": "effort",
    "output_config.effort": "effort",
    "max_tokens": "limit_field",
    "stream_options": "stream_options",
    "prompt_cache_key": "cache_key",
    "stopSequences": "stop",
    "thinkingConfig": "effort",
    "responseMimeType": "constraint",
    "responseJsonSchema": "constraint",
    "responseSchema": "constraint",
    "tools": "constraint",
    "tool_choice": "constraint",
    "text": "constraint",
    "response_format": "constraint",
    "output_config": "constraint",
    "grammar": "constraint",
    "structured_outputs": "constraint",
    "format": "constraint",
}
"""The fields of requests, or how their names begin, by what is behind them."""

_OPTIONAL = ("temperature", "top_p", "seed", "stop", "effort")
_UNSET = Parameters()


def _name_of(field: str) -> str:
    """What a field of a request is about; `text.format.schema` is found by its beginning, longest first."""
    field = field.removeprefix("generationConfig.").removeprefix("body.").removeprefix("options.")
    while field:
        for end in (field, field.partition("[")[0]):
            if end in _FIELDS:
                return _FIELDS[end]
        field = field.rpartition(".")[0]
    return ""


def _giving_up(name: str, failure: Failure, ask: Ask) -> Concession | None:
    request = ask.request
    if name == "constraint":
        if request.constraint is None or request.constraint.required:
            return None
        said = f" ({failure.message})" if failure.message else ""
        text = f"the model writes freely: the {request.constraint.kind} was refused{said}"
        return Concession(name, _without_constraint, NoticePart("constraint-dropped", text))
    if name == "parameters":
        given = tuple(each for each in _OPTIONAL if getattr(request.parameters, each) != getattr(_UNSET, each))
        return _dropping(given) if given else None
    if name in _OPTIONAL:
        return _dropping((name,)) if getattr(request.parameters, name) != getattr(_UNSET, name) else None
    flag = _FLAGS.get(name)
    if flag is None or getattr(ask.row, name) == flag:
        return None
    text = f"asked again with {name} {flag if isinstance(flag, str) else 'left out'}"
    return Concession(name, partial(_with_flag, name, flag), NoticePart("parameter-dropped", text))


def _with_flag(name: str, value: str | bool, ask: Ask) -> Ask:  # noqa: FBT001  a value like any other
    changed: dict[str, Any] = {name: value}
    return ask._replace(row=ask.row._replace(**changed))


_FLAGS: Mapping[str, str | bool] = {
    "limit_field": "max_completion_tokens",
    "stream_options": False,
    "cache_key": False,
}
"""What a refusal changes in what we believe of a provider."""


def dropped_notice(names: tuple[str, ...]) -> NoticePart:
    """Says that parameters were left out."""
    return NoticePart("parameter-dropped", f"left out, as it is not taken here: {', '.join(names)}")


def _dropping(names: tuple[str, ...]) -> Concession:
    def change(ask: Ask) -> Ask:
        unset = {name: getattr(_UNSET, name) for name in names}
        return ask._replace(request=replace(ask.request, parameters=replace(ask.request.parameters, **unset)))

    return Concession(" ".join(names), change, dropped_notice(names))


def _without_constraint(ask: Ask) -> Ask:
    """As later requests are asked, too: one that requires its constraint keeps it, and is refused."""
    if ask.request.constraint is not None and ask.request.constraint.required:
        return ask
    return ask._replace(request=replace(ask.request, constraint=None))


def _other_dialect(failure: Failure, ask: Ask) -> Concession | None:
    """A compatible server may lack the newer of two protocols; an unknown model says so by code or parameter."""
    other = ask.row.other_dialect
    if not other or failure.code == "model_not_found" or failure.parameter == "model":
        return None
    notice = NoticePart("dialect-changed", f"the server does not know {ask.row.dialect}; asked again as {other}")

    def change(ask: Ask) -> Ask:
        return ask._replace(row=ask.row._replace(dialect=other, other_dialect=""))

    return Concession("dialect", change, notice)
