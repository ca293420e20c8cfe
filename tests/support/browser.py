"""Pages in a real browser: opened from a file, and everything noted that a page must not do.

Chromium is driven by playwright, which brings no browser of its own here. Where either is missing plain pytest skips
and CI fails.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.npm import MODULES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


AXE = MODULES / "axe-core" / "axe.min.js"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MISSING = "EPOCH_CI" not in os.environ and (
    (CHROMIUM is None and "there is no Chromium")
    or (find_spec("playwright") is None and "there is no playwright to drive a browser")
    or (not AXE.is_file() and "npm install --no-save --prefix .ci axe-core@4")
)
"""Why there can be no browser here; False where there is one, or has to be."""
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-extensions",
)  # fmt: skip
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  (window.violations ||= []).push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


@contextmanager
def started_browser() -> Iterator[Browser]:
    """A browser for as long as the context is."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Visit:
    """A page that is open, and what it did: errors on the console, requests, dialogs of its own (`alert`)."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note what happens from now on."""
        page = self.page
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def show(self, width: int) -> Visit:
        """Go to the address, in a window of this width."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.goto(self.address)
        return self

    def faults(self) -> dict[str, Any]:
        """Everything that a page of ours never does, by kind; empty when it did none of it."""
        found = {
            "errors": self.errors,
            "requests": [url for url in self.requests if url != self.address],
            "dialogs": self.dialogs,
            "violations": self.page.evaluate("window.violations || []"),
            "navigation": [] if self.page.url.partition("#")[0] == self.address else [self.page.url],
        }
        return {kind: what for kind, what in found.items() if what}

    def axe(self, *, rules: list[str] | None = None) -> list[str]:
        """What axe-core finds against WCAG 2.2 A and AA, or against single rules: rule, element and reason of each."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(_axe())
        only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_RULES}
        found = self.page.evaluate(
            """async (runOnly) => {
              const { violations } = await axe.run(document, { runOnly, resultTypes: ["violations"] });
              return violations.flatMap(({ id, nodes }) =>
                nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
            }""",
            only,
        )
        return list(found)

    def theme(self, name: str) -> None:
        """Let the reader prefer `light` or `dark`."""
        self.page.emulate_media(color_scheme=name)  # type: ignore[arg-type]

    def overflow(self, width: int) -> list[str]:
        """Which elements make the whole page scroll sideways in a window of this width."""
        self.page.set_viewport_size({"width": width, "height": 800})
        return list(
            self.page.evaluate(
                """() => document.documentElement.scrollWidth <= innerWidth ? [] :
                  [...document.querySelectorAll("#ui-root *")]
                    .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
                    .slice(0, 5).map((element) => element.outerHTML.slice(0, 160))"""
            )
        )


@dataclass
class Pages:
    """Opens pages in one browser: a context for those with scripts, one for those without."""

    browser: Browser
    folder: Path
    contexts: dict[bool, Any] = field(default_factory=dict)
    turned: dict[bool, Visit] = field(default_factory=dict)
    count: int = 0

    def open(self, html: str, *, script: bool = True, width: int = 1280) -> Visit:
        """Open a page from a file of its own."""
        return self.visit(self._written(html), script=script, width=width)

    def turn(self, html: str, *, script: bool = True, width: int = 1280) -> Visit:
        """Open it in place of the page before: a new one costs half as much as all that is asked of it."""
        visit = self.turned.get(script)
        if visit is None:
            visit = self.turned[script] = Visit(self._context(script).new_page(), "")
            visit.watch()
        visit.address = self._written(html)
        for noted in (visit.errors, visit.requests, visit.dialogs):
            noted.clear()
        visit.theme("light")
        return visit.show(width)

    def visit(self, address: str, *, script: bool = True, width: int = 1280) -> Visit:
        """Open what is at an address."""
        visit = Visit(self._context(script).new_page(), address)
        visit.watch()
        return visit.show(width)

    def close(self) -> None:
        """Close the pages that are open, for the next test."""
        kept = [visit.page for visit in self.turned.values()]
        for context in self.contexts.values():
            for page in context.pages:
                if page not in kept:
                    page.close()

    def _written(self, html: str) -> str:
        self.count += 1
        path = self.folder / f"page-{self.count}.html"
        path.write_text(html, "utf-8")
        return path.as_uri()

    def _context(self, script: bool) -> Any:
        if script not in self.contexts:
            self.contexts[script] = self.browser.new_context(java_script_enabled=script, reduced_motion="reduce")
            self.contexts[script].add_init_script(_WATCH)
        return self.contexts[script]


@cache
def _axe() -> str:
    return AXE.read_text("utf-8")
