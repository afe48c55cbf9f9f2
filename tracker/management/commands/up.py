from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from countries.demo import DEMO_PEOPLE
from tracker.environment import ROOT
from tracker.supervisor.lock import AlreadyRunning
from tracker.supervisor.run import CannotRun, Plan, Supervisor
from tracker.supervisor.words import welcome


class Command(BaseCommand):
    help = "Start everything on this machine: broker, database, web, worker and beat. Ctrl-C stops it all."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            Supervisor(plan()).run(_welcome)
        except AlreadyRunning as running:
            raise CommandError(
                f"The tracker is already running here: {running}. Stop it with Ctrl-C in its window, "
                f"or start another one with its own folder: make run DATA_DIR=other PORT={settings.PORT + 1}"
            ) from None
        except CannotRun as reason:
            raise CommandError(str(reason)) from None


def plan() -> Plan:
    socket = settings.ENVIRONMENT.redis.socket if settings.REDIS_IS_EMBEDDED else None
    return Plan(
        root=ROOT,
        data_dir=settings.DATA_DIR,
        site_url=settings.SITE_URL,
        listen=settings.LISTEN,
        port=settings.PORT,
        web_threads=settings.WEB_THREADS,
        worker_threads=settings.WORKER_THREADS,
        valkey_socket=socket,
        with_demo=settings.DEMO,
        chosen=f"{settings.DATABASES['default']['NAME']} {settings.DEMO} {settings.DEBUG}",
    )


def _welcome() -> str:
    return welcome(settings.SITE_URL, DEMO_PEOPLE if settings.DEMO else (), settings.MAIL_IS_DELIVERED)
