"""Where the children of a scenario find database and mail server: where the test has them."""

import os

from django.db import connection


def environment(port: int = 1) -> dict[str, str]:
    address, name = os.environ.get("DATABASE_URL", ""), connection.settings_dict["NAME"]
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        "DATABASE_URL": _same_server(address, name) if address else f"sqlite:///{name}",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }


def _same_server(address: str, name: str) -> str:
    """Another database: its name stands between the last slash and the question mark."""
    server, mark, options = address.partition("?")
    return f"{server.rpartition('/')[0]}/{name}{mark}{options}"
