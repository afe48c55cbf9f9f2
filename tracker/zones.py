"""Pages show moments as the reader's clock does; every moment says its zone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone


def in_own_time(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """UTC until a page asks who is reading (`commitments.web.asking`), and UTC again afterwards: a thread serves the
    next reader with the same clock."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        with timezone.override(None):
            return get_response(request)

    return answered
