"""Settings of property tests: the same cases in every run, and nothing kept between runs.

``pytest --hypothesis-profile=search`` tries fresh cases instead.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,  # A slow machine is no fault of the code.
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", settings.get_profile("steady"), derandomize=False)


def pytest_configure(config: pytest.Config) -> None:
    """Load the steady profile unless the command line names another."""
    settings.load_profile(config.getoption("--hypothesis-profile") or "steady")
