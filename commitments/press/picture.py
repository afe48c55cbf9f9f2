"""A picture as PNG, twice as fine as its drawing, for documents that take no SVG."""

from commitments.pictures.picture import Picture, Source
from commitments.pictures.svg import WIDTH, laid_out
from commitments.press.door import Format, printed


def png(picture: Picture, source: Source) -> bytes:
    svg, high = laid_out(picture, source)
    return printed("picture.typ", {"svg": svg, "width": WIDTH, "height": high, "alt": picture.finding}, Format.PNG)
