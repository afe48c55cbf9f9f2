"""`{{ message.status|mail_tag }}`: what became of a mail, as word, shape and colour."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from commitments.choices import FAILED, WAITING, MessageStatus, ScheduleState
from commitments.templatetags.tracker_tags import shape_of

register = template.Library()

_TRAY = mark_safe(
    '<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
    '<path d="M1 9v5h14V9M8 1v8M4.5 6L8 9.5 11.5 6" fill="none" stroke="currentColor" stroke-width="1.75"/></svg>'
)
# Each looks like the schedule state that means the same to the reader.
_LIKE = {
    **dict.fromkeys(WAITING, ScheduleState.DUE_SOON),
    **dict.fromkeys(FAILED, ScheduleState.OVERDUE),
    MessageStatus.SENT: ScheduleState.DONE_ON_TIME,
    MessageStatus.KEPT: ScheduleState.ON_SCHEDULE,
    MessageStatus.CANCELLED: ScheduleState.CLOSED,
}


def _tag(status: MessageStatus) -> SafeString:
    like = _LIKE[status]
    shape = _TRAY if status == MessageStatus.KEPT else shape_of(like)
    return format_html('<span class="tag tag-{}">{}{}</span>', like.value, shape, status.label)


_TAGS = {status.value: _tag(status) for status in MessageStatus}


@register.filter
def mail_tag(status: str) -> SafeString | str:
    return _TAGS.get(str(status), "")
