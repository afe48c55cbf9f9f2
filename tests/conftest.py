"""What every test may ask for. The servers themselves start in `tests/servers.py`."""

import hypothesis

pytest_plugins = ["tests.browser", "tests.mailbox", "tests.people", "tests.policy", "tests.shipped"]

# How long one example takes depends on what else the machine does.
hypothesis.settings.register_profile(
    "tracker", deadline=None, max_examples=50, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("tracker")
