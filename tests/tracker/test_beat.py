import datetime as dt

import pytest
import redis
from django.conf import settings
from redbeat.schedulers import RedBeatScheduler, RedBeatSchedulerEntry

from tracker.beat import PatientScheduler
from tracker.celery import MINUTE, app

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker():
    client = redis.Redis.from_url(settings.REDIS_URL)
    client.flushdb()
    yield client
    client.flushdb()
    client.close()


@pytest.fixture
def beat(broker):
    return PatientScheduler(app=app)


def test_first_tick_takes_the_turn(beat, broker):
    assert 0 < beat.tick() <= app.conf.beat_max_loop_interval
    assert broker.exists("tracker:beat::lock")


def test_hint_is_sent_when_its_minute_is_over(beat, broker):
    beat.tick()
    entry = RedBeatSchedulerEntry.from_key("tracker:beat:send due reminders", app=app)
    entry.last_run_at -= dt.timedelta(seconds=MINUTE)
    entry.save().reschedule(entry.last_run_at)
    before = broker.llen(app.conf.task_default_queue)
    beat.tick()
    assert broker.llen(app.conf.task_default_queue) == before + 1


def test_broker_that_forgot_everything_is_told_again(beat, broker):
    beat.tick()
    known = broker.zrange("tracker:beat::schedule", 0, -1)
    broker.flushdb()
    beat.tick()
    beat.tick()
    assert sorted(broker.zrange("tracker:beat::schedule", 0, -1)) == sorted(known) != []


def test_broker_away_for_a_moment_does_not_end_it(beat, monkeypatch):
    beat.tick()

    def refuse(*args, **kwargs):
        raise redis.ConnectionError

    with monkeypatch.context() as away:
        away.setattr(RedBeatScheduler, "tick", refuse)
        assert beat.tick() == app.conf.beat_max_loop_interval
    assert 0 < beat.tick() <= app.conf.beat_max_loop_interval


def test_turn_that_went_to_another_is_waited_for(beat, broker):
    beat.tick()
    broker.set("tracker:beat::lock", "of another beat")
    assert beat.tick() == app.conf.beat_max_loop_interval
    assert beat.lock is None
    broker.delete("tracker:beat::lock")
    beat.tick()
    assert beat.lock is not None
