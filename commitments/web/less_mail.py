"""Where the one-click link of a mail leads: opened it shows a button, posted to it does what it says. No sign-in.

A mail program posts here without a session and without a cookie, so there is nothing a forged post could borrow; the
token alone decides, and all it can do is what the page says.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from commitments.reminders.less import get_less, reader_of
from commitments.tongue import speaking, tongue_of
from commitments.web.asking import now_of


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def less_mail(request: HttpRequest, token: str) -> HttpResponse:
    reader = reader_of(token)
    if reader is None:
        return render(request, "commitments/less_mail_unknown.html", status=404)
    if request.method == "POST":
        get_less(reader, now_of(request))
    context = {"done": request.method == "POST", "language": tongue_of(reader.language)}
    with speaking(reader.language):
        return render(request, "commitments/less_mail.html", context)
