"""Is everything that runs by itself running? Small questions, one answer each, and no secrets in any of them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commitments.choices import ARRIVED, FAILED, WAITING, AttemptOutcome, MessageStatus
from commitments.delivery import HoldKind
from commitments.models import Commitment, DeliveryAttempt, Heartbeat, JobRun, MailHold, MailRelay, Message, Reminder
from commitments.reminders.holds import open_holds
from commitments.reminders.house import house
from commitments.reminders.upgrades import free
from commitments.rollups.running import REBUILD, RECOUNT, Going, how_it_goes
from commitments.rollups.verify import DIFFER
from commitments.web.wording import ago, span_in_words

# A scan is due every minute; three missed ones are no coincidence, and the operator knows within five minutes.
LONGEST_SILENCE = dt.timedelta(minutes=3)
LONGEST_WAIT = dt.timedelta(hours=1)
LONGEST_UNPROVEN = dt.timedelta(days=2)  # one night may be missed, and a recount of a million takes its time
BROKER_PATIENCE = 2


class Condition(StrEnum):
    """`ATTENTION`: everything runs, and somebody has to see to something. It wakes no operator and fails no probe."""

    WELL = "well"
    ATTENTION = "attention"
    DOWN = "down"


@dataclass(frozen=True)
class Finding:
    """`private` names people: it is for who has signed in, and not for machines."""

    name: str
    condition: Condition
    detail: str
    private: str = ""

    @property
    def is_down(self) -> bool:
        return self.condition is Condition.DOWN

    @property
    def needs_attention(self) -> bool:
        return self.condition is Condition.ATTENTION


Check = Callable[[dt.datetime], Finding]


def database(now: dt.datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding("Database", Condition.WELL, f"{connection.display_name} answers.")


def broker(now: dt.datetime) -> Finding:
    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=BROKER_PATIENCE, socket_connect_timeout=BROKER_PATIENCE
        )
        with client:
            client.ping()
    except redis.RedisError:
        return Finding("Broker", Condition.DOWN, "It does not answer. Nothing is lost; jobs wait until it is back.")
    return Finding("Broker", Condition.WELL, "It answers.")


def reminders(now: dt.datetime) -> Finding:
    return _last_run("Reminders", _runs("reminders").get("reminders"), now)


def mail(now: dt.datetime) -> Finding:
    """A mail may wait for its next attempt; that mails wait for hours means that nobody is being told."""
    holds = list(open_holds().select_related("held_by"))
    held = next((one for one in holds if not one.is_partial), None)
    mails = free(Message.objects.waiting()) if holds else Message.objects.waiting()
    waiting = mails.aggregate(oldest=Min("written_at"), count=Count("pk"))
    oldest = waiting["oldest"]
    if oldest is None:
        return Finding("Mail", Condition.WELL, "None is waiting to be sent.")
    if held is not None:  # what "Sending" says of it decides whether that is down
        words = f"{_held_since(held)} {waiting['count']} waiting, the oldest written {ago(now - oldest)}."
        return Finding("Mail", Condition.ATTENTION, words, _held_by(held))
    condition = Condition.DOWN if now - oldest > LONGEST_WAIT and _is_stuck(mails, oldest, now) else Condition.WELL
    return Finding("Mail", condition, f"The oldest unsent mail was written {ago(now - oldest)}.")


def _is_stuck(mails: QuerySet[Message], oldest: dt.datetime, now: dt.datetime) -> bool:
    """One full mailbox is no outage: the mail server puts that mail off, while others go."""
    attempts = DeliveryAttempt.objects.filter(message=OuterRef("pk")).order_by("-number")
    late = mails.filter(written_at__lt=now - LONGEST_WAIT)
    answers = late.annotate(answer=Subquery(attempts.values("outcome")[:1])).values_list("answer", flat=True)
    only_put_off = set(answers.order_by("answer").distinct()) == {AttemptOutcome.DEFERRED}
    return not (only_put_off and Message.objects.filter(sent_at__gte=oldest).exists())


def mail_server(now: dt.datetime) -> Finding:
    """What the server said stays on the outbox page: it may name hosts."""
    if not settings.MAIL_IS_DELIVERED:
        return Finding("Mail server", Condition.WELL, "None is set; mails are kept on the outbox page.")
    down = MailRelay.objects.filter(name=house().relay, down_since__isnull=False).first()
    if down is None or down.down_since is None:
        return Finding("Mail server", Condition.WELL, "It takes mails.")
    words = f"{down.get_trouble_display()} For {span_in_words(now - down.down_since)}; mails wait."
    return Finding("Mail server", Condition.DOWN, words)


def processes(now: dt.datetime) -> Finding:
    """Of each role the newest sign of life, whichever machine it came from; what never ran here is not missed."""
    beats = Heartbeat.objects.order_by("role").values_list("role").annotate(newest=Max("beat_at"))
    said = [f"{role} {ago(now - newest)}" for role, newest in beats]
    silent = [role for role, newest in beats if now - newest > LONGEST_SILENCE]
    if silent:
        return Finding("Processes", Condition.DOWN, f"Silent: {', '.join(silent)}. Last heard of: {', '.join(said)}.")
    return Finding("Processes", Condition.WELL, f"Last heard of: {', '.join(said)}." if said else "None was heard yet.")


def delivery(now: dt.datetime) -> Finding:
    """Planned against delivered, over a day; whether mails are stuck is asked above."""
    day = Message.objects.filter(written_at__gte=now - dt.timedelta(days=1)).aggregate(
        written=Count("pk", filter=~Q(status=MessageStatus.CANCELLED)),
        arrived=Count("pk", filter=Q(status__in=ARRIVED)),
        waiting=Count("pk", filter=Q(status__in=WAITING)),
        failed=Count("pk", filter=Q(status__in=FAILED)),
    )
    words = f"Mails of the last 24 hours: {day['written']} written, {day['arrived']} sent, {day['waiting']} waiting"
    planned = Reminder.objects.planned().count()
    return Finding(
        "Delivery", Condition.WELL, f"{words}, {day['failed']} failed. Reminders planned and in no mail yet: {planned}."
    )


def recipients(now: dt.datetime) -> Finding:
    """Never down: everything runs, and a seat is empty, which no operator can fill. It stays until somebody does."""
    run = JobRun.objects.filter(job="nobody to tell").first()
    if run is None or not run.outcome:
        return Finding("Recipients", Condition.WELL, "Of everything that is owed somebody can be told.")
    words = f"Nobody can be told about {run.outcome}: no owner and no coordinator could be reached. Fill a seat there."
    return Finding("Recipients", Condition.ATTENTION, words)


def sending(now: dt.datetime) -> Finding:
    """Held by hand is somebody's wish; held because of a restore waits for somebody's decision."""
    held = open_holds().select_related("held_by").first()
    if held is None:
        return Finding("Sending", Condition.WELL, "Mails may leave.")
    if held.kind == HoldKind.BY_HAND:
        words = f"{_held_since(held)} Mails wait until an administrator releases them."
        return Finding("Sending", Condition.ATTENTION, words, _held_by(held))
    words = f"Held for {span_in_words(now - held.held_at)}: {held.reason} An administrator releases it."
    return Finding("Sending", Condition.DOWN, words)


def _held_since(held: MailHold) -> str:
    by_hand = " by hand" if held.kind == HoldKind.BY_HAND else ""
    return f"Held{by_hand} since {held.held_at:%-d %B %Y %H:%M} UTC."


def _held_by(held: MailHold) -> str:
    if held.kind != HoldKind.BY_HAND:
        return ""
    return f"Held by {held.held_by.full_name if held.held_by else 'a command'}: {held.reason}"


def recount(now: dt.datetime) -> Finding:
    """Down while a number differs: the nightly job puts it right at once, a recount by hand leaves it to a person."""
    runs = _runs("rollup verification", RECOUNT)
    run = runs.get("rollup verification")
    words = f"{run.outcome} Last run {ago(now - run.started_at)}." if run else "It runs once a day and has not yet."
    if run and run.needs_attention:
        advice = "Put it right with `manage.py verify_rollups --repair`."
        return Finding("Daily recount", Condition.DOWN, f"{words} {advice}")
    if run and DIFFER in run.outcome:
        advice = "They were put right. The log of the worker names them: find out how they came about."
        return Finding("Daily recount", Condition.ATTENTION, f"{words} {advice}")
    if run and now - run.started_at > LONGEST_UNPROVEN:
        advice = "It should run once a day: see the log of the worker, or run `manage.py verify_rollups --repair`."
        return Finding("Daily recount", Condition.ATTENTION, f"{words} {advice}")
    broken = how_it_goes(runs.get(RECOUNT)).broken_off
    if broken and (run is None or broken > run.started_at):
        advice = (
            f"The one begun {ago(now - broken)} was broken off: run `manage.py verify_rollups --repair`, or wait a day."
        )
        return Finding("Daily recount", Condition.ATTENTION, f"{words} {advice}")
    return Finding("Daily recount", Condition.WELL, words)


def rollups(now: dt.datetime) -> Finding:
    """Waiting changes are normal for a moment; waiting with nobody counting is not."""
    runs = _runs("rollups", REBUILD)
    finding = _last_run("Counts for the dashboard", runs.get("rollups"), now)
    waiting = Commitment.objects.awaiting_rollup().count()
    words = "No change is waiting." if not waiting else f"Changed and not yet counted: {waiting}."
    counted = Finding(finding.name, finding.condition, f"{finding.detail} {words}")
    return _with_rebuild(counted, how_it_goes(runs.get(REBUILD)), now)


def _with_rebuild(finding: Finding, rebuild: Going, now: dt.datetime) -> Finding:
    """Whether somebody counts everything afresh, or was killed while he did: then the numbers are those of before."""
    if rebuild.since:
        words = f"Everything is being counted afresh, begun {ago(now - rebuild.since)}."
    elif rebuild.broken_off:
        words = (
            f"Counting everything afresh, begun {ago(now - rebuild.broken_off)}, was broken off; "
            "the numbers are those of before. Run `manage.py rebuild_rollups` again."
        )
    else:
        return finding
    condition = Condition.ATTENTION if rebuild.broken_off and not finding.is_down else finding.condition
    return Finding(finding.name, condition, f"{finding.detail} {words}")


def _runs(*jobs: str) -> dict[str, JobRun]:
    return {run.job: run for run in JobRun.objects.filter(job__in=jobs)}


def _last_run(name: str, run: JobRun | None, now: dt.datetime) -> Finding:
    if run is None:
        return Finding(name, Condition.DOWN, "It never ran. Are a worker and a beat running?")
    if run.finished_at is None:
        return Finding(name, Condition.DOWN, "It began and never finished. The log of the worker may say why.")
    silence = now - run.finished_at
    if silence <= LONGEST_SILENCE:
        return Finding(name, Condition.WELL, f"Last run {ago(silence)}.")
    began_since = run.started_at > run.finished_at
    reason = "It breaks off; see the log of the worker." if began_since else "Are a worker and a beat running?"
    return Finding(name, Condition.DOWN, f"Last finished {ago(silence)}. {reason}")


CHECKS: tuple[tuple[str, Check], ...] = (
    ("Database", database),
    ("Broker", broker),
    ("Reminders", reminders),
    ("Mail", mail),
    ("Mail server", mail_server),
    ("Sending", sending),
    ("Delivery", delivery),
    ("Processes", processes),
    ("Counts for the dashboard", rollups),
    ("Recipients", recipients),
    ("Daily recount", recount),
)


def examine(now: dt.datetime) -> list[Finding]:
    return [_answer(name, check, now) for name, check in CHECKS]


def _answer(name: str, check: Check, now: dt.datetime) -> Finding:
    """What a failed question says is for the log: it may name hosts and people."""
    try:
        return check(now)
    except DatabaseError:
        return Finding(name, Condition.DOWN, "The database does not answer.")


@login_not_required
@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    findings = examine(timezone.now())
    down = any(finding.is_down for finding in findings)
    status = 503 if down else 200
    if request.GET.get("format") == "json" or not request.accepts("text/html"):
        checks = [{"name": one.name, "condition": one.condition, "detail": one.detail} for one in findings]
        return JsonResponse({"status": _overall(findings), "checks": checks}, status=status)
    # The frame of every other page asks who is signed in, which needs the database.
    frame = "health_frame.html" if findings[0].is_down else "base.html"
    context = {"findings": findings, "overall": _overall(findings), "frame": frame}
    return render(request, "health.html", context, status=status)


def _overall(findings: list[Finding]) -> Condition:
    found = {finding.condition for finding in findings}
    return next((one for one in (Condition.DOWN, Condition.ATTENTION) if one in found), Condition.WELL)
