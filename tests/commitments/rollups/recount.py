"""Count by looking at every commitment: slow, plain, and independent of spans and deltas."""

import datetime as dt
from collections import Counter

from commitments.choices import Aspect, ScopeKind
from commitments.facts import facts_by_commitment
from commitments.models import Commitment
from commitments.timeline import snapshot


def recounted(on: dt.date) -> Counter:
    """(scope kind, scope id, state) to the number of commitments; places without those below them."""
    found: Counter = Counter()
    commitments = list(Commitment.objects.select_related("document"))
    facts = facts_by_commitment(commitments)
    for commitment in commitments:
        shot = snapshot(facts[commitment.pk], on)
        for aspect in Aspect:
            state = shot.state_of(aspect) if shot else None
            if state is not None:
                found.update((*place, str(state)) for place in places(commitment))
    return found


def places(commitment: Commitment) -> list[tuple[str, int]]:
    known = [
        (ScopeKind.ALL, 0),
        (ScopeKind.COUNTRY, commitment.document.country_id),
        (ScopeKind.DOCUMENT, commitment.document_id),
        (ScopeKind.INSTITUTION, commitment.lead_id),
    ]
    return [*known, (ScopeKind.PILLAR, commitment.pillar_id)] if commitment.pillar_id else known
