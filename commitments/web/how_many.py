"""The number above a list: exact wherever it can be had for little, and never wrong."""

from commitments.filters import CommitmentFilters
from commitments.paging import bounded_count
from commitments.web.wording import count_in_words

MOST = 10_000


def how_many(filters: CommitmentFilters) -> str:
    """Counted row by row up to a bound; beyond it the counts of the dashboard know, if they know this question.

    About another day they are asked first, because there a row is looked up before it is counted.
    """
    if filters.errors:
        return ""
    known = filters.known_count() if filters.day else None
    if known is not None:
        return count_in_words(known, "commitment")
    counted = bounded_count(filters.qs, MOST)
    if counted > MOST:
        known = None if filters.day else filters.known_count()
        if known is None and filters.form.cleaned_data["against"]:  # a number of the comparison, which counted them all
            known = filters.qs.order_by().count()
        return f"More than {MOST:,} commitments" if known is None else count_in_words(known, "commitment")
    return count_in_words(counted, "commitment")
