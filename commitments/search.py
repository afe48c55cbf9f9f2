"""Text in, which commitments out: every word asked for begins a word of the promise, or of the name of its lead.

Letters are folded the same way when they are kept and when they are asked for, so that "ovelse" finds "øvelse",
"rysiu" finds "ryšių" and "ucinna" finds "účinná", on either database. The actions keep the index.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from commitments.models import Commitment, SearchText
from countries.models import Institution

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
FEW = 1000
_TABLE = SearchText._meta.db_table
_FOUND = {
    "sqlite": "SELECT rowid FROM commitments_search WHERE commitments_search MATCH %s",
    "postgresql": (
        f"SELECT commitment_id FROM {_TABLE} WHERE to_tsvector('simple', words) @@ to_tsquery('simple', %s)"
    ),
}


def fold(text: str) -> str:
    """Words of plain letters and figures, one space between them."""
    # Taking a sign apart can leave a capital, as in "ᴬ", and folding a capital one that can be taken apart.
    small = unicodedata.normalize("NFKD", text).casefold()
    parted = unicodedata.normalize("NFKD", small).casefold().translate(_LETTERS)
    plain = "".join(letter for letter in parted if not unicodedata.combining(letter))
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def words_of(commitment: Commitment) -> str:
    return fold(" ".join((commitment.reference, commitment.title, commitment.quotation, commitment.translation)))


def index(commitments: Iterable[Commitment]) -> None:
    """Keep what a search reads of each in step with it."""
    SearchText._default_manager.bulk_create(
        (SearchText(commitment=commitment, words=words_of(commitment)) for commitment in commitments),
        update_conflicts=True,
        unique_fields=["commitment"],
        update_fields=["words"],
    )


@dataclass(frozen=True)
class Match:
    """A condition on commitments. Where they `are_few`, what meets it is sorted; otherwise a list is better walked
    in its order until a page is full."""

    condition: Q
    are_few: bool = True


def matching(text: str) -> Match:
    """Text without a letter or figure matches nothing. SQLite reckons nothing of how common a word is: what is found
    there is taken for few."""
    words = fold(text).split()
    if not words:
        return Match(Q(pk__in=[]))
    leads = _leads_named(words)
    in_texts = [word for word in words if not leads[word]]
    if connection.vendor == "postgresql":
        few = _looked_up(words) if in_texts == words else None
        return Match(_condition(in_texts, leads), are_few=False) if few is None else Match(Q(pk__in=few))
    return Match(_condition(in_texts, leads))


def _looked_up(words: Sequence[str]) -> list[int] | None:
    """Those in whose texts these words are; None when they are many."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_FOUND['postgresql']} LIMIT {FEW + 1}", [_spelt(words)])
        found = [pk for (pk,) in cursor.fetchall()]
    return found if len(found) <= FEW else None


def _condition(in_texts: Sequence[str], leads: Mapping[str, Sequence[int]]) -> Q:
    condition = _in_text(in_texts) if in_texts else Q()
    for word, named in leads.items():
        if named:
            condition &= _in_text([word]) | Q(lead__in=named)
    return condition


def _in_text(words: Sequence[str]) -> Q:
    return Q(pk__in=RawSQL(_FOUND[connection.vendor], [_spelt(words)]))


def _spelt(words: Sequence[str]) -> str:
    if connection.vendor == "postgresql":
        return " & ".join(f"{word}:*" for word in words)
    return " ".join(f'"{word}"*' for word in words)


def _leads_named(words: Sequence[str]) -> dict[str, list[int]]:
    """There are hundreds of institutions, not millions: their names are read each time, whoever changed them."""
    found: dict[str, list[int]] = {word: [] for word in words}
    for pk, *names in Institution.objects.order_by().values_list("pk", "name", "native_name", "acronym"):
        called = _name_words(tuple(names))
        for word in found:
            if any(name.startswith(word) for name in called):
                found[word].append(pk)
    return found


@lru_cache(maxsize=10_000)
def _name_words(names: tuple[str, ...]) -> list[str]:
    return fold(" ".join(names)).split()
