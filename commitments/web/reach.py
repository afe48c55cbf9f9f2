"""What a request may reach: not visible is 404, visible but not allowed is 403 with the reason.

Who has not signed in never comes this far, except to read a public tracker.
"""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from commitments.access import may_coordinate, may_review, may_update
from commitments.models import Commitment
from commitments.web.asking import standing
from countries.access import Standing

Rule = Callable[[Standing, Commitment], bool]
UPDATE = "Only the lead institution and the coordinator of the country report progress on this commitment."
COORDINATE = "Only the coordinator of the country changes a commitment or decides about its date."
REVIEW = "A review is made by a manager of the country who has no seat in the lead institution."
REASONS: dict[Rule, str] = {may_update: UPDATE, may_coordinate: COORDINATE, may_review: REVIEW}


def reached(request: HttpRequest, reference: str) -> Commitment:
    """The commitment at this address, if the person may see it."""
    if not reference.isprintable():
        raise Http404
    return get_object_or_404(Commitment.objects.visible_to(standing(request)).for_rows(), reference=reference)


def refuse_unless(rule: Rule, request: HttpRequest, found: Commitment) -> None:
    if not rule(standing(request), found):
        raise PermissionDenied(REASONS[rule])
