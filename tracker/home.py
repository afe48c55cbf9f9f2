"""The front page: straight to what the person came for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from commitments.web.asking import standing


def home(request: HttpRequest) -> HttpResponse:
    """Who owes something goes to their desk, everybody else to the dashboard."""
    return redirect("desk" if standing(request).owned_institutions else "/dashboard/")
