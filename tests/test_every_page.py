"""Every page answers whoever it is for, on either database: what it says is looked at where the page is tested."""

import datetime as dt

import pytest
from django.utils import timezone

from commitments import reminders
from commitments.models import JobRun
from commitments.rollups.apply import apply_waiting
from countries.models import Person
from tests.test_accessibility import HOUSE, PAGES, house

# Health is asked as if nothing had run yet, whatever the hour.
OTHERWISE = {
    "/no-such-page/": 404,
    "/mail/NO-0000-00/": 404,
    "/commitments/NO-2017-02/update/": 403,
    "/health/": 503,
}


@pytest.fixture(scope="module")
def mailed_once(shipped_once):
    now = timezone.now()
    apply_waiting(now)
    reminders.run(dt.datetime.combine(now.date(), dt.time(12), dt.UTC))
    JobRun.objects.all().delete()


@pytest.mark.parametrize("role", PAGES)
def test_it_answers(mailed_once, shipped, client, role):
    if role != "nobody":
        client.force_login(Person.objects.get(email=f"{role}@example.org"))
    found = {page: client.get(house() if page == HOUSE else page, follow=True).status_code for page in PAGES[role]}
    assert found == {page: OTHERWISE.get(page, 200) for page in PAGES[role]}
