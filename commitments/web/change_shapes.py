"""A shape for each kind of change, so that none is told by its colour alone."""

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

from commitments.choices import Change

_LINE = '<path d="{}" fill="none" stroke="currentColor" stroke-width="2.25"/>'
_SHAPES: Mapping[Change, str] = {
    Change.APPEARED: _LINE.format("M8 2v12M2 8h12"),
    Change.BECAME_LATE: '<path d="M8 1l7.5 14H.5z" fill="currentColor"/>',
    Change.DONE: _LINE.format("M2 9l4 4 8-10"),
    Change.CLOSED: _LINE.format("M3 3l10 10M13 3L3 13"),
    Change.NO_LONGER_LATE: _LINE.format("M8 3l5.5 10.5h-11z"),
    Change.NOT_COMPLETE: _LINE.format("M5 2L2 5.5 5 9M2 5.5h7a4 4 0 0 1 0 8H5"),
    Change.REOPENED: _LINE.format("M13 4v4H9M13 8A5.5 5.5 0 1 0 11 12.5"),
    Change.MOVED_LATER: _LINE.format("M1 8h12M8 3l5 5-5 5"),
    Change.MOVED_EARLIER: _LINE.format("M15 8H3M8 3L3 8l5 5"),
    Change.DATE_GIVEN: _LINE.format("M2 4h12v10H2zM5 1.5V5M11 1.5V5"),
    Change.ADVANCED: _LINE.format("M8 14V3M3 8l5-5 5 5"),
    Change.RECEDED: _LINE.format("M8 2v11M3 8l5 5 5-5"),
    Change.DATE_LOST: '<circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-dasharray="2.5 2.6"/>',
}
_FRAME = '<svg class="change-shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>'
_DRAWN = {change: mark_safe(_FRAME.format(path)) for change, path in _SHAPES.items()}


def change_shape(change: Change) -> SafeString:
    return _DRAWN[change]
