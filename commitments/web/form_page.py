"""One page, one form, one action: what all pages that change a commitment have in common.

The action's refusal is shown beside the field it is about; a stale form shows what the others saved beside what was
typed; the same form sent twice ends on the commitment with "Saved already".
"""

import datetime as dt
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views import View

from commitments.access import may_coordinate
from commitments.actions import StaleForm
from commitments.models import Commitment
from commitments.tasks import apply_rollup_changes, wake
from commitments.web.asking import now_of, standing
from commitments.web.changes import changes_since, typed
from commitments.web.forms import SeenForm
from commitments.web.reach import Rule, reached, refuse_unless

UNREADABLE = 422
STALE = 409


class FormPage(View):
    http_method_names = ["get", "head", "post"]
    template_name: ClassVar[str]
    rule: Rule = staticmethod(may_coordinate)
    saved: ClassVar[str] = "Saved."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.now, self.standing = now_of(request), standing(request)
        self.commitment = self.find(request, **kwargs)
        self.admit()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def admit(self) -> None:
        """Turn away who may not do this, before anything is read or shown."""
        refuse_unless(type(self).rule, self.request, self.commitment)

    def find(self, request: HttpRequest, **kwargs: Any) -> Commitment:
        return reached(request, kwargs["reference"])

    @cached_property
    def today(self) -> dt.date:
        return self.commitment.country.local_date(self.now)

    def opened(self) -> SeenForm:
        """The form as it is first shown."""
        raise NotImplementedError

    def filled(self) -> SeenForm:
        """The form with what was sent."""
        raise NotImplementedError

    def act(self, form: Any) -> dt.datetime:
        """Call the action; give back when what it saved was saved, which tells a repeated sending."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.opened())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.filled()
        if form.is_valid():
            try:
                saved_at = self.act(form)
            except StaleForm as stale:
                return self.stale(form, stale.commitment)
            except ValidationError as problem:
                form.refuse(problem)
            else:
                return self.done(saved_at)
        if not form.was_whole:
            form.renew(self.commitment, self.now)
        return self.page(form, status=UNREADABLE)

    def done(self, saved_at: dt.datetime) -> HttpResponse:
        wake(apply_rollup_changes)
        messages.success(self.request, self.saved if saved_at == self.now else "Saved already: it is there once.")
        return HttpResponseRedirect(self.commitment.get_absolute_url())

    def stale(self, form: SeenForm, found: Commitment) -> HttpResponse:
        self.commitment, seen = found, form.cleaned_data
        context = {
            "changes": changes_since(found, seen["opened_at"], found.revision - seen["revision"]),
            "typed": typed(form),
        }
        form.renew(found, self.now)
        return self.page(form, status=STALE, **context)

    def page(self, form: SeenForm, *, status: int = 200, **context: Any) -> HttpResponse:
        shown = {"form": form, "commitment": self.commitment, "today": self.today, **self.extra(form), **context}
        return render(self.request, self.template_name, shown, status=status)

    def extra(self, form: Any) -> dict[str, Any]:
        return {}
