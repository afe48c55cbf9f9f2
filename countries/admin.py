"""Reference data in the stock admin: who promises, where it is written, and who sits where."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, URLField
from django.http import HttpRequest
from django_countries import countries as iso_countries

from countries.models import Country, Document, Institution, Person, Pillar, Seat

admin.site.unregister(Group)  # what a person may do follows from seats


class Lookup(AutocompleteSelect):
    """Django's own fails when it shows again what was chosen and that is no key at all."""

    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> Any:
        keys = [key for key in map(str, value) if key.isascii() and key.isdecimal() and len(key) <= 18]
        return super().optgroups(name, keys or [""], attrs)


class Lookups(admin.options.BaseModelAdmin):
    """For models with `autocomplete_fields`."""

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Lookup(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class Languages(forms.CharField):
    """Written as people write a list; kept as a list of tags."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [tag.strip() for tag in (super().to_python(value) or "").split(",") if tag.strip()]

    def run_validators(self, value: Any) -> None:
        super().run_validators(", ".join(value))


class CountryForm(forms.ModelForm):
    code = forms.ChoiceField(choices=lambda: [("", "Choose a country"), *iso_countries], label="Country")
    languages = Languages(max_length=200, help_text="Language tags, such as nb, nn. The first is used in mails.")


@admin.register(Country)
class CountryAdmin(admin.ModelAdmin):
    form = CountryForm
    list_display = ["name", "code", "time_zone", "spoken"]
    search_fields = ["code"]

    @admin.display(description="languages")
    def spoken(self, country: Country) -> str:
        return ", ".join(country.languages)

    def get_readonly_fields(self, request: HttpRequest, obj: Country | None = None) -> list[str]:
        return ["code"] if obj else []


@admin.register(Institution)
class InstitutionAdmin(Lookups, admin.ModelAdmin):
    list_display = ["name", "acronym", "native_name", "country", "parent"]
    list_filter = ["country"]
    list_select_related = ["country", "parent"]
    search_fields = ["name", "native_name", "acronym"]
    autocomplete_fields = ["country", "parent"]


@admin.register(Document)
class DocumentAdmin(Lookups, admin.ModelAdmin):
    """The text itself is taken in with its fingerprint, never typed here: a browser changes line ends."""

    list_display = ["reference", "title", "country", "kind", "published_on", "counted_from"]
    list_filter = ["country", "kind"]
    list_select_related = ["country"]
    search_fields = ["reference", "title", "native_title"]
    autocomplete_fields = ["country"]
    exclude = ["text"]
    formfield_overrides = {URLField: {"assume_scheme": "https"}}
    readonly_fields = ["fingerprint"]


@admin.register(Pillar)
class PillarAdmin(Lookups, admin.ModelAdmin):
    list_display = ["title", "native_title", "position", "parent", "document"]
    list_filter = ["document"]
    list_select_related = ["parent", "document"]
    search_fields = ["title", "native_title"]
    autocomplete_fields = ["document", "parent"]


@admin.register(Seat)
class SeatAdmin(Lookups, admin.ModelAdmin):
    list_display = ["person", "role", "institution", "held_from", "held_until", "absent_from", "absent_until"]
    list_filter = ["role", "institution__country"]
    list_select_related = ["person", "institution"]
    search_fields = ["person__full_name", "person__email", "institution__name"]
    autocomplete_fields = ["person", "institution", "deputy"]
    fieldsets = [
        (None, {"fields": ["person", "institution", "role", ("held_from", "held_until")]}),
        ("Absence", {"fields": ["deputy", ("absent_from", "absent_until")]}),
    ]


class _MailAddressForm(forms.ModelForm):
    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if Person.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("Someone with this mail address has an account already. Use another one.")
        return email


class PersonCreationForm(_MailAddressForm, AdminUserCreationForm):
    class Meta:
        model = Person
        fields = ["email", "full_name"]


class PersonChangeForm(_MailAddressForm, UserChangeForm):
    class Meta:
        model = Person
        fields = ["email", "full_name", "language", "time_zone", "is_active", "is_staff"]


class SeatsOfPerson(Lookups, admin.TabularInline):
    model = Seat
    fk_name = "person"
    extra = 0
    autocomplete_fields = ["institution", "deputy"]
    fields = ["institution", "role", "held_from", "held_until", "deputy", "absent_from", "absent_until"]


@admin.register(Person)
class PersonAdmin(UserAdmin):
    """Nobody is deleted: what they reported stays theirs. Whoever leaves is made inactive."""

    form = PersonChangeForm
    add_form = PersonCreationForm
    list_display = ["full_name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "seats__role", "seats__institution__country"]
    search_fields = ["full_name", "email"]
    ordering = ["full_name", "email"]
    filter_horizontal = ()
    inlines = [SeatsOfPerson]
    fieldsets = [
        (None, {"fields": ["full_name", "email", "password"]}),
        ("Mail", {"fields": ["language", "time_zone"]}),
        ("Account", {"fields": ["is_active", "is_staff", "last_login", "joined_at"]}),
    ]
    add_fieldsets = [(None, {"fields": ["full_name", "email", "usable_password", "password1", "password2"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> list[str]:
        """Nobody locks themselves out."""
        return ["last_login", "joined_at", *(["is_active", "is_staff"] if obj == request.user else [])]

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        """One tick makes an administrator: rights piece by piece have no place beside seats."""
        obj.is_superuser = obj.is_staff
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        return False
