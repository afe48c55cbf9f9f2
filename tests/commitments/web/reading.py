"""Read a page as a browser would: its text, and what its form would send."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def refilled(response: HttpResponse) -> dict[str, Any]:
    """The values of the page's own form (not of the one that signs out)."""
    reader = _Form()
    reader.feed(response.content.decode())
    return reader.values


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.area: str | None = None
        self.select: str | None = None
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "main":
            self.inside = True
        if not self.inside or given.get("name") == "csrfmiddlewaretoken":
            return
        name = given.get("name") or ""
        if tag == "input" and given.get("type") in {"radio", "checkbox"}:
            if "checked" in given:
                self.values[name] = given.get("value", "on") or ""
        elif tag == "input" and given.get("type") != "file" and name:
            self.values[name] = given.get("value") or ""
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.values[self.select] = given.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.values[self.area] = self.values[self.area].removeprefix("\n").removeprefix("\r\n")
            self.area = None
        if tag == "select":
            self.select = None
