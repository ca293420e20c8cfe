"""Options whose order matters: `-o FILE` belongs to the format before it."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

ORDER = "epoch.order"


class Ordered(TyperCommand):
    """A command that notes in `context.meta[ORDER]` which parameters were given, in their order, each time."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse as usual, and once before that for the order, which is lost afterwards."""
        if not ctx.resilient_parsing:
            _, _, given = self.make_parser(ctx).parse_args(args=list(args))
            ctx.meta[ORDER] = [parameter.name for parameter in given]
        return super().parse_args(ctx, args)
