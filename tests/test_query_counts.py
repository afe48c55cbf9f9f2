"""A list page asks the same number of questions for one row and for many."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commitments import reminders
from commitments.actions import (
    EvidenceDraft,
    MilestoneDraft,
    Move,
    ProgressDraft,
    ReviewDraft,
    Ruling,
    add_milestone,
    move_date,
    post_review,
    post_update,
)
from commitments.choices import MessageStatus
from commitments.models import Message
from commitments.rollups.apply import apply_waiting
from commitments.rollups.verify import verify
from countries.choices import Role
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    InstitutionFactory,
    PersonFactory,
    PillarFactory,
    SeatFactory,
)
from tests.people import standing_for

pytestmark = pytest.mark.once
MANY = 6
LISTS = {
    "coordinator": [
        "/desk/",
        "/contradictions/",
        "/contradictions/dismissed/",
        "/commitments/",
        "/commitments/?country=NO&schedule=overdue&sort=-due",
        "/commitments/?q=promise&on=2020-01-01",
        "/dashboard/",
        "/dashboard/?country=NO&on=2020-01-01",
        "/outbox/",
    ],
    "editor": ["/desk/", "/commitments/?mine=1", "/dashboard/", "/outbox/"],
    "administrator": [
        "/desk/",
        "/contradictions/",
        "/contradictions/dismissed/",
        "/commitments/",
        "/dashboard/",
        "/outbox/",
        "/admin/commitments/commitment/",
        "/admin/countries/institution/",
        "/admin/countries/person/",
        "/admin/countries/seat/",
    ],
}


def questions(client, person, address):
    """The second visit: the first one warms what is kept for the process."""
    client.force_login(person)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(asked), [query["sql"][:200] for query in asked]


@pytest.fixture(autouse=True)
def _one_morning():
    """A mail went today and another waits for tomorrow, which a midnight in between would change."""
    with time_machine.travel(dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def document(norway):
    return DocumentFactory(country=norway)


def promised(document, editor, count):
    """As many institutions, each with a pillar, an owner, an overdue promise, a report and a mail about it."""
    now = timezone.now()
    for _ in range(count):
        house = InstitutionFactory(country=document.country)
        owner = PersonFactory()
        for person in (owner, editor):
            SeatFactory(person=person, institution=house, role=Role.EDITOR)
        commitment = CommitmentFactory(document=document, lead=house, pillar=PillarFactory(document=document))
        draft = ProgressDraft(dt.date(2018, 3, 1), "limited", "Begun.")
        post_update(commitment, draft, by=standing_for(owner), now=now)
    reminders.run(dt.datetime.combine(now.date(), dt.time(12), dt.UTC))
    apply_waiting(now)


def test_list_asks_the_same_for_one_row_and_for_many(request, client, document, editor):
    people = {role: request.getfixturevalue(role) for role in LISTS}
    promised(document, editor, 1)
    few = {(role, address): questions(client, people[role], address) for role in LISTS for address in LISTS[role]}
    promised(document, editor, 1)
    for role in LISTS:  # now one mail went today, and one waits for tomorrow
        few[role, "/outbox/"] = questions(client, people[role], "/outbox/")
    promised(document, editor, MANY - 2)
    for (role, address), (count, before) in few.items():
        many, asked = questions(client, people[role], address)
        assert many == count, (role, address, sorted(set(asked) - set(before)))


def told(commitment, coordinator, judge, count, begun):
    now, by = timezone.now(), standing_for(coordinator)
    for number in range(begun, begun + count):
        day = dt.date(2018, 1, 1) + dt.timedelta(days=number)
        proof = (
            EvidenceDraft("A", address="https://example.org/a"),
            EvidenceDraft("B", address="https://example.org/b"),
        )
        post_update(commitment, ProgressDraft(day, "limited", "More.", evidence=proof), by=by, now=now)
        post_review(commitment, ReviewDraft("limited", "Seen.", day), by=standing_for(judge), now=now)
        add_milestone(
            commitment, MilestoneDraft(f"Step {number}", f"in {2019 + number}", f"{2019 + number}"), by=by, now=now
        )
        move = Move(f"by the end of {2020 + number}", f"{2020 + number}")
        move_date(commitment, move, Ruling(day, "The Cabinet", "More time."), by=by, now=now)


def test_commitment_asks_the_same_for_a_short_and_a_long_story(client, document, ministry, coordinator, administrator):
    commitment = CommitmentFactory(document=document, lead=ministry)
    told(commitment, coordinator, administrator, 1, 0)
    few, before = questions(client, coordinator, commitment.get_absolute_url())
    told(commitment, coordinator, administrator, MANY - 1, 1)
    many, after = questions(client, coordinator, commitment.get_absolute_url())
    assert many == few, sorted(set(after) - set(before))


def test_jobs_leave_the_text_of_documents_where_it_is(document, ministry, editor, settings):
    settings.MAIL_IS_DELIVERED = False
    day = dt.datetime(2018, 12, 1, 3, tzinfo=dt.UTC)
    CommitmentFactory(document=document, lead=ministry)
    with CaptureQueriesContext(connection) as asked:
        apply_waiting(day)
        verify(day.date())
        for hours in (0, 4):  # before eight it is planned, after it is bundled and sent
            reminders.run(day + dt.timedelta(hours=hours))
    assert Message.objects.get().status == MessageStatus.KEPT
    assert [query["sql"] for query in asked if '"countries_document"."text"' in query["sql"]] == []
