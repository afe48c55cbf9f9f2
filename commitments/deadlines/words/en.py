"""English."""

from commitments.deadlines.kinds import Kind
from commitments.deadlines.words.language import Language

ENGLISH = Language(
    tag="en",
    words={
        Kind.BY: (
            "by; no later than; not later than; at the latest; at the latest by; at latest; latest by; on or "
            "before; not after; up to and including; due; due by; the latest"
        ),
        Kind.BEFORE: "before; prior to; ahead of; in advance of; earlier than",
        Kind.AFTER: (
            "no sooner than; at the earliest; earliest; not sooner than; after; following; not before; no earlier "
            "than; not earlier than; later than; beyond; not until; post"
        ),
        Kind.FROM: (
            "from; as of; as from; starting; starting from; starting in; beginning; beginning in; since; "
            "commencing; effective"
        ),
        Kind.TO: "to; until; till; through; up to; through to; thru",
        Kind.BETWEEN: "between",
        Kind.AND: "and; &; as well as; then",
        Kind.OR: "or",
        Kind.WITHIN: "within; in; within the; over the; over; in the course of; inside",
        Kind.OF: "for; of",
        Kind.EVERY: "every; each",
        Kind.END: (
            "end; the end of; end of; close; close of; conclusion of; last day of; ending; eo; final day of; eoy"
        ),
        Kind.BEGIN: "beginning of; the beginning of; start of; the start of; outset of",
        Kind.EARLY: "early; early in; early part of",
        Kind.MID: "mid; middle; middle of; the middle of; midway through",
        Kind.LATE: "late; late in; towards the end of; toward the end of; latter part of",
        Kind.THIS: "this; current; the current; of this",
        Kind.NEXT: "next; coming; the coming; upcoming; following year's",
        Kind.QUARTER: "quarter; quarters; qtr",
        Kind.HALF: "half; semester",
        Kind.THIRD: "tertial",
        Kind.FISCAL: "fy; fiscal year; financial year; fiscal; budget year; fiscal years",
        Kind.TURN: "turn of the year",
        Kind.CONTINUOUS: (
            "ongoing; on-going; on going; continuous; continuously; continual; continually; continuing; "
            "permanent; permanently; onwards; onward; indefinitely; open-ended; at all times"
        ),
        Kind.VAGUE: (
            "soon; as soon as possible; asap; shortly; in due course; tbd; to be determined; to be decided; when "
            "resources allow; in the near future; without delay; immediately; promptly; in the coming years; in "
            "the medium term; in the long term; in the short term; eventually; as appropriate; as needed; in a "
            "timely manner; short-term; medium-term; long-term"
        ),
        Kind.APPROXIMATE: (
            "not; more than; at least; tentative; unless; extended from; moved from; postponed from; changed "
            "from; delayed from; shifted from; around; approximately; approx; about; circa; c.; roughly; "
            "tentatively; tbc; to be confirmed; provisionally; subject to; if possible; estimated"
        ),
        Kind.ADOPTION: (
            "date of this; date of the; adoption; publication; approval; signature; launch; issuance; release; "
            "being adopted; being published"
        ),
        Kind.FORCE: "entry into force; coming into force; taking effect; commencement; royal assent",
        Kind.DOCUMENT: (
            "strategy; plan; action plan; statement; document; law; act; this; programme; policy; national; "
            "cyber; security; cybersecurity; date; order; resolution"
        ),
        Kind.ARTICLE: "the",
        Kind.FILLER: (
            "on; during; at; in the month of; course of; throughout; calendar; calendar year; period; noon; "
            "midnight; inclusive; approximately speaking"
        ),
    },
    units={
        "day": "day; days; calendar days",
        "week": "week; weeks",
        "month": "month; months; calendar months",
        "year": "year; years; year's",
    },
    seasons={
        21: "spring; springtime",
        22: "summer; summertime",
        23: "autumn; fall",
        24: "winter; wintertime",
    },
    months={
        9: "sept",
    },
    ordinals={
        1: "first",
        2: "second",
        3: "third",
        4: "fourth",
        -1: "last; final",
    },
    numbers={
        1: "one; a; an",
        2: "two",
        3: "three",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve",
        15: "fifteen",
        18: "eighteen",
        20: "twenty",
        24: "twenty-four",
        30: "thirty",
        36: "thirty-six",
        60: "sixty",
        90: "ninety",
    },
    frequencies={
        (1, "year"): "annually; yearly; once a year; per year; on an annual basis; per annum",
        (2, "year"): (
            "biannually; semi-annually; semiannually; bi-annually; twice a year; twice yearly; twice per year; "
            "half-yearly; twice annually; two times a year; two times per year"
        ),
        (3, "year"): "three times a year; three times per year",
        (4, "year"): (
            "four times a year; four times per year; quarterly; every quarter; each quarter; on a quarterly basis"
        ),
        (12, "year"): "monthly; on a monthly basis",
        (52, "year"): "weekly; on a weekly basis",
        (0, "year"): "biennially; biennial; periodically; regularly; on a regular basis",
    },
    suffixes="nd; rd; st; th",
    needs_cue="dec; fall; jan; mar; march; may",
)
