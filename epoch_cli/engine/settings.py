"""What the reading of a run depends on besides its catalog, as plain data: a session can then be read again."""

from __future__ import annotations

from typing import Any

from epoch_cli.catalog import NO_LIMIT
from epoch_cli.engine.budget import Meters
from epoch_cli.engine.options import Options
from epoch_cli.validation import Draft


def settings_of(draft: Draft, options: Options) -> dict[str, Any]:
    """The settings as `RunStarted.settings` holds them; caps without a limit are left out."""
    rules = draft.rules
    caps = {name: value for name, value in draft.profile._asdict().items() if isinstance(value, int)}
    return {
        "fix": options.fix,
        "granularity": options.granularity,
        "heal": options.heal,
        "mode": options.mode,
        "caps": {name: value for name, value in caps.items() if value < NO_LIMIT},
        "models": draft.models.to_json(),
        "rules": rules.to_json(),
    }


def limits_of(meters: Meters) -> dict[str, float | None]:
    """The limits of a whole run as `RunStarted.settings` holds them: what meters cannot know from the caps."""
    return {"tokens": meters.limit("tokens"), "cost": meters.limit("cost"), "time": meters.limit("time")}
