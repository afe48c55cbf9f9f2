"""What every test may ask for. The servers themselves start in `tests/servers.py`."""

from hypothesis import settings

pytest_plugins = ["tests.browser", "tests.mailbox", "tests.people", "tests.shipped"]

# How long one example takes depends on what else the machine does.
settings.register_profile("tracker", deadline=None)
settings.load_profile("tracker")
