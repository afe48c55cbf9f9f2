"""What was drawn is kept until the counts change, shown to nobody else, and missed by nobody when the cache is away."""

import datetime as dt

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from redis.exceptions import ConnectionError as CacheAway

from commitments.actions import ProgressDraft, post_update
from commitments.choices import Completion
from commitments.models import JobRun
from commitments.rollups.apply import apply_waiting
from commitments.rollups.ledger import JOB
from commitments.rollups.rebuild import rebuild
from commitments.rollups.verify import repair, verify
from commitments.web import kept
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.usefixtures("norwegian", "lithuanian")
ADDRESS = "/dashboard/?country=NO"


@pytest.fixture
def asked(page):
    """How many questions a page costs, and its text."""

    def get(name="administrator", address=ADDRESS):
        with CaptureQueriesContext(connection) as queries:
            answer = page(name, address)
        assert answer.status_code == 200
        return len(queries), answer.content

    return get


@pytest.fixture
def drawn(monkeypatch):
    """Which dashboards were counted, in order."""
    counted = []
    ours = kept.Keeper.kept

    def watched(self, name, made):
        return ours(self, name, lambda: counted.append(name) or made())

    monkeypatch.setattr(kept.Keeper, "kept", watched)
    return counted


def stamp():
    return JobRun.objects.get(job=JOB).stamp


def test_the_second_visit_asks_less_and_shows_the_same(asked):
    first, page = asked()
    second, again = asked()
    assert second < first - 3
    assert again.partition(b'<svg class="patterns"')[2] == page.partition(b'<svg class="patterns"')[2] != b""


def test_a_changed_commitment_is_shown_as_soon_as_it_is_counted(page, drawn, norwegian, coordinator):
    before = page("administrator", ADDRESS).content.decode()
    assert "None of the 3 open commitments is overdue; 2 are done" in before
    for commitment in norwegian.commitments.filter(done_on=None):
        draft = ProgressDraft(TODAY, Completion.COMPLETE, "Done.")
        post_update(commitment, draft, by=standing_for(coordinator), now=NOW)
    waiting = page("administrator", ADDRESS).content.decode()
    assert "3 changes are waiting" in waiting
    apply_waiting(NOW)
    assert "Nothing is open: 5 done, 0 closed" in page("administrator", ADDRESS).content.decode()
    assert drawn == ["charts"] * 3


def test_while_changes_wait_nothing_is_kept(page, drawn, norwegian):
    norwegian.commitments.update(rolled_revision=0)
    for _ in range(2):
        page("administrator", ADDRESS)
    assert drawn == ["charts", "charts"]


def test_each_scope_day_and_person_has_its_own(page, drawn):
    addresses = ["/dashboard/", ADDRESS, f"{ADDRESS}&on=2018-03-01", "/dashboard/pictures/late.svg?country=NO"]
    for _ in range(2):
        for address in addresses:
            page("administrator", address)
    assert drawn == ["charts", "charts", "charts", "late.svg"]
    assert b"Lithuania" not in page("head", "/dashboard/").content
    assert b"Norway" not in page("outsider", "/dashboard/").content


def test_a_new_day_is_drawn_anew(page, drawn, time_machine):
    page("administrator", f"{ADDRESS}&on=2018-06-01")
    time_machine.move_to(NOW + dt.timedelta(days=1))
    page("administrator", f"{ADDRESS}&on=2018-06-01")
    assert drawn == ["charts", "charts"]


def test_a_name_edited_in_the_administration_is_shown_at_once(page, norway, administrator, ministry):
    assert b"Ministry of Defence" in page("administrator", ADDRESS).content
    ministry.name = "Ministry of Peace"
    ministry.save()
    LogEntry.objects.create(user=administrator, action_flag=CHANGE, object_repr="x")
    assert b"Ministry of Defence" not in page("administrator", ADDRESS).content


@pytest.mark.parametrize("broken", ["get", "set", "add", "incr"])
def test_without_the_cache_the_page_stands_all_the_same(page, monkeypatch, broken):
    def away(*args, **kwargs):
        raise CacheAway("gone")

    monkeypatch.setattr(cache, broken, away, raising=False)
    assert b"overdue" in page("administrator", ADDRESS).content


def test_what_cannot_be_read_is_drawn_anew(page, monkeypatch):
    monkeypatch.setattr(cache, "get", lambda key, *more: b"torn")
    assert b"overdue" in page("administrator", ADDRESS).content


def test_no_more_is_kept_than_there_is_room_for(page, drawn, monkeypatch):
    monkeypatch.setattr(kept, "MOST_BYTES", -1)
    for _ in range(2):
        page("administrator", ADDRESS)
    assert drawn == ["charts", "charts"]


def test_the_version_changes_with_the_counts_and_only_with_them(norwegian):
    first = stamp()
    apply_waiting(NOW)
    assert stamp() == first
    norwegian.commitments.update(rolled_revision=0)
    apply_waiting(NOW)
    second = stamp()
    connection.check_constraints()  # PostgreSQL empties no table while references wait to be looked up
    rebuild(NOW)
    third = stamp()
    repair(verify(TODAY), NOW)
    assert len({first, second, third, stamp(), None}) == 5


def test_counts_of_before_there_were_versions_get_one(norwegian):
    JobRun.objects.filter(job=JOB).update(stamp=None)
    apply_waiting(NOW)
    assert stamp() is not None
