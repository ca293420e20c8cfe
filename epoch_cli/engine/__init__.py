"""The engine: from a prompt to events."""

from typing import TYPE_CHECKING

from epoch_cli.lazy import lazy_names

if TYPE_CHECKING:
    from epoch_cli.engine.control import Control
    from epoch_cli.engine.generation import generate
    from epoch_cli.engine.options import Options

__all__ = ["Control", "Options", "generate"]

# a screen opens before it has anything to show: what a run takes, 110 ms, is imported behind its first picture
__getattr__ = lazy_names(
    __name__,
    {
        "epoch_cli.engine.control": ("Control",),
        "epoch_cli.engine.generation": ("generate",),
        "epoch_cli.engine.options": ("Options",),
    },
)
