"""A beat that outlives its broker.

redbeat gives up when Redis is away for a moment, or when its lock went to another beat meanwhile. Beats may stand
anywhere and in any number, so both are ordinary: this one says so, and waits for its turn.
"""

import logging
import time
from types import SimpleNamespace
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone
from redbeat.schedulers import RedBeatScheduler, acquire_distributed_beat_lock
from redis.exceptions import ConnectionError as BrokerAway
from redis.exceptions import LockError
from redis.exceptions import TimeoutError as BrokerSilent

from commitments.heartbeat import beat

SIGN_EVERY = 30.0
logger = logging.getLogger(__name__)


class PatientScheduler(RedBeatScheduler):
    lock: Any
    next_sign: float = 0.0

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """How many seconds may pass until the next tick."""
        try:
            if self.lock is None:
                self._take_turn()
            pause = float(super().tick(*args, **kwargs))
            self._live()
            return pause
        except (BrokerAway, BrokerSilent) as error:
            logger.warning("The broker is away, trying again in %s s: %s", self.max_interval, error)
        except LockError:
            logger.warning("Another beat ticks now; waiting for its turn to end.")
            self.lock = None
        return float(self.max_interval)

    def _live(self) -> None:
        """A sign of life now and then; the database may be away, the ticks go on."""
        if time.monotonic() < self.next_sign:
            return
        self.next_sign = time.monotonic() + SIGN_EVERY
        try:
            beat("beat", timezone.now())
        except DatabaseError as error:
            connection.close()
            logger.warning("No sign of life could be left, the database is away: %s", error)

    def _take_turn(self) -> None:
        """Whatever took the lock may have taken the table of ticks along: a broker that forgot everything."""
        acquire_distributed_beat_lock(sender=SimpleNamespace(scheduler=self))
        self.setup_schedule()
