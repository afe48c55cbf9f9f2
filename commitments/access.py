"""Who may do what to a commitment. Pages ask before they show a button, actions ask again before they write."""

from django.core.exceptions import PermissionDenied

from commitments.models import Commitment
from countries.access import Standing
from countries.choices import Role
from countries.models import Country, Person


def may_see(standing: Standing, commitment: Commitment) -> bool:
    """The twin of `CommitmentQuerySet.visible_to` for one at hand."""
    return standing.sees_all or commitment.document.country_id in standing.seen_countries


def may_coordinate(standing: Standing, commitment: Commitment) -> bool:
    """Edit its text, move its date, withdraw it: the country's coordinator."""
    return standing.is_administrator or commitment.document.country_id in standing.coordinated_countries


def may_update(standing: Standing, commitment: Commitment) -> bool:
    """Report progress: editors and heads of the lead institution, and the country's coordinator."""
    return commitment.lead_id in standing.owned_institutions or may_coordinate(standing, commitment)


def may_acknowledge(standing: Standing, commitment: Commitment) -> bool:
    """Put off being asked: who answers for it. A coordinator is not asked but informed, and that stays so."""
    return commitment.lead_id in standing.owned_institutions


def may_review(standing: Standing, commitment: Commitment) -> bool:
    """Judge it: a manager of the same country without a seat in the institution that answers for it."""
    manages = may_coordinate(standing, commitment) or (
        bool(standing.headed_institutions) and commitment.document.country_id in standing.seen_countries
    )
    return manages and commitment.lead_id not in standing.seated_institutions


def acts_for(standing: Standing, commitment: Commitment) -> Person | None:
    """In whose place they report and ask; None in their own right."""
    if commitment.lead_id in standing.owned_institutions:
        return standing.owns_for(commitment.lead_id)
    return decides_for(standing, commitment)


def decides_for(standing: Standing, commitment: Commitment) -> Person | None:
    """In whose place they decide and answer; None in their own right."""
    return None if standing.is_administrator else standing.coordinates_for(commitment.document.country_id)


def reviews_for(standing: Standing, commitment: Commitment) -> Person | None:
    """In whose place they judge: of a coordinator, or of a head of another house of the country."""
    country = commitment.document.country_id
    if standing.is_administrator or country in standing.coordinated_countries:
        return decides_for(standing, commitment)
    heads = [one for one in standing.stands_in if one.role == Role.HEAD and one.institution.country_id == country]
    own = standing.headed_institutions - {one.institution.pk for one in heads if one.is_needed}
    return None if own or not heads else heads[0].person


def may_set_policy(standing: Standing, country: Country | None) -> bool:
    """Who is told what, when: the country's coordinator; for all countries without a policy of their own none but an
    administrator."""
    return standing.is_administrator or (country is not None and country.pk in standing.coordinated_countries)


def may_keep_baseline(standing: Standing, country: Country | None) -> bool:
    """Keep figures for good, or withdraw them: the country's coordinator; those of all countries an administrator."""
    return standing.is_administrator or (country is not None and country.pk in standing.coordinated_countries)


def may_replace(other: Commitment, commitment: Commitment) -> bool:
    """Inside one country only: whoever reads of a promise can then read on in the one that takes its place."""
    return other.document.country_id == commitment.document.country_id and commitment not in _replaced_by(other)


def _replaced_by(commitment: Commitment) -> list[Commitment]:
    """The commitment and whatever took its place in turn; a circle would leave nothing to read on in."""
    chain = [commitment]
    while (successor := chain[-1].superseded_by) is not None and successor not in chain:
        chain.append(successor)
    return chain


def require(allowed: bool, reason: str) -> None:
    if not allowed:
        raise PermissionDenied(reason)
