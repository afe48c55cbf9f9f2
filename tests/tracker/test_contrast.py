"""Every pair of colours that meets on a page is readable: WCAG 2.2 AA, computed from the stylesheet itself."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "tracker/static/tracker/tokens.css"
STATES = ["overdue", "due-soon", "on-schedule", "undated", "done", "done-late", "closed", "amber"]
TEXT = ["ink", "muted", "link", *STATES]
GROUNDS = ["paper", "surface"]
PAIRS = [(text, ground, 4.5) for text in TEXT for ground in GROUNDS]
PAIRS += [("on-accent", "accent", 4.5), ("ink", "mark", 4.5), ("overdue", "bad-ground", 4.5)]
PAIRS += [("ink", ground, 4.5) for ground in ["bad-ground", "good-ground", "note-ground"]]
PAIRS += [("edge", "paper", 3.0), ("focus", "paper", 3.0), ("accent", "paper", 3.0), ("complete-4", "paper", 3.0)]


def palette(scheme):
    css = TOKENS.read_text()
    light, _, dark = css.partition("@media screen and (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return colours | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else colours


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_measure_knows_black_on_white():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_pair_is_readable(scheme, text, ground, least):
    colours = palette(scheme)
    assert contrast(colours[text], colours[ground]) >= least


def test_dark_gives_every_colour_anew():
    light, dark = palette("light"), palette("dark")
    assert [name for name in light if light[name] == dark[name]] == []
