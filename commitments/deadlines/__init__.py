"""Phrase in, due window out: pure functions and values, no models."""

from commitments.deadlines.read import read_deadline
from commitments.deadlines.reading import Offer, Reading, Recurrence, Relative
from commitments.deadlines.window import DueWindow, InvalidWindow, window_from_edtf

__all__ = [
    "DueWindow",
    "InvalidWindow",
    "Offer",
    "Reading",
    "Recurrence",
    "Relative",
    "read_deadline",
    "window_from_edtf",
]
