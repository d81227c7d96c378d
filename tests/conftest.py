"""What all tests share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# Examples take as long as a busy machine needs: speed is measured in benchmarks.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")
