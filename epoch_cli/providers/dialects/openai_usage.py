"""What OpenAI's two protocols count, under different names; what came from a cache is part of the prompt's tokens."""

from __future__ import annotations

from decimal import Decimal
from math import inf
from typing import Any, Final, NamedTuple

from epoch_cli.providers.base import UsagePart
from epoch_cli.providers.dialects.bodies import count_of


class CountNames(NamedTuple):
    """What a protocol calls its counts; the details of each are in an object of that name and `_details`."""

    read: str
    written: str


CHAT_COUNTS: Final = CountNames("prompt_tokens", "completion_tokens")
RESPONSES_COUNTS: Final = CountNames("input_tokens", "output_tokens")


def counted(usage: dict[str, Any], names: CountNames) -> UsagePart:
    """The neutral counts of a `usage` object."""
    read = usage.get(f"{names.read}_details") or {}
    written = usage.get(f"{names.written}_details") or {}
    cached = count_of(read, "cached_tokens")
    if cached is None:
        cached = count_of(usage, "prompt_cache_hit_tokens")  # DeepSeek
    return UsagePart(
        input_tokens=count_of(usage, names.read),
        output_tokens=count_of(usage, names.written),
        cached_tokens=cached,
        cache_write_tokens=count_of(read, "cache_write_tokens"),
        thinking_tokens=count_of(written, "reasoning_tokens"),
        cost=_cost(usage),
    )


def _cost(usage: dict[str, Any]) -> Decimal | None:
    """What OpenRouter says that it costs; with a key of one's own there, the provider behind it is paid besides."""
    cost = _money(usage.get("cost"))
    if cost is None or usage.get("is_byok") is not True:
        return cost
    return cost + (_money((usage.get("cost_details") or {}).get("upstream_inference_cost")) or 0)


def _money(value: Any) -> Decimal | None:
    """A price as it was written: never through a binary fraction."""
    return Decimal(str(value)) if type(value) in {int, float} and 0 <= value < inf else None
