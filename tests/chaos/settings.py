"""As in production, and silent: what goes wrong here is meant to."""

from tracker.settings import *  # noqa: F403
from tracker.settings import LOGGING

LOGGING = LOGGING | {"root": {"handlers": ["stderr"], "level": "CRITICAL"}}
