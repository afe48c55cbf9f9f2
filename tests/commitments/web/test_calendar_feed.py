"""A calendar behind a secret address: what it says, to whom, and that fetching it changes nothing."""

import datetime as dt
import re
import uuid

import pytest
from django.core.cache import cache
from icalendar import Calendar

from commitments.actions import (
    CalendarDraft,
    CommitmentDraft,
    MilestoneDraft,
    Move,
    ProgressDraft,
    Ruling,
    add_milestone,
    edit_commitment,
    finish_milestone,
    make_calendar,
    move_date,
    post_update,
    revoke_calendar,
    save_filter,
    withdraw,
)
from commitments.models import CalendarFeed
from commitments.web.calendar_feed import MOST_AN_HOUR
from countries.models import Seat
from tests.factories import CommitmentFactory, coming_back
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db
RULING = Ruling(TODAY, "The Cabinet", "More time.")


@pytest.fixture(autouse=True)
def _count_anew():
    cache.clear()


@pytest.fixture
def make():
    def made(person, **what):
        _, token = make_calendar(CalendarDraft(uuid.uuid4(), **what), by=standing_for(person), now=NOW)
        return f"/calendars/{token}.ics"

    return made


@pytest.fixture
def address(make, editor, commitment):
    return make(editor)


def events(client, address):
    """UID, without the host, to event; every line fits and the file reads back."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))
    found = Calendar.from_ical(answer.content)
    assert not found.errors
    return {str(event["UID"]).partition("@")[0]: event for event in found.walk("VEVENT")}


def one(client, address, key="commitment-NO-2017-02"):
    return events(client, address)[key]


def test_a_commitment_stands_on_its_last_day_all_day(client, address):
    event = one(client, address)
    assert event["DTSTART"].dt == dt.date(2018, 12, 31)
    assert event["DTEND"].dt == dt.date(2019, 1, 1)
    assert event["SUMMARY"] == "Due: Be represented at the centre in Tallinn (NO-2017-02)"
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")


def test_a_vague_date_says_that_no_day_was_named(client, address):
    assert "No single day was named: any day from 1 January 2018 counts" in one(client, address)["DESCRIPTION"]


def test_it_moves_with_the_date_and_stays_the_same_event(client, address, commitment, coordinator):
    before = one(client, address)
    move_date(commitment, Move("by the end of 2019", "2019"), RULING, by=standing_for(coordinator), now=NOW)
    after = one(client, address)
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt == dt.date(2019, 12, 31)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt == NOW
    assert "First promised for 31 December 2018" in after["DESCRIPTION"]


def test_a_corrected_title_is_a_change(client, address, commitment, coordinator):
    before = one(client, address)
    from_form = commitment_draft(commitment, title="Be in Tallinn")
    edit_commitment(commitment, from_form, by=standing_for(coordinator), now=NOW, seen_revision=commitment.revision)
    after = one(client, address)
    assert "Be in Tallinn" in after["SUMMARY"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def commitment_draft(commitment, **changed):
    names = CommitmentDraft.__dataclass_fields__
    given = {name: getattr(commitment, name) for name in names if hasattr(commitment, name) and name != "contributors"}
    return CommitmentDraft(**given | changed)


def test_what_is_done_says_so_and_what_is_withdrawn_is_cancelled(client, make, document, ministry, editor, coordinator):
    done, dropped = (CommitmentFactory(document=document, lead=ministry) for _ in range(2))
    address = make(editor)
    post_update(done, ProgressDraft(TODAY, "complete", "Opened."), by=standing_for(editor), now=NOW)
    withdraw(dropped, RULING, by=standing_for(coordinator), now=NOW)
    found = events(client, address)
    assert found[f"commitment-{done.reference}"]["SUMMARY"].startswith("✓ Done: ")
    assert found[f"commitment-{dropped.reference}"]["STATUS"] == "CANCELLED"


def test_undated_commitments_have_no_day(client, make, document, ministry, editor):
    CommitmentFactory(document=document, lead=ministry, due=None)
    assert events(client, make(editor)) == {}


def test_milestones_stand_beside_their_commitment(client, address, commitment, editor):
    draft = MilestoneDraft("Sign the lease", "by 1 September 2018", "2018-09-01")
    step = add_milestone(commitment, draft, by=standing_for(editor), now=NOW)
    key = f"milestone-{step.pk}"
    before = one(client, address, key)
    assert (before["SUMMARY"], before["DTSTART"].dt) == ("Milestone: Sign the lease (NO-2017-02)", dt.date(2018, 9, 1))
    finish_milestone(step, on=TODAY, by=standing_for(editor), now=NOW)
    after = one(client, address, key)
    assert after["SUMMARY"] == "✓ Reached: Sign the lease (NO-2017-02)"
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_letters_of_every_language_fold_and_read_back(client, make, document, ministry, editor):
    title = "Užtikrinti kibernetinį saugumą; zajistit, aby příliš žluťoučký kůň úpěl ďábelské ódy. " * 2
    row = CommitmentFactory(document=document, lead=ministry, title=title.strip())
    assert title.strip() in one(client, make(editor), f"commitment-{row.reference}")["SUMMARY"]


def test_unchanged_is_the_same_to_the_byte_and_not_sent_again(client, address):
    first = client.get(address)
    assert client.get(address).content == first.content
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_changed_is_sent_again(client, address, commitment, editor):
    known = client.get(address)["ETag"]
    post_update(commitment, ProgressDraft(TODAY, "limited", "Begun."), by=standing_for(editor), now=NOW)
    assert client.get(address, headers={"If-None-Match": known}).status_code == 200


def test_it_says_how_often_to_ask(client, address):
    body = client.get(address).content.decode()
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in body
    assert "X-PUBLISHED-TTL:PT6H\r\n" in body
    assert client.get(address)["Content-Type"] == "text/calendar; charset=utf-8"


def test_each_scope_shows_its_own(client, make, document, commitment, chancellery, editor, ministry, norway):
    other = CommitmentFactory(document=document, lead=chancellery, due="2018-07-01")
    both = {f"commitment-{one.reference}" for one in (commitment, other)}
    soon = save_filter("Soon", "horizon=within_30", by=standing_for(editor), now=NOW)
    assert set(events(client, make(editor))) == {"commitment-NO-2017-02"}
    assert set(events(client, make(editor, institution=chancellery))) == {f"commitment-{other.reference}"}
    assert set(events(client, make(editor, country=norway))) == both
    assert set(events(client, make(editor, saved_filter=soon))) == {f"commitment-{other.reference}"}


def test_a_saved_list_stays_relative(client, make, editor, commitment, time_machine):
    soon = save_filter("Soon", "horizon=within_30", by=standing_for(editor), now=NOW)
    address = make(editor, saved_filter=soon)
    assert events(client, address) == {}
    time_machine.move_to(dt.datetime(2018, 12, 15, 10, tzinfo=dt.UTC))
    assert set(events(client, address)) == {"commitment-NO-2017-02"}


def test_a_saved_list_that_cannot_be_asked_says_so_instead_of_being_empty(client, make, editor, commitment):
    gone = save_filter("Gone", "document=NO-1999", by=standing_for(editor), now=NOW)
    (event,) = events(client, make(editor, saved_filter=gone)).values()
    assert event["SUMMARY"] == "This calendar needs you: Commitments: Gone"
    assert "Document: “NO-1999” is not a document you can see" in event["DESCRIPTION"]
    assert event["DTSTART"].dt == TODAY


def test_who_left_the_seat_finds_it_gone(client, address, editor):
    Seat.objects.filter(person=editor).update(held_until=TODAY - dt.timedelta(days=1))
    assert client.get(address).status_code == 410


@pytest.mark.parametrize("what", ["institution", "country", "saved_filter"])
def test_every_scope_is_asked_again(client, make, editor, ministry, norway, commitment, what):
    saved = save_filter("All", "", by=standing_for(editor), now=NOW)
    address = make(editor, **{what: {"institution": ministry, "country": norway, "saved_filter": saved}[what]})
    assert len(events(client, address)) == 1
    Seat.objects.filter(person=editor).delete()
    assert client.get(address).status_code == 410


def test_closed_account_is_gone(client, address, editor, settings):
    settings.PUBLIC_VIEW = True
    editor.is_active = False
    editor.save()
    assert client.get(address).status_code == 410


def test_revoked_is_gone_and_unknown_is_not_found(client, address, editor):
    revoke_calendar(CalendarFeed.objects.get(), by=standing_for(editor), now=NOW)
    assert client.get(address).status_code == 410
    for token in ("x", "a%00b", "%F0%9F%93%85", "y" * 300):
        assert client.get(f"/calendars/{token}.ics").status_code == 404


def test_the_secret_is_not_in_the_database(address):
    feed = CalendarFeed.objects.get()
    secret = re.search(r"/calendars/(.+)\.ics", address)[1]
    assert len(secret) >= 43
    assert secret not in str(CalendarFeed.objects.values().get())
    assert len(feed.token_hash) == 64


def test_it_signs_nobody_in(client, address):
    client.get(address)
    assert not client.cookies
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_it_is_only_read(client, address, method):
    assert getattr(client, method)(address).status_code == 405


def test_asked_too_often_it_says_when_to_come_back(client, address):
    for _ in range(MOST_AN_HOUR):
        assert client.get(address).status_code == 200
    answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


@pytest.mark.parametrize("count", [1, 30])
def test_it_asks_the_same_for_one_and_for_thirty(
    client, make, document, ministry, editor, count, django_assert_max_num_queries
):
    CommitmentFactory.create_batch(count, document=document, lead=ministry)
    address = make(editor)
    with django_assert_max_num_queries(6):
        assert len(events(client, address)) == count


def test_each_time_of_what_comes_back_is_an_event_of_its_own(client, make, document, ministry, editor):
    yearly = coming_back("R3/2018-03-01/P1Y", TODAY, document=document, lead=ministry, title="Report to parliament")
    address, key = make(editor), f"commitment-{yearly.reference}"
    before = events(client, address)
    assert [before[f"{key}-{number}"]["DTSTART"].dt.year for number in (1, 2, 3)] == [2018, 2019, 2020]
    assert before[f"{key}-1"]["SUMMARY"] == f"Due: Report to parliament, 2018 ({yearly.reference})"
    post_update(yearly, ProgressDraft(TODAY, "complete", "Sent."), by=standing_for(editor), now=NOW)
    after = events(client, address)
    assert after[f"{key}-1"]["SUMMARY"].startswith("✓ Done: ")
    assert after[f"{key}-1"]["DTSTART"].dt == before[f"{key}-1"]["DTSTART"].dt
    assert after[f"{key}-2"]["SUMMARY"].startswith("Due: ")
    assert key not in after
