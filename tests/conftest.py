"""What holds for all tests: generated examples repeat, and no clock decides."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,
    # It looks at wall time: a busy machine would fail a sound test.
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")
