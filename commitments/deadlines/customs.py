"""What differs by country: the fiscal year, the order of day and month, and on which side of the equator summer is."""

from dataclasses import dataclass
from enum import Enum


class Named(Enum):
    """Which calendar year gives a fiscal year its short name."""

    BY_ITS_START = "start"
    BY_ITS_END = "end"
    EITHER_WAY = "either"  # FY25 is used for both


@dataclass(frozen=True)
class FiscalYear:
    first_month: int
    named: Named

    @property
    def is_calendar_year(self) -> bool:
        return self.first_month == 1


CALENDAR_YEAR = FiscalYear(1, Named.BY_ITS_START)

_CALENDAR_YEAR_COUNTRIES = """
    AT BE BG BR CH CN CY CZ DE DK EE ES FI FR GR HR HU IE IS IT KR LI LT LU LV MT NL NO PL PT RO SE SI SK UA
"""

# The central government's year. Countries that are missing here are not guessed.
FISCAL_YEARS: dict[str, FiscalYear] = {
    "AU": FiscalYear(7, Named.BY_ITS_END),
    "CA": FiscalYear(4, Named.EITHER_WAY),
    "GB": FiscalYear(4, Named.EITHER_WAY),
    "IN": FiscalYear(4, Named.BY_ITS_END),
    "JP": FiscalYear(4, Named.BY_ITS_START),
    "NZ": FiscalYear(7, Named.BY_ITS_END),
    "SG": FiscalYear(4, Named.BY_ITS_START),
    "US": FiscalYear(10, Named.BY_ITS_END),
    "ZA": FiscalYear(4, Named.EITHER_WAY),
} | dict.fromkeys(_CALENDAR_YEAR_COUNTRIES.split(), CALENDAR_YEAR)

MONTH_FIRST = frozenset({"US", "PH", "FM", "MH", "PW"})
NUMERALS_EITHER_WAY = frozenset({"CA", "KE", "GH", "PR", "CN", "JP", "KR", "TW", "MN", "IR", "ZA"})
SOUTHERN = frozenset({"AU", "NZ", "ZA", "AR", "CL", "UY", "PY", "BO", "BR", "LS", "SZ", "NA", "BW", "MZ", "ZW"})


class Order(Enum):
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


def order_of(country: str) -> Order:
    """How 03/04/2026 is read there; unknown without a country and where both orders are in use."""
    if not country or country in NUMERALS_EITHER_WAY:
        return Order.UNKNOWN
    return Order.MONTH_FIRST if country in MONTH_FIRST else Order.DAY_FIRST
