"""Mistakes in our own settings that would only show on a bad day."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

LONGEST_PATIENCE = 30


@register(Tags.security)
def mail_does_not_wait_for_ever(**kwargs: Any) -> list[CheckMessage]:
    timeout = settings.EMAIL_TIMEOUT
    if timeout is None or not 0 < timeout <= LONGEST_PATIENCE:
        hint = f"Set EMAIL_TIMEOUT to between 1 and {LONGEST_PATIENCE} seconds."
        return [Error("A silent mail server would block a worker.", hint=hint, id="tracker.E001")]
    return []
