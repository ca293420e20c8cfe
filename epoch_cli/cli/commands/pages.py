"""Commands that show documents as pages: preview."""

from pathlib import Path
from typing import Annotated

import typer

from epoch_cli.cli.commands.registry import command, flags_of
from epoch_cli.cli.flags import DataFile, Force, Preset, Quiet


@command(
    examples=(
        "epoch preview last --open",
        "epoch preview ui/login.json -o login.html",
        "epoch preview ui/orders.json --data-file orders.json -o orders.html",
        'epoch gen "login form" --format json | epoch preview - > page.html',
    ),
)
def preview(
    source: Annotated[
        str, typer.Argument(metavar="FILE", help="A document, patches, a session or its id; - reads stdin.")
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the page to FILE; - is stdout.")
    ] = None,
    force: Force = False,
    opens: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    data_file: Annotated[
        Path | None,
        typer.Option("--data-file", metavar="FILE", help='Values for bindings: JSON such as {"users": […]}.'),
    ] = None,
    data: DataFile = None,
    preset: Preset = None,
    remote_images: Annotated[
        bool, typer.Option("--remote-images", help="Let the page fetch pictures from where they are (https).")
    ] = False,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="What the page is called.")] = "",
    replay: Annotated[
        bool, typer.Option("--replay", help="Play a session on a live page: see epoch replay --preview for more.")
    ] = False,
    speed: Annotated[
        float | None, typer.Option("--speed", metavar="FACTOR", min=0.01, help="With --replay: 2 is twice as fast.")
    ] = None,
    quiet: Quiet = False,
) -> int:
    """Show a document as a page in a browser.

    The page is one file that needs nothing else: its style, light and dark, is made from the design system's tokens,
    and nothing of the document is ever run. What buttons would do is told. A pipe gets the page; on a terminal it is
    written to a file, which is named.

    Bindings show the values of --data-file, and samples made from the data models where there are none.
    """
    from epoch_cli.cli.preview import PreviewFlags, run_preview

    return run_preview(flags_of(PreviewFlags, locals()))
