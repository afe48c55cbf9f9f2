"""Several at once, as workers and double clicks are."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def together(*jobs):
    """Run each in a thread with a connection of its own; what one of them raises is raised here."""
    start = threading.Barrier(len(jobs))

    def run(job):
        try:
            start.wait(10)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return [running.result(60) for running in [threads.submit(run, job) for job in jobs]]
