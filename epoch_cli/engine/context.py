"""What goes into a prompt, within the tokens that there are for it.

Request, rules and document are always told. What does not fit is left out in layers, each by relevance
(`leaving_out.py`): turns of the conversation first, which are summarised before they are dropped; then tokens that no
component takes, models and components that have nothing to do with the wish, other models, and other components last.

Nothing is left out of a prompt that fits: the same prompt, byte for byte, is what providers keep in their caches. The
validator knows of none of this: it accepts what a model writes though it was not told of it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from epoch_cli.catalog import Profile
from epoch_cli.catalog.exports.prompt import components_text, models_text, tokens_text
from epoch_cli.engine.history import Past, conversation, past_turns
from epoch_cli.engine.leaving_out import Loss, kept_without, losses
from epoch_cli.engine.options import Options
from epoch_cli.engine.preferences import preferences_text
from epoch_cli.engine.prompts import Kept, Prompt, TemplateName, make_prompt
from epoch_cli.errors import BudgetError
from epoch_cli.providers.base import Turn
from epoch_cli.providers.tokens import estimate_tokens
from epoch_cli.validation import Draft

LEAST_RESERVED, MOST_RESERVED = 2_000, 16_000
"""Tokens that are kept free for an answer, in a room that is large enough; a screen of 50 nodes takes about 3 000."""


class Context(NamedTuple):
    """A prompt, the turns of its request, and what they are made of.

    Attributes:
        prompt: the system prompt and the wish.
        turns: those of the conversation that fit, oldest first, and the user's turn.
        budget: estimated tokens of `system` (its rules and the document), `catalog`, `models`, `history`, `request`,
            `reserved` for the answer, and what is `left` of the room.
        left_out: what did not fit, by kind (`components`, `tokens`, `models`, `turns`, and turns told in short as
            `summaries`), the least relevant first.
    """

    prompt: Prompt
    turns: tuple[Turn, ...]
    budget: dict[str, int]
    left_out: dict[str, list[str]]

    @property
    def tokens(self) -> int:
        """About how many tokens the whole request takes, the conversation included; shown with `~`."""
        return sum(count for part, count in self.budget.items() if part not in {"reserved", "left"})


def compose(
    wish: str,
    draft: Draft,
    options: Options,
    *,
    room: int,
    template: TemplateName | None = None,
    problems: str = "",
    profile: Profile | None = None,
) -> Context:
    """The prompt for a wish, and the conversation before it, as far as they fit.

    Args:
        wish: what the user asks for.
        draft: the design system, the caps and models that apply, and the document as it is.
        options: of the run; `system`, `history`, `mode`, `preferences` and `parameters.max_tokens` count here.
        room: the most tokens that prompt and answer may take, estimated.
        template: None is `edit` when there is a document, else `first`.
        problems: what was wrong with the last answer, for the template `recovery`.
        profile: other caps than the draft's, to be told instead of those.

    Raises:
        BudgetError: the prompt does not fit, whatever is left out.
        CatalogError: as `make_prompt` does.
    """
    composer = _Composer(wish, draft, options, template, problems, profile or draft.profile)
    reserved = _reserved(room, options)
    told = composer.told_without(())
    if told.tokens <= room - reserved:
        return composer.context(told, room, reserved)
    order = _order(wish, problems, draft, composer.past, room)
    count = bisect_left(
        range(len(order)), True, key=lambda count: composer.told_without(order[:count]).tokens <= room - reserved
    )
    told = composer.told_without(order[:count])
    if told.tokens > room:
        raise BudgetError(
            f"the prompt takes ~{told.tokens} tokens, {room} are left of the budget",
            remedy="shorten the prompt, or use a smaller preset",
        )
    return composer.context(told, room, reserved)


def _order(wish: str, problems: str, draft: Draft, past: Sequence[Past], room: int) -> list[Loss]:
    """What can be left out, the first first; nothing, with no look at its words, where the wish alone does not fit."""
    if estimate_tokens(wish) > room:
        return []
    return losses(f"{wish} {problems}", draft, [turn.prompt for turn in past])


def _reserved(room: int, options: Options) -> int:
    """What is kept free for the answer: a quarter of the room, a third of a small one, not more than may be written."""
    share = min(max(LEAST_RESERVED, room // 4), room // 3, MOST_RESERVED)
    most = options.parameters.max_tokens
    return share if most is None else min(share, most)


class _Told(NamedTuple):
    """A prompt and its turns without what was lost; `history` is what the turns before the wish take."""

    prompt: Prompt
    turns: tuple[Turn, ...]
    history: int
    lost: Sequence[Loss]
    kept: Kept

    @property
    def tokens(self) -> int:
        """About how many tokens all of it takes."""
        return self.prompt.tokens + self.history


class _Composer:
    """Makes the prompts of one wish, with more or less in them."""

    def __init__(
        self, wish: str, draft: Draft, options: Options, template: TemplateName | None, problems: str, profile: Profile
    ) -> None:
        self.past: list[Past] = past_turns(options.history, as_patches=options.mode == "patch")
        self._sizes: dict[str, int] = {}
        self._wish = wish
        self._mode = options.mode
        self._draft = draft
        self._template = template
        self._problems = problems
        self._profile = profile
        self._system = "\n\n".join(filter(None, (preferences_text(options.preferences), options.system)))

    def told_without(self, lost: Sequence[Loss]) -> _Told:
        draft, kept = self._draft, kept_without(lost, self._draft)
        prompt = make_prompt(
            self._wish,
            draft.catalog,
            self._profile,
            draft.models,
            document=draft.document,
            system=self._system,
            name=self._template,
            problems=self._problems,
            kept=kept,
            mode=self._mode,
        )
        dropped = sum(loss.kind == "turns" for loss in lost)
        summarised = sum(loss.kind == "summaries" for loss in lost)
        turns = conversation(self.past, self._wish, dropped=dropped, summarised=summarised)
        return _Told(prompt, turns, self._history(turns), lost, kept)

    def _history(self, turns: Sequence[Turn]) -> int:
        """Tokens of the turns before the wish, with what of them stands at the head of the wish."""
        before = [*(turn.content for turn in turns[:-1]), turns[-1].content.removesuffix(self._wish)]
        for content in before:
            if content not in self._sizes:  # the same turns are looked at in prompts of many sizes
                self._sizes[content] = estimate_tokens(content)
        return sum(self._sizes[content] for content in before)

    def context(self, told: _Told, room: int, reserved: int) -> Context:
        catalog, models, kept, system = self._draft.catalog, self._draft.models, told.kept, told.prompt.system
        of_catalog = sum(
            estimate_tokens(text)
            for text in (components_text(catalog, only=kept.components), tokens_text(catalog, only=kept.tokens))
            if text in system  # a preset's own template need not have it
        )
        text = models_text(models, only=kept.models)
        of_models = estimate_tokens(text) if text in system else 0
        request = estimate_tokens(self._wish)
        reserved = min(reserved, room - told.tokens)
        budget = {
            "system": told.prompt.tokens - request - of_catalog - of_models,
            "catalog": of_catalog,
            "models": of_models,
            "history": told.history,
            "request": request,
            "reserved": reserved,
            "left": room - told.tokens - reserved,
        }
        return Context(told.prompt, told.turns, budget, _left_out(told.lost, self.past))


def _left_out(lost: Sequence[Loss], past: Sequence[Past]) -> dict[str, list[str]]:
    """What was lost, by kind; of the turns that are told in short only those that are told, and were longer."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for loss in lost:
        names[loss.kind].append(loss.name)
    told = past[len(names["turns"]) : len(names["summaries"])]
    names["summaries"] = [turn.prompt for turn in told if turn.can_be_shorter]
    return {kind: found for kind, found in names.items() if found}
