"""What every test may ask for. The servers themselves start in `tests/servers.py`."""

pytest_plugins = ["tests.browser", "tests.mailbox", "tests.people"]
