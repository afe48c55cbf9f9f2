import os
import re
import stat
import subprocess
import sys

import pytest

from tracker import environment
from tracker.environment import EXPECTED, ROOT, WrongSettings, kept_secret

EXAMPLE = ROOT / ".env.example"


@pytest.fixture(autouse=True)
def bare(monkeypatch, tmp_path):
    for name in EXPECTED:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def problems(monkeypatch, **settings):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettings) as caught:
        environment.read()
    return caught.value


def test_nothing_set_runs_on_one_machine(tmp_path):
    env = environment.read()
    assert env.database is None
    assert env.redis.socket == tmp_path / "valkey" / "valkey.sock"
    assert env.mail is None
    assert (env.debug, env.public_view, env.demo) == (False, False, True)


def test_everything_wrong_is_reported_at_once(monkeypatch):
    wrong = {
        "DATA_DIR": "/proc/nowhere",
        "SITE_URL": "tracker.example.org",
        "LISTEN": "not a host",
        "PORT": "70000",
        "SECRET_KEY": "short",
        "TRUST_PROXY": "maybe",
        "PUBLIC_VIEW": "perhaps",
        "DEMO": "a bit",
        "DEBUG": "sometimes",
        "LOG_LEVEL": "loud",
        "DATABASE_URL": "mysql://localhost/tracker",
        "REDIS_URL": "http://localhost",
        "EMAIL_URL": "localhost:25",
        "DEFAULT_FROM_EMAIL": "tracker",
        "WEB_THREADS": "0",
        "WORKER_THREADS": "many",
    }
    assert set(problems(monkeypatch, **wrong).problems) == set(wrong)


def test_report_names_the_setting_and_what_is_expected(monkeypatch):
    report = str(problems(monkeypatch, PORT="eighty"))
    assert "PORT" in report
    assert EXPECTED["PORT"] in report


def test_report_keeps_secrets(monkeypatch):
    error = problems(monkeypatch, EMAIL_URL="smtp://me:hunter2@host:99999", SECRET_KEY="hunter2")
    assert "hunter2" not in str(error)


def test_shared_database_needs_a_shared_secret(monkeypatch):
    assert set(problems(monkeypatch, DATABASE_URL="postgresql://db/tracker").problems) == {"SECRET_KEY"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_URL", "https://tracker.example.org/path"),
        ("SITE_URL", "https://tracker.example.org:port"),
        ("SITE_URL", "https://"),
        ("REDIS_URL", "redis://host/one"),
        ("REDIS_URL", "redis:///0"),
        ("EMAIL_URL", "smtp://"),
        ("DEFAULT_FROM_EMAIL", "Tracker <tracker@example.org>\nBcc: all@example.org"),
        ("DATABASE_URL", "postgresql://user:pass@host:port/name"),
    ],
)
def test_unusable_address_is_refused(monkeypatch, name, value):
    assert name in problems(monkeypatch, **{name: value}).problems


@pytest.mark.parametrize(
    ("url", "broker", "cache"),
    [
        ("redis://host:6379/2", "redis://host:6379/2", "redis://host:6379/3"),
        ("rediss://me:word@host", "rediss://me:word@host/0", "rediss://me:word@host/1"),
        ("unix:///run/v.sock?db=4", "redis+socket:///run/v.sock?virtual_host=4", "unix:///run/v.sock?db=5"),
    ],
)
def test_broker_and_cache_have_databases_of_their_own(monkeypatch, url, broker, cache):
    monkeypatch.setenv("REDIS_URL", url)
    redis = environment.read().redis
    assert (redis.broker_url, redis.cache_url) == (broker, cache)


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail", 25, False, False),
        ("submission://me:p%40ss@mail", 587, True, False),
        ("smtps://me:p%40ss@mail:4650", 4650, False, True),
    ],
)
def test_mail_server_is_read(monkeypatch, url, port, tls, ssl):
    monkeypatch.setenv("EMAIL_URL", url)
    mail = environment.read().mail
    assert (mail.host, mail.port, mail.use_tls, mail.use_ssl) == ("mail", port, tls, ssl)
    assert mail.password in {"", "p@ss"}


@pytest.mark.parametrize(("listen", "demo"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("::", False)])
def test_no_known_passwords_where_other_machines_can_knock(monkeypatch, listen, demo):
    monkeypatch.setenv("LISTEN", listen)
    assert environment.read().demo is demo


def test_demo_ends_where_others_can_reach(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://tracker.example.org/")
    env = environment.read()
    assert (env.site_url, env.demo, env.is_secure) == ("https://tracker.example.org", False, True)


def test_deep_folder_still_has_a_socket(monkeypatch, tmp_path):
    deep = tmp_path / ("long" * 30)
    monkeypatch.setenv("DATA_DIR", str(deep))
    socket = environment.read().redis.socket
    assert len(str(socket)) < 100
    assert socket == environment.read().redis.socket


def test_misspelt_name_in_the_file_is_reported(tmp_path):
    file = tmp_path / ".env"
    file.write_text("DATABSE_URL=postgresql://db/tracker\n")
    with pytest.raises(WrongSettings, match="DATABSE_URL"):
        environment.read(file)


def test_environment_wins_over_the_file(monkeypatch, tmp_path):
    file = tmp_path / ".env"
    file.write_text("PORT=8001\nWEB_THREADS=3\n")
    monkeypatch.setenv("PORT", "8002")
    env = environment.read(file)
    assert (env.port, env.web_threads) == (8002, 3)


def test_example_names_every_setting():
    assert set(re.findall(r"^([A-Z_]+)=", EXAMPLE.read_text(), re.MULTILINE)) == set(EXPECTED)


def test_example_holds_the_defaults():
    assert environment.read(EXAMPLE) == environment.read()


def test_command_says_what_is_wrong_without_a_traceback(tmp_path):
    wrong = os.environ | {"PORT": "eighty", "DEBUG": "maybe", "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    run = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=wrong, capture_output=True, text=True)
    assert run.returncode == 1
    assert [line.split(":")[0].strip() for line in run.stderr.splitlines()[1:]] == ["DEBUG", "PORT"]


def test_secret_is_made_once_and_private(tmp_path):
    path = tmp_path / "a secret"
    first = kept_secret(path)
    assert kept_secret(path) == first
    assert len(first) >= 50
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
