"""Which colours of a design system stand on which."""

from __future__ import annotations

from support.every_row import every_row

from epoch_cli.catalog import Catalog
from epoch_cli.validation.catalog_checks import color_pairs


@every_row(
    ("names", "pairs"),
    [
        (["card", "card-foreground"], {("card-foreground", "card")}),
        (["card-foreground"], set()),
        (["primary", "on-primary"], {("on-primary", "primary")}),
        (["on-primary"], set()),
        (["primary", "secondary"], set()),
        (["text", "background"], {("text", "background")}),
        (["text"], set()),
    ],
)
def test_colours_go_together_by_their_names(punk: Catalog, names: list[str], pairs: set[tuple[str, str]]) -> None:
    token = next(iter(punk.tokens["colors"].tokens.values()))
    assert set(color_pairs(dict.fromkeys(names, token))) == pairs
