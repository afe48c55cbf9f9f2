"""Wake-up hints for the jobs. Arguments are ids and ISO dates; what is to be done stands in the database."""

from contextlib import suppress

from celery import Task, shared_task
from django.utils import timezone

from commitments import reminders
from commitments.actions import extend_series, keep_next_ordered
from commitments.heartbeat import beat
from commitments.rollups.apply import apply_waiting
from commitments.rollups.lately import look
from commitments.rollups.running import RunsAlready
from commitments.rollups.verify import verify_and_repair

HOUR = 3600


def wake(task: Task) -> None:
    """Hint, once what was written is committed, that there is work; a lost hint is made up for within a minute."""
    task.delay_on_commit()  # type: ignore[attr-defined]  # of the Django task class


@shared_task
def send_due_reminders() -> None:
    beat("worker", timezone.now())
    reminders.run(timezone.now())


@shared_task
def apply_rollup_changes() -> None:
    apply_waiting(timezone.now())


@shared_task
def extend_endless_series() -> None:
    extend_series(timezone.now())


@shared_task(acks_late=False, soft_time_limit=HOUR, time_limit=HOUR + 60)
def keep_ordered_baselines() -> None:
    """What a worker that was killed had begun, the next tick finds."""
    while keep_next_ordered(timezone.now()):
        pass


@shared_task
def look_at_recent_counts() -> None:
    """What is found wrong is on record at once; everything is then looked at, and put right."""
    if look(timezone.now()):
        wake(verify_rollups)


@shared_task(acks_late=False, soft_time_limit=6 * HOUR, time_limit=6 * HOUR + 60)
def verify_rollups() -> None:
    """Takes as long as there are commitments, so its message is not kept until it ends: it would come again."""
    with suppress(RunsAlready):
        verify_and_repair(timezone.now())
