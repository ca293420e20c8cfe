"""The page that follows a run: empty at first, filled by its script with what the server tells (`frames.py`)."""

from __future__ import annotations

from typing import Final, NamedTuple

from epoch_cli.catalog import Catalog
from epoch_cli.preview.markup import ROOT_ID
from epoch_cli.preview.page import content_policy
from epoch_cli.preview.script import page_script
from epoch_cli.preview.style_sheet import style_sheet

_BESIDES: Final = "connect-src 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
"""What the policy says besides that of a page which stands alone: where frames come from, and that no text becomes
HTML."""

_PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>epoch</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body class="ui-live">
<main id="{root}"></main>
<aside class="ui-live-side" lang="en" dir="ltr" aria-label="How the run goes">
<details open>
<summary>Run <span class="ui-live-state" id="ui-live-state" role="status">connecting</span></summary>
<div id="ui-side"></div>
</details>
</aside>
<script>{script}</script>
</body>
</html>
"""


class LivePage(NamedTuple):
    """What the server of a live page serves.

    Attributes:
        html: the page.
        policy: its Content-Security-Policy, to be sent as a header.
    """

    html: str
    policy: str


def make_live_page(catalog: Catalog) -> LivePage:
    """The page for runs of a design system. Its script may reach nothing but the server that it came from."""
    style, script = style_sheet(catalog, "live"), page_script("live")
    policy = f"{content_policy(style, script)}; {_BESIDES}"
    return LivePage(_PAGE.format(root=ROOT_ID, style=style, script=script), policy)
