"""Every address of the tracker."""

from django.contrib import admin
from django.urls import include, path

from tracker import accounts, errors
from tracker.health import health
from tracker.home import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("commitments.web.urls")),
    path("health/", health, name="health"),
    path("sign-in/", accounts.SignIn.as_view(), name="sign-in"),
    path("sign-out/", accounts.SignOut.as_view(), name="sign-out"),
    path("account/password/", accounts.PasswordChange.as_view(), name="password-change"),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler500 = errors.server_error
