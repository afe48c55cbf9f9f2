"""The counts of dates a subject line begins with: `named` says what is counted, the others lean on it."""

from django.utils.translation import ngettext

from commitments.timeline import DUE_SOON_DAYS
from commitments.tongue import number_in_words


def overdue(count: int, *, named: bool) -> str:
    if not named:
        return ngettext("%(count)s overdue", "%(count)s overdue", count) % {"count": number_in_words(count)}
    return ngettext("%(count)s commitment overdue", "%(count)s commitments overdue", count) % {
        "count": number_in_words(count)
    }


def due_soon(count: int, *, named: bool) -> str:
    facts = {"count": number_in_words(count), "days": DUE_SOON_DAYS}
    if not named:
        return ngettext("%(count)s due within %(days)s days", "%(count)s due within %(days)s days", count) % facts
    return (
        ngettext(
            "%(count)s commitment due within %(days)s days", "%(count)s commitments due within %(days)s days", count
        )
        % facts
    )


def due_later(count: int, *, named: bool) -> str:
    if not named:
        return ngettext("%(count)s due later", "%(count)s due later", count) % {"count": number_in_words(count)}
    return ngettext("%(count)s commitment due later", "%(count)s commitments due later", count) % {
        "count": number_in_words(count)
    }
