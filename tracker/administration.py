"""Django's own admin, for reference data. One door, and no address that a database would choke on."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Administration(AdminSite):
    site_header = site_title = "Cyber strategy tracker: administration"
    index_title = "Reference data"
    enable_nav_sidebar = False

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        return super().admin_view(_readable(view), cacheable)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A sign-in page of its own would be a second door to guard."""
        if request.user.is_authenticated:
            raise PermissionDenied("The administration pages are for administrators of the tracker.")
        address = request.GET.get("next", reverse("admin:index"))
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': address}, safe='/')}")


def _readable(view: View) -> View:
    """The admin hands what stands after the question mark to the database, which fails on NUL or the year 99999."""

    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if any("\0" in value for values in request.GET.lists() for value in (values[0], *values[1])):
            raise BadRequest("The address holds an invisible character. Type it again.")
        try:
            return view(request, *args, **kwargs)
        except (OverflowError, ValueError) as problem:
            if request.method not in {"GET", "HEAD"} or not request.GET:
                raise
            raise BadRequest("The address names something that cannot be. Start from the list.") from problem

    return cast(View, checked)


class AdministrationConfig(AdminConfig):
    default_site = "tracker.administration.Administration"
