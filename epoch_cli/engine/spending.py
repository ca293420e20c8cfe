"""What a run spends: tokens and money, estimated while an answer comes, and as counted once the provider has told.

Reported usage replaces our estimate (decision 14); what the provider says of the cost comes before our prices, and no
price is unknown, not nothing (decision 13).
"""

from __future__ import annotations

from decimal import Decimal

from epoch_cli.providers.base import UsagePart
from epoch_cli.providers.prices import Price, cost_of
from epoch_cli.providers.tokens import TokenCounter


class Spending:
    """Counts the tokens and the dollars of all attempts of a run.

    Args:
        price: what the provider takes; None when nobody knows.

    Attributes:
        unknown: whether some attempt cost something that nobody knows.
    """

    def __init__(self, price: Price | None) -> None:
        self.price = price
        self.unknown = False
        self._settled = UsagePart(0, 0)
        self._cost = Decimal(0)
        self._prompt = 0
        self._answer = TokenCounter()

    def begin(self, prompt_tokens: int) -> None:
        """An attempt begins, with a prompt of about that many tokens."""
        self._prompt, self._answer = prompt_tokens, TokenCounter()

    def wrote(self, text: str) -> None:
        """A piece of the answer has come, of any channel."""
        self._answer.wrote(text)

    @property
    def tokens(self) -> int:
        """About how many tokens all prompts and answers took so far."""
        settled = self._settled
        return (settled.input_tokens or 0) + (settled.output_tokens or 0) + self._prompt + self._written

    @property
    def cost(self) -> Decimal | None:
        """About how many dollars all attempts took so far; None when the price is not known."""
        return self.cost_with(self._prompt)

    def cost_with(self, prompt_tokens: int) -> Decimal | None:
        """The same, were the prompt of the attempt under way, or of the next one, that long."""
        if self.unknown:
            return None
        under_way = cost_of(UsagePart(prompt_tokens, self._written), self.price)
        return None if under_way is None else self._cost + under_way

    def settle(self, told: UsagePart) -> tuple[UsagePart, Decimal | None]:
        """The attempt is over: what it took, estimated where the provider did not tell, and what it cost."""
        usage = UsagePart(
            told.input_tokens if told.input_tokens is not None else self._prompt,
            told.output_tokens if told.output_tokens is not None else self._written,
            told.cached_tokens,
            told.cache_write_tokens,
            told.thinking_tokens,
            told.cost,
        )
        cost = cost_of(usage, self.price)
        if cost is None:
            self.unknown = True
        else:
            self._cost += cost
        self._settled = UsagePart(
            (self._settled.input_tokens or 0) + (usage.input_tokens or 0),
            (self._settled.output_tokens or 0) + (usage.output_tokens or 0),
        )
        self.begin(0)
        return usage, cost

    @property
    def _written(self) -> int:
        """About how many tokens the answer under way has so far."""
        return self._answer.tokens
