"""A whole government of commitments from a seed: the same ones each time, made past the verbs to be quick."""

import datetime as dt
import random
import uuid
from functools import cache

from commitments.choices import Completion
from commitments.deadlines import DueWindow, window_from_edtf
from commitments.models import Commitment, ProgressUpdate
from commitments.timeline import Claim, Due, Facts, snapshot
from countries.models import Country, Document, Institution, Pillar
from tests.factories import (
    CountryFactory,
    DocumentFactory,
    InstitutionFactory,
    PersonFactory,
    PillarFactory,
)

TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
BEGIN = dt.date(2020, 1, 1)
CODES = ("NO", "LT", "CZ", "EE", "FI")
THEMES = ("Resilience", "Skills", "Crime", "Defence", "Diplomacy", "Industry")
STEPS = list(Completion)


def plant(amount: int, *, updates: int = 5, seed: int = 7) -> None:
    chance = random.Random(seed)
    author = PersonFactory()
    places = [_country(code) for code in CODES]
    rows = [_commitment(number, places, chance) for number in range(amount)]
    lives = [_life(row, updates, chance) for row in rows]
    for row, life in zip(rows, lives, strict=True):
        _settle(row, life)
    Commitment.objects.bulk_create(rows, batch_size=500)
    reports = [
        ProgressUpdate(
            commitment=row,
            author=author,
            posted_at=NOW,
            effective_on=claim.effective_on,
            completion=claim.completion,
            narrative="It went on.",
            submission=uuid.UUID(int=chance.getrandbits(128), version=4),
        )
        for row, life in zip(rows, lives, strict=True)
        for claim in life
    ]
    ProgressUpdate.objects.bulk_create(reports, batch_size=500)


def _country(code: str) -> tuple[Country, Document, list[Pillar], list[Institution]]:
    country = CountryFactory(code=code)
    document = DocumentFactory(country=country, reference=f"{code}-2020", published_on=BEGIN)
    pillars = [PillarFactory(document=document, title=theme) for theme in THEMES]
    ministries = [InstitutionFactory(country=country) for _ in range(4)]
    agencies = [InstitutionFactory(country=country, parent=ministry) for ministry in ministries[:2]]
    return country, document, pillars, ministries + agencies


def _commitment(number: int, places: list, chance: random.Random) -> Commitment:
    _, document, pillars, institutions = chance.choice(places)
    due = chance.choice(
        [None, f"{chance.randint(2021, 2029)}", f"{chance.randint(2021, 2028)}-{chance.randint(1, 12):02d}"]
    )
    row = Commitment(
        document=document,
        reference=f"{document.reference}-{number:05d}",
        title=f"Promise {number}",
        quotation="Vi skal gjøre det.",
        quotation_language="nb",
        lead=chance.choice(institutions),
        pillar=chance.choice(pillars),
        registered_at=NOW,
        due_phrase=f"by {due}" if due else "",
    )
    row.set_due(_window(due) if due else None)
    row.baseline_phrase, row.baseline_edtf = row.due_phrase, row.due_edtf
    row.baseline_earliest, row.baseline_latest = row.due_earliest, row.due_latest
    return row


@cache
def _window(edtf: str) -> DueWindow:
    """The parser of the standard takes its time."""
    return window_from_edtf(edtf)


def _life(row: Commitment, updates: int, chance: random.Random) -> list[Claim]:
    days = sorted(chance.randint(0, (TODAY - BEGIN).days) for _ in range(updates))
    reached, claims = 0, []
    for number, day in enumerate(days):
        reached = min(reached + chance.choice([0, 0, 1, 1, 2]), len(STEPS) - 1)
        claims.append(Claim(BEGIN + dt.timedelta(days=day), number, STEPS[reached]))
    return claims


def _settle(row: Commitment, life: list[Claim]) -> None:
    shot = snapshot(Facts(BEGIN, (Due(BEGIN, 0, row.baseline_latest),), tuple(life)), TODAY)
    assert shot is not None
    row.completion, row.done_on, row.last_reported_on = shot.completion, shot.done_on, shot.last_reported_on
