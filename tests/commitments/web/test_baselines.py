"""Named baselines: kept for good, shown beside what is known now, each difference a list."""

import datetime as dt
import re
import uuid
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from commitments.actions import (
    BaselineDraft,
    Move,
    ProgressDraft,
    Ruling,
    keep_baseline,
    move_date,
    post_update,
    withdraw_baseline,
)
from commitments.baselines.board import board_of
from commitments.choices import Completion, ScopeKind
from commitments.dashboard import Subject
from commitments.filters import CommitmentFilters
from commitments.models import (
    BaselineEntry,
    BaselineFigure,
    BaselineWithdrawal,
    Commitment,
    CommitmentSpan,
    NamedBaseline,
    RollupDelta,
)
from commitments.rollups.apply import apply_waiting
from commitments.rollups.running import REBUILD, recounting
from commitments.rollups.scope import Scope
from commitments.rollups.verify import record, verify, verify_and_repair
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory
from tests.people import NOW, TODAY, standing_for

ON = dt.date(2018, 3, 31)
PLAIN = re.compile(r'<a class="number num" href="([^"]+)">(\d+)</a>')
MARK = re.compile(r'<a href="([^"]+)" class="mark [^"]*" aria-label="[^"]*: (\d+)">')


@pytest.fixture
def document(norway, ministry):
    document = DocumentFactory(country=norway, reference="NO-2017")
    for number, due in enumerate(["2018-01", "2018-02", "2018", "2020", None]):
        CommitmentFactory(document=document, lead=ministry, due=due, reference=f"NO-{number}")
    return document


@pytest.fixture
def by(coordinator):
    return standing_for(coordinator)


def kept(document, by, name="Annual report", subject=None, on=ON):
    draft = BaselineDraft(name, subject or Subject(document.country), on, TODAY, "For the Storting.")
    return keep_baseline(draft, by=by, now=NOW)


def told(reference, day, completion, by):
    draft = ProgressDraft(day, completion, "So.")
    post_update(Commitment.objects.get(reference=reference), draft, by=by, now=NOW + dt.timedelta(days=1))


def learn_more(document, by, lithuanian_house=None):
    """A back-dated report, another completion, a moved date, one that moved away, one registered late."""
    told("NO-0", dt.date(2018, 1, 20), Completion.COMPLETE, by)
    told("NO-3", dt.date(2018, 3, 1), Completion.LIMITED, by)
    ruling = Ruling(dt.date(2018, 3, 1), "The ministry", "So.")
    move_date(Commitment.objects.get(reference="NO-2"), Move("by 2019", "2019"), ruling, by=by, now=NOW)
    CommitmentFactory(document=document, due="2018-01", reference="NO-9")
    apply_waiting(NOW)


def figures(baseline):
    return dict(baseline.figures.values_list("state", "count"))


def test_figures_and_list_say_the_same_and_stay_the_same(document, by):
    baseline = kept(document, by)
    before = figures(baseline), list(baseline.entries.order_by("reference").values())
    assert {state: before[0][state] for state in ("overdue", "on_schedule", "undated")} == {
        "overdue": 2,
        "on_schedule": 2,
        "undated": 1,
    }
    learn_more(document, by)
    assert (figures(baseline), list(baseline.entries.order_by("reference").values())) == before


def numbers_of(page):
    found = [(unescape(a), int(n)) for pattern in (PLAIN, MARK) for a, n in pattern.findall(page)]
    assert len(found) > 30
    return set(found)


def test_every_number_of_its_page_is_the_length_of_its_list(client, document, by, coordinator):
    baseline = kept(document, by)
    gone, _ = Commitment.objects.get(reference="NO-4"), learn_more(document, by)
    client.force_login(coordinator)
    house = InstitutionFactory(country=document.country)
    of_ministry = kept(document, by, "Of the ministry", Subject(document.country, institution=gone.lead))
    Commitment.objects.filter(pk=gone.pk).update(lead=house, revision=99)
    apply_waiting(NOW)
    for shown in (baseline, of_ministry):
        page = client.get(shown.get_absolute_url()).content.decode()
        for address, counted in numbers_of(page):
            parts = urlsplit(address)
            if parts.path.startswith("/baselines/"):
                assert client.get(address).context["count"] == counted, address
            else:
                filters = CommitmentFilters(QueryDict(parts.query), standing=by, days={})
                assert filters.qs.count() == counted, address


def test_what_is_known_now_is_doubted_where_the_counts_are(client, document, by, coordinator):
    baseline = kept(document, by)
    client.force_login(coordinator)
    assert "notice" not in client.get(baseline.get_absolute_url()).content.decode()
    with recounting(REBUILD, NOW):
        assert "“known now” may not be right" in client.get(baseline.get_absolute_url()).content.decode()
    CommitmentSpan.objects.filter(state="overdue").update(state="closed")
    record(verify(NOW.date()), NOW)
    assert "“Known now” may be wrong" in client.get(baseline.get_absolute_url()).content.decode()


def test_what_became_known_since_is_named_with_its_lists(client, document, by, coordinator):
    baseline = kept(document, by)
    client.force_login(coordinator)
    assert "Nothing that would change a figure" in client.get(baseline.get_absolute_url()).content.decode()
    learn_more(document, by)
    client.get(baseline.get_absolute_url())
    listed = {
        query: [row.reference for row in client.get(f"{baseline.get_absolute_url()}list/?{query}").context["rows"]]
        for query in ("schedule=overdue&known=done_on_time", "differs=completion", "differs=date", "added=on")
    }
    assert list(listed.values()) == [["NO-0"], ["NO-0", "NO-3"], ["NO-2"], ["NO-9"]]


def test_the_database_refuses_to_rewrite_it_or_to_lose_it(document, by):
    withdraw_baseline(kept(document, by), "A wrong day.", by=by, now=NOW)
    for model, change in [
        (NamedBaseline, {"name": "Another"}),
        (BaselineEntry, {"schedule": "done_late"}),
        (BaselineFigure, {"count": 0}),
        (BaselineWithdrawal, {"reason": "Another"}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_a_long_list_takes_no_more_statements_than_a_short_one(document, by, ministry):
    with CaptureQueriesContext(connection) as few:
        apply_waiting(NOW)
        kept(document, by, "Short")
    CommitmentFactory.create_batch(40, document=document, lead=ministry)
    apply_waiting(NOW)
    with CaptureQueriesContext(connection) as many:
        apply_waiting(NOW)
        assert kept(document, by, "Long").entries.count() == 45
    assert len(many) <= len(few)


def test_only_what_was_counted_anew_is_compared_unless_that_explains_too_little(document, by):
    baseline = kept(document, by)
    subject, scope = Subject(document.country), Scope(ScopeKind.COUNTRY, (document.country_id,))
    told("NO-0", dt.date(2018, 1, 20), Completion.COMPLETE, by)
    apply_waiting(NOW)
    with CaptureQueriesContext(connection) as quick:
        board = board_of(baseline, subject, scope)
    assert [(one.kept, one.known, one.count) for one in board.since.became] == [("overdue", "done_on_time", 1)]
    other = Commitment.objects.get(reference="NO-2")
    CommitmentSpan.objects.filter(commitment=other, state="on_schedule").update(state="due_soon")
    deltas = RollupDelta.objects.filter(scope_kind="country", day__lte=ON)
    deltas.update(on_schedule=F("due_soon"), due_soon=F("on_schedule"))  # other rules, and nothing counted anew
    with CaptureQueriesContext(connection) as whole:
        assert sum(one.count for one in board_of(baseline, subject, scope).since.became) == 2
    assert len(whole) > len(quick)


def test_its_list_asks_as_much_for_many_rows_as_for_few(
    client, document, by, ministry, coordinator, django_assert_max_num_queries
):
    CommitmentFactory.create_batch(20, document=document, lead=ministry)
    baseline = kept(document, by)
    client.force_login(coordinator)
    with django_assert_max_num_queries(14):
        assert len(client.get(f"{baseline.get_absolute_url()}list/").context["rows"]) == 25


def test_who_may_keep_and_who_may_see(client, document, by, editor, outsider, administrator):
    with pytest.raises(PermissionDenied):
        kept(document, standing_for(editor))
    with pytest.raises(PermissionDenied):
        kept(document, by, subject=Subject())
    everything = kept(document, standing_for(administrator), subject=Subject())
    ours = kept(document, by)
    for person, seen in [(editor, {ours}), (outsider, set()), (administrator, {everything, ours})]:
        client.force_login(person)
        assert set(client.get("/baselines/").context["baselines"]) == seen
        for baseline in (everything, ours):
            expected = 200 if baseline in seen else 404
            assert client.get(baseline.get_absolute_url()).status_code == expected
            assert client.get(f"{baseline.get_absolute_url()}list/").status_code == expected
    client.force_login(editor)
    assert client.get("/baselines/new/?country=NO").status_code == 403
    assert client.post(f"{ours.get_absolute_url()}withdraw/", {"reason": "No."}).status_code == 403


def test_it_is_kept_from_the_dashboard_once(client, document, coordinator):
    apply_waiting(NOW)
    client.force_login(coordinator)
    page = client.get("/dashboard/?country=NO&on=2018-03-31").content.decode()
    assert '<a class="days-more" href="/baselines/new/?country=NO&amp;on=2018-03-31">Keep these figures</a>' in page
    sent = {"name": "Annual report 2017", "on": "2018-03-31", "submission": str(uuid.uuid4())}
    first, again = (client.post("/baselines/new/?country=NO&on=2018-03-31", sent) for _ in range(2))
    assert first.url == again.url == NamedBaseline.objects.get().get_absolute_url()
    assert "Annual report 2017, 31 March 2018" in client.get("/dashboard/?country=NO").content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "reason"),
    [
        ({"on": "2030-01-01"}, "on", "still to come"),
        ({"on": "1999-01-01"}, "on", "Nothing was promised here"),
        ({"name": "Taken"}, "name", "There is a baseline called “Taken”"),
        ({"name": ""}, "name", "cannot be empty"),
        ({"name": "x" * 121}, "name", "120 fit"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(client, document, by, coordinator, typed, field, reason):
    kept(document, by, "Taken")
    client.force_login(coordinator)
    sent = {"name": "New", "on": "2018-03-31", "submission": str(uuid.uuid4()), **typed}
    page = client.post("/baselines/new/?country=NO", sent)
    assert page.status_code == 422
    assert reason in page.context["form"].errors[field][0]
    assert NamedBaseline.objects.count() == 1


def test_withdrawn_it_can_be_read_and_its_name_is_free_again(client, document, by, coordinator):
    baseline = kept(document, by)
    client.force_login(coordinator)
    assert client.post(f"{baseline.get_absolute_url()}withdraw/", {"reason": ""}).status_code == 422
    client.post(f"{baseline.get_absolute_url()}withdraw/", {"reason": "The day was wrong."})
    page = client.get(baseline.get_absolute_url()).content.decode()
    assert "The day was wrong." in page
    assert "As kept" in page
    assert kept(document, by).pk != baseline.pk
    withdraw_baseline(baseline, "Again.", by=by, now=NOW)
    assert BaselineWithdrawal.objects.get().reason == "The day was wrong."


def test_while_much_waits_nothing_is_kept(document, by, monkeypatch):
    monkeypatch.setattr("commitments.actions.freeze.MOST_WAITING", 3)
    with pytest.raises(ValidationError, match="Many changes are being counted"):
        kept(document, by)


def test_what_is_known_to_be_wrong_is_not_kept_for_good(document, by):
    apply_waiting(NOW)
    RollupDelta.objects.update(overdue=F("overdue") + 1)
    record(verify(TODAY), NOW)
    with pytest.raises(ValidationError, match="found numbers that differ from the facts"):
        kept(document, by)
    verify_and_repair(NOW)
    assert kept(document, by).figures.exists()


def test_while_everything_is_counted_afresh_nothing_is_kept(document, by):
    with recounting(REBUILD, NOW), pytest.raises(ValidationError, match="counted afresh"):
        kept(document, by)
    assert kept(document, by).figures.exists()


def test_the_last_report_is_one_of_the_very_place_or_named_with_the_wider_one(client, document, by, administrator):
    everybody, house = standing_for(administrator), Commitment.objects.first().lead
    country = Subject(document.country)

    def offered(query):
        page = client.get(f"/dashboard/?{query}&on=2018-06-01")
        return [link.label for link in page.context["presets"] if link.day in (ON, ON - dt.timedelta(days=1))]

    client.force_login(administrator)
    kept(document, by, "Of the ministry", Subject(document.country, institution=house))
    assert offered("country=NO") == []
    assert offered(f"institution={house.pk}") == ["Of the ministry, 31 March 2018"]
    kept(document, everybody, "Of the world", Subject(), ON - dt.timedelta(days=1))
    assert offered("country=NO") == ["Of the world (All countries), 30 March 2018"]
    kept(document, by, "Of Norway", country, ON - dt.timedelta(days=1))
    assert offered("country=NO") == ["Of Norway, 30 March 2018"]
    assert offered("document=NO-2017") == ["Of Norway (Norway), 30 March 2018"]
    assert offered("") == ["Of the world, 30 March 2018"]
