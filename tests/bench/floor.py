"""Every address of the tracker, and below /floor/ the same pages with nothing left to do but to render.

What a page tells its template is worked out once and kept in memory; session, person and middleware are asked as ever.
"""

from collections.abc import Callable
from threading import Lock
from types import ModuleType
from unittest import mock

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from commitments.web import commitment_list, dashboard
from tracker.urls import urlpatterns as pages

View = Callable[[HttpRequest], HttpResponse]


def floor(module: ModuleType, view: View) -> View:
    kept: dict[str, tuple] = {}
    first = Lock()

    def answer(request: HttpRequest) -> HttpResponse:
        asked = request.META["QUERY_STRING"]
        if asked not in kept:
            with first:
                kept[asked] = _told(module, view, request)
        return render(request, *kept[asked])

    return answer


def _told(module: ModuleType, view: View, request: HttpRequest) -> tuple:
    """The template, and what the view tells it."""
    with mock.patch.object(module, "render", wraps=render) as rendered:
        view(request)
    return rendered.call_args.args[1:3]


urlpatterns = [
    path("floor/dashboard/", floor(dashboard, dashboard.dashboard), name="floor-dashboard"),
    path("floor/commitments/", floor(commitment_list, commitment_list.commitment_list), name="floor-list"),
    *pages,
]
