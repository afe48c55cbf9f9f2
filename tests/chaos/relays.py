"""Item 3: a mail server that puts off, refuses, hangs up and falls silent."""

from django.test import Client

from commitments.models import Message
from countries.models import Person
from tests.chaos import world
from tests.chaos.kills import Result
from tests.chaos.stage import Stage


def play(stage: Stage, *, people: int, each: int) -> tuple[Result, int, int]:
    """What was counted, the most copies of one mail, and how many were refused for good."""
    owed = world.people(people, each=each)
    stage.settle(most=400)
    truth = stage.truth()
    lost = {one for one in truth.lost(owed) if one[0] not in truth.refused}
    unseen = truth.refused - _shown_as_refused(truth.refused)
    assert not unseen, f"Refused for good, and no page says so: {sorted(unseen)}"
    result = Result(0, len(truth.mails), len(lost), truth.repeats, truth.changed, truth.doubled)
    return result, truth.most_copies, len(truth.refused)


def _shown_as_refused(addresses: frozenset[str]) -> set[str]:
    """Looked up as somebody would: on the page of the mail, with what the server said."""
    administrator = Person.objects.create(email="administrator@example.org", full_name="A", is_superuser=True)
    client = Client()
    client.force_login(administrator)
    mails = Message.objects.filter(address__in=addresses)
    pages = {mail.address: client.get(mail.get_absolute_url()) for mail in mails}
    return {address for address, page in pages.items() if "Nobody here has this name" in page.content.decode()}
