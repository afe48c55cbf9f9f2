"""`make chaos`: every scenario at full length. What is printed at the end stands in `docs/reliability.md`."""

import datetime as dt
import os
import zoneinfo
from functools import partial

import pytest
from django.db import connection

from tests.chaos import changes, database, downtime, relays, running, world, zones
from tests.chaos.kills import AtAnyMoment, AtSeams, Result, play
from tests.chaos.seams import BY_NAME, SEAMS, Scene

pytestmark = pytest.mark.django_db(transaction=True)


def on_sqlite() -> bool:
    return connection.vendor == "sqlite"


@pytest.fixture
def scale() -> tuple[int, int, int]:
    """Senders, people and kills; every person is owed 20 reminders."""
    return (2, 50, 5) if on_sqlite() else (4, 500, 30)


def check(result: Result, most_repeats: float) -> None:
    assert (result.lost, result.changed, result.doubled) == (0, 0, 0), result
    assert result.repeats <= most_repeats, result


@pytest.mark.parametrize("gap", [False, True], ids=["outside the gap", "inside the gap"])
def chaos_killed_at_named_places(open_stage, figures, scale, gap):
    """Apart, so that a repeat tells where it came from."""
    senders, people, kills = scale
    owed = world.people(people, each=20)
    seams = [seam for seam in SEAMS if seam.gap == gap]
    deaths = AtSeams(seams, each=kills, often=5 if on_sqlite() else None)
    result = play(partial(open_stage, senders=senders), owed, deaths)
    figures(f"Killed at {len(seams)} named places {'inside' if gap else 'outside'} the gap, {kills} times each", result)
    check(result, result.kills if gap else 0)


def chaos_workers_killed_at_any_moment(open_stage, broker, figures):
    """As they run: a tick each second, most of them with nothing to do, and now and then a day's mails."""
    stage, days = open_stage(), 2 if on_sqlite() else 10
    result, words = running.play(
        stage, broker(stage), people=40, days=days, events=[], kills=20, programs=(4, 1, 0), leases_end=True
    )
    figures("Workers killed at any moment, as they run, and started again", result, words)
    check(result, 0.05 * result.kills)


@pytest.mark.parametrize("scene", Scene)
def chaos_senders_killed_at_any_moment(open_stage, figures, scale, scene):
    """With ten thousand reminders owed, senders do not rest: they plan, write, send until they die."""
    senders, people, _ = scale
    owed = world.people(people, each=20)
    kills, longest = (7, 1) if on_sqlite() else (34, 3)
    result = play(partial(open_stage, senders=senders), owed, AtAnyMoment(kills, longest=longest, scene=scene))
    lived = "second" if on_sqlite() else "3 seconds"
    figures(
        f"Busy senders killed in their first {lived}; at first {scene}",
        result,
        f"{result.caught} with a mail in their hands",
    )
    check(result, result.caught)


def chaos_killed_with_a_mail_in_their_hands(open_stage, figures, scale):
    """Most of these lives lie between a final dot and its receipt: how many repeats that makes is said, not bounded."""
    senders, people, _ = scale
    owed = world.people(people, each=20)
    kills, longest = (20, 0.1) if on_sqlite() else (100, 0.5)  # before all mails have left
    deaths = AtAnyMoment(kills, longest=longest, scene=Scene.WRITTEN, in_hand=True)
    result = play(partial(open_stage, senders=senders), owed, deaths)
    figures(
        f"Busy senders killed within {longest} seconds of their first mail",
        result,
        f"{result.caught} with a mail in their hands",
    )
    assert result.caught >= 0.9 * result.kills
    check(result, result.caught)


def chaos_faulty_mail_server(open_stage, figures, scale):
    senders, people, _ = scale
    result, most, refused = relays.play(open_stage(senders=senders, faults=0.3), people=people // 2, each=3)
    figures("30 % of answers faulty", result, f"most copies of a mail {most}; refused for good and shown {refused}")
    assert (result.lost, result.changed, result.doubled) == (0, 0, 0), result
    assert most <= 3
    assert refused


@pytest.mark.parametrize("hours", [1, 24, 7 * 24, 30 * 24])
def chaos_nothing_runs_for_a_while(open_stage, figures, scale, hours):
    senders, people, _ = scale
    result = downtime.play(open_stage(senders=senders), people=people // 5, stop=dt.timedelta(hours=hours))
    figures(f"Stopped for {hours} h" if hours < 24 else f"Stopped for {hours // 24} d", result)
    assert (result.mails, result.lost, result.repeats) == (people // 5, 0, 0), result


@pytest.mark.skipif("DATABASE_URL" in os.environ, reason="asks no database: once is enough")
def chaos_every_time_zone(figures):
    names = sorted(zoneinfo.available_timezones())
    wrong = {name: days for name in names if (days := zones.days_that_go_wrong(name))}
    result = Result(0, len(names) * len(zones.DAYS), sum(map(len, wrong.values())), 0, 0, 0)
    figures(f"{len(names)} time zones, every day of 2026 to 2030", result, "reckoned, not sent")
    assert wrong == {}


@pytest.mark.parametrize("place", ["planned", "mails are written", "mails are claimed", "the server has answered"])
def chaos_changed_meanwhile(open_stage, figures, place):
    stage = open_stage(senders=1)
    stale = changes.play(stage, BY_NAME[place])
    result = Result(len(changes.CHANGES) - 1, len(stage.truth().mails), 0, stage.truth().repeats, 0, 0)
    figures(f"Changed while a sender stands at “{place}”", result, f"stale mails {len(stale)}")
    assert stale == []


def chaos_many_of_everything(open_stage, broker, figures):
    stage = open_stage()
    result, words = running.play(stage, broker(stage), people=20, days=30, events=[], programs=(4, 3, 2))
    figures("Three beats, two commands, four workers, 30 days", result, words)
    assert (result.lost, result.repeats, result.doubled) == (0, 0, 0), result


def chaos_broker_goes_away(open_stage, broker, figures):
    stage = open_stage()
    at = broker(stage)
    events = stage.chance.sample([at.kill] * 20 + [at.flush] * 5, 25)
    result, words = running.play(stage, at, people=20, days=25, events=events, programs=(2, 1, 0))
    figures("Broker killed 20 times, flushed 5 times", result, words)
    assert (result.lost, result.repeats, result.doubled) == (0, 0, 0), result


@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="needs a database server")
def chaos_database_goes_away(open_stage, broker, figures):
    stage = open_stage()
    database.commits_are_kept()
    events = [database.restart_hard] * 7
    result, words = running.play(
        stage, broker(stage), people=200, days=7, events=events, programs=(2, 1, 0), leases_end=True
    )
    figures("PostgreSQL stopped at once and started 7 times", result, words)
    assert (result.lost, result.changed, result.doubled) == (0, 0, 0), result
