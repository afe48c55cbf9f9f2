"""The words of delivery: what is the matter with a mail server, and what people do about a mail that did not arrive."""

from django.db.models import TextChoices


class RelayTrouble(TextChoices):
    """What is wrong with the mail server itself, whatever the mail; said on pages that everybody may read."""

    UNREACHABLE = "unreachable", "It cannot be reached."
    PASSWORD = "password", "It does not accept our name and password."
    SENDER = "sender", "It does not accept mail from our address."
    DEAF = "deaf", "It does not take the call in time."
    SILENT = "silent", "It falls silent in the middle of a mail."
    HANGS_UP = "hangs_up", "It hangs up in the middle of a mail."


CERTAIN_TROUBLES = (RelayTrouble.UNREACHABLE, RelayTrouble.PASSWORD, RelayTrouble.SENDER, RelayTrouble.DEAF)


class MailRulingKind(TextChoices):
    """What a person may do about a mail that was not delivered."""

    RESEND = "resend", "Sent again"
    PASS_ON = "pass_on", "Passed on"
    LET_BE = "let_be", "Dismissed"


FINAL_RULINGS = (MailRulingKind.PASS_ON, MailRulingKind.LET_BE)


class HoldKind(TextChoices):
    """Why no mail leaves."""

    RESTORED = "restored", "After a restore from a backup"
    COPIED = "copied", "After a move or a copy"
    FIRST_RUN = "first_run", "Before the first mails"
    UPGRADED = "upgraded", "Before the first mails of an upgrade"
    BY_HAND = "by_hand", "By hand"


class Release(TextChoices):
    """What becomes of the mails that waited while sending was held."""

    SEND = "send", "Send everything that waits"
    TOLD = "told", "Mark what may have been sent already as told, and send the rest"
