"""What tests of encrypted connections share."""

from __future__ import annotations

import pytest
from support.loopback import Identity, make_identity


@pytest.fixture(scope="session")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    return make_identity(tmp_path_factory.mktemp("identity"))
