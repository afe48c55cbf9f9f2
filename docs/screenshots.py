"""Take the pictures in docs/images anew: `make screenshots`.

A tracker of its own, with the shipped fixtures and the demo people, in a folder that is thrown away afterwards.
"""

import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PASSWORD = "promise kept on time"
FLAGS = [
    "--headless",
    "--lang=en-GB",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
]
DESKTOP, PHONE = (1280, 860), (390, 780)


@dataclass(frozen=True)
class Picture:
    name: str
    address: str
    person: str
    size: tuple[int, int] = DESKTOP
    scheme: str = "light"
    follow: str = ""  # a link on that page to be pressed first


PICTURES = (
    Picture("desk", "/desk/", "editor"),
    Picture("dashboard", "/dashboard/", "administrator", (1280, 1640)),
    Picture("dashboard-dark", "/dashboard/", "administrator", scheme="dark"),
    Picture("commitments", "/commitments/", "administrator"),
    Picture("commitment", "/commitments/?q=Tallinn", "administrator", follow="#results tbody a"),
    Picture("desk-phone", "/desk/", "editor", PHONE),
    Picture("mail", "/outbox/", "administrator", follow="main table a:has-text('overdue')"),
)


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, tracker(Path(data)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=FLAGS, env={**os.environ, "LANGUAGE": "en_GB"}
        )
        for picture in PICTURES:
            take(browser, address, picture)
        browser.close()


def take(browser: Browser, address: str, picture: Picture) -> None:
    width, height = picture.size
    page = browser.new_page(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    page.goto("/sign-in/")
    page.fill("[name=username]", f"{picture.person}@example.org")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(picture.address)
    if picture.follow:
        page.click(picture.follow)
        page.wait_for_load_state("networkidle")
    file = IMAGES / f"{picture.name}.png"
    page.screenshot(path=file)
    page.close()
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} kB")


@contextmanager
def tracker(data: Path) -> Iterator[str]:
    """The development server is enough: it needs neither broker nor collected files."""
    environment = os.environ | {"DATA_DIR": str(data), "ENV_FILE": os.devnull, "DEBUG": "true", "LOG_LEVEL": "ERROR"}

    def manage(*words: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *words]

    mails = ["send_reminders", "--on", f"{yesterday()}"]  # sent by now, whatever the hour
    for words in (["migrate", "-v0"], ["load_fixtures", "--demo"], mails, ["apply_rollups"]):
        subprocess.run(manage(*words), env=environment, check=True, stdout=subprocess.DEVNULL)
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen(manage("runserver", address, "--noreload"), env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://{address}/sign-in/")
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait()


def yesterday() -> dt.date:
    return dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, patience: int = 60) -> None:
    for _ in range(patience * 2):
        try:
            urllib.request.urlopen(address, timeout=5)
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"{address} did not answer within {patience} seconds.")


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit("There is no Chromium. Install it: apt-get install chromium")
    return found


if __name__ == "__main__":
    main()
