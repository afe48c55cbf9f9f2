"""The outbox: who sees which mail, and what stands there."""

import datetime as dt

import pytest
from django.urls import reverse

from commitments import reminders
from commitments.choices import MessageStatus
from commitments.models import Message
from commitments.reminders.less import token_of
from countries.choices import Role
from tests.factories import CommitmentFactory, DocumentFactory, InstitutionFactory, PersonFactory, SeatFactory
from tests.people import seated

MORNING = dt.datetime(2018, 12, 1, 8, tzinfo=dt.UTC)


@pytest.fixture
def mail(norway, ministry, editor, settings):
    """To the editor, kept here."""
    settings.MAIL_IS_DELIVERED = False
    CommitmentFactory(reference="NO-1", title="Be represented", lead=ministry, document=DocumentFactory(country=norway))
    reminders.run(MORNING)
    return Message.objects.get()


def many(count, recipient):
    Message.objects.bulk_create(
        Message(
            recipient=recipient,
            local_day=dt.date(2017, 1, 1) + dt.timedelta(days=day),
            address=recipient.email,
            subject=f"Mail {day}",
            message_id=f"<{day}@example.org>",
            written_at=MORNING,
            next_attempt_at=MORNING,
            status=MessageStatus.KEPT,
        )
        for day in range(count)
    )


def shown(client, reader, **query):
    client.force_login(reader)
    return client.get(reverse("outbox"), query)


def test_own_mail_is_listed(client, mail, editor):
    answer = shown(client, editor)
    assert list(answer.context["page"]) == [mail]
    assert "1 commitment due within 30 days" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("colleague", False),
        ("head", False),
        ("viewer", False),
        ("outsider", False),
        ("coordinator", True),
        ("administrator", True),
    ],
)
def test_who_sees_the_mail_of_another(client, mail, request, who, sees):
    person = request.getfixturevalue(who)
    assert list(shown(client, person).context["page"]) == ([mail] if sees else [])
    status = 200 if sees else 404
    assert client.get(mail.get_absolute_url()).status_code == status
    assert client.get(reverse("outbox-body", args=[mail.pk])).status_code == status


def test_coordinator_of_another_country_sees_nothing(client, mail, lithuania):
    abroad = seated("abroad", Role.COORDINATOR, InstitutionFactory(country=lithuania))
    assert list(shown(client, abroad).context["page"]) == []
    assert client.get(mail.get_absolute_url()).status_code == 404


def test_coordinator_is_not_shown_what_somebody_owes_in_another_country(client, mail, coordinator, lithuania, editor):
    SeatFactory(person=editor, institution=InstitutionFactory(country=lithuania))
    assert list(shown(client, coordinator).context["page"]) == []
    assert client.get(mail.get_absolute_url()).status_code == 404
    assert list(shown(client, editor).context["page"]) == [mail]


def test_visitor_signs_in_first(client, mail, settings):
    settings.PUBLIC_VIEW = True
    assert client.get(mail.get_absolute_url()).status_code == 302


@pytest.mark.parametrize(("status", "count"), [("kept", 1), ("sent", 0), ("waiting", 0), ("failed", 0), ("", 1)])
def test_filter_by_status(client, mail, editor, status, count):
    assert len(shown(client, editor, status=status).context["page"]) == count


def test_filter_by_person(client, mail, editor, administrator):
    assert len(shown(client, administrator, person=editor.pk).context["page"]) == 1


@pytest.mark.parametrize("query", [{"status": "lost"}, {"person": "9" * 30}, {"person": "\0"}, {"person": "-1"}])
def test_wrong_filter_is_refused_with_its_reason(client, mail, editor, query):
    answer = shown(client, editor, **query)
    assert list(answer.context["form"].errors) == list(query)
    assert list(answer.context["page"]) == []


@pytest.mark.parametrize("page", ["0", "x", "999", "\0"])
def test_wrong_page_shows_one_that_exists(client, mail, editor, page):
    assert len(shown(client, editor, page=page).context["page"]) == 1


def test_planned_next_says_when(client, norway, ministry, editor):
    CommitmentFactory(title="Be represented", lead=ministry, document=DocumentFactory(country=norway))
    reminders.run(MORNING - dt.timedelta(hours=3))
    answer = shown(client, editor, status="planned")
    assert "Be represented" in answer.content.decode()


def test_message_page_explains_itself(client, mail, editor):
    client.force_login(editor)
    page = client.get(mail.get_absolute_url()).content.decode()
    assert "No mail server is set, so it goes to nobody." in page
    assert "nobody should answer it automatically" in page
    assert "/commitments/NO-1/" in page


def test_body_is_the_mail_alone_under_its_own_policy(client, mail, editor):
    client.force_login(editor)
    answer = client.get(reverse("outbox-body", args=[mail.pk]))
    assert answer.content.decode() == mail.html
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_page_around_it_may_show_the_frame(client, mail, editor):
    client.force_login(editor)
    policy = client.get(mail.get_absolute_url())["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "unsafe-inline" not in policy


def test_post_is_refused(client, mail, editor):
    client.force_login(editor)
    assert client.post(mail.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("count", [1, 30])
def test_list_asks_as_often_for_thirty_mails(client, administrator, count, django_assert_num_queries):
    many(count, PersonFactory())
    client.force_login(administrator)
    with django_assert_num_queries(11):
        client.get(reverse("outbox"))


def test_link_that_gets_less_mail_is_shown_to_its_reader_alone(client, mail, editor, coordinator):
    token = token_of(mail.message_id)
    seen = {}
    for reader in (editor, coordinator):
        client.force_login(reader)
        pages = [client.get(mail.get_absolute_url()), client.get(reverse("outbox-body", args=[mail.pk]))]
        seen[reader.full_name] = [token in page.content.decode() for page in pages]
    assert seen == {"Editor": [True, True], "Coordinator": [False, False]}


def test_mail_of_another_reads_whole_without_that_link(client, mail, coordinator):
    client.force_login(coordinator)
    said = client.get(reverse("outbox-body", args=[mail.pk])).content.decode()
    assert "/mail/less/…/" in said
    assert "Every mail sent to you" in said
