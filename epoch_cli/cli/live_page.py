"""The live page of a command: its server, its address, and the browser that opens it (`--preview`)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from epoch_cli.catalog import Catalog, Models
from epoch_cli.cli.browser import open_beside
from epoch_cli.cli.presets import open_catalog, read_config
from epoch_cli.cli.recorded_catalog import catalog_of
from epoch_cli.cli.streams import say
from epoch_cli.errors import PatchError
from epoch_cli.events import Event, RunStarted
from epoch_cli.output.page_feed import PageFeed
from epoch_cli.output.text import visible
from epoch_cli.preview.frames import Frames
from epoch_cli.preview.live_page import make_live_page
from epoch_cli.preview.server import PageServer
from epoch_cli.sessions.content import no_beginning

_PATIENCE = 5.0
"""Seconds that a page which is still loading gets to show the end of a run that was faster."""

_UNSAID = 0.5
"""Seconds of those that need no word."""


class ShownPage(NamedTuple):
    """A page that is there.

    Attributes:
        address: where.
        feed: takes the events that it shows.
    """

    address: str
    feed: PageFeed


@contextmanager
def live_page(
    catalog: Catalog, *, opens: bool, waits: bool, models: Models | None = None, live: bool = True
) -> Iterator[ShownPage]:
    """A page that is there while the block runs, and until somebody has seen its end.

    Args:
        catalog: the design system.
        opens: whether it may be opened in a browser, which is done where somebody sits at the terminal.
        waits: whether the end waits for a page that is still loading; that of a run which somebody stopped never does.
        models: the data models that samples are made from; those of the design system without them.
        live: whether it follows a run, whose time goes on between two events.

    Raises:
        UsageError: nothing can be served on this machine.
    """
    frames = Frames()
    html, policy = make_live_page(catalog)
    server = PageServer(html, policy, frames)
    feed = PageFeed(catalog, frames, models=models, live=live)
    over = False
    try:
        say(f"page: {server.address}")
        if opens and sys.stderr.isatty():
            open_beside(server.address)
        yield ShownPage(server.address, feed)
        over = True
    finally:
        with suppress(KeyboardInterrupt):  # who does not want to wait need not
            feed.close()
            _end(server, waits=waits and over and not feed.stopped)
        server.close()
        _say_failure(feed)


@contextmanager
def page_of_session(name: str, first: Event | None, *, opens: bool, waits: bool) -> Iterator[ShownPage]:
    """The same for a session that is played, with the design system that it was made with.

    Args:
        name: where it is, for messages.
        first: its first event.
        opens: as of `live_page`.
        waits: as of `live_page`.

    Raises:
        SessionError: it has no beginning, and no page is opened.
    """
    if not isinstance(first, RunStarted):
        raise no_beginning(name)
    catalog, note = catalog_of(first)
    if note:
        say(visible(f"epoch: {note}"))
    known = catalog or open_catalog(read_config().preset)
    with live_page(known, opens=opens, waits=waits, live=False) as page:
        yield page


def _end(server: PageServer, *, waits: bool) -> None:
    """Tell the page its end, and wait until who is there has heard it, and perhaps for who is still coming."""
    if not server.wait_until_seen(_UNSAID, by_newcomers=waits) and waits:
        say(f"page: nobody has opened it yet; it stays for {_PATIENCE:.0f} s more, Ctrl-C ends it")
        server.wait_until_seen(_PATIENCE)


def _say_failure(feed: PageFeed) -> None:
    """Say why a page was not drawn to its end, if it was not."""
    failure = feed.failure
    if isinstance(failure, PatchError):
        say(visible(f"epoch: the page ends before a patch that does not fit: {failure.message}"))
    elif failure is not None:
        what = f"{type(failure).__name__}: {failure}"
        say(visible(f"epoch: the page failed, and nothing else did: {what}; leave --preview out, and report it"))
