"""How hard Hypothesis looks: "small" on every run, the same examples each time; HYPOTHESIS_PROFILE=nightly looks long and anew."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("small", max_examples=60, derandomize=True, deadline=None)
settings.register_profile(
    "nightly", max_examples=5_000, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "small"))
