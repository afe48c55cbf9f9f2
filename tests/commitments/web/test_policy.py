"""Who is told what, when: read by all, changed by the coordinator, seen 60 days ahead before it is in force."""

import datetime as dt

import pytest
import time_machine

from commitments import reminders
from commitments.choices import StepKind
from commitments.models import Message, Reminder, ReminderPolicy
from commitments.reminders.steps import DEFAULTS, policies_in_force
from commitments.web.forms.policy import reading_order
from tests.commitments.web.reading import refilled, text
from tests.factories import CommitmentFactory
from tests.people import NOW

ADDRESS, DEFAULT = "/reminders/policy/NO/", "/reminders/policy/all/"


@pytest.fixture
def sent(page, client, coordinator):
    """Open the form as the coordinator, change some fields, press a button."""

    def send(do, *, address=ADDRESS, role="coordinator", **changes):
        values = refilled(page(role, address)) | {name.replace("__", "-"): value for name, value in changes.items()}
        return client.post(address, {name: value for name, value in values.items() if value} | {"do": do})

    return send


@pytest.fixture
def forced(sent, client):
    """Pressed, looked at, and pressed again."""

    def force(do="force", **changes):
        seen = sent(do, **changes)
        values = {name: value for name, value in refilled(seen).items() if value}
        return client.post(ADDRESS, values | {"do": do})

    return force


def place(kind, days=None):
    """Where a step stands in the form: in the order in which it shows them."""
    found = sorted(policies_in_force().default.steps, key=reading_order)
    return next(n for n, s in enumerate(found) if s.kind == kind and days in (None, s.offset_days))


def test_before_the_first_scan_it_shows_what_the_tracker_comes_with_and_writes_nothing(page, coordinator):
    ReminderPolicy.objects.all().delete()
    kinds = [value for name, value in refilled(page("coordinator", ADDRESS)).items() if name.endswith("-kind")]
    assert len(kinds) == len(DEFAULTS)
    assert not ReminderPolicy.objects.exists()


@pytest.mark.parametrize("role", ["editor", "viewer", "head"])
def test_others_read_and_do_not_change(page, client, role, coordinator):
    response = page(role, ADDRESS)
    assert (response.status_code, "Put in force" in text(response)) == (200, False)
    assert client.post(ADDRESS, {"do": "force"}).status_code == 403


@pytest.mark.parametrize(("role", "status"), [("coordinator", 403), ("administrator", 422)])
def test_policy_for_all_is_the_administrators(page, client, role, status):
    page(role, DEFAULT)
    assert client.post(DEFAULT, {"do": "force"}).status_code == status


def test_other_countries_are_not_there(page, outsider):
    assert page("outsider", ADDRESS).status_code == 404


def test_new_version_is_in_force_and_the_old_one_stays(forced, sent, norway, coordinator):
    response = forced(**{f"steps__{place('before', -30)}__days": "45"}, reason="Six weeks are needed.")
    assert response.status_code == 302
    policy = ReminderPolicy.objects.get(country=norway)
    assert (policy.version, policy.put_in_force_by, policy.reason) == (1, coordinator, "Six weeks are needed.")
    days = [step.offset_days for step in policies_in_force().of(norway.pk).of(StepKind.BEFORE)]
    assert days == [-90, -45, -7, -1]
    assert [s.offset_days for s in policies_in_force().default.of(StepKind.BEFORE)] == [-90, -30, -7, -1]


def test_preview_says_who_would_hear_what_and_writes_nothing(sent, commitment, editor, document, ministry):
    CommitmentFactory(document=document, lead=ministry, due="2018-07-10", reference="NO-2017-07")
    response = sent("preview", **{f"steps__{place('before', -30)}__days": "20"}, reason="")
    said = text(response)
    assert "2 mails" not in said
    assert "20 Jun 2018" in said
    assert "+1 told" in said
    assert "−1 not told any more" in said
    assert "Editor: NO-2017-07, 20 days before (new)" in text_of(said)
    assert (ReminderPolicy.objects.filter(country__isnull=False).count(), Reminder.objects.count()) == (0, 0)


def text_of(said):
    return said.replace("<li>", " ").replace("<strong>", "").replace("</strong>", "")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"days": "30"}, "falls on the same day"),
        ({"days": "many"}, "“many” is not a number of days"),
        ({"days": "99999"}, "out of reach"),
        ({"kind": "nonsense"}, "Choose one of the list"),
        ({"repeats": "7, x"}, "“x” is not a number of days"),
        ({"to_editors": "", "to_heads": ""}, "Nobody would be told"),
    ],
)
def test_refused_by_field_and_what_was_typed_is_kept(sent, changes, words):
    row = place("before", -90)
    response = sent("force", **{f"steps__{row}__{name}": value for name, value in changes.items()}, reason="As typed.")
    assert response.status_code == 422
    assert words in text(response)
    assert "As typed." in text(response)
    assert not ReminderPolicy.objects.filter(country__isnull=False).exists()


def test_overdue_that_would_fall_silent(sent):
    response = sent("preview", **{f"steps__{place('overdue')}__repeats": ""})
    assert "nothing would be said any more" in text(response)


def test_reason_is_asked_for(sent):
    response = sent("force", **{f"steps__{place('before', -30)}__days": "45"}, reason="")
    assert (response.status_code, "Say why it changes" in text(response)) == (422, True)


def test_same_policy_again_is_no_version(forced, sent):
    assert "the policy in force already" not in text(sent("preview"))
    forced(**{f"steps__{place('before', -30)}__days": "45"}, reason="Six weeks.")
    assert "the policy in force already" in text(sent("force", reason="Again."))


def test_second_of_two_sees_what_the_first_put_in_force(forced, sent, page, client, coordinator, norway):
    values = refilled(page("coordinator", ADDRESS)) | {"reason": "Mine.", f"steps-{place('before', -90)}-days": "100"}
    forced(**{f"steps__{place('before', -30)}__days": "45"}, reason="Theirs.")
    mine = {name: value for name, value in values.items() if value} | {"do": "force"}
    response = client.post(ADDRESS, mine)
    assert response.status_code == 409
    assert "Theirs." in text(response)
    assert "Mine." in text(response)
    again = {name: value for name, value in refilled(response).items() if value} | {"do": "force"}
    seen = {name: value for name, value in refilled(client.post(ADDRESS, again)).items() if value}
    assert client.post(ADDRESS, seen | {"do": "force"}).status_code == 302
    assert ReminderPolicy.objects.filter(country=norway).count() == 2


def test_step_is_added_and_removed_without_a_script(sent, client, norway):
    response = sent("add")
    count = int(refilled(response)["count"])
    row = count - 1
    values = refilled(response) | {
        f"steps-{row}-kind": "before",
        f"steps-{row}-days": "14",
        f"steps-{row}-to_heads": "on",
        f"steps-{place('before', -1)}-gone": "on",
        "reason": "Two weeks.",
        "do": "force",
    }
    seen = client.post(ADDRESS, {name: value for name, value in values.items() if value})
    again = {name: value for name, value in refilled(seen).items() if value} | {"do": "force"}
    assert client.post(ADDRESS, again).status_code == 302
    steps = policies_in_force().of(norway.pk).of(StepKind.BEFORE)
    assert [(s.offset_days, s.to_editors) for s in steps] == [(-90, True), (-30, True), (-14, False), (-7, True)]


def test_policy_for_all_again(forced, sent, norway):
    forced(**{f"steps__{place('before', -30)}__days": "45"}, reason="Six weeks.")
    assert sent("give_up", reason="").status_code == 422
    assert forced("give_up", reason="Not needed.").status_code == 302
    assert norway.pk not in policies_in_force().own


def test_changed_policy_tells_nothing_twice_and_loses_nothing(forced, sent, commitment, editor, settings):
    settings.MAIL_IS_DELIVERED = False
    morning = dt.datetime(2018, 12, 3, 10, tzinfo=dt.UTC)
    reminders.run(morning)
    assert Message.objects.count() == 1
    forced(**{f"steps__{place('before', -90)}__days": "60"}, reason="Less early.")
    reminders.run(morning + dt.timedelta(days=1))
    assert Message.objects.count() == 1
    forced(**{f"steps__{place('before', -30)}__days": "27"}, reason="Later.")
    reminders.run(morning + dt.timedelta(days=2))
    assert [str(row.step) for row in Reminder.objects.filter(status="done")] == ["27 days before", "30 days before"]


def test_list_of_countries(page, administrator, norway, lithuania):
    assert "Lithuania" in text(page("administrator", "/reminders/policy/"))


def test_next_60_days_of_what_is_in_force(page, commitment, coordinator):
    assert NOW.date() == dt.date(2018, 6, 1)
    assert "Nobody would be told anything" in text(page("coordinator", f"{ADDRESS}?ahead"))


def test_nothing_is_put_in_force_unseen(sent, client, commitment, editor, document, ministry, norway):
    CommitmentFactory(document=document, lead=ministry, due="2018-07-10", reference="NO-2017-07")
    seen = sent("force", **{f"steps__{place('before', -30)}__days": "45"}, reason="Six weeks.")
    said = text(seen)
    assert (seen.status_code, "Nothing is in force yet." in said) == (200, True)
    assert "On the first day, " in said
    assert 'strong class="num">1</strong> mail to' in said
    assert not ReminderPolicy.objects.filter(country=norway).exists()
    values = {name: value for name, value in refilled(seen).items() if value} | {"do": "force"}
    assert client.post(ADDRESS, values).status_code == 302
    assert ReminderPolicy.objects.filter(country=norway).count() == 1


def test_what_is_changed_after_the_preview_is_shown_again(sent, client, norway):
    seen = sent("preview", **{f"steps__{place('before', -30)}__days": "45"}, reason="Six weeks.")
    values = {name: value for name, value in refilled(seen).items() if value}
    changed = values | {f"steps-{place('before', -30)}-days": "50", "do": "force"}
    assert "Nothing is in force yet." in text(client.post(ADDRESS, changed))
    assert not ReminderPolicy.objects.filter(country=norway).exists()


def test_preview_of_yesterday_is_shown_again(sent, client, norway, coordinator):
    seen = sent("preview", **{f"steps__{place('before', -30)}__days": "45"}, reason="Six weeks.")
    values = {name: value for name, value in refilled(seen).items() if value} | {"do": "force"}
    with time_machine.travel(NOW + dt.timedelta(days=1), tick=False):
        assert "Nothing is in force yet." in text(client.post(ADDRESS, values))
    assert not ReminderPolicy.objects.filter(country=norway).exists()


def test_policy_for_all_is_looked_at_before_it_is_followed_again(forced, sent, norway):
    forced(**{f"steps__{place('before', -30)}__days": "45"}, reason="Six weeks.")
    said = text(sent("give_up", reason="Not needed."))
    assert "Nothing is in force yet." in said
    assert norway.pk in policies_in_force().own
