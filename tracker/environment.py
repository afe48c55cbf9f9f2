"""The settings an operator may change, read once from the environment and the `.env` file.

Everything wrong is reported at once, by name, with what is expected: nobody should have to start five times
to learn of five mistakes. Values are never repeated in a report, because some of them are secret.
"""

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environs

from tracker import addresses

ROOT = Path(__file__).resolve().parent.parent

EXPECTED: Mapping[str, str] = {
    "DATA_DIR": "a folder this user may write to, such as var",
    "SITE_URL": "the address people type, such as https://tracker.example.org",
    "LISTEN": "an address of this machine to listen on, such as 127.0.0.1 or 0.0.0.0",
    "PORT": "a whole number from 1 to 65535, such as 8000",
    "SECRET_KEY": "50 or more random characters; needed as soon as DATABASE_URL is set",
    "ALLOWED_HOSTS": "host names separated by commas, such as tracker.example.org",
    "TRUST_PROXY": "true or false",
    "PUBLIC_VIEW": "true or false",
    "DEMO": "true or false",
    "DEBUG": "true or false",
    "LOG_LEVEL": "one of DEBUG, INFO, WARNING, ERROR",
    "DATABASE_URL": "postgresql://user:password@host:5432/name, or empty for SQLite in DATA_DIR",
    "REDIS_URL": "redis://host:6379/0, rediss://host:6379/0 or unix:///path, or empty for the embedded one",
    "EMAIL_URL": "smtp://, submission:// or smtps://user:password@host:port, or empty for none",
    "OPERATOR_EMAIL": "a mail address, such as operator@example.org, or empty for none",
    "OPERATOR_EMAIL_URL": "smtp://, submission:// or smtps://user:password@host:port, or empty for EMAIL_URL",
    "DEFAULT_FROM_EMAIL": "a mail address, such as Tracker <tracker@example.org>",
    "WEB_THREADS": "a whole number from 1 to 64",
    "WORKER_THREADS": "a whole number from 1 to 64",
}


class WrongSettings(ValueError):
    """Not an ImproperlyConfigured: `manage.py` would keep that one back and complain of something else."""

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        self.problems = problems
        lines = [f"  {name}: {' '.join(reasons)}" for name, reasons in sorted(problems.items())]
        super().__init__("\n".join(["These settings are wrong; see .env.example:", *lines]))


@dataclass(frozen=True)
class Environment:
    data_dir: Path
    site_url: str
    listen: str
    port: int
    secret_key: str
    allowed_hosts: tuple[str, ...]
    trust_proxy: bool
    public_view: bool
    demo: bool
    debug: bool
    log_level: str
    database: dict[str, Any] | None
    redis: addresses.RedisServer
    redis_is_embedded: bool
    mail: addresses.MailServer | None
    from_email: str
    operator: str
    operator_mail: addresses.MailServer | None
    web_threads: int
    worker_threads: int

    @property
    def is_secure(self) -> bool:
        return self.site_url.startswith("https://")


def read(env_file: Path | None = None) -> Environment:
    """What is set in the environment wins over the file, so that one start can differ from the rest."""
    env = environs.Env(eager=False)
    problems: dict[str, list[str]] = {}
    if env_file is not None and env_file.is_file():
        env.read_env(env_file, recurse=False)
        unknown = set(env._environ) - set(EXPECTED)
        problems |= {name: [f"This is not a setting (found in {env_file.name})."] for name in unknown}
    values = _values(env)
    try:
        env.seal()
    except environs.EnvValidationError as error:
        problems |= _explained(error)
    problems |= _unusable(values)
    if problems:
        raise WrongSettings(problems)
    return _environment(values)


def _values(env: environs.Env) -> dict[str, Any]:
    for kind in (
        "data_dir",
        "site_url",
        "database",
        "redis",
        "mail",
        "mailbox",
        "optional_mailbox",
        "host",
        "log_level_name",
        "optional_bool",
    ):
        env.add_parser(kind, _refusing(getattr(addresses, f"parse_{kind}")))
    number = environs.validate.Range(min=1, max=64)
    return {
        "DATA_DIR": env.data_dir("DATA_DIR", str(ROOT / "var")),
        "PORT": env.int("PORT", 8000, validate=environs.validate.Range(min=1, max=65535)),
        "LISTEN": env.host("LISTEN", "127.0.0.1"),
        "SITE_URL": env.site_url("SITE_URL", ""),
        "SECRET_KEY": env.str("SECRET_KEY", ""),
        "ALLOWED_HOSTS": env.list("ALLOWED_HOSTS", []),
        "TRUST_PROXY": env.bool("TRUST_PROXY", False),
        "PUBLIC_VIEW": env.bool("PUBLIC_VIEW", False),
        "DEMO": env.optional_bool("DEMO", ""),
        "DEBUG": env.bool("DEBUG", False),
        "LOG_LEVEL": env.log_level_name("LOG_LEVEL", "INFO"),
        "DATABASE_URL": env.database("DATABASE_URL", ""),
        "REDIS_URL": env.redis("REDIS_URL", ""),
        "EMAIL_URL": env.mail("EMAIL_URL", ""),
        "OPERATOR_EMAIL": env.optional_mailbox("OPERATOR_EMAIL", ""),
        "OPERATOR_EMAIL_URL": env.mail("OPERATOR_EMAIL_URL", ""),
        "DEFAULT_FROM_EMAIL": env.mailbox("DEFAULT_FROM_EMAIL", "Cyber strategy tracker <tracker@localhost>"),
        "WEB_THREADS": env.int("WEB_THREADS", 8, validate=number),
        "WORKER_THREADS": env.int("WORKER_THREADS", 4, validate=number),
    }


def _refusing(parse: Any) -> Any:
    """environs collects its own kind of error only."""

    def parsed(value: str) -> Any:
        try:
            return parse(value)
        except ValueError as error:
            raise environs.ValidationError(str(error)) from error

    return parsed


def _explained(error: environs.EnvValidationError) -> dict[str, list[str]]:
    messages: Mapping[str, list[str]] = error.error_messages  # type: ignore[assignment]
    return {
        name: [*(str(reason) for reason in reasons), f"Expected: {EXPECTED[name]}."]
        for name, reasons in messages.items()
    }


def _unusable(values: dict[str, Any]) -> dict[str, list[str]]:
    """What each value alone does not show: a folder that cannot be written, a secret that must be shared."""
    problems: dict[str, list[str]] = {}
    data_dir = values["DATA_DIR"]
    try:
        if data_dir is not None:
            data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            tempfile.TemporaryFile(dir=data_dir).close()
    except OSError as error:
        problems["DATA_DIR"] = [f"{error.strerror}.", f"Expected: {EXPECTED['DATA_DIR']}."]
    secret = values["SECRET_KEY"] or ""
    if (values["DATABASE_URL"] and not secret) or 0 < len(secret) < 50:
        problems["SECRET_KEY"] = [f"Missing or too short. Expected: {EXPECTED['SECRET_KEY']}."]
    return problems


def _environment(values: dict[str, Any]) -> Environment:
    data_dir: Path = values["DATA_DIR"]
    return Environment(
        data_dir=data_dir,
        site_url=values["SITE_URL"] or f"http://127.0.0.1:{values['PORT']}",
        listen=values["LISTEN"],
        port=values["PORT"],
        secret_key=values["SECRET_KEY"] or kept_secret(data_dir / "secret-key"),
        allowed_hosts=tuple(host.strip() for host in values["ALLOWED_HOSTS"] if host.strip()),
        trust_proxy=values["TRUST_PROXY"],
        public_view=values["PUBLIC_VIEW"],
        demo=_for_one_machine(values) if values["DEMO"] is None else values["DEMO"],
        debug=values["DEBUG"],
        log_level=values["LOG_LEVEL"],
        database=values["DATABASE_URL"] or None,
        redis=values["REDIS_URL"] or addresses.RedisServer.embedded(data_dir),
        redis_is_embedded=not values["REDIS_URL"],
        mail=values["EMAIL_URL"] or None,
        from_email=values["DEFAULT_FROM_EMAIL"],
        operator=values["OPERATOR_EMAIL"],
        operator_mail=values["OPERATOR_EMAIL_URL"] or None,
        web_threads=values["WEB_THREADS"],
        worker_threads=values["WORKER_THREADS"],
    )


def _for_one_machine(values: dict[str, Any]) -> bool:
    """People with known passwords are made only where no other machine can knock."""
    return not values["SITE_URL"] and addresses.is_loopback(values["LISTEN"])


def kept_secret(path: Path) -> str:
    """Made once, by whichever process comes first: the link appears whole or not at all."""
    if not path.exists():
        draft, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(draft, "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(name, path)
        except FileExistsError:
            pass  # another process was first, and its secret counts
        finally:
            os.unlink(name)
    return path.read_text()
