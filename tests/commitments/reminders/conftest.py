"""A promise due at the end of 2018, and the morning 30 days before."""

import datetime as dt

import pytest

from tests.factories import CommitmentFactory, DocumentFactory


@pytest.fixture
def strategy(norway):
    return DocumentFactory(country=norway)


@pytest.fixture
def promise(strategy, ministry):
    return CommitmentFactory(
        reference="NO-2017-02", title="Be represented in Tallinn", lead=ministry, document=strategy
    )


@pytest.fixture
def kept_here(settings):
    settings.MAIL_IS_DELIVERED = False


@pytest.fixture
def morning():
    """Nine in Oslo on 1 December 2018."""
    return dt.datetime(2018, 12, 1, 8, tzinfo=dt.UTC)
