from django.apps import AppConfig

from tracker import celery, checks


class TrackerConfig(AppConfig):
    name = "tracker"
    verbose_name = "The tracker itself"
    # Tasks sent by web and commands must know the broker, not only those of the worker.
    celery_app = celery.app
    own_checks = checks
