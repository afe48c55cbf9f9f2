"""A list as its pages lead through it, in both directions, beside all it finds."""

from django.http import QueryDict

from commitments.filters import CommitmentFilters
from commitments.web.rows import COLUMNS
from countries.access import Standing
from countries.models import Country

SIZE = 3


def walked(query, today):
    days = dict.fromkeys(Country.objects.values_list("pk", flat=True), today)
    filters = CommitmentFilters(QueryDict(query), standing=Standing(sees_all=True), days=days)
    forward = [filters.page(COLUMNS, {}, SIZE)]
    while forward[-1].next:
        forward.append(filters.page(COLUMNS, {"after": forward[-1].next}, SIZE))
    back = [forward[-1]]
    while back[0].previous:
        back.insert(0, filters.page(COLUMNS, {"before": back[0].previous}, SIZE))
    return _references(forward), _references(back), [row.reference for row in filters.qs]


def _references(pages):
    return [row.reference for page in pages for row in page.rows]
