"""Wake-up hints for the jobs. Arguments are ids and ISO dates; what is to be done stands in the database."""

from celery import shared_task
from django.utils import timezone

from commitments import reminders


@shared_task
def send_due_reminders() -> None:
    reminders.run(timezone.now())
