"""Between two mails, in one commit: this one was accepted, and the next one is being sent.

A commit each would be two waits for the disk per mail. Light statements, because a sender in full swing does nothing
more often than this.
"""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, transaction

from commitments.choices import AttemptOutcome, MessageStatus
from commitments.models import DeliveryAttempt, Message
from commitments.reminders.locks import patient

Statement = tuple[str, Sequence[Any]]

_MESSAGE = Message._meta.db_table
_ATTEMPT = DeliveryAttempt._meta.db_table
_SENT = f"""
UPDATE {_MESSAGE} SET status = %s, reason = '', sent_at = %s, lease_token = NULL, lease_until = NULL
WHERE id = %s AND lease_token = %s AND status = %s
"""
_NUMBERED = f"""
INSERT INTO {_ATTEMPT} (message_id, number, made_at, outcome, code, reply)
SELECT %s, COALESCE(MAX(number), 0) + 1, %s, %s, %s, %s FROM {_ATTEMPT} WHERE message_id = %s
"""
_SENDING = f"UPDATE {_MESSAGE} SET status = %s, lease_until = %s WHERE id = %s AND lease_token = %s AND status = %s"


def accepted(message: Message, code: int | None, reply: str, now: dt.datetime) -> list[Statement]:
    """The receipt is kept even when the lease was lost: the mail did go."""
    at, key = _moment(now), message.pk
    settled = (MessageStatus.SENT.value, at, key, _token(message), MessageStatus.SENDING.value)
    attempt = (key, at, AttemptOutcome.ACCEPTED.value, code, reply[:500], key)
    return [(_SENT, settled), (_NUMBERED, attempt)]


def begun(message: Message, until: dt.datetime) -> Statement:
    """ "Sending" stands on record before the first byte leaves."""
    held = (message.pk, _token(message), MessageStatus.LEASED.value)
    return _SENDING, (MessageStatus.SENDING.value, _moment(until), *held)


@patient
def commit(statements: Sequence[Statement]) -> list[int]:
    """All or nothing; how many rows each one changed. PostgreSQL gets them in one message, which is a transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                ";".join(sql for sql, _ in statements), [value for _, values in statements for value in values]
            )
            return [cursor.rowcount, *(cursor.rowcount for _ in iter(cursor.nextset, None))]
        with transaction.atomic():
            return [cursor.execute(sql, values).rowcount for sql, values in statements]


@lru_cache(maxsize=8)  # one moment serves a whole batch
def _moment(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _token(message: Message) -> Any:
    return Message._meta.get_field("lease_token").get_db_prep_value(message.lease_token, connection)
