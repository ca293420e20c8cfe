"""What is sent to a provider, for each reason that there is to send something."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from epoch_cli.catalog import NO_LIMIT, Profile
from epoch_cli.document import clone
from epoch_cli.engine.context import Context, compose
from epoch_cli.engine.options import Options
from epoch_cli.engine.prompts import TemplateName
from epoch_cli.engine.spending import Spending
from epoch_cli.errors import BudgetError, UsageError
from epoch_cli.events import Reason
from epoch_cli.providers.base import Brief, Constraint, ConstraintKind, Provider, Request
from epoch_cli.providers.prices import Price, money
from epoch_cli.validation import Draft


class Purpose(NamedTuple):
    """Why a request is sent, and what is told besides the wish.

    Attributes:
        reason: as the attempt tells it.
        template: None is `edit` when there is a document, else `first`.
        problems: what was wrong with the last answer.
        profile: other caps than the draft's.
        share: the share of the token budget that the prompt may take, when it was too long.
    """

    reason: Reason
    template: TemplateName | None = None
    problems: str = ""
    profile: Profile | None = None
    share: float = 1.0


class Prepared(NamedTuple):
    """A request, and what its prompt is made of."""

    request: Request
    context: Context
    purpose: Purpose


def prepare(
    wish: str, purpose: Purpose, *, provider: Provider, draft: Draft, options: Options, spending: Spending
) -> Prepared:
    """A request for a wish.

    Raises:
        BudgetError: its prompt does not fit into the tokens or the money that are left.
        UsageError: the provider cannot be held to what is required.
    """
    room = NO_LIMIT if is_rules(provider) else int((options.token_budget - spending.tokens) * purpose.share)
    context = compose(
        wish,
        draft,
        options,
        room=room,
        template=purpose.template,
        problems=purpose.problems,
        profile=purpose.profile,
    )
    prompt = context.prompt
    cost, most = spending.cost_with(context.tokens), options.max_cost
    if cost is not None and most is not None and cost > most:
        raise BudgetError(
            f"with this prompt the run would cost about {money(cost)}, {money(most)} at most",
            remedy="shorten the prompt, use a smaller preset, or raise --max-cost",
        )
    profile, liked = purpose.profile or draft.profile, options.preferences
    brief = Brief(
        wish, draft.catalog, profile, draft.models, clone(draft.document), spacing=liked.spacing, variant=liked.variant
    )
    request = Request(
        prompt.system,
        context.turns,
        brief,
        stable=prompt.stable,
        cache_key=f"epoch-{draft.catalog.digest[:16]}",
        parameters=options.parameters,
        constraint=_constraint(provider, draft, options),
    )
    return Prepared(request, context, purpose)


def _constraint(provider: Provider, draft: Draft, options: Options) -> Constraint | None:
    """What the answer is held to while it is written, where the provider can do that."""
    wanted, kind = options.constrain, constraint_kind_of(provider)
    if options.mode != "patch" and "root" in draft.document:
        if wanted == "required":
            raise UsageError(
                f"grammars and schemas are for patches, and not for --mode {options.mode}",
                remedy="leave out --constrain required, or --mode",
            )
        return None
    if wanted == "off" or (kind is None and wanted == "auto"):
        return None
    if kind is None:
        raise UsageError(
            f"{provider.title} cannot be held to a grammar or a schema",
            remedy="leave out --constrain required, or choose another provider or model",
        )
    from epoch_cli.engine.constraining import constraint_for  # noqa: PLC0415  grammars, only for runs that want one

    return constraint_for(kind, draft.catalog, draft.profile, draft.models, required=wanted == "required")


def check_price(provider: Provider, spending: Spending, options: Options) -> None:
    """Refuse to keep to a cost where nobody knows the price.

    Raises:
        UsageError: that is so.
    """
    if options.max_cost is not None and spending.cost is None:
        raise UsageError(
            f"no price is known for {provider.title}, so that no cost can be kept to",
            remedy=f'put [prices."{provider.model}"] into your configuration, or leave out --max-cost',
        )


def price_of(provider: Provider) -> Price | None:
    """What a provider takes for its tokens; one that does not say so has no known price."""
    price: Price | None = getattr(provider, "price", None)
    return price


def constraint_kind_of(provider: Provider) -> ConstraintKind | None:
    """What a provider can hold an answer to; nothing for one that does not say so."""
    kind: ConstraintKind | None = getattr(provider, "constrains", None)
    return kind


def without_key(wish: str, provider: Provider) -> str:
    """What the user asks for without the provider's key, should it be in there; as it is for one that has none."""
    masked: Callable[[str], str] | None = getattr(provider, "without_key", None)
    return masked(wish) if masked is not None else wish


def is_rules(provider: Provider) -> bool:
    """Whether a provider is no model and reads no prompt: to tell it what was wrong changes nothing."""
    return bool(getattr(provider, "rules", False))
