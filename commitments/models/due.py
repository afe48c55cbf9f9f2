"""The fields of a due window, for whatever is promised by a date."""

from django.db import models

from commitments.choices import Precision
from commitments.deadlines import DueWindow
from commitments.models.date_reading import DateReading
from countries.validators import validate_line, validate_text


class PromisedByDate(models.Model):
    """A phrase may stand without a window (nobody can say what "soon" means), a window never without its phrase."""

    due_phrase = models.CharField(
        max_length=300, blank=True, validators=[validate_line], help_text="As promised, word for word."
    )
    due_earliest = models.DateField(null=True, blank=True)
    due_latest = models.DateField(null=True, blank=True)
    due_precision = models.CharField(max_length=12, choices=Precision.choices, blank=True)
    due_edtf = models.CharField("due date in EDTF", max_length=40, blank=True)
    due_reading = models.ForeignKey(
        DateReading, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    due_note = models.TextField(blank=True, validators=[validate_text])

    class Meta:
        abstract = True

    @property
    def due_window(self) -> DueWindow | None:
        if self.due_earliest is None or self.due_latest is None:
            return None
        return DueWindow(self.due_earliest, self.due_latest, Precision(self.due_precision), self.due_edtf)

    def set_due(self, window: DueWindow | None) -> None:
        self.due_earliest = window.earliest if window else None
        self.due_latest = window.latest if window else None
        self.due_precision = window.precision if window else ""
        self.due_edtf = window.edtf if window else ""


def window_is_whole(prefix: str) -> models.Q:
    """All of a window or none of it, in order: a condition for `CheckConstraint`.

    Both days are named as present, because comparing with NULL is unknown and a check lets the unknown pass.
    """
    absent = {f"{prefix}_earliest__isnull": True, f"{prefix}_latest__isnull": True, f"{prefix}_edtf": ""}
    present = {f"{prefix}_earliest__isnull": False, f"{prefix}_latest__isnull": False}
    ordered = {f"{prefix}_earliest__lte": models.F(f"{prefix}_latest")}
    return models.Q(**absent) | models.Q(**present, **ordered) & ~models.Q(**{f"{prefix}_edtf": ""})
