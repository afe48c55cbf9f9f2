"""Signing in and out, and changing one's password."""

import ipaddress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator

LONGEST_ADDRESS = 254
_NUL = "null_characters_not_allowed"
INVISIBLE = "It holds an invisible character. Type it again instead of pasting it."


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "This mail address and password do not belong together. Check both; in the password, "
        "capital and small letters differ.",
        "inactive": "This account is closed. Ask an administrator of the tracker.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, missing in (("username", "Type your mail address."), ("password", "Type your password.")):
            self.fields[name].error_messages |= {"required": missing, _NUL: INVISIBLE}

    def clean_username(self) -> str:
        """In one spelling: attempts are counted per address, and capitals must not start the count anew."""
        address = str(self.cleaned_data["username"]).lower()
        if len(address) > LONGEST_ADDRESS:
            raise ValidationError("No mail address is that long. Check it.")
        return address


class NewPasswordForm(PasswordChangeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Password you use now"
        self.fields["new_password2"].label = "New password, once more"
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.error_messages |= {"required": "Type the password.", _NUL: INVISIBLE}


class SignIn(LoginView):
    template_name = "sign_in/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """By a button only: a link that is merely opened changes nothing."""

    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("home")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The next person at this screen finds nothing behind the back button."""
        answer = super().post(request, *args, **kwargs)
        answer["Clear-Site-Data"] = '"cache"'
        return answer


class PasswordChange(PasswordChangeView):
    template_name = "sign_in/password_change.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Form) -> HttpResponse:
        answer = super().form_valid(form)  # type: ignore[arg-type]
        messages.success(self.request, "Your password is changed. You are signed out everywhere else.")
        return answer


def address_of(request: HttpRequest) -> str | None:
    """Where a sign-in comes from. The proxy adds what it saw last; what stands before that the visitor made up."""
    told = request.headers.get("X-Forwarded-For", "") if settings.TRUST_PROXY else ""
    try:
        return str(ipaddress.ip_address(told.rpartition(",")[2].strip()))
    except ValueError:
        return request.META.get("REMOTE_ADDR") or None


def locked_out(request: HttpRequest, answer: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """What django-axes shows after too many wrong passwords."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    context = {"failure_limit": settings.AXES_FAILURE_LIMIT, "wait": f"{seconds // 60} minutes"}
    page = render(request, "429.html", context, status=429)
    page["Retry-After"] = str(seconds)
    return page
