"""The list behind the link in a mail says the numbers of its subject, for every kind of entry."""

import datetime as dt
import re

import pytest

from commitments import reminders
from commitments.actions import (
    DependencyDraft,
    MilestoneDraft,
    Move,
    RequestDraft,
    Ruling,
    add_milestone,
    ask_for_decision,
    move_date,
    refuse_request,
    wait_for,
    withdraw,
)
from commitments.choices import StepKind
from commitments.models import Message, ReviewRequest
from tests.commitments.web.reading import text
from tests.factories import CommitmentFactory
from tests.people import NOW, standing_for

pytestmark = pytest.mark.usefixtures("shipped_policy")
DAY = dt.timedelta(days=1)


def link_of(mail):
    """As a person presses it: the last address before the signature."""
    return re.findall(r"https?://[^/\s]+(/mails/\S+)", mail.text)[-1]


def counted(subject):
    """The numbers of a subject that count entries."""
    return [int(number) for number in re.findall(r"(?<!within )\b\d+\b", subject)]


def listed(client, mail):
    client.force_login(mail.recipient)
    page = client.get(link_of(mail)).content.decode()
    sections = re.findall(r"<section.*?</section>", page, re.DOTALL)
    return [section.count('<p class="row-title">') for section in sections]


def stale(commitment, **cast):
    CommitmentFactory(
        document=commitment.document,
        lead=commitment.lead,
        due=None,
        registered_at=NOW - 100 * DAY,
        last_reported_on=None,
    )


def milestone(commitment, editor, **cast):
    for name in ("Law drafted", "Law passed"):
        draft = MilestoneDraft(name, "by 10 June 2018", "2018-06-10")
        add_milestone(commitment, draft, by=standing_for(editor), now=NOW - DAY)


def review(commitment, editor, coordinator, **cast):
    ReviewRequest.objects.create(
        commitment=commitment, asked=coordinator, asked_by=editor, reason="Is it done?", posted_at=NOW - DAY
    )


def escalation(commitment, **cast):
    CommitmentFactory(
        document=commitment.document, lead=commitment.lead, due="2018-05-01", registered_at=NOW - 40 * DAY
    )
    reminders.run(NOW - 24 * DAY)


def asked(commitment, editor, **cast):
    draft = RequestDraft("extend", "The law is late.", "by the end of 2019", "2019")
    return ask_for_decision(commitment, draft, by=standing_for(editor), now=NOW - DAY)


def answered(commitment, editor, coordinator, **cast):
    refuse_request(asked(commitment, editor), "It is not.", by=standing_for(coordinator), now=NOW)


def moved(commitment, coordinator, **cast):
    ruling = Ruling(NOW.date(), "The Cabinet", "More time is needed.")
    move_date(commitment, Move("by 2019", "2019"), ruling, by=standing_for(coordinator), now=NOW)


def followed(commitment, coordinator, **cast):
    by = standing_for(coordinator)
    waiting = CommitmentFactory(document=commitment.document, lead=commitment.lead, due=None)
    wait_for(waiting, DependencyDraft(commitment, 12, "month", "a year after"), by=by, now=NOW - 2 * DAY)
    moved(commitment, coordinator)


KINDS = {
    StepKind.STALE: stale,
    StepKind.MILESTONE: milestone,
    StepKind.REVIEW: review,
    StepKind.ESCALATION: escalation,
    StepKind.ASKED: asked,
    StepKind.ANSWERED: answered,
    StepKind.MOVED: moved,
    StepKind.FOLLOWED: followed,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("with_dates", [False, True])
def test_number_of_the_subject_is_that_of_the_list(
    client, commitment, editor, head, coordinator, smtp_server, kind, with_dates
):
    KINDS[kind](commitment, editor=editor, coordinator=coordinator)
    if with_dates:
        for days in (-40, 0, 25, 29):
            due = f"{NOW.date() + days * DAY}"
            CommitmentFactory(document=commitment.document, lead=commitment.lead, due=due, registered_at=NOW - DAY)
    reminders.run(NOW)
    mails = list(Message.objects.filter(local_day=NOW.date()))
    groups = {name for mail in mails for name, _entries in mail.entries}
    assert kind.value in groups
    assert {mail.pk: counted(mail.subject) for mail in mails} == {mail.pk: listed(client, mail) for mail in mails}


def test_entry_says_what_the_mail_said_and_how_it_stands_now(client, commitment, editor, coordinator, settings):
    settings.MAIL_IS_DELIVERED = False
    late = CommitmentFactory(document=commitment.document, lead=commitment.lead, due="2018-05-20", title="Sign it")
    reminders.run(NOW)
    mail = Message.objects.get(recipient=editor)
    ruling = Ruling(NOW.date(), "The Cabinet", "Not needed.")
    withdraw(late, ruling, by=standing_for(coordinator), now=NOW)
    client.force_login(editor)
    said = text(client.get(link_of(mail)))
    assert "overdue by 12 days" in said
    assert "Withdrawn" in said or "Closed" in said
    assert f"about {late.reference}" not in said


def test_list_is_for_its_reader_and_who_may_see_the_mail(client, commitment, page, settings, request):
    settings.MAIL_IS_DELIVERED = False
    CommitmentFactory(document=commitment.document, lead=commitment.lead, due="2018-05-20")
    request.getfixturevalue("editor")
    reminders.run(NOW)
    address = link_of(Message.objects.get())
    seen = {name: page(name, address).status_code for name in ("editor", "coordinator", "colleague", "outsider")}
    assert seen == {"editor": 200, "coordinator": 200, "colleague": 404, "outsider": 404}
    client.logout()
    assert client.get(address).url == f"/sign-in/?next={address}"


@pytest.mark.parametrize("name", ["nothing", "\x00", "%", "a" * 5000])
def test_unknown_list_is_not_found(page, editor, name):
    assert page("editor", f"/mails/{name}/").status_code == 404


def test_what_the_reader_may_not_read_any_more_is_named_and_no_more(client, commitment, editor, settings):
    settings.MAIL_IS_DELIVERED = False
    CommitmentFactory(document=commitment.document, lead=commitment.lead, due="2018-05-20", title="Sign it")
    reminders.run(NOW)
    editor.seats.update(held_until=NOW.date() - DAY)
    client.force_login(editor)
    said = text(client.get(link_of(Message.objects.get())))
    assert "Sign it" not in said
    assert "no seat in any more" in said
