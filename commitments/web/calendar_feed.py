"""The calendar behind a secret address, for programs that have no session. Fetching it changes nothing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from commitments.actions import token_hash
from commitments.calendars import as_ical, entries, fingerprint, shown
from commitments.models import CalendarFeed
from commitments.web.asking import days_of, now_of
from commitments.web.often import too_often
from countries.access import standing_at

MOST_AN_HOUR = 60
HOUR = 3600


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Who its owner is, and what they may see, is asked anew each time."""
    secret, now = token_hash(token), now_of(request)
    parts = CalendarFeed.objects.select_related("person", "institution", "country", "saved_filter")
    feed = parts.filter(token_hash=secret).first()
    if feed is None:
        return _said("There is no calendar at this address. Copy it again, or make a new one.", 404)
    standing = standing_at(feed.person, now, public=settings.PUBLIC_VIEW)
    found = None if feed.revoked_at else shown(feed, standing, days_of(request))
    if found is None:
        return _said("This calendar was stopped, or its owner may no longer see what it showed.", 410)
    if too_often(f"calendar:{secret[:24]}", most=MOST_AN_HOUR, seconds=HOUR):
        answer = _said("This calendar was fetched too often. Ask again in an hour.", 429)
        answer["Retry-After"] = str(HOUR)
        return answer
    lines = entries(found.commitments)
    key = fingerprint(found.title, found.problem and f"{now:%F} {found.problem}", lines, settings.SITE_URL)
    known = get_conditional_response(request, etag=quote_etag(key))
    if known is not None:
        return known
    body = as_ical(found.title, found.problem, lines, site=settings.SITE_URL, on=now.date())
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="commitments.ics"'
    answer["ETag"], answer["X-Robots-Tag"] = quote_etag(key), "noindex"
    return answer


def _said(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
