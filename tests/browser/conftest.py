"""One browser for the tests of this folder, closed before others run: playwright's event loop would be in their way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.browser import MISSING, Pages, started_browser


@pytest.fixture(scope="module")
def pages_of_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """The browser, and a folder for its pages; per module, for a package of tests without `__init__.py` has no end."""
    if MISSING:
        pytest.skip(MISSING)
    with started_browser() as browser:
        yield Pages(browser, tmp_path_factory.mktemp("pages"))


@pytest.fixture
def pages(pages_of_browser: Pages) -> Iterator[Pages]:
    """Opens pages; they are closed when the test is over."""
    yield pages_of_browser
    pages_of_browser.close()
