"""The real `epoch` command with a scripted model behind it: `python scripted_epoch.py SCRIPT.json ARGUMENTS…`.

Only the table of providers is another; flags, readers, signals and exit codes are those of the command. SCRIPT.json
holds the steps of one answer, each an object with one key: `text` (as it is), `chunks` (the same in small pieces),
`pause` (seconds), `hang`, `stubborn`, `fail` (a provider's error), `crash` (a bug), `thinking`, `finish` (a reason).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from support.scripted import HANG, STUBBORN, ScriptedProvider, Step, chunks

from epoch_cli.__main__ import main
from epoch_cli.cli import gen
from epoch_cli.errors import ProviderError
from epoch_cli.providers.base import FinishPart, ThinkingPart


def steps_of(row: dict[str, Any]) -> list[Step]:
    """One row of the file as steps of a script."""
    ((kind, value),) = row.items()
    if kind == "chunks":
        return list(chunks(value))
    made: dict[str, Any] = {
        "text": lambda: value,
        "pause": lambda: float(value),
        "hang": lambda: HANG,
        "stubborn": lambda: STUBBORN,
        "fail": lambda: ProviderError(value, remedy="try later"),
        "crash": lambda: RuntimeError(value),
        "thinking": lambda: ThinkingPart(value),
        "finish": lambda: FinishPart(value),
    }
    return [made[kind]()]


def run(script: Path) -> None:
    """Be the command, with the model that a file describes behind it."""
    rows = json.loads(script.read_text("utf-8"))
    model = ScriptedProvider([step for row in rows for step in steps_of(row)])
    gen.chosen_provider = lambda *_, **__: model  # type: ignore[attr-defined]
    main()


if __name__ == "__main__":
    file = Path(sys.argv[1])
    sys.argv = ["epoch", *sys.argv[2:]]
    run(file)
