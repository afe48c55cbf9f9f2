"""The policy of reminders as data: on which days, seen from a due date or a request, somebody is told."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from commitments.choices import DEADLINE_KINDS, NOTICE_KINDS, StepKind

_ONCE = {
    StepKind.ON_THE_DAY: gettext_noop("on the day"),
    StepKind.ANSWERED: gettext_noop("answer to a request"),
    StepKind.MOVED: gettext_noop("date moved by decision"),
    StepKind.FOLLOWED: gettext_noop("date moved with another"),
}


class ReminderStep(models.Model):
    """`offset_days` counts from the latest day of the due window: -30 is 30 days before it, 7 a week after.
    A request that waits counts from the day it was asked; answers and moved dates are told once, at once.

    A step is never rewritten, because the ledger points at it: retire it and add one of a higher version.
    """

    kind = models.CharField(max_length=12, choices=StepKind.choices)
    offset_days = models.SmallIntegerField()
    repeats_every = models.PositiveSmallIntegerField("repeats every (days)", null=True, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    in_force = models.BooleanField(default=True)

    class Meta:
        ordering = ["offset_days", "version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "offset_days", "version"], name="step_is_written_once_per_version"),
            models.UniqueConstraint(
                fields=["offset_days"],
                condition=Q(in_force=True, kind__in=[kind.value for kind in DEADLINE_KINDS]),
                name="one_step_in_force_per_offset",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(in_force=True, kind__in=[kind.value for kind in NOTICE_KINDS]),
                name="one_notice_in_force_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind=StepKind.BEFORE.value, offset_days__lt=0)
                | Q(kind=StepKind.ON_THE_DAY.value, offset_days=0)
                | Q(kind=StepKind.OVERDUE.value, offset_days__gt=0)
                | Q(kind__in=[kind.value for kind in NOTICE_KINDS], offset_days=0),
                name="step_kind_agrees_with_its_offset",
            ),
            models.CheckConstraint(
                condition=Q(repeats_every__isnull=True)
                | Q(kind__in=[StepKind.OVERDUE.value, StepKind.ASKED.value], repeats_every__gte=1),
                name="only_what_lasts_is_told_again",
            ),
        ]

    def __str__(self) -> str:
        """In the language that is spoken: mails say it."""
        if self.kind in _ONCE:
            return _(_ONCE[StepKind(self.kind)])
        if self.repeats_every:
            return self._repeated(self.repeats_every)
        if self.kind == StepKind.ASKED:
            return _("request asked")
        days = abs(self.offset_days)
        if self.offset_days < 0:
            return ngettext("%(days)d day before", "%(days)d days before", days) % {"days": days}
        return ngettext("%(days)d day after", "%(days)d days after", days) % {"days": days}

    def _repeated(self, every: int) -> str:
        waits = self.kind == StepKind.ASKED
        if every == 7:
            return _("weekly while a request waits") if waits else _("weekly while overdue")
        if waits:
            said = ngettext(
                "every %(days)d day while a request waits", "every %(days)d days while a request waits", every
            )
        else:
            said = ngettext("every %(days)d day while overdue", "every %(days)d days while overdue", every)
        return said % {"days": every}

    def round_on(self, due_latest: dt.date, on: dt.date) -> int:
        """Which repetition `on` lies in, from 1; 0 for a step that does not repeat."""
        if not self.repeats_every:
            return 0
        return ((on - due_latest).days - self.offset_days) // self.repeats_every + 1

    def falls_on(self, due_latest: dt.date, round_: int) -> dt.date:
        repeated = (round_ - 1) * self.repeats_every if self.repeats_every else 0
        return due_latest + dt.timedelta(days=self.offset_days + repeated)
