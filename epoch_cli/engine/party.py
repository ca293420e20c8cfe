"""Who is asked, and who is asked next: the provider of a run, and those that stand by."""

from __future__ import annotations

from dataclasses import replace

from epoch_cli.engine.attempt import Trouble, trouble_of
from epoch_cli.engine.options import Options, PastTurn, Standby
from epoch_cli.engine.requests import Prepared, Purpose, check_price, prepare, price_of
from epoch_cli.engine.spending import Spending
from epoch_cli.errors import EpochError
from epoch_cli.providers import Provider
from epoch_cli.validation import Draft


class Party:
    """The provider that is asked now, and the others in their order.

    Args:
        provider: the first.
        options: of the run.

    Attributes:
        provider: who is asked now.
        asked: who was asked last, as people read it; also one that could not even be opened.
        spending: what all of them together have taken.
    """

    def __init__(self, provider: Provider, options: Options) -> None:
        self.provider = provider
        self.asked = provider.title
        self.options = options
        self.spending = Spending(price_of(provider))
        self._standbys = list(options.recovering.standbys)
        check_price(provider, self.spending, options)

    @property
    def left(self) -> int:
        """How many others there are to ask."""
        return len(self._standbys)

    @property
    def next_name(self) -> str:
        """The name of the next of them; empty when there is none."""
        return self._standbys[0].name if self._standbys else ""

    async def move_on(self) -> Trouble | None:
        """Ask the next one from now on; gives the trouble with that, when it cannot be asked at all."""
        standby: Standby = self._standbys.pop(0)
        self.asked = standby.name
        try:
            self.take(await standby.open())
        except EpochError as error:
            return trouble_of(error)
        return None

    def take(self, provider: Provider) -> None:
        """Ask this one from now on.

        Raises:
            UsageError: there is a limit of cost, and nobody knows the price.
        """
        self.provider, self.asked = provider, provider.title
        self.spending.price = price_of(provider)
        check_price(provider, self.spending, self.options)

    def check(self, provider: Provider) -> None:
        """Whether this one could be asked, before anything is given up for it; errors as `take`."""
        spending = Spending(price_of(provider))
        spending.unknown = self.spending.unknown
        check_price(provider, spending, self.options)

    def remember(self, turn: PastTurn) -> None:
        """A wish is done with: whoever is asked next is told of it."""
        self.options = replace(self.options, history=(*self.options.history, turn))

    def forget(self) -> None:
        """What was remembered last was taken back: nobody is told of it any more."""
        self.options = replace(self.options, history=tuple(self.options.history)[:-1])

    def prepare(self, wish: str, purpose: Purpose, draft: Draft) -> Prepared:
        """A request to the one that is asked now; errors as `requests.prepare`."""
        return prepare(wish, purpose, provider=self.provider, draft=draft, options=self.options, spending=self.spending)
