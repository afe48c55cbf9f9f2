"""Country, institutions, document and pillars of a fixture file: found by their natural keys, or added."""

from collections.abc import Mapping

from django.db.models import Q

from commitments.intake.refusal import refusing
from commitments.intake.rows import CountryRow, DocumentRow, FixtureFile, InstitutionRow, PillarRow
from commitments.intake.tally import Tally
from countries.models import Country, Document, Institution, Pillar


def add_country(file: str, row: CountryRow, tally: Tally) -> Country:
    found = Country.objects.filter(code=row.code).first()
    with refusing(file, "[country]"):
        return tally.keep_or_add(found, Country(code=row.code, time_zone=row.time_zone, languages=list(row.languages)))


def add_document(file: str, country: Country, row: DocumentRow, tally: Tally) -> Document:
    found = Document.objects.select_related("country").filter(reference=row.reference).first()
    missing = Document(
        country=country,
        reference=row.reference,
        kind=row.kind,
        title=row.title,
        native_title=row.native_title,
        language=row.language,
        published_on=row.published_on,
        covers_from=row.covers_from,
        covers_until=row.covers_until,
        counted_from=row.counted_from,
        note=row.note.strip(),
        address=row.address,
        fingerprint=row.fingerprint,
    )
    with refusing(file, "[document]"):
        return tally.keep_or_add(found, missing)


def add_institutions(file: str, country: Country, rows: FixtureFile, tally: Tally) -> dict[str, Institution]:
    """By key. A renamed institution is still known by its other name."""
    added: dict[str, Institution] = {}
    for row in rows.institutions:
        with refusing(file, f"institution {row.key}"):
            added[row.key] = _institution(country, row, added, tally)
    return added


def _institution(country: Country, row: InstitutionRow, above: Mapping[str, Institution], tally: Tally) -> Institution:
    found = country.institutions.filter(Q(name=row.name) | Q(native_name=row.native_name)).first()
    missing = Institution(
        country=country,
        parent=above.get(row.parent),
        name=row.name,
        native_name=row.native_name,
        acronym=row.acronym,
        mailbox=row.mailbox,
    )
    return tally.keep_or_add(found, missing)


def add_pillars(file: str, document: Document, rows: FixtureFile, tally: Tally) -> dict[str, Pillar]:
    """By key. A renamed pillar is still known by its place."""
    added: dict[str, Pillar] = {}
    for position, row in enumerate(rows.pillars, start=1):
        with refusing(file, f"pillar {row.key}"):
            added[row.key] = _pillar(document, row, position, added, tally)
    return added


def _pillar(document: Document, row: PillarRow, position: int, above: Mapping[str, Pillar], tally: Tally) -> Pillar:
    parent = above.get(row.parent)
    siblings = Pillar.objects.filter(document=document, parent=parent)
    found = siblings.filter(title=row.title).first() or siblings.filter(position=position).first()
    missing = Pillar(
        document=document, parent=parent, position=position, title=row.title, native_title=row.native_title
    )
    return tally.keep_or_add(found, missing)
