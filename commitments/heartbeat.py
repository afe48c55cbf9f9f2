"""A sign of life of a process, on record; the health page and the watch read it."""

import datetime as dt
import socket

from commitments.models import Heartbeat

ALIVE = dt.timedelta(minutes=5)
FORGOTTEN = dt.timedelta(days=1)


def beat(role: str, now: dt.datetime) -> None:
    Heartbeat.objects.update_or_create(role=role, place=socket.gethostname()[:255], defaults={"beat_at": now})


def is_alive(role: str, now: dt.datetime) -> bool:
    return Heartbeat.objects.filter(role=role, beat_at__gt=now - ALIVE).exists()


def forget_the_gone(now: dt.datetime) -> None:
    """Machines that were taken out of service; the last one of a role stays, or its silence would not be seen."""
    for role in Heartbeat.objects.order_by().values_list("role", flat=True).distinct():
        rows = Heartbeat.objects.filter(role=role).order_by("-beat_at")
        _newest, *others = rows.values_list("pk", flat=True)
        rows.filter(beat_at__lt=now - FORGOTTEN, pk__in=others).delete()
