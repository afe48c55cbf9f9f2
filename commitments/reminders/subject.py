"""The counts of dates a subject line begins with: `named` says what is counted, the others lean on it."""

from django.utils.translation import ngettext

from commitments.timeline import DUE_SOON_DAYS


def overdue(count: int, *, named: bool) -> str:
    if not named:
        return ngettext("%(count)d overdue", "%(count)d overdue", count) % {"count": count}
    return ngettext("%(count)d commitment overdue", "%(count)d commitments overdue", count) % {"count": count}


def due_soon(count: int, *, named: bool) -> str:
    facts = {"count": count, "days": DUE_SOON_DAYS}
    if not named:
        return ngettext("%(count)d due within %(days)d days", "%(count)d due within %(days)d days", count) % facts
    return (
        ngettext(
            "%(count)d commitment due within %(days)d days", "%(count)d commitments due within %(days)d days", count
        )
        % facts
    )


def due_later(count: int, *, named: bool) -> str:
    if not named:
        return ngettext("%(count)d due later", "%(count)d due later", count) % {"count": count}
    return ngettext("%(count)d commitment due later", "%(count)d commitments due later", count) % {"count": count}
