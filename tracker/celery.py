"""What runs by itself.

A message is a wake-up hint and nothing more: every job asks the database what is to be done, so a lost
message costs a minute and a repeated one nothing. Hence no result backend, no countdowns, no long retries.
"""

import os
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask
from django.conf import settings
from django.db import transaction
from kombu.transport.redis import Channel, Transport
from redis.exceptions import ConnectionError as BrokerAway

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
VISIBILITY_TIMEOUT = 300
SOCKETS = {
    "socket_timeout": 30,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "health_check_interval": 30,
    "retry_on_timeout": True,
}
# A person waits while a hint is sent: one more try at once, instead of seconds of patience.
HASTE = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.2}


class HintTask(DjangoTask):
    """What was saved stays saved when the broker is down: the failure is logged, not shown to the person."""

    abstract = True

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        def send() -> None:  # not a partial: Django logs a failure under the function's name
            self.delay(*args, **kwargs)

        transaction.on_commit(send, robust=True)


class PatientChannel(Channel):
    """Whoever still speaks through a connection that has been given up hears that it is lost. Kombu says otherwise
    that None has no attribute, which no worker is prepared for: it would end of a broker that died at a bad moment."""

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        if getattr(self.connection, "client", None) is None:
            raise BrokerAway("The connection to the broker has been given up.")
        found: dict[str, Any] = super()._connparams(asynchronous=asynchronous)  # type: ignore[misc]  # not in stubs
        return found


Transport.Channel = PatientChannel


def every(seconds: int, task: str) -> dict[str, Any]:
    """Plain intervals in UTC only: crontab misbehaves when clocks change. Hints that are late are dropped."""
    return {"task": task, "schedule": seconds, "options": {"expires": min(seconds, 10 * MINUTE)}}


app = Celery("tracker", task_cls=HintTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    beat_schedule={
        "send due reminders": every(MINUTE, "commitments.tasks.send_due_reminders"),
        "apply rollup changes": every(MINUTE, "commitments.tasks.apply_rollup_changes"),
        "keep ordered baselines": every(MINUTE, "commitments.tasks.keep_ordered_baselines"),
        "extend endless series": every(HOUR, "commitments.tasks.extend_endless_series"),
        "look at recent counts": every(HOUR, "commitments.tasks.look_at_recent_counts"),
        "verify rollups": every(DAY, "commitments.tasks.verify_rollups"),
    },
    beat_scheduler="tracker.beat:PatientScheduler",
    beat_max_loop_interval=10,
    redbeat_lock_timeout=60,
    redbeat_key_prefix="tracker:beat:",
    redbeat_redis_url=settings.REDIS_URL,
    redbeat_redis_options={name: SOCKETS[name] for name in ("socket_timeout", "socket_connect_timeout")},
    task_default_queue="tracker",
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_soft_time_limit=45,
    task_time_limit=60,
    task_publish_retry=False,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=500,
    worker_soft_shutdown_timeout=20,
    worker_enable_soft_shutdown_on_idle=True,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={"visibility_timeout": VISIBILITY_TIMEOUT, **SOCKETS, **HASTE},
    result_backend_transport_options={"visibility_timeout": VISIBILITY_TIMEOUT},
    visibility_timeout=VISIBILITY_TIMEOUT,
    redis_socket_timeout=SOCKETS["socket_timeout"],
    redis_socket_connect_timeout=SOCKETS["socket_connect_timeout"],
    redis_socket_keepalive=True,
    redis_retry_on_timeout=True,
    redis_backend_health_check_interval=30,
)
app.autodiscover_tasks()


def wake_all() -> None:
    """What came due while everything was off does not wait for the first tick."""
    for tick in app.conf.beat_schedule.values():
        if tick["schedule"] == MINUTE:
            app.send_task(tick["task"], **tick["options"])
