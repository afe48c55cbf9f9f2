"""Commitments in the admin are looked up, never written."""

import pytest
from django.urls import reverse

from commitments.actions import ProgressDraft, post_update
from commitments.choices import Completion
from commitments.models import Commitment
from tests.factories import CommitmentFactory
from tests.people import NOW, TODAY, standing_for

LOOKED_UP = ["commitment", "progressupdate", "review", "decision", "milestone", "jobrun", "reminderpolicy"]


@pytest.fixture
def admin(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def commitment(ministry, editor):
    found = CommitmentFactory(document__country=ministry.country, lead=ministry)
    draft = ProgressDraft(effective_on=TODAY, completion=Completion.LIMITED, narrative="Begun.")
    post_update(found, draft, by=standing_for(editor), now=NOW)
    return found


@pytest.mark.parametrize("model", LOOKED_UP)
def test_list_opens_and_nothing_is_added(admin, commitment, model):
    assert admin.get(reverse(f"admin:commitments_{model}_changelist")).status_code == 200
    assert admin.get(reverse(f"admin:commitments_{model}_add")).status_code == 403


def test_commitment_is_shown_and_leads_to_its_page(admin, commitment):
    page = admin.get(reverse("admin:commitments_commitment_changelist")).content.decode()
    assert f'<a href="{commitment.get_absolute_url()}">Open {commitment.reference}</a>' in page


def test_year_that_no_calendar_holds_is_refused(admin, commitment):
    address = f"{reverse('admin:commitments_commitment_changelist')}?due_latest__year={'9' * 30}"
    assert admin.get(address).status_code == 400


def test_commitment_is_not_written(admin, commitment):
    address = reverse("admin:commitments_commitment_change", args=[commitment.pk])
    assert admin.get(address).status_code == 200
    assert admin.post(address, {"title": "Changed"}).status_code == 403
    assert Commitment.objects.get().title == commitment.title


def test_commitment_is_not_deleted_by_an_action(admin, commitment):
    fields = {"action": "delete_selected", "_selected_action": commitment.pk, "post": "yes"}
    admin.post(reverse("admin:commitments_commitment_changelist"), fields)
    assert Commitment.objects.count() == 1
