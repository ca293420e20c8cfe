"""The first and the last event of a run: what it was asked for and under which rules, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from epoch_cli import __version__
from epoch_cli.document import clone, finished
from epoch_cli.engine.findings import error_json
from epoch_cli.engine.settings import limits_of, settings_of
from epoch_cli.engine.stop import Stop
from epoch_cli.errors import ExitCode
from epoch_cli.events import RunEnded, RunStarted
from epoch_cli.sessions import new_session_id

if TYPE_CHECKING:
    from epoch_cli.engine.run import Author, Run


def run_started(run: Run, author: Author, prompt: str) -> RunStarted:
    """The first event of a run; `author` writes what `prompt` asks for."""
    options, draft = run.options, run.draft
    began = options.now()
    return RunStarted(
        at=0.0,
        session=options.session or new_session_id(began, options.entropy(8)),
        epoch=__version__,
        started=began.isoformat(timespec="milliseconds"),
        prompt=prompt,
        provider=author.name,
        model=author.model,
        title=author.title,
        catalog=draft.catalog.name,
        catalog_digest=draft.catalog.digest,
        profile=draft.profile.name,
        base=clone(dict(options.document)) if options.document else None,
        continues=options.continues,
        history=[{"prompt": turn.prompt, "patches": list(turn.patches)} for turn in options.history],
        settings={**settings_of(draft, options), "limits": limits_of(run.meters)},
        expected=dict(options.expected) if options.expected else None,
    )


def run_ended(run: Run, stop: Stop) -> RunEnded:
    """The last event of a run that ends like this."""
    return RunEnded(
        at=run.at(),
        status=stop.status,
        document=clone(finished(run.draft.document)),
        metrics=run.draft.metrics.to_json(),
        accepted=run.accepted,
        refused=run.refused,
        repaired=run.repaired,
        malformed=run.malformed,
        error=error_json(stop.error, ExitCode.FALLBACK if stop.status == "fallback" else None),
        fallback=stop.fallback,
        validation=round(run.validation, 6),
        title=run.asked,
    )
