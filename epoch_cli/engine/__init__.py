"""The engine: from a prompt to events."""

from epoch_cli.engine.control import Control
from epoch_cli.engine.generate import generate
from epoch_cli.engine.options import Options

__all__ = ["Control", "Options", "generate"]
