"""The head of a mail, each line with what it is for."""

from dataclasses import dataclass
from email import message_from_bytes, policy

from commitments.models import Message

MEANINGS = {
    "From": "who sends",
    "To": "who receives",
    "Subject": "what the inbox shows",
    "Date": "when it was written",
    "Message-ID": "stays the same when the mail has to be repeated, so that mail programs show it once",
    "List-Id": "lets people sort these mails into a folder of their own",
    "References": "keeps the mails of one week together",
    "Content-Language": "the language it is written in",
    "List-Unsubscribe-Post": "lets a mail program offer less mail by a button; its address is the reader's alone",
    "Precedence": "not to be answered by out-of-office notes",
    "Auto-Submitted": "written by a program: nobody should answer it automatically",
    "X-Auto-Response-Suppress": "the same, for Outlook and Exchange: no out-of-office notes",
}


@dataclass(frozen=True)
class Header:
    name: str
    value: str
    meaning: str


def headers_in_words(message: Message) -> list[Header]:
    parsed = message_from_bytes(bytes(message.raw), policy=policy.default)
    return [Header(name, str(parsed[name]), meaning) for name, meaning in MEANINGS.items() if name in parsed]
