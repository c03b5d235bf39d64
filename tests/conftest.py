"""Fixtures for every room."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

#: The same examples on every machine, however slow it is; ``pytest --hypothesis-profile=default`` looks for new ones.
settings.register_profile(
    "endrange", derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("endrange")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The clips with known truth that come with the project."""
    return ROOT / "samples"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Larger data that lies beside some checkouts; its tests skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the larger test data are not beside this checkout")
    return folder
