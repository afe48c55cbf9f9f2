"""How much room words need, told from their letters: a drawing is laid out before anybody has its fonts."""

import re

_NARROW, _WIDE = set("iljtfrI.,:;'’|!()[]- "), set("mwMW@%—…")
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Without what XML has no way to write, and without signs that would turn the words after them around."""
    return _UNFIT.sub("", text)


def width(text: str, size: float) -> float:
    return size * sum(_share(letter) for letter in text)


def _share(letter: str) -> float:
    if letter in _NARROW:
        return 0.3
    if letter in _WIDE:
        return 0.85
    if ord(letter) > 0x2E80:
        return 1.0
    return 0.64 if letter.isupper() else 0.53


def wrapped(text: str, size: float, room: float, most: int) -> list[str]:
    """At most so many lines; what does not fit is cut with three dots."""
    lines: list[str] = []
    for word in printable(text).split():
        if lines and width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        elif len(lines) == most:
            return [*lines[:-1], _cut(f"{lines[-1]} {word}", size, room)]
        else:
            lines.append(_cut(word, size, room))
    return lines


def _cut(text: str, size: float, room: float) -> str:
    """Letter by letter from the left, so that a name without an end costs no more than what is shown of it."""
    taken, dots = 0.0, width("…", size)
    fits = 0
    for number, letter in enumerate(text):
        taken += size * _share(letter)
        if taken > room:
            return f"{text[:fits].rstrip()}…"
        if taken + dots <= room:
            fits = number + 1
    return text
