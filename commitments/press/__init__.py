"""The printing press: a template of ours and somebody's data in, a PDF or a PNG out. Needs no network, no browser.

Data is never markup: it reaches the template as one JSON text, and a name full of signs is printed as it stands.
"""

from commitments.press.door import Busy, Format, NotPrinted, printed

__all__ = ["Busy", "Format", "NotPrinted", "printed"]
