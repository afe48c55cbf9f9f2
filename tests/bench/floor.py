"""Every address of the tracker, and below /floor/ the same pages with nothing left to do but to render.

What a page tells its templates is worked out once and kept in memory; session, person and middleware are asked as ever.
Below /frame/ what the page itself keeps as text (the drawn part of a dashboard) is not rendered either.
"""

from collections.abc import Callable
from contextlib import ExitStack
from threading import Lock
from types import ModuleType
from unittest import mock

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import mark_safe

from commitments.web import commitment_list, dashboard
from commitments.web.kept import Keeper
from tracker.urls import urlpatterns as pages

View = Callable[[HttpRequest], HttpResponse]
Told = tuple[str, dict]


def floor(module: ModuleType, view: View, *, drawn: bool = False) -> View:
    kept: dict[str, tuple[Told, Told | None]] = {}
    first = Lock()

    def answer(request: HttpRequest) -> HttpResponse:
        asked = request.META["QUERY_STRING"]
        if asked not in kept:
            with first:
                kept[asked] = _told(module, view, request, drawn=drawn)
        (template, context), part = kept[asked]
        if part is not None:
            context = context | {"charts": mark_safe(render_to_string(*part))}
        return render(request, template, context)

    return answer


def _told(module: ModuleType, view: View, request: HttpRequest, *, drawn: bool) -> tuple[Told, Told | None]:
    """The template, and what the view tells it; the same of the part that it keeps, where that is to be drawn."""
    with ExitStack() as patched:
        rendered = patched.enter_context(mock.patch.object(module, "render", wraps=render))
        if not drawn:
            view(request)
            return rendered.call_args.args[1:3], None
        patched.enter_context(mock.patch.object(module.Question, "keeper", return_value=Keeper("")))
        part = patched.enter_context(mock.patch.object(module, "render_to_string", wraps=render_to_string))
        view(request)
        return rendered.call_args.args[1:3], part.call_args.args


urlpatterns = [
    path("floor/dashboard/", floor(dashboard, dashboard.dashboard, drawn=True), name="floor-dashboard"),
    path("frame/dashboard/", floor(dashboard, dashboard.dashboard), name="frame-dashboard"),
    path("floor/commitments/", floor(commitment_list, commitment_list.commitment_list), name="floor-list"),
    *pages,
]
