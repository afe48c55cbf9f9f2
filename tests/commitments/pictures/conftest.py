"""One dashboard with something of everything."""

import datetime as dt

import pytest

from commitments.actions import ProgressDraft, post_update
from commitments.choices import Completion
from commitments.dashboard import Places, Subject, dashboard_of, slippage_of
from commitments.pictures import Source, pictures_of
from commitments.rollups.apply import apply_waiting
from countries.access import Standing
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory, PillarFactory
from tests.people import NOW, standing_for

EVERYBODY = Standing(sees_all=True)
DAY = dt.date(2019, 6, 1)


@pytest.fixture
def norwegian(norway, ministry, editor):
    document = DocumentFactory(country=norway, reference="NO-2017", title="The strategy")
    top = PillarFactory(document=document, title="Security & <trade>")
    below = PillarFactory(document=document, parent=top, title="=HYPERLINK(1)")
    agency = InstitutionFactory(country=norway, parent=ministry, name="Agency")
    made = [
        CommitmentFactory(document=document, due=due, lead=lead, pillar=pillar)
        for due, lead, pillar in [
            ("2018", ministry, top),
            ("2019-07", agency, below),
            (None, agency, below),
            ("2018-03", ministry, top),
            ("2019-05", ministry, top),
        ]
    ]
    draft = ProgressDraft(dt.date(2018, 5, 1), Completion.COMPLETE, "Done.")
    post_update(made[3], draft, by=standing_for(editor), now=NOW)
    apply_waiting(NOW)
    return document


@pytest.fixture
def gallery():
    """The pictures of a scope on a day: `gallery(Subject(norway), on)`."""

    def shown(subject=None, on=DAY):
        places = Places.seen_by(EVERYBODY)
        subject = subject or Subject()
        dashboard = dashboard_of(subject, on, standing=EVERYBODY, places=places, today=on)
        return pictures_of(dashboard, slippage_of(subject, EVERYBODY, places, dashboard.figures.total.count))

    return shown


@pytest.fixture
def source():
    return Source(
        Subject(), "All countries", DAY, DAY, "https://t.example/commitments/", "https://t.example/dashboard/"
    )
