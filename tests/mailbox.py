"""A mail server that keeps what it is given, or refuses it, over a real SMTP conversation."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Delivery:
    sender: str
    recipients: list[str]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        message = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass
class MailServer:
    """Set `refuse_recipients` or `refuse_content` to an answer such as "451 4.3.0 Try later".

    `hang_up` drops the connection at that step: "recipient", "content" (before the mail is kept) or
    "receipt" (after it is kept, before the sender hears of it). With a refusal set, "refusal" drops it just after that.
    `hang_up_on` is one recipient at whom it drops. `calls` counts who said hello.
    """

    port: int = 0
    deliveries: list[Delivery] = field(default_factory=list)
    refuse_recipients: str = ""
    refuse_content: str = ""
    hang_up: str = ""
    hang_up_on: str = ""
    calls: int = 0

    @property
    def messages(self) -> list[EmailMessage]:
        return [delivery.message for delivery in self.deliveries]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.calls += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.hang_up == "recipient" or self.hang_up_on == address:
            return _hang_up(server)
        if self.refuse_recipients:
            return await self._refused(server, self.refuse_recipients)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.hang_up == "content":
            return _hang_up(server)
        if self.refuse_content:
            return await self._refused(server, self.refuse_content)
        content = envelope.original_content or b""
        self.deliveries.append(Delivery(envelope.mail_from or "", list(envelope.rcpt_tos), content))
        return _hang_up(server) if self.hang_up == "receipt" else "250 OK"

    async def _refused(self, server: SMTP, answer: str) -> str:
        if self.hang_up == "refusal":
            await server.push(answer)
            server.transport.close()
        return answer


def _hang_up(server: SMTP) -> str:
    server.transport.abort()
    return "421 Gone"


class Hooks:
    """What the server may see: on every connection it reads all there is, and `messages` would parse all mail."""

    def __init__(self, mailbox: MailServer) -> None:
        self.handle_EHLO = mailbox.handle_EHLO
        self.handle_RCPT, self.handle_DATA = mailbox.handle_RCPT, mailbox.handle_DATA


class AnyPort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def smtp_server(settings: Any) -> Iterator[MailServer]:
    """Mail of the test goes to this server, as it would with EMAIL_URL set."""
    mailbox = MailServer()
    controller = AnyPort(Hooks(mailbox), hostname="127.0.0.1", port=0)
    controller.start()
    mailbox.port = controller.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
    settings.EMAIL_TIMEOUT = 5
    settings.MAIL_IS_DELIVERED = True
    yield mailbox
    controller.stop()


def unfolded(text: str) -> str:
    """The words of a mail, wherever its lines end."""
    return " ".join(text.split())
