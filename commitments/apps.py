from django.apps import AppConfig
from django.db.models.signals import post_migrate

from commitments.changes import keep_watch


class CommitmentsConfig(AppConfig):
    name = "commitments"
    verbose_name = "What was promised, and how it goes"

    def ready(self) -> None:
        post_migrate.connect(keep_watch, sender=self)
