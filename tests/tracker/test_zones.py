"""Moments on pages come by the reader's clock, and say which one it is."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone

from commitments.models import ProgressUpdate
from tests.factories import CommitmentFactory, DocumentFactory

NOON = dt.datetime(2018, 6, 1, 10, tzinfo=dt.UTC)


@pytest.fixture
def address(ministry, editor):
    document = DocumentFactory(country=ministry.country)
    commitment = CommitmentFactory(document=document, lead=ministry)
    ProgressUpdate.objects.create(
        commitment=commitment,
        author=editor,
        posted_at=NOON,
        effective_on=NOON.date(),
        completion="limited",
        narrative="Under way.",
    )
    return commitment.get_absolute_url()


def page(client, address, person=None):
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(address).content.decode().replace("\xa0", " ")


def test_clock_of_the_country_of_the_seat(client, address, editor):
    assert '<time datetime="2018-06-01T10:00:00Z">1 June 2018, 12:00 CEST</time>' in page(client, address, editor)


def test_clock_the_reader_chose(client, address, editor):
    editor.time_zone = "America/New_York"
    editor.save()
    assert ">1 June 2018, 06:00 EDT<" in page(client, address, editor)


def test_visitor_reads_utc_and_is_told_so(client, address, settings):
    settings.PUBLIC_VIEW = True
    assert ">1 June 2018, 10:00 UTC<" in page(client, address)


def test_clock_does_not_stay_for_the_next_reader(client, address, editor):
    page(client, address, editor)
    assert timezone.get_current_timezone_name() == "UTC"


def test_moment_that_is_none_says_nothing():
    assert Template("{% load tracker_tags %}{{ never|moment }}").render(Context({"never": None})) == ""
