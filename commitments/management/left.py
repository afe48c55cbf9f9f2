"""What the commands that send and release mails say of those that stay behind."""

from commitments.reminders.house import house


def still_waiting(mails: int) -> str:
    return f"Mails that wait: {mails}. {house().site_url}/health/ says what for." if mails else ""
