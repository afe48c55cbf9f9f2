"""What mails need to know about the installation: read from the settings here and nowhere else in the room."""

from dataclasses import dataclass
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class House:
    site_url: str
    sender: str
    delivers: bool
    relay: str = ""
    memory: Path = Path("sending")
    cache_is_apart: bool = False
    first_run_people: int = 0

    @cached_property
    def sender_address(self) -> str:
        return parseaddr(self.sender)[1]

    @cached_property
    def domain(self) -> str:
        return self.sender_address.rpartition("@")[2] or "localhost"


def house() -> House:
    return House(
        site_url=settings.SITE_URL.rstrip("/"),
        sender=settings.DEFAULT_FROM_EMAIL,
        delivers=settings.MAIL_IS_DELIVERED,
        relay=_relay(),
        memory=settings.DATA_DIR / "sending",
        cache_is_apart=not settings.REDIS_IS_EMBEDDED,
        first_run_people=settings.FIRST_RUN_PEOPLE,
    )


def _relay() -> str:
    """One account at one mail server; another account may work where this one does not."""
    return f"{settings.EMAIL_HOST_USER}@{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"[:300]
