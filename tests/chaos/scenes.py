"""How a world begins: nobody told, everything planned, or all mails written. Brought about once by a real sender and
put back row by row as often as wanted, so that ten thousand reminders are not planned anew for each place."""

from collections.abc import Callable

from django.db import connection

from commitments.models import DeliveryAttempt, Message, Reminder
from commitments.reminders import bundle
from tests.chaos.seams import Scene
from tests.chaos.stage import KILLED, Stage

Rows = tuple[list[Message], list[Reminder]]


class Scenes:
    def __init__(self, open_stage: Callable[[], Stage], people: int) -> None:
        batches = -(-people // bundle.BATCH)
        self._ends = {Scene.PLANNED: ("planned", 1), Scene.WRITTEN: ("mails are written", batches)}
        self._open_stage = open_stage
        self._kept: dict[Scene, Rows] = {}

    def begin(self, scene: Scene) -> None:
        """The same world, and its mails as far as that."""
        _forget_mails()
        if scene in self._kept:
            mails, reminders = self._kept[scene]
            Message.objects.bulk_create(mails, batch_size=100)
            Reminder.objects.bulk_create(reminders, batch_size=1000)
        elif scene in self._ends:
            self._bring_about(scene)
            self._kept[scene] = list(Message.objects.all()), list(Reminder.objects.all())

    def _bring_about(self, scene: Scene) -> None:
        """One sender comes as far as that and dies."""
        stage, (place, nth) = self._open_stage(), self._ends[scene]
        assert stage.play([{"seams": {place: nth}}]) == [KILLED]
        connection.close()  # what it has written
        stage.close()


def _forget_mails() -> None:
    with connection.cursor() as cursor:
        for model in (DeliveryAttempt, Reminder, Message):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
