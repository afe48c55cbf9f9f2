"""Nobody sees anything before signing in, unless it is named here: a page nobody thought of stays shut."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

# Asked by machines, without a session: one tells nothing about anybody, one posts from a mail program, one knows its
# reader by a secret in the address.
OPEN_PAGES = frozenset({"health", "less-mail", "calendar-feed"})
# Read by everybody when PUBLIC_VIEW is set; each still shows only what a visitor may see.
PUBLIC_PAGES = frozenset(
    {"home", "dashboard", "commitment-list", "commitment-detail", "institution-detail", "evidence-file"}
)


class SignInFirst(LoginRequiredMiddleware):
    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None  # before asking who it is: the health page must show when the database does not
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None or _is_open(request):
            return None
        # A part of a page asked for by htmx must not be answered with the sign-in page inside it.
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(settings.LOGIN_URL)
        typed = _typed(request)
        if typed:
            context = {"typed": typed, "again": request.get_full_path()}
            return render(request, "sign_in/signed_out.html", context, status=403)
        return answer


def _typed(request: HttpRequest) -> list[str]:
    """Sentences of a form that came too late: whoever wrote them gets them back."""
    if request.method != "POST":
        return []
    fields = [values for name, values in request.POST.lists() if "password" not in name]
    return [value for values in fields for value in values if " " in value.strip()]


def _is_open(request: HttpRequest) -> bool:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name in OPEN_PAGES or (settings.PUBLIC_VIEW and request.method in {"GET", "HEAD"} and name in PUBLIC_PAGES)


def not_kept(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Pages say what one person may see, as of now: no cache on the way shows them to the next person."""

    def answered(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        return answer

    return answered


def public_view(request: HttpRequest) -> dict[str, bool]:
    """For templates: whether a visitor has pages to go to."""
    return {"public_view": settings.PUBLIC_VIEW}
