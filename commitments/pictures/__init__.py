"""What a dashboard shows, one picture at a time: a sentence that says what it shows, its numbers, its drawing.

A dashboard goes in; pictures come out, as plain values. A picture can be drawn (`svg.py`) and written down
(`sheet.py`); both hold the numbers the page holds, because all three are made from the same ones.
"""

from commitments.pictures.gallery import pictures_of
from commitments.pictures.picture import Drawing, Picture, Source

__all__ = ["Drawing", "Picture", "Source", "pictures_of"]
