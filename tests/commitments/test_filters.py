import datetime as dt
import itertools

import pytest
from django.http import QueryDict

from commitments.choices import Aspect, Completion, Horizon, Lateness, Reporting, ScheduleState
from commitments.filters import CommitmentFilters
from commitments.models import Commitment
from commitments.rollups.apply import apply_waiting
from commitments.timeline import horizon_of, lateness_of, reporting_of
from countries.access import Standing
from countries.models import Country
from tests.factories import (
    CommitmentFactory,
    CountryFactory,
    DocumentFactory,
    InstitutionFactory,
    PillarFactory,
)
from tests.people import NOW, TODAY, standing_for

pytestmark = pytest.mark.django_db

EVERYTHING = Standing(sees_all=True)


def asked(query: str, standing: Standing = EVERYTHING) -> CommitmentFilters:
    days = dict.fromkeys(Country.objects.values_list("pk", flat=True), TODAY)
    return CommitmentFilters(QueryDict(query), standing=standing, days=days)


def found(query: str, standing: Standing = EVERYTHING) -> list[str]:
    filters = asked(query, standing)
    assert filters.is_valid(), filters.errors
    return [commitment.reference for commitment in filters.qs]


@pytest.fixture
def document(norway):
    return DocumentFactory(country=norway, reference="NO-2017", counted_from=dt.date(2017, 9, 27))


@pytest.fixture
def tallinn(document, ministry):
    return CommitmentFactory(
        document=document,
        reference="NO-1",
        title="Be represented in Tallinn",
        quotation="Å være til stede",
        lead=ministry,
    )


@pytest.fixture
def undated(document, chancellery):
    return CommitmentFactory(document=document, reference="NO-2", title="Cooperate", due=None, lead=chancellery)


@pytest.fixture
def foreign(lithuania):
    return CommitmentFactory(document=DocumentFactory(country=lithuania, reference="LT-2021"), reference="LT-1")


def test_without_parameters_everything_visible_is_found(tallinn, undated, foreign):
    assert found("") == ["LT-1", "NO-1", "NO-2"]


def test_a_person_finds_only_what_they_may_see(tallinn, foreign, viewer):
    assert found("", standing_for(viewer)) == ["NO-1"]


def test_choices_offer_only_what_the_person_may_see(tallinn, foreign, viewer):
    filters = asked("country=LT", standing_for(viewer))
    assert not filters.is_valid()
    assert "“LT” is not a country you can see. Choose one from the list." in filters.errors["country"]
    assert [value for value, _ in filters.facets.country] == ["NO"]


def test_country_and_document(tallinn, foreign):
    assert found("country=NO") == ["NO-1"]
    assert found("document=LT-2021") == ["LT-1"]


def test_a_pillar_with_its_children(document, tallinn):
    above = PillarFactory(document=document)
    below = PillarFactory(document=document, parent=above)
    Commitment.objects.update(pillar=below)
    assert found(f"pillar={above.pk}") == ["NO-1"]
    assert found(f"pillar={PillarFactory(document=document).pk}") == []


def test_an_institution_with_its_children(tallinn, undated, ministry, norway):
    agency = InstitutionFactory(country=norway, parent=ministry)
    CommitmentFactory(document=tallinn.document, reference="NO-3", lead=agency)
    assert found(f"institution={ministry.pk}") == ["NO-1", "NO-3"]


def test_completion_and_schedule_may_be_given_several_times(tallinn, undated):
    assert found("schedule=undated&schedule=on_schedule") == ["NO-1", "NO-2"]
    assert found("schedule=overdue") == []
    assert found("completion=no_evidence&completion=limited") == ["NO-1", "NO-2"]
    assert found("completion=complete") == []


def test_due_between(tallinn, undated):
    assert found("due_after=2018-12-31&due_before=2018-12-31") == ["NO-1"]
    assert found("due_after=2019-01-01") == []


@pytest.mark.parametrize("sort", ["", "&sort=due", "&sort=-due", "&sort=title"])
def test_states_of_a_day_keep_the_order_of_the_list(tallinn, undated, document, ministry, sort):
    for number in range(3, 6):
        CommitmentFactory(document=document, reference=f"NO-{number}", lead=ministry, due="2018-07", title="Last")
    apply_waiting(NOW)
    order = {
        "&sort=-due": ["NO-1", "NO-5", "NO-4", "NO-3", "NO-2"],
        "&sort=title": ["NO-1", "NO-2", "NO-3", "NO-4", "NO-5"],
    }
    listed = found(f"schedule=due_soon&schedule=on_schedule&schedule=undated&on=2018-06-01{sort}")
    assert listed == order.get(sort, ["NO-3", "NO-4", "NO-5", "NO-1", "NO-2"])
    assert found(f"horizon=within_365&on=2018-06-01{sort}") == ["NO-1"]


@pytest.mark.parametrize("words", ["tallinn", "represented TALLINN", "no-1", "å være", "Defence", "forsvars"])
def test_every_word_is_searched_in_title_reference_quotation_and_lead(tallinn, undated, words):
    assert found(QueryDict(mutable=True).urlencode() + f"q={words}") == ["NO-1"]


def test_percent_and_underscore_are_letters_like_others(tallinn):
    assert found("q=%25") == []
    assert found("q=_") == []


def test_mine_are_those_of_the_institutions_one_owns(tallinn, undated, editor, viewer):
    assert found("mine=1", standing_for(editor)) == ["NO-1"]
    assert found("mine=1", standing_for(viewer)) == []


def test_sorting_puts_what_is_missing_last_in_both_directions(tallinn, undated):
    assert found("sort=due") == ["NO-1", "NO-2"]
    assert found("sort=-due") == ["NO-1", "NO-2"]
    assert found("sort=-reference") == ["NO-2", "NO-1"]


def test_slip_counts_from_the_baseline(tallinn, document):
    CommitmentFactory(
        document=document,
        reference="NO-9",
        baseline_latest=dt.date(2018, 6, 30),
        baseline_earliest=dt.date(2018, 1, 1),
    )
    assert found("sort=-slip") == ["NO-9", "NO-1"]


def test_on_leaves_out_what_had_not_begun(tallinn):
    assert found("on=2017-09-26") == []
    assert found("on=2017-09-27") == ["NO-1"]


@pytest.mark.parametrize(
    ("query", "field", "reason"),
    [
        ("pillar=999999", "pillar", "“999999” is not a pillar you can see. Choose one from the list."),
        ("pillar=abc", "pillar", "“abc” is not a pillar"),
        ("institution=%00", "institution", "is not an institution you can see"),
        ("institution=99999999999999999999999999", "institution", "is not an institution you can see"),
        ("completion=done", "completion", "“done” is not one of the five steps"),
        ("schedule=overdue&schedule=late", "schedule", "“late” is not a state of the schedule"),
        ("due_after=2018-02-31", "due_after", "“2018-02-31” is not a day of the calendar. Write it like 2018-12-31."),
        ("due_after=99999-01-01", "due_after", "is not a day of the calendar"),
        ("due_before=0001-01-01", "due_before", "The year 1 is out of reach."),
        ("on=9999-12-31", "on", "The year 9999 is out of reach."),
        ("due_after=2019-01-01&due_before=2018-01-01", "due_before", "This ends before it starts (1 January 2019)."),
        ("q=%00", "q", "Character 1 is an invisible control character. Remove it."),
        ("q=%ED%A0%80", "q", "Character 1 arrived damaged, as \N{REPLACEMENT CHARACTER}. Type it again."),
        ("q=" + "x" * 10_000, "q", "This has 10,000 characters; 200 fit. Shorten it."),
        ("country=" + "x" * 10_000, "country", f"“{'x' * 60}…” is not a country"),
        ("sort=colour", "sort", "“colour” is not a column to sort by."),
    ],
)
def test_what_cannot_be_asked_is_refused_with_field_reason_and_fix(tallinn, query, field, reason):
    filters = asked(query)
    assert not filters.is_valid()
    assert list(filters.errors) == [field]
    assert reason in filters.errors[field][0]
    assert list(filters.qs) == []


@pytest.mark.parametrize("query", ["q=%ED%A0%80", "q=%FF%FE", "country=%ED%A0%80", "page=%00", "due_after=%ED%A0%80"])
def test_damaged_bytes_are_answered(tallinn, query):
    assert list(asked(query).qs) in ([], [tallinn])


BANDS = [
    *((Aspect.SCHEDULE, state) for state in ScheduleState),
    *((Aspect.REPORTING, state) for state in Reporting),
    *((Aspect.LATENESS, state) for state in Lateness),
    *((Aspect.HORIZON, state) for state in Horizon),
    *((Aspect.COMPLETION, state) for state in Completion),
]


@pytest.fixture
def lives(norway, lithuania):
    """Every way a commitment can stand, one day beside each edge."""
    offsets = (-400, -366, -365, -91, -90, -31, -30, -1, 0, 1, 29, 30, 31, 90, 91, 365, 366)
    for country in (norway, lithuania):
        document = DocumentFactory(country=country)
        for offset in offsets:
            day = TODAY + dt.timedelta(days=offset)
            CommitmentFactory(document=document, due=f"{day:%Y-%m-%d}")
            done = {"completion": Completion.COMPLETE, "last_reported_on": TODAY}
            CommitmentFactory(document=document, due=f"{day:%Y-%m-%d}", done_on=TODAY, **done)
            CommitmentFactory(document=document, due=None, last_reported_on=min(day, TODAY))
        CommitmentFactory(document=document, due=None, done_on=TODAY, completion=Completion.COMPLETE)
        CommitmentFactory(document=document, closed_as="withdrawn", closed_on=TODAY)


def band(found: Commitment, aspect: Aspect, day: dt.date) -> str | None:
    schedule = found.schedule_on(day)
    return {
        Aspect.SCHEDULE: schedule,
        Aspect.COMPLETION: found.completion,
        Aspect.REPORTING: reporting_of(schedule, found.last_reported_on or found.document.counted_from, day),
        Aspect.LATENESS: lateness_of(schedule, found.due_latest, day),
        Aspect.HORIZON: horizon_of(schedule, found.due_latest, day),
    }[aspect]


def test_bands_agree_with_the_timeline(lives, norway, lithuania):
    """With two countries on two days, as around midnight."""
    days = {norway.pk: TODAY, lithuania.pk: TODAY + dt.timedelta(days=1)}
    everything = list(Commitment.objects.select_related("document"))
    for aspect, state in BANDS:
        expected = {c.pk for c in everything if band(c, aspect, days[c.document.country_id]) == state}
        counted = set(Commitment.objects.in_band(aspect, [state], days).values_list("pk", flat=True))
        assert counted == expected, (aspect, state)


def test_several_bands_find_what_each_of_them_finds(lives, norway, lithuania):
    """Neighbours are asked as one stretch of days."""
    days = {norway.pk: TODAY, lithuania.pk: TODAY + dt.timedelta(days=1)}

    def found(aspect, states, on):
        return set(Commitment.objects.in_band(aspect, states, on).values_list("pk", flat=True))

    for aspect in (Aspect.SCHEDULE, Aspect.LATENESS, Aspect.HORIZON, Aspect.REPORTING):
        states = [state for known, state in BANDS if known == aspect]
        for on in (TODAY, days):
            each = {state: found(aspect, [state], on) for state in states}
            for first, second in itertools.combinations(states, 2):
                assert found(aspect, [second, first], on) == each[first] | each[second], (aspect, first, second)
            assert found(aspect, states, on) == set().union(*each.values()), aspect


def test_filters_ask_the_database_four_times_for_choices(django_assert_num_queries, lives):
    CountryFactory(code="CZ")
    with django_assert_num_queries(1):
        days = dict.fromkeys(Country.objects.values_list("pk", flat=True), TODAY)
    with django_assert_num_queries(4):
        CommitmentFilters(QueryDict(""), standing=EVERYTHING, days=days).is_valid()


def test_too_many_places_are_offered_once_a_wider_one_is_chosen(tallinn, foreign, ministry, monkeypatch):
    monkeypatch.setattr("commitments.facets.MOST_OFFERED", 1)
    pillar = PillarFactory(document=tallinn.document, title="Presence")
    PillarFactory(document=foreign.document)
    PillarFactory(document=foreign.document)

    def offered(query, name):
        return [choice for choice in asked(query).filters[name].extra["choices"] if choice[0]]

    assert offered("", "pillar") == offered("", "institution") == []
    assert asked("").filters["pillar"].extra["choices"] == [("", "All (choose a document first)")]
    assert offered("document=NO-2017", "pillar") == [("NO-2017", [(str(pillar.pk), "Presence")])]
    assert [name for name, _ in offered("country=LT", "institution")] == ["Lithuania"]
    assert [name for name, _ in offered(f"pillar={pillar.pk}", "pillar")] == ["NO-2017"]
    both = offered(f"document=LT-2021&pillar={pillar.pk}", "pillar")
    assert sorted(name for name, _ in both) == ["LT-2021", "NO-2017"]
    assert found(f"institution={ministry.pk}&country=LT") == []
    assert found(f"institution={ministry.pk}") == ["NO-1"]
