"""Phrase in, due window out: pure functions and values, no models."""

from commitments.deadlines.read import read_deadline
from commitments.deadlines.reading import Offer, Reading, Recurrence, Relative
from commitments.deadlines.repetition import Repetition, is_repetition, repetition_from_text
from commitments.deadlines.window import DueWindow, InvalidWindow, window_from_edtf

__all__ = [
    "DueWindow",
    "InvalidWindow",
    "Offer",
    "Reading",
    "Recurrence",
    "Relative",
    "Repetition",
    "is_repetition",
    "read_deadline",
    "repetition_from_text",
    "window_from_edtf",
]
