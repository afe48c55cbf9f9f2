"""As in production, and silent: what goes wrong here is meant to."""

from tracker.settings import *  # noqa: F403
from tracker.settings import LOGGING

_LOUD = 60  # than which nothing is louder: a hint that cannot be acknowledged, because its broker is dead
LOGGING = LOGGING | {
    "root": {"handlers": ["stderr"], "level": "CRITICAL"},
    "loggers": LOGGING["loggers"] | {"celery.worker.request": {"level": _LOUD}},
}
FIRST_RUN_PEOPLE = 0  # thousands are told at once, and nobody is there to release them
