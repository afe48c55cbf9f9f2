"""A digest in, the bytes of a mail out: text and HTML, rendered once."""

import datetime as dt
import re
import textwrap
import uuid
from dataclasses import dataclass
from email import policy
from email.errors import HeaderParseError
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr

import css_inline
from django.core.exceptions import ValidationError
from django.template.loader import get_template
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commitments.models.message import name_of
from commitments.reminders.digest import Digest
from commitments.reminders.house import House
from commitments.reminders.less import ADDRESS, token_of
from commitments.tongue import speaking, whole_day_in_words
from countries.validators import validate_line

WIDTH = 76
# "31 December 2018", "31. desember 2018", "2018 m. gruodžio 31 d.": read at a glance only in one line.
_DATE = re.compile(r"\d{1,2}\.? [^\W\d]+ \d{4}|\d{4} m\. [^\W\d]+ \d{1,2} d\.")
# Long enough for an address in one piece: broken over lines, some programs do not find it.
_POLICY = policy.SMTP.clone(max_line_length=400)
# The style element stays for the dark scheme, which cannot be written inline.
_inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Letter:
    subject: str
    text: str
    html: str
    raw: bytes
    message_id: str


class CannotBeWritten(ValueError):
    """The address or a header cannot stand in a mail; the message says which, for people."""


def new_message_id(house: House) -> str:
    return f"<{uuid.uuid4()}@{house.domain}>"


def write(digest: Digest, house: House, *, now: dt.datetime, message_id: str, list_path: str = "") -> Letter:
    """`message_id` stays when a mail is written anew; `list_path` is given for a mail that has no list yet."""
    if not digest.address.isascii():
        raise CannotBeWritten("The mail address has letters that mail servers do not take. Give a plain one.")
    with speaking(digest.language):
        less = f"{house.site_url}{ADDRESS}{token_of(message_id)}/"
        list_path = list_path or f"/mails/{name_of(message_id)}/"
        subject, text, html = digest.subject, *_bodies(digest, house, less=less, list_path=list_path)
        mail = EmailMessage(policy=_POLICY)
        try:
            _address(mail, digest, house)
            mail["Date"] = format_datetime(now)
            mail["Message-ID"] = message_id
            _say_what_it_is(mail, digest, house, less)
        except (ValueError, HeaderParseError, ValidationError) as problem:
            raise CannotBeWritten("The name or the mail address of the recipient cannot stand in a mail.") from problem
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    mail["Content-Language"] = digest.language  # last: setting the content clears what is said of it
    return Letter(subject, text, html, mail.as_bytes(), message_id)


def _bodies(digest: Digest, house: House, *, less: str, list_path: str) -> tuple[str, str]:
    context = {
        "digest": digest,
        "language": digest.language,
        "day": whole_day_in_words(digest.local_day),
        "site": house.site_url,
        "less": less,
        "list_path": list_path,
        "asks": _asks(digest),
        "rule": "-" * 20,
    }
    text = get_template("commitments/mails/digest.txt").render(context)
    return wrapped(text), _inline(get_template("commitments/mails/digest.html").render(context))


def wrapped(text: str) -> str:
    """Lines that every mail program shows whole; what is folded stays under its entry, and addresses stay in one."""
    return "".join(f"{part}\n" for line in text.rstrip().splitlines() for part in _folded(line))


def _folded(line: str) -> list[str]:
    if len(line) <= WIDTH:
        return [line]
    line = _DATE.sub(lambda found: found[0].replace(" ", "\xa0"), line)
    entry = (line[:1].strip() and "  " in line) or line.startswith("- ")
    indent = " " * (len(line) - len(line.lstrip()) or (4 if entry else 0))
    folded = textwrap.wrap(
        line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
    return [part.replace("\xa0", " ") for part in folded]


def _address(mail: EmailMessage, digest: Digest, house: House) -> None:
    for value in (digest.name, digest.address, digest.subject):
        validate_line(value)
    mail["From"] = house.sender
    mail["To"] = formataddr((digest.name, digest.address))
    mail["Subject"] = digest.subject


def _say_what_it_is(mail: EmailMessage, digest: Digest, house: House, less: str) -> None:
    """For mail programs: written by a program, in which thread, and how to get less of it."""
    mail["References"] = mail["In-Reply-To"] = _week_of(digest, house)
    mail["List-Id"] = f"{parseaddr(house.sender)[0] or 'Reminders'} <reminders.{house.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Precedence"] = "bulk"
    mail["List-Unsubscribe"] = f"<{less}>"
    if less.startswith("https:"):  # one click is defined for it only
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _week_of(digest: Digest, house: House) -> str:
    """The mails of one week stand together: in one endless thread the newest would sink, alone each would crowd the
    inbox. The first of them is nobody's Message-ID, as with the mails of code forges, so none of them is missed."""
    year, week, _weekday = digest.local_day.isocalendar()
    whose = salted_hmac("commitments.reminders.week", digest.address).hexdigest()[:16]
    return f"<{year}-{week:02}.{whose}@{house.domain}>"


def _asks(digest: Digest) -> str:
    """The first line: what to do, and first what this mail came for; what is overdue and was told before comes last."""
    requests = sum(one.asks for one in digest.notices)
    said = [ngettext("Please answer the request below.", "Please answer the requests below.", requests)]
    said = said if requests else []
    said += [_asks_of_dates(digest)] if digest.lines else []
    is_listed = bool(digest.overdue) and not digest.lines and not digest.is_with_coordinator
    if not digest.lines and not is_listed and any(one.asks_for_report for one in digest.notices):
        said.append(_("Please say how it stands: “no change” is an answer, too."))
    said += [_("Please see to what nobody has acted on.")] if digest.escalations else []
    said += [_("Please make the review you are asked for, or decline it.")] if digest.reviews else []
    said += [_asks_of_dates(digest)] if is_listed else []
    return " ".join(said) or _("This is for you to know; nothing needs to be done today.")


def _asks_of_dates(digest: Digest) -> str:
    if digest.is_with_coordinator:
        return _(
            "A decision has been asked for, and the coordinator is reminded of it. Until the answer, the date in force "
            "counts."
        )
    if digest.overdue:
        return ngettext(
            "Please say where the overdue commitment stands: open it, post an update, or ask your coordinator for a "
            "new date.",
            "Please say where the overdue commitments stand: open each one, post an update, or ask your coordinator "
            "for a new date.",
            digest.overdue,
        )
    return ngettext(
        "Please check that this commitment is on course, and post an update when something has changed.",
        "Please check that these commitments are on course, and post an update when something has changed.",
        len(digest.lines),
    )


def _inline(html: str) -> str:
    return str(_inliner.inline(html))
