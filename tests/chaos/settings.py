"""As in production, less patient with a silent mail server: only how long a scenario takes depends on it."""

from tracker.settings import *  # noqa: F403
from tracker.settings import LOGGING

EMAIL_TIMEOUT = 1
LOGGING = LOGGING | {"root": {"handlers": ["stderr"], "level": "CRITICAL"}}
