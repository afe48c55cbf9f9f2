"""Between two mails, in one commit: this one was accepted, and the next one is being sent.

A commit each would be two waits for the disk per mail. Light statements, prepared once, because a sender in full swing
does nothing more often than this. "Sending" gets on record only while nothing has changed that the mail stands on.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from django.db import connection

from commitments import changes
from commitments.choices import AttemptOutcome
from commitments.locks import patient
from commitments.models import DeliveryAttempt, Message

_MESSAGE = Message._meta.db_table
_ATTEMPT = DeliveryAttempt._meta.db_table
_SENT = f"""
UPDATE {_MESSAGE} SET status = 'sent', reason = '', sent_at = %s, lease_token = NULL, lease_until = NULL
WHERE id = %s AND lease_token = %s AND status = 'sending'
"""
_NUMBERED = f"""
INSERT INTO {_ATTEMPT} (message_id, number, made_at, outcome, code, reply)
SELECT %s, COALESCE(MAX(number), 0) + 1, %s, '{AttemptOutcome.ACCEPTED.value}', %s, %s
FROM {_ATTEMPT} WHERE message_id = %s
"""
_SENDING = f"""
UPDATE {_MESSAGE} SET status = 'sending', lease_until = %s
WHERE id = %s AND lease_token = %s AND status = 'leased' AND """
_POSTGRESQL_NUMBERED = _NUMBERED.replace("%s, COALESCE", "%s::bigint, COALESCE").replace(
    f"%s, '{AttemptOutcome.ACCEPTED.value}', %s", f"%s::timestamptz, '{AttemptOutcome.ACCEPTED.value}', %s::smallint"
)


@dataclass(frozen=True)
class Accepted:
    """The receipt of one mail; it is kept even when the lease was lost, for the mail did go."""

    message: Message
    code: int | None
    reply: str


@dataclass(frozen=True)
class Next:
    """`mark`: since when the mail has been known to be true."""

    message: Message
    mark: changes.Mark


@patient
def commit(accepted: Accepted, following: Next | None, now: dt.datetime, until: dt.datetime) -> tuple[int, int]:
    """All or nothing. Whether the one was still ours to settle, and whether the other may go."""
    return _write(accepted, following, now, until)


@patient
def begin(following: Next, now: dt.datetime, until: dt.datetime) -> bool:
    """Put "sending" on record before the first byte leaves; False when something has changed, or the lease was lost."""
    _, begun = _write(None, following, now, until)
    return bool(begun)


def _write(accepted: Accepted | None, following: Next | None, now: dt.datetime, until: dt.datetime) -> tuple[int, int]:
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            return _on_postgresql(accepted, following, now, until)
        return _on_sqlite(accepted, following, now, until)


def _on_sqlite(
    accepted: Accepted | None, following: Next | None, now: dt.datetime, until: dt.datetime
) -> tuple[int, int]:
    raw, alone = connection.connection, not connection.in_atomic_block
    settled = begun = 0
    if alone:
        raw.execute("BEGIN IMMEDIATE")
    try:
        if accepted is not None:
            at, one = _moment(now), accepted.message
            settled = raw.execute(_marked(_SENT), (at, one.pk, _token(one))).rowcount
            raw.execute(_marked(_NUMBERED), (one.pk, at, accepted.code, accepted.reply[:500], one.pk))
        if following is not None:
            condition, values = changes.unchanged_sql(following.mark)
            held = (_moment(until), following.message.pk, _token(following.message))
            begun = raw.execute(_marked(_SENDING) + condition, (*held, *values)).rowcount
    except BaseException:
        if alone:
            raw.rollback()
        raise
    if alone:
        raw.commit()
    return settled, begun


def _on_postgresql(
    accepted: Accepted | None, following: Next | None, now: dt.datetime, until: dt.datetime
) -> tuple[int, int]:
    """One statement, so one message and one transaction, whatever it does."""
    parts: list[str] = []
    values: list[Any] = []
    if accepted is not None:
        one = accepted.message
        parts += [f"sent AS ({_SENT} RETURNING 1)", f"noted AS ({_POSTGRESQL_NUMBERED})"]
        values += [now, one.pk, one.lease_token, one.pk, now, accepted.code, accepted.reply[:500], one.pk]
    if following is not None:
        condition, marks = changes.unchanged_sql(following.mark)
        parts.append(f"begun AS ({_SENDING}{condition} RETURNING 1)")
        values += [until, following.message.pk, following.message.lease_token, *marks]
    settled = "(SELECT count(*) FROM sent)" if accepted else "0"
    begun = "(SELECT count(*) FROM begun)" if following else "0"
    row = _prepared(f"WITH {', '.join(parts)} SELECT {settled}, {begun}", values)
    return int(row[0]), int(row[1])


def _prepared(sql: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """Read and planned once per connection. Where a pooler deals out connections anew for each transaction, Django is
    told to do without server-side cursors, and this does without, too."""
    raw = connection.connection
    pooled = connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]
    if raw.prepare_threshold is None and not pooled:
        raw.prepare_threshold = 0  # Django's own statements are never prepared: they are bound by the client
    with psycopg.Cursor(raw) as cursor:
        row: tuple[Any, ...] | None = cursor.execute(sql, values, prepare=not pooled).fetchone()
    assert row is not None
    return row


@lru_cache(maxsize=8)
def _marked(sql: str) -> str:
    return sql.replace("%s", "?")


@lru_cache(maxsize=8)  # a lease of many mails ends at one moment
def _moment(moment: dt.datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def _token(message: Message) -> Any:
    return Message._meta.get_field("lease_token").get_db_prep_value(message.lease_token, connection)
