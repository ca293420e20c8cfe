"""What all tests share: `support` can be imported, and the built-in design system is loaded once."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

# pytest imports test files by path (--import-mode=importlib); their common code is an ordinary import
sys.path.insert(0, str(Path(__file__).resolve().parent))

from support import coverage
from support.examples import examples

if TYPE_CHECKING:
    from epoch_cli.catalog import Catalog

coverage.start()  # before anything of the package is imported

# a slow moment of a machine is no failure; what CI draws is the same in each run, so that it fails for changes alone
settings.register_profile("epoch", deadline=None, derandomize="EPOCH_CI" in os.environ, max_examples=examples())
settings.load_profile("epoch")

# hypothesis reads all our modules for constants to try, those that happen to be imported: which ones differs with the
# tests that a worker had before, and reading them takes seconds in each
if "EPOCH_CI" in os.environ and hasattr(providers, "_get_local_constants"):
    providers._get_local_constants = providers.Constants

# what the tests' own caller ignores (SIGINT in a shell's background, SIGHUP under nohup) commands would ignore, too
for _name, _handler in (("SIGINT", signal.default_int_handler), ("SIGHUP", signal.SIG_DFL)):
    _number = getattr(signal, _name, None)
    if _number is not None and signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _handler)


@pytest.fixture(scope="session")
def punk() -> Catalog:
    """The built-in design system; nobody changes it."""
    from epoch_cli.catalog import load_catalog

    return load_catalog("punk")


def pytest_sessionfinish() -> None:
    """Note what was run through, in each of the processes that run tests."""
    coverage.note()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the tables that tests have filled (`support/tables.py`)."""
    from support.tables import write_tables

    write_tables(terminalreporter)
