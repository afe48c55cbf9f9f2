"""The page of an order says how far it is; what was not kept can be ordered again as it was filled in."""

import datetime as dt
import uuid

import pytest
from django.test import Client

from commitments.actions import keep_next_ordered
from commitments.actions.keep_ordered import JOB
from commitments.at_work import alone_at
from commitments.models import BaselineOrder, NamedBaseline
from commitments.models.baseline_order import OrderState
from commitments.rollups.apply import apply_waiting
from commitments.rollups.running import REBUILD, recounting
from tests.factories import CommitmentFactory, DocumentFactory
from tests.people import NOW


@pytest.fixture(autouse=True)
def little_is_much(monkeypatch):
    monkeypatch.setattr("commitments.actions.freeze.MOST_AT_ONCE", 3)


@pytest.fixture
def order(client, norway, ministry, coordinator):
    document = DocumentFactory(country=norway, reference="NO-2017")
    CommitmentFactory.create_batch(5, document=document, lead=ministry)
    apply_waiting(NOW)
    client.force_login(coordinator)
    sent = {"name": "Annual report", "on": "2018-06-01", "note": "To the Storting.", "submission": str(uuid.uuid4())}
    answers = [client.post("/baselines/new/?country=NO&on=2018-06-01", sent) for _ in range(2)]
    found = BaselineOrder.objects.get()
    assert [answer.url for answer in answers] == [found.get_absolute_url()] * 2
    return found


@pytest.fixture
def page(client, order):
    return lambda **headers: " ".join(client.get(order.get_absolute_url(), headers=headers).text.split())


def test_it_waits_and_says_for_what(page, client):
    assert "<strong>5 commitments</strong>: a job keeps them" in page()
    assert "Look again" in page()
    with recounting(REBUILD, NOW - dt.timedelta(minutes=3)):
        assert "Everything is being counted afresh since" in page()
    assert "Annual report" in client.get("/baselines/").text


def begun(order, **facts):
    terms = {"name": order.name, "on": order.on, "country": order.country, "made_by": order.ordered_by, "made_at": NOW}
    baseline = NamedBaseline.objects.create(**terms)
    BaselineOrder.objects.update(state=OrderState.KEEPING, begun_at=NOW, baseline=baseline, **facts)


def test_it_says_how_far_it_is_and_whether_somebody_is_at_it(page, order, client):
    BaselineOrder.objects.update(state=OrderState.KEEPING, begun_at=NOW)
    with alone_at(JOB):
        assert "First step of two" in page()
    begun(order, written=2_000, total=120_000)
    with alone_at(JOB):
        assert "<strong>2,000 of 120,000</strong> commitments are written" in page()
        assert "It was broken off" not in page()
    assert "It was broken off, and is begun again</h2>" in page()
    assert "2,000 of 120,000" in client.get("/baselines/").text


def test_once_kept_whoever_waits_is_told_and_others_read_it(page, order, client):
    assert keep_next_ordered(NOW)
    baseline = NamedBaseline.objects.get()
    assert client.get(order.get_absolute_url()).url == baseline.get_absolute_url()
    told = page(**{"HX-Request": "true"})
    assert f'<a href="{baseline.get_absolute_url()}">Open “Annual report”</a>' in told
    assert "hx-trigger" not in told.split('id="order"')[1].split("</section>")[0]
    assert client.get("/baselines/").text.count(">Annual report</a>") == 1


def test_what_was_refused_can_be_ordered_again_as_it_was(page, order, client, coordinator, monkeypatch):
    BaselineOrder.objects.update(state=OrderState.REFUSED, field="name", refusal="There is one already.")
    assert "<strong>Name:</strong> There is one already." in page()
    address = page().split('class="button" href="')[1].split('"')[0].replace("&amp;", "&")
    form = client.get(address).context["form"]
    assert [form[name].value() for name in ("name", "on", "note")] == [
        "Annual report",
        "2018-06-01",
        "To the Storting.",
    ]
    assert form.errors == {"name": ["There is one already."]}
    assert form["submission"].value() != order.submission
    sent = {name: form[name].value() for name in ("name", "on", "note", "submission")}
    assert (
        client.post(address, sent | {"name": "Another"}).url
        == BaselineOrder.objects.get(name="Another").get_absolute_url()
    )


@pytest.mark.parametrize("number", ["0", "x", "9" * 40, "-1"])
def test_again_of_nothing_is_a_form_like_any(order, client, number):
    assert client.get(f"/baselines/new/?country=NO&again={number}").context["form"].errors == {}


def test_others_see_what_is_kept_and_not_what_was_refused(order, editor, outsider):
    def seen(person):
        reader = Client()
        reader.force_login(person)
        listed = ">Annual report</a>" in reader.get("/baselines/").text
        return listed, reader.get(order.get_absolute_url()).status_code

    assert (seen(editor), seen(outsider)) == ((True, 200), (False, 404))
    BaselineOrder.objects.update(state=OrderState.REFUSED, refusal="So.")
    assert seen(editor) == (False, 200)
