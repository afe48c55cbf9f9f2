"""Which mails wait until somebody has looked at the policy that an upgrade brought: those about a country that has
none of its own, and no others. A coordinator who puts a policy in force has seen ahead what it sends."""

from django.db.models import Exists, OuterRef, QuerySet

from commitments.choices import ReminderStatus
from commitments.delivery import HoldKind
from commitments.models import MailHold, Reminder
from commitments.models.message import MessageQuerySet
from commitments.reminders.steps import policies_in_force


def open_upgrades() -> QuerySet[MailHold]:
    return MailHold.objects.filter(released_at=None, kind=HoldKind.UPGRADED)


def of_unseen_policy() -> QuerySet[Reminder]:
    """What is told by the policy as shipped."""
    return Reminder.objects.exclude(commitment__document__country__in=list(policies_in_force().own))


def free(mails: MessageQuerySet) -> MessageQuerySet:
    """Without those that an upgrade holds. A mail says all that its reader owes, so one line of such a country does."""
    if not open_upgrades().exists():
        return mails
    lines = of_unseen_policy().filter(message=OuterRef("pk"), status=ReminderStatus.BUNDLED)
    return mails.exclude(Exists(lines))
