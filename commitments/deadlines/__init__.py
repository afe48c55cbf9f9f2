"""Phrase in, due window out: pure functions and values, no models."""

from commitments.deadlines.window import DueWindow, InvalidWindow, window_from_edtf

__all__ = ["DueWindow", "InvalidWindow", "window_from_edtf"]
