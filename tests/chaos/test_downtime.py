"""After a silence of any length: one mail that names everything that came due, once."""

import datetime as dt

import pytest

from tests.chaos import downtime

pytestmark = [pytest.mark.slow, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("stop", [dt.timedelta(hours=1), dt.timedelta(days=7)], ids=str)
def test_one_mail_names_it_all(open_stage, stop):
    result = downtime.play(open_stage(senders=1), people=3, stop=stop)
    assert (result.mails, result.lost, result.repeats) == (3, 0, 0)
