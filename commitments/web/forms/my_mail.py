"""How somebody wants their mail: language, zone, days, hour, rhythm, pause."""

import zoneinfo
from collections import defaultdict
from functools import cache
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from commitments.fields import Choice, Choices, Day
from commitments.models import MailChoices
from commitments.models.mail_choices import EARLIEST, LATEST, LONGEST_PAUSE, Rhythm, Weekday
from commitments.reminders.choose import Wanted
from commitments.reminders.wishes import URGENT_WAITS
from commitments.tongue import tongue_of
from countries.models import Person

LANGUAGES = [("en-gb", "English"), ("nb", "Norsk (bokmål)"), ("lt", "Lietuvių"), ("cs", "Čeština")]
HOURS = [(str(hour), f"{hour:02}:00") for hour in range(EARLIEST, LATEST + 1)]
WEEKDAYS = [(str(day.value), day.label) for day in Weekday]
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class MyMailForm(forms.Form):
    language = Choice(label="Language of your mail", choices=LANGUAGES, noun="a language we write in")
    time_zone = Choice(label="Your time zone", required=False, noun="a time zone we know")
    rhythm = Choice(label="How often", choices=Rhythm.choices, noun="one of the two", widget=forms.RadioSelect)
    days = Choices(
        label="On which days",
        required=False,
        choices=WEEKDAYS,
        noun="a weekday",
        help_text="Counts when mail comes every day. What falls due between waits for the next of these days.",
    )
    hour = Choice(label="From what time", choices=HOURS, noun="an hour of the list")
    weekly_on = Choice(
        label="Day of the weekly mail",
        choices=WEEKDAYS,
        noun="a weekday",
        help_text="Counts when mail comes once a week, and for what is overdue when you want that quietly.",
    )
    quiet_overdue = forms.BooleanField(
        required=False,
        label="Tell me of what is overdue once a week only",
        help_text="Never less: it is owed, and others rely on it.",
    )
    news = forms.BooleanField(
        required=False,
        label="Tell me news: dates moved, requests answered",
        help_text="Only this can be turned off. The news then stands on the pages of the commitments.",
    )
    paused_from = Day(label="No mail from", required=False)
    paused_until = Day(
        label="Up to and with",
        required=False,
        help_text=f"{LONGEST_PAUSE.days} days at most. Afterwards one mail names everything that is open. What "
        f"others wait for (requests, reviews, escalations) comes within {URGENT_WAITS.days} days all the same.",
    )
    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, country_zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        zones = [("", f"That of your country ({country_zone})"), *zone_choices()]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]
        self.fields["seen"].error_messages |= dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "A hidden part of this page was missing or damaged, so nothing was saved. Open the page anew.",
        )

    @classmethod
    def of(cls, person: Person, chosen: MailChoices | None, country_zone: str) -> "MyMailForm":
        row = chosen or MailChoices(person=person)
        values = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        values |= {"days": list(row.days), "language": tongue_of(person.language), "time_zone": person.time_zone}
        return cls(initial={**values, "seen": chosen.pk if chosen else 0}, country_zone=country_zone)

    def see(self, chosen: MailChoices | None) -> None:
        """Show the form again with everything typed, beside what is chosen by now."""
        data = cast(QueryDict, self.data).copy()
        data["seen"] = str(chosen.pk if chosen else 0)
        self.data = data

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("rhythm") == Rhythm.DAILY and "days" in data and not data["days"]:
            raise ValidationError({"days": "No day is ticked. Tick at least one, or choose mail once a week."})
        return data

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        names = ("rhythm", "quiet_overdue", "news", "paused_from", "paused_until")
        days = "".join(sorted(data["days"])) or "1234567"
        chosen = {name: data[name] for name in names}
        return Wanted(days=days, weekly_on=int(data["weekly_on"]), hour=int(data["hour"]), **chosen)


@cache
def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """By region, as people look for theirs; what has no region is for machines."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in sorted(zoneinfo.available_timezones()):
        region, _, place = name.partition("/")
        if region in _REGIONS and place:
            found[region].append((name, place.replace("_", " ")))
    return [*found.items(), ("Other", [("UTC", "UTC")])]
