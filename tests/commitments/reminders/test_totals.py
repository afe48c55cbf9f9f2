"""The totals of a mail are those of the list behind its link, for owners, deputies and coordinators alike."""

import datetime as dt
import re

from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commitments import reminders
from commitments.filters import CommitmentFilters
from commitments.models import Commitment, Message
from countries.access import standing_of
from countries.choices import Role
from countries.models import Seat
from tests.commitments.reminders.test_property import rolled_back
from tests.factories import CommitmentFactory, InstitutionFactory, SeatFactory
from tests.people import seated
from tests.servers import examples

NOW = dt.datetime(2018, 12, 1, 8, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
# Per house: in how many days each commitment falls due. The third house has nobody, the second one's editor is away.
HOUSES = st.lists(st.lists(st.integers(-60, 100), max_size=5), min_size=3, max_size=3)


def counted(subject):
    """What a subject counts as overdue and as due soon."""
    overdue = re.search(r"(\d+) (?:commitments? )?overdue", subject)
    soon = re.search(r"(\d+) (?:commitments? )?due within", subject)
    return sum(int(found[1]) for found in (overdue, soon) if found)


def listed(mail):
    return sum(len(entries) for name, entries in mail.entries if name in ("overdue", "due_soon"))


def mine(mail, norway):
    """What the list of the reader's own institutions shows."""
    asked = QueryDict("mine=1&schedule=overdue&schedule=due_soon")
    standing = standing_of(mail.recipient, TODAY, public=False)
    return CommitmentFilters(asked, standing=standing, days={norway.pk: TODAY}).qs.count()


@settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dues=HOUSES)
def test_mail_and_list_count_the_same(dues, norway, ministry, editor, coordinator, strategy, kept_here):
    with rolled_back():
        absent_house, empty_house = InstitutionFactory(country=norway), InstitutionFactory(country=norway)
        absent = seated("absent", Role.EDITOR, absent_house)
        Seat.objects.filter(person=absent).update(
            absent_from=TODAY - DAY, absent_until=TODAY + DAY, deputy=Seat.objects.get(person=editor)
        )
        for house, days in zip((ministry, absent_house, empty_house), dues, strict=True):
            for number in days:
                CommitmentFactory(due=f"{TODAY + DAY * number}", lead=house, document=strategy)
        reminders.run(NOW)
        mails = list(Message.objects.select_related("recipient"))
        assert {mail.pk: counted(mail.subject) for mail in mails} == {mail.pk: listed(mail) for mail in mails}
        owners = [mail for mail in mails if mail.recipient == editor]
        assert [listed(mail) for mail in owners] == [mine(mail, norway) for mail in owners]
        late = Commitment.objects.filter(due_latest__lt=TODAY - 7 * DAY)
        named = " ".join(mail.text for mail in mails)
        assert all(named.count(f"{one.reference}  ") >= 1 for one in late)


def test_deputy_is_told_the_whole_list_of_the_absent(norway, ministry, editor, strategy, kept_here):
    house = InstitutionFactory(country=norway)
    seated("absent", Role.EDITOR, house)
    Seat.objects.filter(institution=house).update(
        absent_from=TODAY - DAY, absent_until=TODAY + DAY, deputy=Seat.objects.get(person=editor)
    )
    for number in (-30, -20, 25):
        CommitmentFactory(due=f"{TODAY + DAY * number}", lead=house, document=strategy)
    CommitmentFactory(due=f"{TODAY + DAY * 25}", lead=ministry, document=strategy)
    reminders.run(NOW)
    mail = Message.objects.get()
    assert (counted(mail.subject), listed(mail), mine(mail, norway)) == (4, 4, 4)


def test_own_list_is_counted_also_in_a_mail_that_tells_of_others(norway, ministry, editor, strategy, kept_here):
    """They coordinate, too, and hear of a house where nobody can be told."""
    SeatFactory(person=editor, role=Role.COORDINATOR, institution=InstitutionFactory(country=norway))
    for number in (-30, -20, 25):
        CommitmentFactory(due=f"{TODAY + DAY * number}", lead=ministry, document=strategy)
    CommitmentFactory(due=f"{TODAY - DAY * 10}", lead=InstitutionFactory(country=norway), document=strategy)
    reminders.run(NOW)
    mail = Message.objects.get(recipient=editor)
    assert (counted(mail.subject), listed(mail)) == (4, 4)
    for number in (-12, 20):  # on the list by tomorrow, and no news then
        CommitmentFactory(due=f"{TODAY + DAY * number}", lead=ministry, document=strategy)
    CommitmentFactory(due=f"{TODAY - DAY * 6}", lead=InstitutionFactory(country=norway), document=strategy)
    reminders.run(NOW + DAY)
    later = Message.objects.filter(recipient=editor).latest("local_day")
    assert (counted(later.subject), listed(later)) == (6, 6)
