"""What the health page says, looked at all the time: an operator hears by mail when a part falls silent, and when it is
back. Its way out needs neither worker nor beat nor broker; when the database is away it remembers in its own memory.
"""

import datetime as dt
import logging
import smtplib
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction

from commitments.heartbeat import beat, forget_the_gone
from commitments.models import Incident
from tracker.health import Finding, examine

logger = logging.getLogger(__name__)

# A part that is down for one look only, as while everything starts, is not worth a mail.
GRACE = dt.timedelta(seconds=40)
ROLE = "watch"


@dataclass
class Watch:
    """`unrecorded`: parts told of while the database was away, with when each was first seen down."""

    unrecorded: dict[str, dt.datetime] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def look(self, now: dt.datetime) -> list[Finding]:
        findings = examine(now)
        try:
            beat(ROLE, now)
            forget_the_gone(now)
            self._end_unrecorded(findings)
            _record(findings, now)
            _tell(now)
        except DatabaseError:
            self._without_database(findings, now)
        return findings

    def _without_database(self, findings: list[Finding], now: dt.datetime) -> None:
        down = {finding.name: finding for finding in findings if finding.is_down}
        for name in down:
            self.unrecorded.setdefault(name, now)
        ripe = [down[name] for name, since in self.unrecorded.items() if name in down and now - since >= GRACE]
        new = [finding for finding in ripe if finding.name not in self.told]
        if new and _send(_subject([one.name for one in new], "down"), [f"{one.name}: {one.detail}" for one in new]):
            self.told |= {one.name for one in new}

    def _end_unrecorded(self, findings: list[Finding]) -> None:
        """The database is back; what is still down gets its row now, and needs no second mail."""
        down = {finding.name for finding in findings if finding.is_down}
        over = sorted(self.told - down)
        if over and not _send(_subject(over, "well again"), [f"{name}: it works again." for name in over]):
            return
        for name in self.told & down:
            since, detail = self.unrecorded[name], next(one.detail for one in findings if one.name == name)
            Incident.objects.get_or_create(
                part=name, ended_at=None, defaults={"words": detail[:400], "began_at": since, "told_at": since}
            )
        self.told.clear()
        self.unrecorded.clear()


def _record(findings: list[Finding], now: dt.datetime) -> None:
    down = {finding.name: finding for finding in findings if finding.is_down}
    known = set(Incident.objects.filter(ended_at=None).values_list("part", flat=True))
    new = [Incident(part=name, words=down[name].detail[:400], began_at=now) for name in down if name not in known]
    Incident.objects.bulk_create(new, ignore_conflicts=True)
    Incident.objects.filter(ended_at=None, began_at__lte=now).exclude(part__in=down).update(ended_at=now)


def _tell(now: dt.datetime) -> None:
    began = Incident.objects.filter(told_at=None, ended_at=None, began_at__lte=now - GRACE).order_by("part")
    _tell_of(list(began), "told_at", "down", now)
    ended = Incident.objects.filter(told_at__isnull=False, ended_at__isnull=False, end_told_at=None).order_by("part")
    _tell_of(list(ended), "end_told_at", "well again", now)


def _tell_of(incidents: list[Incident], column: str, what: str, now: dt.datetime) -> None:
    """Claimed before the mail goes, given back when it does not: of several watchers one tells."""
    ours = _claimed(incidents, column, now) if incidents else []
    if not ours:
        return
    if not _send(_subject([one.part for one in ours], what), [_line(one) for one in ours]):
        Incident.objects.filter(pk__in=[one.pk for one in ours]).update(**{column: None})


@transaction.atomic
def _claimed(incidents: list[Incident], column: str, now: dt.datetime) -> list[Incident]:
    """All at once, or two watchers could each get some and tell of one evil in two mails."""
    return [one for one in incidents if Incident.objects.filter(pk=one.pk, **{column: None}).update(**{column: now})]


def _line(one: Incident) -> str:
    since = f"since {one.began_at:%-d %B %Y, %H:%M} UTC"
    if one.ended_at is None:
        return f"{one.part}, {since}: {one.words}"
    return f"{one.part}: it works again. It was down {since}, until {one.ended_at:%-d %B, %H:%M} UTC."


def _subject(parts: list[str], what: str) -> str:
    return f"Cyber strategy tracker: {', '.join(parts)} {what}"


def _send(subject: str, lines: list[str]) -> bool:
    """False when it could not be sent now; the next look tries again."""
    if not settings.OPERATOR_EMAIL:
        logger.warning("%s. %s (OPERATOR_EMAIL is not set, so nobody gets a mail.)", subject, " ".join(lines))
        return True
    text = "\n\n".join([*lines, f"The health page: {settings.SITE_URL.rstrip('/')}/health/"])
    headers = {"Auto-Submitted": "auto-generated"}
    mail = EmailMessage(
        subject[:200], f"{text}\n", to=[settings.OPERATOR_EMAIL], connection=_way_out(), headers=headers
    )
    try:
        return bool(mail.send())
    except (smtplib.SMTPException, OSError) as problem:
        logger.error("%s. %s The mail to the operator could not be sent: %s", subject, " ".join(lines), problem)
        return False


def _way_out() -> BaseEmailBackend:
    """A mail server of its own, if one is set: the usual one may be what is down."""
    server = settings.OPERATOR_MAIL_SERVER
    if server is None:
        return get_connection()
    return get_connection(
        "django.core.mail.backends.smtp.EmailBackend",
        host=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.use_tls,
        use_ssl=server.use_ssl,
        timeout=settings.EMAIL_TIMEOUT,
    )
