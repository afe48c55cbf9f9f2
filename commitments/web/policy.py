"""Who is told what, when: everybody reads it, the coordinator changes it, after a look at the next 60 days."""

import datetime as dt
import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.decorators.http import require_safe

from commitments.access import may_set_policy
from commitments.actions import PolicyDraft, StalePolicy, put_in_force
from commitments.actions.policy import NOT_YOURS, newest_of, refuse, refuse_steps
from commitments.models import ReminderPolicy, ReminderStep
from commitments.reminders.forecast import Forecast, compare
from commitments.reminders.rules import StepDraft
from commitments.reminders.steps import SHIPPED, Policy, ensure_policy, policies_in_force, steps_of
from commitments.web.asking import days_of, now_of, standing
from commitments.web.forms.policy import PolicyForm, reading_order
from countries.models import Country

ALL = "all"
UNREADABLE, STALE = 422, 409


@require_safe
def policy_list(request: HttpRequest) -> HttpResponse:
    """Whoever has one country goes there straight away."""
    asks = standing(request)
    seen = Country.objects.all() if asks.sees_all else Country.objects.filter(pk__in=asks.seen_countries)
    countries = list(seen)
    if len(countries) == 1 and not asks.is_administrator:
        return redirect("policy", code=countries[0].code)
    own = policies_in_force().own
    rows = [(one, one.pk in own) for one in countries]
    return render(request, "commitments/policy_list.html", {"rows": rows, "all": ALL})


class PolicyPage(View):
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.standing, self.now = standing(request), now_of(request)
        self.country = self._country(kwargs["code"])
        self.may_set = self.standing.person is not None and may_set_policy(self.standing, self.country)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def _country(self, code: str) -> Country | None:
        if code == ALL:
            if not self.standing.may_see_anything:
                raise Http404
            return None
        found = Country.objects.filter(code=code).first()
        seen = self.standing.sees_all or (found is not None and found.pk in self.standing.seen_countries)
        if found is None or not seen:
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self._opened())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.may_set:
            raise PermissionDenied(NOT_YOURS)
        ensure_policy()
        wants = request.POST.get("do", "preview")
        form = PolicyForm.sent(request.POST, more=wants == "add")
        if wants == "add":
            return self.page(form)
        if not form.is_whole:
            return self.page(form, status=UNREADABLE)
        try:
            return self._do(wants, form)
        except StalePolicy as stale:
            return self._stale(form, stale)
        except ValidationError as problem:
            form.refuse(problem)
            return self.page(form, status=UNREADABLE)

    def _do(self, wants: str, form: PolicyForm) -> HttpResponse:
        draft = self._draft(form, wants)
        if wants == "preview":
            refuse_steps(draft.steps)
            return self._show(form, draft)
        found = newest_of(self.country)
        if (found.version if found else 0) != form.cleaned_data["version"]:
            raise StalePolicy(found)
        refuse(self.country, draft, found)
        if form.cleaned_data["looked_at"] != self._look(draft):
            return self._show(form, draft, pressed_unseen=True)
        put_in_force(self.country, draft, by=self.standing, now=self.now, seen_version=form.cleaned_data["version"])
        messages.success(self.request, "In force from now on. What has been told is not told again.")
        return redirect(self._address())

    def _draft(self, form: PolicyForm, wants: str) -> PolicyDraft:
        reason = form.cleaned_data["reason"]
        if wants == "give_up":
            return PolicyDraft((), reason, uses_default=True)
        return PolicyDraft(tuple(row.draft() for _, row in form.kept()), reason)

    def _show(self, form: PolicyForm, draft: PolicyDraft, *, pressed_unseen: bool = False) -> HttpResponse:
        """Nothing comes into force before somebody has seen what it would do from today on."""
        form.look(self._look(draft))
        ahead = self._compared(policies_in_force().default) if draft.uses_default else self._ahead(draft.steps)
        return self.page(form, ahead=ahead, pressed_unseen=pressed_unseen, gives_up=draft.uses_default)

    def _look(self, draft: PolicyDraft) -> str:
        """Names what was shown: these steps against this version, counted from today."""
        steps = sorted(repr(one) for one in draft.steps)
        shown = (draft.uses_default, steps, newest_of(self.country), self.today)
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]

    @property
    def today(self) -> dt.date:
        return days_of(self.request)[self.country.pk] if self.country is not None else self.now.date()

    def _ahead(self, steps: tuple[StepDraft, ...]) -> Forecast:
        drafted = (
            ReminderStep(
                kind=one.kind,
                offset_days=one.offset or 0,
                repeats=one.repeats,
                to_editors=one.to_editors,
                to_heads=one.to_heads,
                to_coordinators=one.to_coordinators,
            )
            for one in steps
        )
        return self._compared(Policy(tuple(drafted)))

    def _compared(self, draft: Policy | None) -> Forecast:
        """Under the default policy live the countries that have none of their own."""
        policies = policies_in_force()
        if self.country is not None:
            countries = [self.country]
        else:
            countries = [one for one in Country.objects.all() if one.pk not in policies.own]
        now = {one.pk: policies.of(one.pk) for one in countries}
        return compare(countries, draft or policies.of(self.country.pk if self.country else 0), now, self.today)

    def _stale(self, form: PolicyForm, stale: StalePolicy) -> HttpResponse:
        """What was typed stays; the version in force now stands beside it, and counts as seen."""
        form.see(stale.found.version if stale.found else 0)
        return self.page(form, status=STALE, stale=stale.found)

    def _opened(self) -> PolicyForm:
        in_force, found = self._in_force(), newest_of(self.country)
        if found is None and self.country is None:
            found = in_force
        return PolicyForm.opened(steps_of(in_force), found.version if found else 0)

    def _in_force(self) -> ReminderPolicy:
        own = newest_of(self.country)
        found = own if own is not None and not own.uses_default else newest_of(None)
        return found or ReminderPolicy(reason=SHIPPED)

    def _address(self) -> str:
        return reverse("policy", args=[self.country.code if self.country else ALL])

    def page(
        self,
        form: PolicyForm,
        *,
        status: int = 200,
        ahead: Forecast | None = None,
        stale: ReminderPolicy | None = None,
        **context: Any,
    ) -> HttpResponse:
        in_force = self._in_force()
        versions = ReminderPolicy.objects.filter(country=self.country).select_related("put_in_force_by")
        asked = "ahead" in self.request.GET and self.may_set and not form.is_bound
        context = {
            "form": form,
            "country": self.country,
            "may_set": self.may_set,
            "in_force": in_force,
            "steps": sorted(steps_of(in_force), key=reading_order),
            "is_own": in_force.country_id is not None or self.country is None,
            "versions": versions.prefetch_related("steps").order_by("-version"),
            "ahead": ahead or (self._compared(None) if asked else None),
            "is_draft": ahead is not None,
            "stale": stale,
            "stale_steps": sorted(stale.steps.all(), key=reading_order) if stale else [],
            "all": ALL,
            **context,
        }
        return render(self.request, "commitments/policy.html", context, status=status)
