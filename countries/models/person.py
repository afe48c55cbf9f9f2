"""A person who signs in by mail address; what they may do follows from their seats, not from the account."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from countries.validators import validate_language, validate_line, validate_time_zone


class People(BaseUserManager["Person"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("mail address", unique=True, validators=[validate_line])
    full_name = models.CharField(max_length=120, validators=[validate_line])
    language = models.CharField(max_length=12, default="en", validators=[validate_language])
    time_zone = models.CharField(
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text="Empty: that of the country of the seat.",
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("administrator", default=False, help_text="May use the administration pages.")
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = People()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name_plural = "people"
        ordering = ["full_name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_mail_address_is_unique",
                violation_error_message="Someone with this mail address has an account already.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name
