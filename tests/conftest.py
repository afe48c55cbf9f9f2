"""What every test may ask for. The servers themselves start in `tests/servers.py`."""

from tests.browser import browser, browser_page  # noqa: F401
from tests.mailbox import smtp_server  # noqa: F401
