"""Settings of the tracker. What an operator may change stands in `environment.py`; the rest here."""

import os
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from tracker import environment
from tracker.environment import ROOT

ENVIRONMENT = env = environment.read(ROOT / os.environ.get("ENV_FILE", ".env"))

# Who we are
SITE_URL = env.site_url
PUBLIC_VIEW = env.public_view
TRUST_PROXY = env.trust_proxy
DEMO = env.demo
DATA_DIR = env.data_dir
DEBUG = env.debug
SECRET_KEY = env.secret_key
LISTEN = env.listen
PORT = env.port
WEB_THREADS = env.web_threads
WORKER_THREADS = env.worker_threads
ALLOWED_HOSTS = sorted({"localhost", "127.0.0.1", "[::1]", *env.allowed_hosts, urlsplit(SITE_URL).hostname or ""})
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "tracker.administration.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "csp",
    "axes",
    "countries",
    "commitments",
    "tracker",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.gate.not_kept",
    "tracker.zones.in_own_time",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tracker.gate.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tracker.errors.not_allowed",
    "axes.middleware.AxesMiddleware",  # last, so that it sees the answer of every sign-in
]
ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "tracker" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tracker.gate.public_view",
            ]
        },
    }
]

# Where things are kept. WAL with immediate transactions and patience: readers never wait, and two writers
# queue instead of failing.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;",
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database or {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "db.sqlite3"}
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_IS_EMBEDDED = env.redis_is_embedded
REDIS_URL = env.redis.client_url
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.redis.cache_url,
        "KEY_PREFIX": "tracker",
        "OPTIONS": {"socket_connect_timeout": 5, "socket_timeout": 5, "health_check_interval": 30},
    }
}
CELERY_BROKER_URL = env.redis.broker_url
MEDIA_ROOT = DATA_DIR / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
_manifest = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _plain if DEBUG else _manifest},
}

# Mail: without a server it stays on the outbox page.
MAIL_IS_DELIVERED = env.mail is not None
# The very first mails wait for an administrator when more people than this would get one at once; 0 never waits.
FIRST_RUN_PEOPLE = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if env.mail else 'dummy'}.EmailBackend"
if env.mail:
    EMAIL_HOST, EMAIL_PORT = env.mail.host, env.mail.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.mail.user, env.mail.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = env.mail.use_tls, env.mail.use_ssl
EMAIL_TIMEOUT = 20  # Django waits for ever by default; a silent server would block a worker
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.from_email
OPERATOR_EMAIL = env.operator  # hears when a part falls silent
OPERATOR_MAIL_SERVER = env.operator_mail

# People
AUTH_USER_MODEL = "countries.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {"NAME": f"{_validation}.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody can lock out somebody else from afar
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "username"  # what the form calls it; failures were counted for nobody otherwise
AXES_CLIENT_IP_CALLABLE = "tracker.accounts.address_of"
AXES_LOCKOUT_CALLABLE = "tracker.accounts.locked_out"

# What browsers are told
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "camera",
        "microphone",
        "geolocation",
        "payment",
        "usb",
        "browsing-topics",
        "display-capture",
    )
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.is_secure
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if env.is_secure else 0
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by machines next door
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # what stands below our host name is not ours to decide
    "security.W021",  # nor is the browsers' preload list
]
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True

# Words and days
LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = ["tracker.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime}.{msecs:03.0f}Z {levelname} {name} {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S",
            "style": "{",
            "()": "tracker.logs.UtcFormatter",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.log_level},
    "loggers": {"django": {"handlers": [], "level": env.log_level}, "axes": {"level": "WARNING"}},
}
