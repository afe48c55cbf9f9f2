"""One step of a policy of reminders: on which days, seen from a due date or a request, who is told."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from commitments.choices import NOTICE_KINDS, StepKind
from commitments.tongue import number_in_words
from commitments.validators import validate_intervals

_ONCE = {
    StepKind.ON_THE_DAY: gettext_noop("on the day"),
    StepKind.ANSWERED: gettext_noop("answer to a request"),
    StepKind.MOVED: gettext_noop("date moved by decision"),
    StepKind.FOLLOWED: gettext_noop("date moved with another"),
    StepKind.REVIEW: gettext_noop("review asked for"),
}
REPEATING = (StepKind.OVERDUE, StepKind.ASKED, StepKind.STALE, StepKind.MILESTONE, StepKind.REVIEW)
AT_ONCE = (*NOTICE_KINDS, StepKind.REVIEW)


class ReminderStep(models.Model):
    """`offset_days` counts from the latest day of the due window: -30 is 30 days before it, 7 a week after.
    A request that waits counts from the day it was asked; answers and moved dates are told once, at once. A silence
    counts from the last report, and an escalation in working days from the overdue mail that nobody acted on.

    A step is a value: policies that say the same share the row, so what was told by it stays told when a policy
    changes. It is never rewritten, because the ledger points at it.
    """

    kind = models.CharField(max_length=12, choices=StepKind.choices)
    offset_days = models.SmallIntegerField()
    repeats = models.CharField(
        "told again after (days)",
        max_length=60,
        blank=True,
        validators=[validate_intervals],
        help_text="Such as 7,7,14,28: the last one goes on for ever. Empty: told once.",
    )
    to_editors = models.BooleanField("editors of the lead institution", default=False)
    to_heads = models.BooleanField("its head", default=False)
    to_coordinators = models.BooleanField("coordinator of the country", default=False)

    class Meta:
        ordering = ["offset_days", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "offset_days", "repeats", "to_editors", "to_heads", "to_coordinators"],
                name="step_is_written_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="step_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=StepKind.BEFORE.value, offset_days__lt=0)
                | Q(kind=StepKind.ON_THE_DAY.value, offset_days=0)
                | Q(kind=StepKind.OVERDUE.value, offset_days__gt=0)
                | Q(kind__in=[StepKind.STALE.value, StepKind.ESCALATION.value], offset_days__gt=0)
                | Q(kind=StepKind.MILESTONE.value)
                | Q(kind__in=[kind.value for kind in AT_ONCE], offset_days=0),
                name="step_kind_agrees_with_its_offset",
            ),
            models.CheckConstraint(
                condition=Q(repeats="") | Q(kind__in=[kind.value for kind in REPEATING]),
                name="only_what_lasts_is_told_again",
            ),
            models.CheckConstraint(
                condition=Q(to_editors=True)
                | Q(to_heads=True)
                | Q(to_coordinators=True)
                | Q(kind=StepKind.REVIEW.value),  # told to whoever is asked
                name="step_is_told_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        """In the language of the reader: mails say it too."""
        if self.kind == StepKind.OVERDUE and self.intervals:
            return self._while_overdue()
        if self.kind == StepKind.ASKED:
            return self._while_asked()
        if self.kind in _ONCE:
            return _(_ONCE[StepKind(self.kind)])
        return self._counted(abs(self.offset_days))

    def _counted(self, days: int) -> str:
        if self.kind == StepKind.STALE:
            return ngettext("%(days)s day without a report", "%(days)s days without a report", days) % {
                "days": number_in_words(days)
            }
        if self.kind == StepKind.ESCALATION:
            return ngettext(
                "%(days)s working day without an answer to a mail",
                "%(days)s working days without an answer to a mail",
                days,
            ) % {"days": number_in_words(days)}
        if self.kind == StepKind.MILESTONE:
            return self._of_milestone(days)
        if self.offset_days < 0:
            return ngettext("%(days)s day before", "%(days)s days before", days) % {"days": number_in_words(days)}
        return ngettext("%(days)s day after", "%(days)s days after", days) % {"days": number_in_words(days)}

    def _of_milestone(self, days: int) -> str:
        if not days:
            return _("on the day of a milestone")
        if self.offset_days < 0:
            said = ngettext("%(days)s day before a milestone", "%(days)s days before a milestone", days)
        else:
            said = ngettext("%(days)s day after a milestone", "%(days)s days after a milestone", days)
        return said % {"days": number_in_words(days)}

    def _while_overdue(self) -> str:
        if len(set(self.intervals)) > 1:
            return _("while overdue, less and less often")
        if self.intervals[0] == 7:
            return _("weekly while overdue")
        every = self.intervals[0]
        return ngettext("every %(days)s day while overdue", "every %(days)s days while overdue", every) % {
            "days": number_in_words(every)
        }

    def _while_asked(self) -> str:
        if not self.intervals:
            return _("request asked")
        if set(self.intervals) == {7}:
            return _("weekly while a request waits")
        if len(set(self.intervals)) > 1:
            return _("while a request waits, less and less often")
        every = self.intervals[0]
        said = ngettext("every %(days)s day while a request waits", "every %(days)s days while a request waits", every)
        return said % {"days": number_in_words(every)}

    @property
    def tells_seats(self) -> bool:
        """Some steps tell only those who asked or are asked."""
        return self.to_editors or self.to_heads or self.to_coordinators

    @property
    def audience_in_words(self) -> str:
        if self.kind == StepKind.REVIEW:
            return "whoever is asked"
        named = (("editors", self.to_editors), ("head", self.to_heads), ("coordinator", self.to_coordinators))
        told = [name for name, is_told in named if is_told]
        return ", ".join(["whoever asked", *told] if self.kind == StepKind.ANSWERED else told)

    @property
    def repeats_in_words(self) -> str:
        return self.repeats.replace(",", ", ")

    @property
    def intervals(self) -> tuple[int, ...]:
        """Days from each telling to the next; the last one goes on for ever. Empty: told once."""
        return tuple(int(part) for part in self.repeats.split(",")) if self.repeats else ()

    def day_number(self, round_: int) -> int:
        """How many days after what it counts from this repetition falls; the first one, and what is told once, on
        `offset_days`."""
        gaps = self.intervals
        if round_ <= 1 or not gaps:
            return self.offset_days
        beyond = max(round_ - 1 - len(gaps), 0)
        return self.offset_days + sum(gaps[: round_ - 1]) + beyond * gaps[-1]

    def round_on(self, since: dt.date, on: dt.date) -> int:
        """Which repetition `on` lies in, from 1; 0 before the first, and for a step that does not repeat."""
        passed = (on - since).days - self.offset_days
        if not self.intervals or passed < 0:
            return 0
        for number, gap in enumerate(self.intervals, 1):
            if passed < gap:
                return number
            passed -= gap
        return len(self.intervals) + 1 + passed // self.intervals[-1]

    def falls_on(self, since: dt.date, round_: int) -> dt.date:
        return since + dt.timedelta(days=self.day_number(round_))
