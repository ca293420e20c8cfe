"""Extensions: providers, rules, repairs and readers that are not Epoch's own. Plugin authors import from here, alone.

    [project.entry-points."epoch.rules"]        an installed distribution names an object of its own
    acme = "epoch_acme.rules:extension"         (groups: epoch.providers, epoch.rules, epoch.repairs, epoch.readers)

    .epoch/rules/acme.py                        a project has files, each with an object `extension`: never imported,
                                                nor even compiled, before `epoch trust`, and only as it was then

What the object is, by its kind (`shapes.py` explains each field):

    providers   a `ProviderExtension`: a row as in the user's own `[providers.NAME]`, or something that streams parts
    rules       a `RuleExtension`, or several with the same letters: what only a finished screen can tell. It is always
                deferred, so it refuses no patch and the theorem of `validation/draft.py` stands
    repairs     a `RepairExtension`, or several: changes that mend a finding, of a refused patch or of a file. What they
                change is judged by all gates again
    readers     a `ReaderExtension`: a format for `--format NAME`

How they are had: `installed.py` finds what distributions declare and remembers it; `project.py` reads a project's files
and `consent.py` knows which were trusted; `gathered.py` puts both together and loads what is asked for, when it is
asked for; `isolation.py` runs what is not ours, so that whatever it does, the run goes on; `rules.py`, `repairs.py`,
`providers.py` and `readers.py` make of each kind what the layers below and above take. Nothing here is global: the
command line gathers extensions and hands them on, and `epoch_cli.validate` knows of none.

No name of Epoch's own can be taken: those of its providers, formats and rules, and codes that begin with E. Relative
imports between a project's files do not work: each file is a module by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from epoch_cli.lazy import lazy_names

if TYPE_CHECKING:
    from epoch_cli.catalog import Catalog
    from epoch_cli.errors import ProviderError
    from epoch_cli.events import Event
    from epoch_cli.extensions.shapes import (
        EventReader,
        Opening,
        OutputStream,
        Problem,
        ProviderExtension,
        ReaderExtension,
        RepairExtension,
        RuleExtension,
    )
    from epoch_cli.providers.base import FinishPart, Part, Request, TextPart, ThinkingPart, UsagePart

__all__ = [
    "Catalog",
    "Event",
    "EventReader",
    "FinishPart",
    "Opening",
    "OutputStream",
    "Part",
    "Problem",
    "ProviderError",
    "ProviderExtension",
    "ReaderExtension",
    "RepairExtension",
    "Request",
    "RuleExtension",
    "TextPart",
    "ThinkingPart",
    "UsagePart",
]

# a plugin with a rule needs nothing of providers, and `validate` without plugins nothing of any
__getattr__ = lazy_names(
    __name__,
    {
        "epoch_cli.catalog": ("Catalog",),
        "epoch_cli.errors": ("ProviderError",),
        "epoch_cli.events": ("Event",),
        "epoch_cli.extensions.shapes": (
            "EventReader",
            "Opening",
            "OutputStream",
            "Problem",
            "ProviderExtension",
            "ReaderExtension",
            "RepairExtension",
            "RuleExtension",
        ),
        "epoch_cli.providers.base": ("FinishPart", "Part", "Request", "TextPart", "ThinkingPart", "UsagePart"),
    },
)
