"""What the tests of commands as processes share."""

from __future__ import annotations

import pytest

from tests.cli.jobs import Ends


@pytest.fixture(scope="session")
def ends(tmp_path_factory: pytest.TempPathFactory) -> Ends:
    """How a municipality's commands end undisturbed."""
    return Ends(tmp_path_factory.mktemp("ends"))
