"""The tracker's own settings, quick where tests would only wait."""

from tracker.settings import *  # noqa: F403
from tracker.settings import DATA_DIR, DATABASES, STATIC_ROOT, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # empty, but there: its absence is a warning

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production: the browser's server and the test then wait for each other as there.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"] |= {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"}

FIRST_RUN_PEOPLE = 0  # a test that is about it says so
