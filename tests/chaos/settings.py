"""As in production, and silent: what goes wrong here is meant to."""

from tracker.settings import *  # noqa: F403
from tracker.settings import LOGGING

LOGGING = LOGGING | {"root": {"handlers": ["stderr"], "level": "CRITICAL"}}
FIRST_RUN_PEOPLE = 0  # thousands are told at once, and nobody is there to release them
