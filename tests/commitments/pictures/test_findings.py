"""What pictures say: one sentence each, with the numbers of the day, in the singular where there is one."""

import datetime as dt

import pytest

from commitments.actions import ProgressDraft, Ruling, post_update, withdraw
from commitments.choices import Completion
from commitments.dashboard import Subject
from commitments.rollups.apply import apply_waiting
from tests.commitments.pictures.conftest import DAY
from tests.factories import CommitmentFactory, CountryFactory, DocumentFactory, InstitutionFactory
from tests.people import NOW, standing_for


def test_every_picture_says_what_it_shows(norwegian, gallery):
    assert {name: picture.finding for name, picture in gallery(Subject(norwegian.country)).items()} == {
        "schedule": "2 of 4 open commitments are overdue; 1 is done",
        "late": "2 commitments are overdue, none by more than a year",
        "ahead": "1 falls due in the next 90 days, none of them in the next 30",
        "months": "1 falls due within a year, in July 2019",
        "verified": "No claim was verified by a review",
        "slip": "1 slipped against the first promise",
        "completion": "1 of 5 commitments is complete; there is no evidence on 4",
        "stale": "Nobody has reported on any of the 4 open commitments for 90 days or more",
        "trend": "2 commitments are overdue, 1 more than on 1 April 2018",
        "institutions": "Most overdue: Ministry of Defence, 2 of 4 open",
    }


@pytest.mark.parametrize(
    ("due", "name", "finding"),
    [
        ("2018", "late", "1 commitment is overdue, none by more than a year"),
        ("2017", "late", "The only commitment that is overdue is late by more than a year"),
        ("2025", "late", "Nothing is overdue"),
        ("2025", "schedule", "None of the 1 open commitment is overdue; 0 are done"),
        ("2025", "ahead", "Nothing falls due in the next 90 days"),
        ("2019-06-20", "ahead", "1 falls due in the next 90 days, 1 in the next 30"),
        ("2025", "slip", "Nothing is due or was done later than first promised"),
        ("2025", "trend", "Nothing is overdue, as on 1 April 2018"),
        ("2025", "stale", "Nobody has reported on the only open commitment for 90 days or more"),
        ("2025", "countries", "Nowhere is anything overdue"),
    ],
)
def test_what_is_one_or_none_reads_well(norway, gallery, due, name, finding):
    CommitmentFactory(document=DocumentFactory(country=norway), due=due)
    apply_waiting(NOW)
    assert gallery()[name].finding == finding


def test_the_fullest_month_is_named(norway, gallery):
    for due in ("2019-09-10", "2019-12", "2019-12-05"):
        CommitmentFactory(document=DocumentFactory(country=norway), due=due)
    apply_waiting(NOW)
    assert gallery()["months"].finding == "3 fall due within a year, the most in December 2019: 2"


@pytest.mark.parametrize(
    ("dues", "said"),
    [
        (("2019-09", "2019-12"), "2 fall due within a year, the most in September 2019 and December 2019: 1 each"),
        (
            ("2019-07", "2019-09", "2019-10", "2019-12"),
            "4 fall due within a year, no more than 1 in any one month",
        ),
    ],
)
def test_no_month_is_called_the_fullest_where_several_are(norway, gallery, dues, said):
    for due in dues:
        CommitmentFactory(document=DocumentFactory(country=norway), due=due)
    apply_waiting(NOW)
    assert gallery()["months"].finding == said


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("many", "said"),
    [
        (2, "Most overdue: Austria and Belgium, 1 each"),
        (5, "Most overdue: Austria, Belgium and 3 more, 1 each"),
    ],
)
def test_no_country_is_called_the_worst_where_several_are(gallery, many, said):
    for code in ("AT", "BE", "BG", "HR", "CY")[:many]:
        CommitmentFactory(document=DocumentFactory(country=CountryFactory(code=code)), due="2018")
    apply_waiting(NOW)
    assert gallery()["countries"].finding == said


def test_the_worst_of_two_houses_of_one_name_is_named_with_its_country(norway, lithuania, gallery):
    for country, due in ((norway, "2018"), (lithuania, "2025")):
        house = InstitutionFactory(country=country, name="Ministry of Foreign Affairs")
        CommitmentFactory(document=DocumentFactory(country=country), lead=house, due=due)
    apply_waiting(NOW)
    shown = gallery()
    assert shown["institutions"].finding == "Most overdue: Ministry of Foreign Affairs, Norway, 1 of 1 open"


def test_nothing_overdue_any_more_is_not_called_fewer(norway, gallery, ministry, editor):
    late = CommitmentFactory(document=DocumentFactory(country=norway), lead=ministry, due="2017")
    draft = ProgressDraft(dt.date(2018, 5, 1), Completion.COMPLETE, "Done.")
    post_update(late, draft, by=standing_for(editor), now=NOW)
    apply_waiting(NOW)
    found = gallery(on=dt.date(2019, 2, 1))["trend"].finding
    assert found == "Nothing is overdue; 1 commitment was on 1 January 2018"


def test_a_body_is_not_as_bad_as_the_house_that_counts_it(norway, ministry, gallery):
    agency = InstitutionFactory(country=norway, parent=ministry, name="Agency")
    CommitmentFactory(document=DocumentFactory(country=norway), lead=agency, due="2018")
    apply_waiting(NOW)
    assert gallery(Subject(norway))["institutions"].finding == "Most overdue: Ministry of Defence, 1 of 1 open"


def test_that_closed_ones_are_counted_is_said_in_every_form(norwegian, gallery, coordinator):
    assert gallery()["completion"].caption == "As reported by those who answer for it"
    ruling = Ruling(dt.date(2018, 9, 1), "The ministry", "So.")
    withdraw(norwegian.commitments.first(), ruling, by=standing_for(coordinator), now=NOW + dt.timedelta(days=365))
    apply_waiting(NOW)
    assert gallery()["completion"].caption == "As reported by those who answer for it, closed commitments included"


def test_before_anything_was_promised_there_is_no_picture(norwegian, gallery):
    assert gallery(on=dt.date(1999, 1, 1)) == {}


def test_pillars_stand_below_their_document(norwegian, gallery):
    lines = gallery()["completion"].lines
    assert [(line.label, line.group, line.depth) for line in lines] == [
        ("All together", "", 0),
        ("Security & <trade>", "The strategy", 0),
        ("=HYPERLINK(1)", "The strategy", 1),
    ]
    assert DAY in [line.day for line in gallery()["trend"].lines]
