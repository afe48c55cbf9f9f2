"""Addresses of the servers the tracker leans on: each parsed by one function that says what is wrong."""

import hashlib
import ipaddress
import re
import tempfile
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MAIL_PORTS = {"smtp": 25, "submission": 587, "smtps": 465}
# The kernel allows 108 bytes for the path of a unix socket.
LONGEST_SOCKET_PATH = 100


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    user: str
    password: str
    use_tls: bool
    use_ssl: bool


@dataclass(frozen=True)
class RedisServer:
    """The broker uses one database, the cache the next: emptying the cache must not empty the queue."""

    url: str
    database: int = 0

    @classmethod
    def embedded(cls, data_dir: Path) -> "RedisServer":
        return cls(f"unix://{embedded_socket(data_dir)}")

    @property
    def socket(self) -> Path | None:
        return Path(urlsplit(self.url).path) if self.url.startswith("unix:") else None

    @property
    def broker_url(self) -> str:
        """Celery has its own spelling for sockets."""
        if self.socket is None:
            return self._numbered(self.database)
        return f"redis+socket://{self.socket}?virtual_host={self.database}"

    @property
    def client_url(self) -> str:
        return self._numbered(self.database)

    @property
    def cache_url(self) -> str:
        return self._numbered(self.database + 1)

    def _numbered(self, database: int) -> str:
        return f"{self.url}?db={database}" if self.socket else f"{self.url}/{database}"


def embedded_socket(data_dir: Path) -> Path:
    """In the data folder, unless that lies too deep for a socket."""
    wanted = data_dir / "valkey" / "valkey.sock"
    if len(str(wanted).encode()) <= LONGEST_SOCKET_PATH:
        return wanted
    digest = hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"tracker-{digest}" / "valkey.sock"


def parse_data_dir(value: str) -> Path:
    if not value.strip() or "\0" in value:
        raise ValueError("It is empty.")
    return Path(value).expanduser().resolve()


def parse_log_level_name(value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise ValueError("This is not a level.")
    return value.upper()


def parse_optional_bool(value: str) -> bool | None:
    """Empty leaves the decision to us."""
    known = {"": None, "true": True, "false": False, "1": True, "0": False}
    if value.lower() not in known:
        raise ValueError("This is neither true nor false.")
    return known[value.lower()]


def parse_host(value: str) -> str:
    try:
        ipaddress.ip_address(value)
    except ValueError:
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?", value):
            raise ValueError("This is not an address.") from None
    return value


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def parse_site_url(value: str) -> str:
    if not value:
        return ""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("It must start with http:// or https:// and name a host.")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError("It must end after the host or port: the tracker lives at the root.")
    _port(parts)
    return f"{parts.scheme}://{parts.netloc}"


def parse_database(value: str) -> dict[str, Any] | None:
    if not value:
        return None
    scheme = value.partition(":")[0]
    if scheme not in {"postgres", "postgresql", "sqlite"}:
        raise ValueError("Only PostgreSQL and SQLite are supported.")
    try:
        return dict(dj_database_url.parse(value, conn_max_age=60, conn_health_checks=True))
    except Exception as error:  # the library raises whatever its parts raise
        raise ValueError("This is not a database address.") from error


def parse_redis(value: str) -> RedisServer | None:
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"redis", "rediss", "unix"}:
        raise ValueError("It must start with redis://, rediss:// or unix://.")
    number = parse_qs(parts.query).get("db", ["0"])[0] if parts.scheme == "unix" else parts.path.strip("/")
    if not (number or "0").isdigit():
        raise ValueError("The database at the end must be a number.")
    if parts.scheme == "unix":
        if not parts.path.startswith("/"):
            raise ValueError("The path of the socket must start with /.")
        return RedisServer(f"unix://{parts.path}", int(number))
    if not parts.hostname:
        raise ValueError("The host is missing.")
    _port(parts)
    return RedisServer(f"{parts.scheme}://{parts.netloc}", int(number or 0))


def parse_mail(value: str) -> MailServer | None:
    if not value:
        return None
    parts = urlsplit(value)
    if parts.scheme not in MAIL_PORTS:
        raise ValueError("It must start with smtp://, submission:// or smtps://.")
    if not parts.hostname:
        raise ValueError("The host is missing.")
    return MailServer(
        host=parts.hostname,
        port=_port(parts) or MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=parts.scheme == "submission",
        use_ssl=parts.scheme == "smtps",
    )


def parse_mailbox(value: str) -> str:
    if any(character in value for character in "\r\n\0"):
        raise ValueError("It must stand on one line.")
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", parseaddr(value)[1]):
        raise ValueError("This is not a mail address.")
    return value


def parse_optional_mailbox(value: str) -> str:
    return parse_mailbox(value) if value else ""


def _port(parts: Any) -> int | None:
    try:
        port: int | None = parts.port
    except ValueError:
        raise ValueError("The port must be a number from 1 to 65535.") from None
    return port
