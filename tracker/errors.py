"""Answers to requests that cannot be answered. Django's own handlers do for 403 and 404: they read our templates."""

import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string

_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Without the request in the template: it may be what cannot be read."""
    if isinstance(exception, _TOO_MUCH):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Plain HTML with nothing to look up, for the worst of days. A database that does not answer, or that somebody else
    holds for too long, is no fault of the request: it can be sent again."""
    if isinstance(sys.exception(), OperationalError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "30"})
    return HttpResponse(render_to_string("500.html"), status=500)


def not_allowed(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Django answers a wrong method with an empty page; people come there by reloading what a form was sent to."""

    def answered(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if isinstance(answer, HttpResponseNotAllowed) and not answer.content and request.method != "HEAD":
            answer.content = render_to_string("405.html", request=request)
        return answer

    return answered
