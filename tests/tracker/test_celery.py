import logging
import time
from types import SimpleNamespace

import pytest
from celery import Celery
from django.db import transaction
from redis.exceptions import ConnectionError as BrokerAway

from tracker.celery import MINUTE, VISIBILITY_TIMEOUT, HintTask, app, every


@pytest.fixture(scope="module", autouse=True)
def tasks():
    app.loader.import_default_modules()


@pytest.fixture
def deaf(tmp_path):
    """A task whose broker is not there."""
    lonely = Celery(task_cls=HintTask, broker=f"redis+socket://{tmp_path}/nobody.sock", set_as_current=False)
    lonely.conf.update({name: app.conf[name] for name in ("task_publish_retry", "broker_transport_options")})

    @lonely.task(shared=False)
    def deaf():
        pass

    return deaf


def test_every_tick_names_a_task_that_exists():
    ticks = {tick["task"] for tick in app.conf.beat_schedule.values()}
    assert ticks - set(app.tasks) == set()


def test_hint_that_comes_late_is_dropped():
    assert every(MINUTE, "a.task")["options"]["expires"] == MINUTE


def test_no_task_outlives_its_message():
    """A message that is kept until its work is done comes again when that takes too long."""
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit < VISIBILITY_TIMEOUT
    kept = [task for task in app.tasks.values() if task.acks_late]
    assert all((task.time_limit or 0) < VISIBILITY_TIMEOUT for task in kept)


def test_recount_of_very_much_is_not_broken_off():
    recount = app.tasks["commitments.tasks.verify_rollups"]
    assert not recount.acks_late
    assert recount.time_limit > recount.soft_time_limit > VISIBILITY_TIMEOUT


@pytest.mark.parametrize("place", ["broker_transport_options", "result_backend_transport_options"])
def test_patience_with_a_message_is_the_same_in_every_place(place):
    assert app.conf[place]["visibility_timeout"] == app.conf.visibility_timeout == VISIBILITY_TIMEOUT


@pytest.mark.django_db(transaction=True)
def test_broker_away_does_not_undo_what_was_saved(deaf, caplog):
    began = time.monotonic()
    with transaction.atomic():
        deaf.delay_on_commit()
    assert time.monotonic() - began < 3
    assert [record.levelno for record in caplog.records if "on_commit" in record.getMessage()] == [logging.ERROR]


@pytest.mark.django_db(transaction=True)
def test_hint_of_what_was_not_saved_is_not_sent(deaf, caplog):
    with transaction.atomic():
        deaf.delay_on_commit()
        transaction.set_rollback(True)
    assert caplog.records == []


@pytest.fixture
def hint_in_hand():
    """A message that is not acknowledged yet, of a worker whose connection is given up."""
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue("test-hint-in-hand")
        queue.put("a hint")
        message = queue.get(timeout=5)
        yield message
        message.channel.qos._on_collect.cancel()  # it would give the hint back at the very end


@pytest.mark.parametrize("gone", ["connection", "client"])
def test_worker_whose_broker_died_with_a_hint_in_its_hands_hears_that_it_is_away(hint_in_hand, gone):
    channel = hint_in_hand.channel
    channel._disconnect_pools()
    transport = channel.connection
    if gone == "client":
        transport.client = None
    else:
        channel.connection = None
    errors = []
    hint_in_hand.ack_log_error(SimpleNamespace(critical=lambda *words, **named: errors.append(words)), (BrokerAway,))
    channel.connection = transport
    assert len(errors) == 1
