"""Two days side by side, as the three countries are shipped."""

import re

from commitments.rollups.apply import apply_waiting
from countries.models import Person
from tests.shipped import SHIPPED_AT


def test_ministries_of_one_name_are_told_apart(client, shipped):
    client.force_login(Person.objects.get(email="administrator@example.org"))
    apply_waiting(SHIPPED_AT)
    page = client.get("/dashboard/", {"against": "2018-12-01", "on": "2026-11-22"}).content.decode()
    named = re.findall(r">Ministry of Foreign Affairs</a><span class=\"sub\">([^<]+)</span>", page)
    assert sorted(named) == ["Czechia", "Norway"]
