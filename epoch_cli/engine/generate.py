"""The main job: a prompt goes in, typed events come out.

    provider ─▶ text ─▶ PatchReader ─▶ Draft ─▶ events

`generate` owns the order of things (attempts, wishes, budgets, the end); reading, judging and writing are done by the
layers below. Whatever happens, the last event is a `RunEnded` with a valid document.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

from epoch_cli import __version__
from epoch_cli.catalog import Catalog
from epoch_cli.document import Patch, clone, finished
from epoch_cli.engine.budget import Meters, estimate_tokens
from epoch_cli.engine.control import Control
from epoch_cli.engine.options import Options
from epoch_cli.engine.prompts import render_system
from epoch_cli.errors import BudgetError, EpochError, GenerationTimeout, ProviderError, UsageError
from epoch_cli.events import (
    AttemptStarted,
    Channel,
    DiagnosticFound,
    Event,
    PatchAccepted,
    PatchRefused,
    RepairMade,
    RunEnded,
    RunStarted,
    Status,
    TextReceived,
    UsageReported,
)
from epoch_cli.providers import Provider, find_provider
from epoch_cli.providers.base import (
    Brief,
    FinishPart,
    Part,
    RefusalPart,
    Request,
    TextPart,
    ThinkingPart,
    Turn,
    UsagePart,
)
from epoch_cli.reading import MalformedRead, PatchRead, PatchReader
from epoch_cli.sessions import new_session_id
from epoch_cli.validation import Diagnostic, Draft, Verdict
from epoch_cli.validation.rules import RULES, reading


async def generate(
    prompt: str,
    *,
    catalog: Catalog,
    provider: Provider | str = "offline",
    options: Options | None = None,
    control: Control | None = None,
) -> AsyncIterator[Event]:
    """Generate a document, or change one, and tell everything that happens.

    Args:
        prompt: what the user asks for.
        catalog: the design system.
        provider: who writes; or the name of a built-in provider.
        options: see `Options`.
        control: carries wishes (cancel, refine, undo) to this run.

    Yields:
        `RunStarted` first, `RunEnded` last.

    Raises:
        UsageError: the prompt is empty, or there is no such provider or profile.
        BudgetError: the prompt alone is over the token budget; nothing was sent.
    """
    if not prompt.strip():
        raise UsageError("the prompt is empty", remedy='say what to build, such as: epoch gen "login form"')
    chosen = find_provider(provider) if isinstance(provider, str) else provider
    run = _Run(prompt, catalog, chosen, options or Options(), control or Control())
    # closed at once when the caller leaves, and with it the provider's connection
    async with aclosing(run.events()) as events:
        async for event in events:
            yield event


class _Stop(Exception):  # noqa: N818  not an error: the end of a run, on its way up
    """The run ends here."""

    def __init__(self, status: Status, error: EpochError | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.error = error


class _Run:
    """One run: its draft, meters and counts."""

    def __init__(self, prompt: str, catalog: Catalog, provider: Provider, options: Options, control: Control) -> None:
        self.prompt = prompt
        self.provider = provider
        self.options = options
        self.control = control
        self.draft = Draft(
            catalog,
            options.document,
            profile=options.profile,
            models=options.models,
            rules=options.rules,
            fix=options.fix,
        )
        self.meters = Meters(self.draft.profile, options.token_budget, options.timeout)
        self.attempt = 0
        self.accepted = 0
        self.refused = 0
        self.repaired = 0
        self.malformed = 0
        self.prompt_tokens = 0
        self.written = 0
        self._prepared = self._prepare(prompt)
        self._began = options.clock()

    @property
    def tokens(self) -> int:
        """About how many tokens all prompts and answers took so far."""
        return self.prompt_tokens - (-self.written // 4)

    def at(self) -> float:
        """Seconds since the run started, to the microsecond."""
        return round(self.options.clock() - self._began, 6)

    async def events(self) -> AsyncGenerator[Event, None]:
        """Everything from the first event to the last."""
        options = self.options
        wake = self.control.attach(asyncio.get_running_loop())
        yield self._started()
        stop = _Stop("complete")
        try:
            request: Request | None = self._prepared
            while request is not None:
                async with aclosing(self._attempt(request, wake)) as attempt:
                    async for event in attempt:
                        yield event
                refinement = self.control.take_refinement()
                request = self._prepare(refinement) if refinement else None
        except _Stop as reason:
            stop = reason
        except BudgetError as error:
            stop = _Stop("budget", error)
        except ProviderError as error:
            stop = _Stop("failed", error)
        if stop.status == "complete" and "root" not in self.draft.document:
            remedy = "ask again, or try another model"
            stop = _Stop("failed", ProviderError(f"{self.provider.title} wrote no interface", remedy=remedy))
        for event in self.meters.read("time", options.clock() - self._began, self.at()):
            yield event
        for diagnostic in self.draft.report().diagnostics:
            yield DiagnosticFound(at=self.at(), diagnostic=diagnostic)
        yield self._ended(stop)

    # ------------------------------------------------------------ one attempt

    def _prepare(self, prompt: str) -> Request:
        draft, document = self.draft, self.draft.document
        template = render_system(
            "edit" if "root" in document else "first",
            draft.catalog,
            draft.profile,
            draft.models,
            document=document,
        )
        system = f"{template}\n\n{self.options.system}" if self.options.system else template
        needed = estimate_tokens(system + prompt)
        if self.tokens + needed > self.options.token_budget:
            raise BudgetError(
                f"the prompt takes ~{needed} tokens, {self.options.token_budget - self.tokens} are left of the budget",
                remedy="shorten the prompt, use a smaller preset, or raise the token budget",
            )
        brief = Brief(prompt, draft.catalog, draft.profile, draft.models, clone(document))
        return Request(system, (Turn("user", prompt),), brief)

    async def _attempt(self, request: Request, wake: asyncio.Event) -> AsyncGenerator[Event, None]:
        self.attempt += 1
        self.draft.begin_attempt()
        prompt_tokens = estimate_tokens(request.system + request.brief.prompt)
        self.prompt_tokens += prompt_tokens
        yield AttemptStarted(
            at=self.at(),
            attempt=self.attempt,
            reason="initial" if self.attempt == 1 else "refine",
            prompt=request.brief.prompt,
            provider=self.provider.name,
            model=self.provider.model,
            input_tokens=prompt_tokens,
        )
        answer, before, stop = _Answer(), self.written, None
        stream = _Stream(self.provider.stream(request), wake)
        try:
            while (part := await stream.next(self._time_left())) is not _END:
                for event in self._take(part, answer):
                    yield event
            for event in self._read(answer.reader.close()):
                yield event
        except (TimeoutError, ProviderError, _Stop) as reason:
            stop = self._stop_of(reason)
        finally:
            await stream.close()
        # what was used is told however the attempt ended
        usage = self._usage(answer.usage, prompt_tokens, self.written - before)
        # what the provider counted replaces our estimate (decision 14)
        self.prompt_tokens += usage.input_tokens - prompt_tokens
        self.written += 4 * usage.output_tokens - (self.written - before)
        yield usage
        if stop is not None:
            raise stop
        self._check_finish(answer.finish)

    def _take(self, part: Part | None, answer: _Answer) -> Iterator[Event]:
        """Deal with wishes, then with a part; None is a wish alone."""
        for _ in range(self.control.take_undos()):
            for verdict in self.draft.undo():
                yield self._accept(verdict, origin="undo")
        if self.control.cancelled:
            raise _Stop("cancelled")
        if isinstance(part, (TextPart, ThinkingPart, RefusalPart)):
            yield from self._text(part, answer.reader)
        elif isinstance(part, UsagePart):
            answer.usage = part
        elif isinstance(part, FinishPart):
            answer.finish = part

    def _stop_of(self, reason: Exception) -> _Stop:
        if isinstance(reason, _Stop):
            return reason
        if isinstance(reason, ProviderError):
            return _Stop("failed", reason)
        limit = self.options.timeout
        return _Stop("timeout", GenerationTimeout(f"no end after {limit:g} s", remedy="give more --timeout"))

    def _time_left(self) -> float:
        left = self.options.timeout - (self.options.clock() - self._began)
        if left <= 0:
            raise TimeoutError
        return left

    def _check_finish(self, finish: FinishPart | None) -> None:
        name = self.provider.title
        if finish is None:
            raise ProviderError(f"{name}: the answer was cut off", remedy="ask again", category="TRUNCATED")
        if finish.reason == "length":
            raise _Stop("budget", BudgetError(f"{name} reached its output limit", remedy="ask for less at a time"))
        if finish.reason == "refusal":
            raise ProviderError(f"{name} refused to answer", remedy="ask in other words", category="CONTENT")

    # ------------------------------------------------------------ what is read

    def _text(self, part: TextPart | ThinkingPart | RefusalPart, reader: PatchReader) -> Iterator[Event]:
        yield TextReceived(at=self.at(), text=part.text, channel=_CHANNELS[type(part)])
        if isinstance(part, TextPart):
            yield from self._read(reader.feed(part.text))
        self.written += len(part.text)
        yield from self.meters.read("tokens", self.tokens, self.at())
        if self.tokens > self.options.token_budget:
            message = f"~{self.tokens} tokens, {self.options.token_budget} at most"
            raise _Stop("budget", BudgetError(message, remedy="ask for less, or raise the token budget"))

    def _read(self, reads: list[Any]) -> Iterator[Event]:
        for read in reads:
            if isinstance(read, PatchRead):
                yield from self._propose(read.patch)
            elif isinstance(read, MalformedRead):
                self.malformed += 1
                yield DiagnosticFound(at=self.at(), diagnostic=_malformed(read))

    def _propose(self, patch: Patch) -> Iterator[Event]:
        verdict = self.draft.propose(patch)
        number = self.draft.proposed
        if not verdict.accepted:
            self.refused += 1
            yield PatchRefused(at=self.at(), number=number, patch=patch, diagnostics=verdict.diagnostics)
        elif verdict.patch["op"] != "test":
            for repair in verdict.repairs:
                self.repaired += 1
                yield RepairMade(at=self.at(), number=number, repair=repair)
            yield self._accept(verdict)
        yield from self.meters.document(verdict.metrics, number, self.at())
        if any(diagnostic.code == "EP608" for diagnostic in verdict.diagnostics):
            message = f"more than {self.draft.profile.patches} patches"
            raise _Stop("budget", BudgetError(message, remedy="ask for less, or choose a larger --budget"))

    def _accept(self, verdict: Verdict, origin: str = "model") -> PatchAccepted:
        self.accepted += 1
        metrics = verdict.metrics
        written = verdict.patch.get("meta", {})
        meta = {
            **({"id": written["id"]} if "id" in written else {}),
            "sequence": self.accepted,
            "validated": True,
            "complexity": {"nodes": metrics.nodes, "depth": metrics.depth, "bindings": metrics.bindings},
        }
        return PatchAccepted(
            at=self.at(),
            number=self.draft.proposed,
            sequence=self.accepted,
            patch={**verdict.patch, "meta": meta},
            inverse=verdict.inverse,
            metrics=metrics.to_json(),
            origin="undo" if origin == "undo" else "model",
        )

    # ------------------------------------------------------------ first and last

    def _started(self) -> RunStarted:
        options, catalog = self.options, self.draft.catalog
        began = options.now()
        return RunStarted(
            at=0.0,
            session=options.session or new_session_id(began, options.entropy(8)),
            epoch=__version__,
            started=began.isoformat(timespec="milliseconds"),
            prompt=self.prompt,
            provider=self.provider.name,
            model=self.provider.model,
            title=self.provider.title,
            catalog=catalog.name,
            catalog_digest=catalog.digest,
            profile=self.draft.profile.name,
            base=clone(self.draft.document) or None,
        )

    def _usage(self, usage: UsagePart, prompt_tokens: int, written: int) -> UsageReported:
        told = usage.input_tokens is not None and usage.output_tokens is not None
        return UsageReported(
            at=self.at(),
            attempt=self.attempt,
            input_tokens=usage.input_tokens if usage.input_tokens is not None else prompt_tokens,
            output_tokens=usage.output_tokens if usage.output_tokens is not None else -(-written // 4),
            estimated=not told,
        )

    def _ended(self, stop: _Stop) -> RunEnded:
        error = stop.error
        return RunEnded(
            at=self.at(),
            status=stop.status,
            document=clone(finished(self.draft.document)),
            metrics=self.draft.metrics.to_json(),
            accepted=self.accepted,
            refused=self.refused,
            repaired=self.repaired,
            malformed=self.malformed,
            error={
                "category": getattr(error, "category", type(error).__name__),
                "message": error.message,
                "remedy": error.remedy,
                "exit_code": int(error.exit_code),
            }
            if error is not None
            else {},
        )


@dataclass(slots=True)
class _Answer:
    """What one attempt has brought so far, besides text."""

    reader: PatchReader = field(default_factory=PatchReader)
    usage: UsagePart = field(default_factory=UsagePart)
    finish: FinishPart | None = None


_END: Any = object()
_CHANNELS: dict[type, Channel] = {TextPart: "text", ThinkingPart: "thinking", RefusalPart: "refusal"}


class _Stream:
    """A provider's parts, waited for together with wishes and the clock."""

    def __init__(self, parts: AsyncIterator[Part], wake: asyncio.Event) -> None:
        self._parts = parts
        self._wake = wake
        self._next: asyncio.Task[Any] | None = None
        self._woken: asyncio.Task[Any] | None = None

    async def next(self, patience: float) -> Any:
        """The next part, None when there is a wish to look at first, `_END` after the last.

        Raises:
            TimeoutError: nothing came in time.
        """
        if self._next is None:
            self._next = asyncio.ensure_future(_advance(self._parts))
        if self._woken is None:
            self._woken = asyncio.ensure_future(self._wake.wait())
        done, _ = await asyncio.wait({self._next, self._woken}, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if self._woken in done:
            self._wake.clear()
            self._woken = None
            return None
        if self._next not in done:
            raise TimeoutError
        task, self._next = self._next, None
        return task.result()

    async def close(self) -> None:
        """Stop waiting, and close the provider's connection at once."""
        waiting = [task for task in (self._next, self._woken) if task is not None]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        close = getattr(self._parts, "aclose", None)
        if close is not None:
            await close()


async def _advance(parts: AsyncIterator[Part]) -> Any:
    try:
        return await anext(parts)
    except StopAsyncIteration:
        return _END


def _malformed(read: MalformedRead) -> Diagnostic:
    code = reading.BY_REASON.get(str(read.reason), "EP001")
    rule = RULES[code]
    return Diagnostic(
        code=code,
        severity=rule.severity,
        message=read.message,
        pointer="",
        hint="the text was passed over; nothing was changed",
        rule=rule.name,
        line=read.line,
        column=read.column,
    )
