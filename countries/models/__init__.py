"""Who promises, and where it is written."""

from countries.models.country import Country, local_dates
from countries.models.document import Document, Pillar
from countries.models.institution import Institution
from countries.models.person import People, Person
from countries.models.seat import Seat

__all__ = ["Country", "Document", "Institution", "People", "Person", "Pillar", "Seat", "local_dates"]
